import type { Effect } from '../../model/effect.js'
import { type FinalDecision, type FinalRecord, isReview } from '../../model/record.js'
import { type BranchTip, type FirstLook, isSnapshot, type UnreachedTarget } from '../../model/snapshot.js'
import type { Following } from '../report/following.js'
import { statusComment } from '../report/status-comment.js'
import { keepsBranch } from './company.js'
import { finalComment } from './final-comment.js'
import { finishedReplies } from './finished-replies.js'
import { followingOf, goesOn } from './following.js'
import { targetUnreachable } from './hold-reasons.js'
import type { FirstReading } from './reading.js'
import { elsewhere, type TargetPlace } from './target-place.js'
import type { Finished } from './understand.js'
import { labelEffects, shownOf, statusEffects, statusOf } from './views.js'

/**
 * Whether everything a final decision asks for is done, as far as the issue shows. The status comment is written last, after
 * the pull request is closed, so that it vouches for the rest. Whether a branch is left in another repository the issue does not show.
 */
export function isSettled(reading: FirstReading, finished: Finished, { repository }: TargetPlace): boolean {
  const { snapshot } = reading
  if (repository !== null || leftovers(snapshot, finished.record).length > 0) return false
  return isShown(snapshot, finished.record, followingOf(reading, finished))
}

function isShown(snapshot: FirstLook, record: FinalRecord, following: Following | null): boolean {
  return statusOf(snapshot)?.upToDate(finalComment(snapshot, record, following)) === true
}

/** Branches that hold nothing but what the toolkit proposed; somebody's commits on top are left alone. */
function leftovers(
  snapshot: FirstLook,
  { predicate }: FinalRecord,
  branches: readonly BranchTip[] = snapshot.branches,
): readonly Effect[] {
  if (keepsBranch(snapshot, predicate.plan)) return []
  const own = branches.filter(({ head }) => head === predicate.pull?.head)
  return own.map(({ name, head }) => ({ kind: 'delete-branch', branch: name, head }))
}

/** Writes what is missing after a final decision: closes pull request and issue, shows the result. */
export function settle(reading: FirstReading, finished: Finished): readonly Effect[] {
  const { snapshot } = reading
  const { record, outcome } = finished
  const following = followingOf(reading, finished)
  const { decision } = record.predicate
  // What gave way to a late review leaves what was merged as it is.
  const state = decision === 'lapsed' && snapshot.ledger.records.some(isReview) ? 'merged' : decision
  const when = isShown(snapshot, record, following) ? 'again' : 'first-time'
  const closing = goesOn(following, finished) ? [] : closeIssue(snapshot, state, when)
  const told = [
    ...labelEffects(snapshot, shownOf(snapshot, record, outcome)),
    ...closing,
    ...finishedReplies(reading, record),
  ]
  // The toolkit itself may have opened the issue for a later chapter: only what is shown tells afterwards that it has closed it again.
  const last = record.predicate.chapter > 1 && closing.length > 0
  const shown = last ? [] : statusEffects(snapshot, finalComment(snapshot, record, following))
  if (!isSnapshot(snapshot)) return [...told, ...leftovers(snapshot, record), ...shown]
  const { target, pull, branch } = snapshot.details
  if (!target.reached) return unsettled(reading, record, following, target)
  if (pull?.state === 'open') return [...told, { kind: 'close-pull', pull: pull.number }]
  const branches = elsewhere(snapshot) === null ? snapshot.branches : branch === null ? [] : [branch]
  return [...told, ...leftovers(snapshot, record, branches), ...shown]
}

/** The pull request cannot be closed where it is; the issue stays open meanwhile, so that the sweep looks again. An end that was shown stays. */
function unsettled(
  reading: FirstReading,
  record: FinalRecord,
  following: Following | null,
  target: UnreachedTarget,
): readonly Effect[] {
  const { snapshot } = reading
  if (isShown(snapshot, record, following)) return finishedReplies(reading, record)
  const title = record.predicate.request.title
  const body = statusComment({ kind: 'held', title, problems: [targetUnreachable(target)] })
  return [...statusEffects(snapshot, body), ...finishedReplies(reading, record)]
}

/**
 * Closes the issue, unless what was merged is not what was asked for: then it stays open until a maintainer has seen to that; or unless
 * something else comes next. Once its end has been shown, an issue that somebody reopens stays open: the toolkit does not fight people over it.
 */
export function closeIssue(
  { issue }: FirstLook,
  state: FinalDecision,
  when: 'first-time' | 'again',
): readonly Effect[] {
  if (
    state === 'failed' ||
    state === 'lapsed' ||
    issue.state === 'closed' ||
    (when === 'again' && issue.stateReason === 'reopened')
  )
    return []
  const done = state === 'merged' || state === 'unchanged'
  return [{ kind: 'close-issue', reason: done ? 'completed' : 'not-planned' }]
}
