import { GitHubError } from './errors.js'

/** Something moved since it was read, or a write got no answer and may have landed: both are settled by looking again. */
export function isWorthAnotherLook(error: unknown): boolean {
  if (!(error instanceof GitHubError)) return false
  return error.failure === 'moved' || (error.failure === 'unavailable' && error.write)
}
