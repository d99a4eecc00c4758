import { GitHubError } from '../github/errors.js'

/** Waits for a deletion; what is gone already needs no deleting. GitHub answers 404, or 422 “Reference does not exist”. */
export async function unlessGone(deletion: Promise<void>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    const gone =
      error instanceof GitHubError && (error.failure === 'not-found' || error.failure === 'refused')
    if (!gone) throw error
  }
}
