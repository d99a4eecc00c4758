import { fail, type Problems, type Result } from './problem.js'

/**
 * The problems of all results that failed.
 * @throws if none did.
 */
export function allProblems(results: readonly Result<unknown>[]): {
  readonly ok: false
  readonly problems: Problems
} {
  const [first, ...more] = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (first === undefined) throw new Error('no result failed')
  return fail(first, ...more)
}
