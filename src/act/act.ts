import type { Writer } from '../github/writer.js'
import { type Effect, effectKey, isOnTarget } from '../model/effect.js'
import type { Outcome } from '../model/fact.js'
import type { Send } from '../model/notice.js'
import type { FirstLook } from '../model/snapshot.js'
import { unreachable } from '../model/unreachable.js'
import { appendLock, appendRecord, ensureLedger, type LookAtLedger } from './append-record.js'
import { comment, ensureLabels, ensureStatus, unlessGone } from './issue-writes.js'
import { notify } from './notify.js'
import { writeToTarget } from './write-to-target.js'
import type { Written } from './written.js'

/**
 * Carries out the effects of one decision at the same time. If one fails, the others are waited for, then the first failure is thrown:
 * what the others wrote is observed by the next look.
 * @param look at the ledger once more, where an append is lost; null where a record rests on more than its own issue.
 * @param send delivers messages to receivers.
 * @throws GitHubError
 */
export async function act(
  writer: Writer,
  snapshot: FirstLook,
  effects: readonly Effect[],
  look: LookAtLedger | null = null,
  send: Send = nobodySends,
): Promise<readonly Outcome[]> {
  const results = await Promise.allSettled(
    effects.map(async (effect) => ({
      key: effectKey(effect),
      ...(await write(writer, snapshot, effect, { look, send })),
    })),
  )
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

interface Hands {
  readonly look: LookAtLedger | null
  readonly send: Send
}

/** Who has nobody to tell decides nothing that tells somebody. */
const nobodySends: Send = () => Promise.reject(new Error('a run without a sender tells somebody'))

async function write(
  writer: Writer,
  snapshot: FirstLook,
  effect: Effect,
  { look, send }: Hands,
): Promise<Written> {
  if (isOnTarget(effect)) return writeToTarget(writer, snapshot, effect)
  const issue = snapshot.issue.number
  switch (effect.kind) {
    case 'ensure-ledger':
      return ensureLedger(writer)
    case 'append-record':
      return appendRecord(writer, effect, snapshot.ledger, look)
    case 'append-lock':
      return appendLock(writer, effect)
    case 'ensure-status':
      return ensureStatus(writer, issue, effect)
    case 'reply':
    case 'notice':
      return comment(writer, issue, effect)
    case 'ensure-labels':
      return ensureLabels(writer, issue, effect)
    case 'delete-comment':
      await unlessGone(writer.deleteComment(effect.comment))
      return { did: 'deleted', fact: { kind: 'comment-deleted', comment: effect.comment } }
    case 'close-issue':
      await writer.closeIssue(issue, effect.reason === 'completed' ? 'completed' : 'not_planned')
      return { did: 'updated', fact: { kind: 'closed', reason: effect.reason } }
    case 'reopen-issue':
      await writer.reopenIssue(issue)
      return { did: 'updated', fact: { kind: 'reopened' } }
    case 'notify':
      return notify(send, effect)
    default:
      return unreachable(effect)
  }
}
