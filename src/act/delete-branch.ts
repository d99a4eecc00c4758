import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'

/**
 * Deletes a branch only from the head that was observed; a branch somebody pushed to meanwhile stays, and one that GitHub has deleted
 * already needs no deleting.
 * @param repository GitHub's node id of the repository.
 */
export async function deleteBranch(
  writer: Writer,
  repository: string,
  { branch, head }: Extract<Effect, { kind: 'delete-branch' }>,
): Promise<void> {
  try {
    await writer.deleteBranch({ repository, branch, from: head })
  } catch (error) {
    const settled = error instanceof GitHubError && ['moved', 'not-found', 'refused'].includes(error.failure)
    if (!settled) throw error
  }
}
