import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import type { Snapshot } from '../model/snapshot.js'

/**
 * Deletes a branch only from the head that was observed; a branch somebody pushed to meanwhile stays, and one that GitHub has deleted
 * already needs no deleting.
 */
export async function deleteBranch(
  writer: Writer,
  { repository }: Snapshot,
  { branch, head }: Extract<Effect, { kind: 'delete-branch' }>,
): Promise<void> {
  try {
    await writer.deleteBranch({ repository: repository.nodeId, branch, from: head })
  } catch (error) {
    const settled = error instanceof GitHubError && ['moved', 'not-found', 'refused'].includes(error.failure)
    if (!settled) throw error
  }
}
