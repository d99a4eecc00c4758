import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { LedgerRecord, RecordedMerge, RecordedPlan } from '../../model/record.js'
import type { FileAt, ObservedMerge, ObservedPull, Snapshot } from '../../model/snapshot.js'
import { appendRecord } from './build-record.js'
import { finalComment } from './final-comment.js'
import { closeIssue } from './settle.js'
import { deletionsOf } from './tampered-approvals.js'
import { labelEffects, statusEffects } from './views.js'

/**
 * What follows once the pull request is merged, by the toolkit or by somebody else: the merged files are compared with the plan
 * that was approved, and whatever differs is recorded and shown. The request is read from the ledger, because the issue may have
 * been edited since.
 * @param stopped what people wrote against it before the merge, in sentences.
 */
export function concludeMerge(
  snapshot: Snapshot,
  pull: ObservedPull,
  merge: ObservedMerge,
  stopped: readonly string[],
): readonly Effect[] {
  const proposed = snapshot.ledger.records.at(-1)
  if (proposed === undefined) throw new Error('a pull request is merged that was never recorded as proposed')
  const approved = approvalOf(snapshot, pull)
  const basis = approved ?? proposed
  const append = appendRecord(snapshot, {
    decision: 'merged',
    request: basis.predicate.request,
    plan: basis.predicate.plan,
    pull: basis.predicate.pull,
    ...(approved?.predicate.rules === undefined ? {} : { rules: approved.predicate.rules }),
    evidence: approved?.predicate.evidence ?? [],
    merge: verified(merge, pull, basis.predicate.plan, approved, [
      ...voidedBefore(snapshot, pull, approved),
      ...(approved === null ? [] : stopped),
    ]),
    reason: approved?.predicate.reason ?? null,
  })
  return [
    append,
    ...statusEffects(snapshot, finalComment(snapshot, append.record)),
    ...labelEffects(snapshot, 'merged'),
    ...closeIssue(snapshot, 'merged', 'first-time'),
    ...deleteBranch(snapshot, pull),
  ]
}

/** The recorded approval of exactly the head that was merged. */
function approvalOf(snapshot: Snapshot, pull: ObservedPull): LedgerRecord | null {
  const last = snapshot.ledger.records.at(-1)
  return last?.predicate.decision === 'approved' && last.predicate.pull?.head === pull.head ? last : null
}

function verified(
  merge: ObservedMerge,
  pull: ObservedPull,
  plan: RecordedPlan | null,
  approved: LedgerRecord | null,
  voided: readonly string[],
): RecordedMerge {
  const findings: string[] = [...voided]
  if (approved === null) {
    findings.push(
      `Pull request ${pull.number} was merged without an approval of its last commit on the issue.`,
    )
  }
  if (plan !== null && pull.baseBranch !== plan.branch) {
    findings.push(`It was merged into ${pull.baseBranch} instead of ${plan.branch}.`)
  }
  const differing = differences(merge.files, plan)
  if (differing.length > 0)
    findings.push(
      plan?.withheld === true
        ? 'The merge does not hold exactly the planned files.'
        : `The merge does not hold exactly the planned files; these differ: ${differing.join(', ')}.`,
    )
  return { commit: merge.commit, tree: merge.tree, exact: differing.length === 0, findings }
}

/**
 * What voided the approval before GitHub merged by itself, or before somebody did: the toolkit had no time to take it back. Seconds are
 * all GitHub tells, so that an edit in the second of the merge is reported too.
 */
function voidedBefore(
  { issue }: Snapshot,
  { mergedAt }: ObservedPull,
  approved: LedgerRecord | null,
): readonly string[] {
  if (approved === null || mergedAt === null) return []
  const { request, evidence } = approved.predicate
  const before = (edited: Instant | null) => edited !== null && !isBefore(mergedAt, edited)
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

function differences(merged: readonly FileAt[], plan: RecordedPlan | null): readonly string[] {
  const planned = new Map((plan?.files ?? []).map((file) => [file.path, file.after]))
  const found = new Map(merged.map((file) => [file.path, file.oid]))
  const paths = [...new Set([...planned.keys(), ...found.keys()])]
  return paths
    .filter((path) => !planned.has(path) || !found.has(path) || planned.get(path) !== found.get(path))
    .sort()
}

function deleteBranch(snapshot: Snapshot, pull: ObservedPull): readonly Effect[] {
  const branch = snapshot.details?.target.reached === true ? snapshot.details.branch : null
  return branch !== null && branch.head === pull.head
    ? [{ kind: 'delete-branch', branch: branch.name, head: branch.head }]
    : []
}
