import type { ResolvedApprover } from '../../model/verdict.js'

/** One line of CODEOWNERS: files of which shape belong to whom. */
export interface OwnerLine {
  readonly pattern: string
  /** Empty where a line says that nobody owns these files. */
  readonly owners: readonly ResolvedApprover[]
}

/**
 * Reads a CODEOWNERS file. Like GitHub, it skips a line it cannot read: one whose pattern is negated, has a range in brackets or
 * begins with an escaped `#`, or that names an owner of another form.
 * No library: those for Node read the file from disk, and match by regular expressions made of its text.
 * Source: “About code owners” in GitHub's documentation, CODEOWNERS syntax and syntax exceptions.
 * @param organization the owner of the repository, whose teams can be looked up.
 */
export function parseCodeowners(text: string, organization: string): readonly OwnerLine[] {
  return text.split('\n').flatMap((line) => {
    const [pattern, ...owners] = words(line)
    if (pattern === undefined || isUnreadable(pattern)) return []
    const read = owners.map((owner) => readOwner(owner, organization))
    const known = read.filter((owner) => owner !== null)
    return known.length === read.length ? [{ pattern, owners: known }] : []
  })
}

/** The words of a line before a comment; a backslash keeps the blank behind it in the word. */
function words(line: string): readonly string[] {
  const found: string[] = []
  let word = ''
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? ''
    if (character === '#' && word === '') break
    if (character === ' ' || character === '\t' || character === '\r') {
      if (word !== '') found.push(word)
      word = ''
    } else if (character === '\\') {
      word += character + (line[index + 1] ?? '')
      index += 1
    } else word += character
  }
  return word === '' ? found : [...found, word]
}

function isUnreadable(pattern: string): boolean {
  return (
    pattern.startsWith('!') || pattern.startsWith('\\#') || pattern.includes('[') || pattern.includes(']')
  )
}

function readOwner(owner: string, organization: string): ResolvedApprover | null {
  const team = /^@([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/.exec(owner)
  const [, teamOwner, slug] = team ?? []
  if (teamOwner !== undefined && slug !== undefined) {
    return teamOwner.toLowerCase() === organization.toLowerCase()
      ? { kind: 'team', slug: slug.toLowerCase(), owner: true }
      : unresolved(owner, `${owner} is a team of another organization`)
  }
  const user = /^@([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,8})?)$/.exec(owner)
  if (user?.[1] !== undefined) return { kind: 'owner', login: user[1] }
  const at = owner.indexOf('@')
  if (at <= 0 || at === owner.length - 1) return null
  return unresolved(owner, `${owner} is an e-mail address, of which GitHub does not tell whose it is`)
}

function unresolved(name: string, why: string): ResolvedApprover {
  return { kind: 'unresolved', name, why: `CODEOWNERS names ${name}, and ${why}` }
}
