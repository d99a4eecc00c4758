import { RE2JS } from 're2js'

/**
 * Whether a path fits an anchored glob: `*` stands for any part of one name, `**` for any number of whole folders, or at the end for everything
 * below. Every other character stands for itself, upper and lower case apart. Own code: no installed package matches globs, and a
 * regular expression made of one could take exponential time. Takes at most the product of the two lengths.
 */
export function matchesGlob(glob: string, path: string): boolean {
  // Below a folder is not the folder itself.
  const pattern = glob.endsWith('**') ? `${glob}/*` : glob
  return matches(pattern.split('/'), path.split('/'), '**', (part, name) =>
    matches([...part], [...name], '*', (a, b) => a === b),
  )
}

/** The usual matching of one wildcard: after a mismatch only the last wildcard has to take one more. */
function matches(
  pattern: readonly string[],
  parts: readonly string[],
  wildcard: string,
  fits: (pattern: string, part: string) => boolean,
): boolean {
  let at = 0
  let index = 0
  let last: { readonly at: number; readonly index: number } | null = null
  while (index < parts.length) {
    const [wanted, part] = [pattern[at], parts[index]]
    if (wanted === wildcard) {
      last = { at, index }
      at += 1
    } else if (wanted !== undefined && part !== undefined && fits(wanted, part)) {
      at += 1
      index += 1
    } else if (last !== null) {
      last = { at: last.at, index: last.index + 1 }
      at = last.at + 1
      index = last.index
    } else return false
  }
  return pattern.slice(at).every((rest) => rest === wildcard)
}

/** In instructions of the compiled pattern. Matching costs at most this many steps per character of the value. */
const programSizeMax = 10_000

/** A pattern that is tested in time linear in the length of the text, whoever wrote it. */
export interface LinearPattern {
  readonly test: (text: string) => boolean
  /** The pattern's own text: ajv takes two patterns whose texts are equal for one. */
  readonly toString: () => string
}

/**
 * Compiles a pattern in JavaScript notation with RE2's engine, which has no backtracking and therefore no look-around and no
 * back-references. Source: RE2's wiki, “Syntax”.
 * @throws SyntaxError if the pattern is not one RE2 accepts.
 */
export function linearPattern(pattern: string): LinearPattern {
  const compiled = compile(pattern)
  if (compiled.programSize() > programSizeMax) throw new SyntaxError('it repeats too much')
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SyntaxError(reason.replace('error parsing regexp: ', ''), { cause: error })
  }
}
