import type { Effect } from '../../model/effect.js'
import type { LedgerRecord } from '../../model/record.js'
import type { Snapshot } from '../../model/snapshot.js'
import { statusComment } from '../report/status-comment.js'
import { finishedReplies } from './replies.js'
import { requestBranch } from './request-branch.js'
import { labelEffects, statusEffects, statusOf } from './views.js'

/** The state a final decision leaves the request in. */
export function finalState({ predicate }: LedgerRecord): 'merged' | 'applied' | 'rejected' | 'withdrawn' {
  switch (predicate.decision) {
    case 'merged':
    case 'applied':
    case 'rejected':
    case 'withdrawn':
      return predicate.decision
    case 'proposed':
    case 'approved':
      throw new Error(`not a final decision: ${predicate.decision}`)
  }
}

/**
 * Whether everything a final decision asks for is done, as far as the issue shows. The status comment is written last, after
 * the pull request is closed, so that it vouches for the rest.
 */
export function isSettled(snapshot: Snapshot, record: LedgerRecord): boolean {
  return statusOf(snapshot)?.upToDate(statusComment({ kind: 'final', record })) === true
}

/** Writes what is missing after a final decision: closes pull request and issue, shows the result. */
export function settle(snapshot: Snapshot, record: LedgerRecord): readonly Effect[] {
  const state = finalState(record)
  const pull = snapshot.details?.pull ?? null
  const effects: Effect[] = [
    ...labelEffects(snapshot, state),
    ...closeIssue(snapshot, state),
    ...finishedReplies(snapshot, record),
  ]
  if (pull?.state === 'open') return [...effects, { kind: 'close-pull', pull: pull.number }]
  const branch = snapshot.details?.branch ?? null
  if (
    branch !== null &&
    branch.name === requestBranch(snapshot.issue.number, record.predicate.request.type) &&
    branch.head === pull?.head
  ) {
    effects.push({ kind: 'delete-branch', branch: branch.name })
  }
  return [...effects, ...statusEffects(snapshot, statusComment({ kind: 'final', record }))]
}

/** Closes the issue, unless somebody has reopened it on purpose: the toolkit does not fight people over it. */
export function closeIssue(
  { issue }: Snapshot,
  state: 'merged' | 'applied' | 'rejected' | 'withdrawn',
): readonly Effect[] {
  if (issue.state === 'closed' || issue.stateReason === 'reopened') return []
  const done = state === 'merged' || state === 'applied'
  return [{ kind: 'close-issue', reason: done ? 'completed' : 'not-planned' }]
}
