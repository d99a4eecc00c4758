import type { Writer } from '../github/writer.js'
import { type Effect, effectKey } from '../model/effect.js'
import type { Fact, Outcome } from '../model/fact.js'
import type { Snapshot } from '../model/snapshot.js'
import { unreachable } from '../model/unreachable.js'
import { appendRecord, ensureLedger } from './append-record.js'
import { armMerge, disarmMerge } from './arm-merge.js'
import { deleteBranch } from './delete-branch.js'
import { ensureBranch } from './ensure-branch.js'
import { ensurePull } from './ensure-pull.js'
import { ensureLabels, ensureStatus, reply } from './issue-writes.js'
import { mergePull } from './merge-pull.js'
import { publishPlan } from './publish-plan.js'
import { setGate } from './set-gate.js'
import { unlessGone } from './unless-gone.js'

/** What one write did and made true. */
export interface Written {
  readonly did: Outcome['did']
  readonly fact: Fact
}

/**
 * Carries out the effects of one decision at the same time. If one fails, the others are waited for, then the first failure is thrown:
 * what the others wrote is observed by the next look.
 * @throws GitHubError
 */
export async function act(
  writer: Writer,
  snapshot: Snapshot,
  effects: readonly Effect[],
): Promise<readonly Outcome[]> {
  const results = await Promise.allSettled(
    effects.map(async (effect) => ({ key: effectKey(effect), ...(await write(writer, snapshot, effect)) })),
  )
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

async function write(writer: Writer, snapshot: Snapshot, effect: Effect): Promise<Written> {
  const issue = snapshot.issue.number
  switch (effect.kind) {
    case 'ensure-ledger':
      return ensureLedger(writer)
    case 'append-record':
      return appendRecord(writer, effect)
    case 'ensure-branch':
      return ensureBranch(writer, snapshot, effect)
    case 'ensure-pull':
      return ensurePull(writer, snapshot, effect)
    case 'publish-plan':
      return publishPlan(writer, effect)
    case 'set-gate':
      return setGate(writer, effect)
    case 'arm-merge':
      return armMerge(writer, effect)
    case 'disarm-merge':
      return disarmMerge(writer, effect)
    case 'ensure-status':
      return ensureStatus(writer, issue, effect)
    case 'reply':
      return reply(writer, issue, effect)
    case 'ensure-labels':
      return ensureLabels(writer, issue, effect)
    case 'merge-pull':
      return mergePull(writer, effect)
    case 'close-pull':
      await writer.closePull(effect.pull)
      return { did: 'updated', fact: { kind: 'pull-closed' } }
    case 'delete-branch':
      await deleteBranch(writer, snapshot, effect)
      return { did: 'deleted', fact: { kind: 'branch-deleted', name: effect.branch } }
    case 'delete-comment':
      await unlessGone(writer.deleteComment(effect.comment))
      return { did: 'deleted', fact: { kind: 'comment-deleted', comment: effect.comment } }
    case 'close-issue':
      await writer.closeIssue(issue, effect.reason === 'completed' ? 'completed' : 'not_planned')
      return { did: 'updated', fact: { kind: 'closed', reason: effect.reason } }
    default:
      return unreachable(effect)
  }
}
