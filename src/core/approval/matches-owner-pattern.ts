/**
 * Whether a path belongs to a pattern of CODEOWNERS. The patterns are those of gitignore with a few exceptions: a pattern with a slash
 * that is not its last character begins at the root, any other fits at every depth; `*` and `?` stay within one name, `**` spans
 * folders; a folder stands for everything below it, but a last `/*` only for the files directly there. Case matters.
 * Compared step by step and without regular expressions, so no pattern can take long: at most its length times that of the path.
 * Source: “About code owners” in GitHub's documentation; git's documentation of gitignore, pattern format.
 */
export function matchesOwnerPattern(pattern: string, path: string): boolean {
  const steps = stepsOf(pattern)
  return steps !== null && matchSteps(steps, path.split('/'))
}

/** The names of a pattern from the root on, or null for one that fits nothing. */
function stepsOf(pattern: string): readonly string[] | null {
  const below = pattern.endsWith('/')
  const inner = pattern.slice(pattern.startsWith('/') ? 1 : 0, below ? -1 : undefined)
  if (inner === '') return null
  const names = inner.split('/')
  const anchored = pattern.startsWith('/') || names.length > 1
  const begun = anchored ? names : ['**', ...names]
  const last = names.at(-1)
  if (below) return [...begun, '**', '*']
  // A last `/*` means the files of the folder itself; any other name may be a folder, with all that is below it.
  if (last === '**') return [...begun, '*']
  return last === '*' ? begun : [...begun, belowOrSelf]
}

/** A step that stands for nothing more, or for everything below; no name can hold a slash. */
const belowOrSelf = '/'

function matchSteps(steps: readonly string[], names: readonly string[]): boolean {
  let step = 0
  let name = 0
  let retry: { readonly step: number; name: number } | null = null
  while (name < names.length) {
    const wanted = steps[step]
    if (wanted === belowOrSelf) return true
    if (wanted === '**') {
      retry = { step: step + 1, name }
      step += 1
    } else if (wanted !== undefined && matchName(wanted, names[name] ?? '')) {
      step += 1
      name += 1
    } else if (retry !== null) {
      retry.name += 1
      step = retry.step
      name = retry.name
    } else return false
  }
  while (steps[step] === '**' || steps[step] === belowOrSelf) step += 1
  return step === steps.length
}

/** One name against `*` (any number of characters), `?` (one) and letters; a backslash takes the next character as it is. */
function matchName(glob: string, name: string): boolean {
  const wanted = charactersOf(glob)
  let at = 0
  let index = 0
  let retry: { readonly at: number; index: number } | null = null
  while (index < name.length) {
    const character = wanted[at]
    if (character === '*') {
      retry = { at: at + 1, index }
      at += 1
    } else if (character !== undefined && (character === '?' || character === `=${name[index]}`)) {
      at += 1
      index += 1
    } else if (retry !== null) {
      retry.index += 1
      at = retry.at
      index = retry.index
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}

/** The characters of a glob: `*` and `?` as they are, every other marked with `=`. */
function charactersOf(glob: string): readonly string[] {
  const found: string[] = []
  for (let index = 0; index < glob.length; index += 1) {
    const character = glob[index] ?? ''
    if (character === '\\' && index + 1 < glob.length) {
      index += 1
      found.push(`=${glob[index]}`)
    } else found.push(character === '*' || character === '?' ? character : `=${character}`)
  }
  return found
}
