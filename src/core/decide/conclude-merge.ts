import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { ObservedPull } from '../../model/pull.js'
import type { FinalRecord, LedgerRecord, RecordedMerge, RecordedPlan } from '../../model/record.js'
import type { ObservedMerge, Snapshot } from '../../model/snapshot.js'
import { appendRecord } from './build-record.js'
import { keepsBranch } from './company.js'
import { finalComment } from './final-comment.js'
import { followingOf, goesOn } from './following.js'
import type { Reading } from './reading.js'
import { asksForReview } from './review.js'
import { closeIssue } from './settle.js'
import { deletionsOf } from './tampered-approvals.js'
import { finishedBy } from './understand.js'
import { labelEffects, shownOf, statusEffects } from './views.js'
import { type MergedWithin, mergedWithin } from './waited-for-windows.js'
import { allRecords } from './wishes.js'

/** How a request ends whose pull request is merged, and what to write. */
export interface ConcludedMerge {
  readonly record: FinalRecord
  readonly effects: readonly Effect[]
}

/**
 * What follows once the pull request is merged, by the toolkit or by somebody else: what landed is compared with the plan, and whatever
 * differs is recorded and shown. It has failed where the planned files do not stand on the planned branch: nobody asked for what is there.
 * The request is read from the ledger, because the issue may have been edited since.
 * @param stopped what people wrote against it before the merge, in sentences.
 */
export function concludeMerge(
  reading: Reading,
  pull: ObservedPull,
  merge: ObservedMerge,
  stopped: readonly string[],
): ConcludedMerge {
  const { snapshot } = reading
  const proposed = snapshot.ledger.records.at(-1)
  if (proposed === undefined) throw new Error('a pull request is merged that was never recorded as proposed')
  const approved = approvalOf(snapshot, pull)
  const basis = approved ?? proposed
  const told = [...voidedBefore(snapshot, pull, approved), ...(approved === null ? [] : stopped)]
  const { plan } = basis.predicate
  const at = mergedAt(snapshot, pull)
  const opening = mergedWithin(reading, basis, at)
  const verified = verify(merge, pull, plan, approved, [...told, ...outsideOf(opening)], at)
  const state = verified.exact && verified.onTarget === true ? 'merged' : 'failed'
  const append = appendRecord(reading, {
    decision: state,
    request: basis.predicate.request,
    plan,
    pull: basis.predicate.pull,
    ...(approved?.predicate.rules === undefined ? {} : { rules: approved.predicate.rules }),
    evidence: approved?.predicate.evidence ?? [],
    merge: opening.kind === 'within' ? { ...verified, window: opening.window } : verified,
    reason: approved?.predicate.reason ?? null,
  })
  const records = [...allRecords(reading), append.record]
  const ended = finishedBy(records)
  const following = followingOf(reading, ended)
  const closing = goesOn(following, ended) ? [] : closeIssue(snapshot, state, 'first-time')
  const effects = [
    append,
    // As when it is settled, a later chapter shows its end once the issue is closed.
    ...(append.record.predicate.chapter > 1 && closing.length > 0
      ? []
      : statusEffects(snapshot, finalComment(snapshot, append.record, following))),
    ...labelEffects(snapshot, shownOf(snapshot, append.record, null)),
    ...closing,
    ...asksForReview(reading, records),
    ...(keepsBranch(snapshot, plan) ? [] : deleteBranch(snapshot, pull)),
  ]
  return { record: append.record, effects }
}

/** The gate was closed then, so somebody has gone past it, or the branch does not demand it. */
function outsideOf(opening: MergedWithin): readonly string[] {
  if (opening.kind !== 'outside') return []
  const names = opening.closed.map((name) => `“${name}”`).join(' and ')
  return [`It was merged while the window ${names} was closed.`]
}

/** When GitHub merged, or the moment of the look that found it merged: what was seen then came no later. */
export function mergedAt({ viewer }: Snapshot, pull: ObservedPull): Instant {
  return pull.mergedAt ?? viewer.observedAt
}

