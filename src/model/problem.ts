import type { ProblemCode } from './problem-codes.js'

/**
 * Something a person can fix: where it is, what is wrong, and what to do next.
 * Codes are public API; each has an entry in `docs/problems/`, the catalogue
 * from which their type is written.
 */
export interface Problem {
  /** Stage and rule, as in `form/duplicate-heading`. Stable: workflows and people search for it. */
  readonly code: ProblemCode
  /** The id of the form field it is about. */
  readonly field?: string
  /** The label of that field, as the requester sees it. */
  readonly label?: string
  /** First line it is about, counted from 1, in the text or file it is about. */
  readonly line?: number
  /** The file it is about, where it is not the issue body. */
  readonly file?: string
  /** What is wrong, naming the value found. One sentence, ending with a full stop; plain text, not Markdown. */
  readonly what: string
  /** What to do next, and who has to. One sentence, ending with a full stop; plain text, not Markdown. */
  readonly fix: string
}

/** The problems of one stage, as in `CodesOf<'form'>`. */
export type CodesOf<Stage extends string> = Extract<ProblemCode, `${Stage}/${string}`>

/** One problem or more. */
export type Problems = readonly [Problem, ...Problem[]]

/** The outcome of a step that a person's mistake can stop; all problems of the step are found in one pass. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Problems }

/** A successful result. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** A failed result of one problem or more. */
export function fail(
  first: Problem,
  ...more: readonly Problem[]
): { readonly ok: false; readonly problems: Problems } {
  return { ok: false, problems: [first, ...more] }
}

/** `value` if there are no problems, else all of them. `value` is only called without problems. */
export function okUnless<T>(problems: readonly Problem[], value: () => T): Result<T> {
  const [first, ...more] = problems
  return first === undefined ? ok(value()) : fail(first, ...more)
}
