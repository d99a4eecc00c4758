import { RE2JS } from 're2js'

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