/** The recorded approval of exactly the head that was merged. */
function approvalOf(snapshot: Snapshot, pull: ObservedPull): LedgerRecord | null {
  const last = snapshot.ledger.records.at(-1)
  return last?.predicate.decision === 'approved' && last.predicate.pull?.head === pull.head ? last : null
}

function verify(
  merge: ObservedMerge,
  pull: ObservedPull,
  plan: RecordedPlan | null,
  approved: LedgerRecord | null,
  told: readonly string[],
  at: Instant,
): RecordedMerge {
  const differing = differences(merge, plan)
  const onTarget = plan !== null && pull.baseBranch === plan.branch && merge.onTarget
  const findings = [
    ...told,
    ...(approved === null
      ? [`Pull request ${pull.number} was merged without an approval of its last commit on the issue.`]
      : []),
    ...(onTarget ? [] : [misplaced(pull, plan)]),
    ...(differing.length === 0 ? [] : [notThePlan(differing, plan)]),
  ]
  const { commit, tree } = merge
  return { commit, tree, exact: differing.length === 0, into: pull.baseBranch, onTarget, at, findings }
}

function misplaced({ baseBranch }: ObservedPull, plan: RecordedPlan | null): string {
  const branch = plan?.branch ?? 'the planned branch'
  return baseBranch === branch
    ? `The merge commit does not stand on ${branch} any more.`
    : `It was merged into ${baseBranch} instead of ${branch}.`
}

function notThePlan(differing: readonly string[], plan: RecordedPlan | null): string {
  return plan?.withheld === true
    ? 'The merge does not hold exactly the planned files.'
    : `The merge does not hold exactly the planned files; these differ: ${differing.join(', ')}.`
}

/**
 * What voided the approval before GitHub merged by itself, or before somebody did: the toolkit had no time to take it back. Seconds are
 * all GitHub tells, so that an edit in the second of the merge is reported too.
 */
function voidedBefore(
  snapshot: Snapshot,
  pull: ObservedPull,
  approved: LedgerRecord | null,
): readonly string[] {
  if (approved === null) return []
  const { issue } = snapshot
  const { request, evidence } = approved.predicate
  const end = mergedAt(snapshot, pull)
  const before = (edited: Instant | null) => edited !== null && !isBefore(end, edited)
  const body = issue.lastEditedAt !== request.bodyLastEditedAt && before(issue.lastEditedAt)
  const counted = new Set(evidence.map(({ comment }) => comment))
  const comments = issue.comments.filter(({ id, lastEditedAt }) => counted.has(id) && before(lastEditedAt))
  const deleted = evidence.some((each) => deletionsOf(each, issue).some(({ at }) => before(at)))
  return [
    ...(body ? ['The issue was edited after its approval and before the merge.'] : []),
    ...(deleted ? ['An approval was deleted before the merge, and no longer counted.'] : []),
    ...(comments.length > 0 ? ['An approval was edited before the merge, and no longer counted.'] : []),
  ]
}

/** Paths at which not exactly the planned file was merged, content and mode, and paths nobody planned. */
function differences({ files, planned }: ObservedMerge, plan: RecordedPlan | null): readonly string[] {
  const wanted = plan?.files ?? []
  const changed = new Map(files.map((file) => [file.path, file.oid]))
  const there = new Map(planned.map((file) => [file.path, file]))
  const wrong = wanted.filter(({ path, after, mode }) => {
    const file = there.get(path)
    const same = file?.oid === after && (after === null || file?.mode === mode)
    return !same || changed.get(path) !== after
  })
  const unplanned = files.filter(({ path }) => !wanted.some((each) => each.path === path))
  return [...new Set([...wrong, ...unplanned].map(({ path }) => path))].sort()
}

function deleteBranch(snapshot: Snapshot, pull: ObservedPull): readonly Effect[] {
  const branch = snapshot.details.target.reached ? snapshot.details.branch : null
  return branch !== null && branch.head === pull.head
    ? [{ kind: 'delete-branch', branch: branch.name, head: branch.head }]
    : []
}
