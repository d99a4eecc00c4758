import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { oid } from '../model/ids.js'
import type { Written } from './written.js'

/**
 * Merges exactly the approved head. That GitHub refuses (a check fails, a rule forbids it) is an answer to show; that the head moved
 * means looking again, as does another merge that came first.
 */
export async function mergePull(
  writer: Writer,
  { pull, head, method, title, message }: Extract<Effect, { kind: 'merge-pull' }>,
): Promise<Written> {
  try {
    const commit = await writer.mergePull(pull, { head, method, title, message })
    return { did: 'updated', fact: { kind: 'pull-merged', commit: oid(commit) } }
  } catch (error) {
    if (!(error instanceof GitHubError) || !['not-mergeable', 'refused', 'forbidden'].includes(error.failure))
      throw error
    // GitHub's words where another merge came first: “Base branch was modified. Review and try the merge again.”
    if (/(?:was modified|out of date)\. review and try/i.test(error.detail))
      throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    return { did: 'refused', fact: { kind: 'merge-refused', why: error.detail } }
  }
}
