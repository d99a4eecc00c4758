import { isBefore, secondsBetween } from '../../model/instant.js'
import type { LedgerRecord, Predicate } from '../../model/record.js'
import { acceptedOrderFaults } from './check-accepted.js'
import { chapterFaults } from './check-chapter.js'
import { outcomeOrderFaults } from './check-outcome.js'
import { clockTolerance } from './check-record.js'
import { reviewOrderFaults } from './check-review.js'
import { answeredFaults } from './check-unanswered.js'
import { collector, type Fault, fault } from './finding.js'

/**
 * What does not follow from the earlier records of the same issue, oldest first: numbers with a gap, times that go back, a chapter out of
 * turn, an approval of what was never proposed.
 */
export function orderFaults({ predicate }: LedgerRecord, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const { sequence, observedAt, repository, repositoryId } = predicate
  const ofChapter = earlier.filter((each) => each.predicate.chapter === predicate.chapter)
  const { found, tell } = collector()
  if (sequence !== earlier.length + 1)
    tell(
      'ledger/gap',
      `The record is number ${sequence} of its issue, but it stands in place ${earlier.length + 1}.`,
    )
  found.push(
    ...chapterFaults(predicate, earlier),
    ...outcomeOrderFaults(predicate, earlier),
    ...reviewOrderFaults(predicate, earlier),
    ...acceptedOrderFaults(predicate, earlier),
    ...unproposed(predicate, ofChapter),
    ...unapproved(predicate, ofChapter),
    ...unwaited(predicate, ofChapter),
    ...answeredFaults(predicate, ofChapter),
  )
  const last = earlier.at(-1)?.predicate
  if (last === undefined) return found
  if (secondsBetween(observedAt, last.observedAt) > clockTolerance)
    tell('ledger/time-impossible', 'The record is older than the one before it.')
  if (!sameHome(last, { repository, repositoryId }))
    tell(
      'ledger/another-repository',
      `The record is of ${repository}, the one before it of ${last.repository}.`,
    )
  if (last.request.requester.id !== predicate.request.requester.id)
    tell('ledger/digest-mismatch', 'The record names another requester than the one before it.')
  return found
}

/** Whether two records are of one repository: by its id, which a new name does not change; by name where the id is not known. */
export function sameHome(
  a: Pick<Predicate, 'repository' | 'repositoryId'>,
  b: { readonly repository: string; readonly repositoryId?: number | undefined },
): boolean {
  if (b.repositoryId !== undefined) return a.repositoryId === b.repositoryId
  return a.repository.toLowerCase() === b.repository.toLowerCase()
}

/** Nothing waits for windows alone before its approval is on record. */
function unwaited({ waited, observedAt }: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const approved = earlier.find(({ predicate }) => predicate.decision === 'approved')?.predicate.observedAt
  const most = approved === undefined ? 0 : secondsBetween(approved, observedAt)
  return (waited ?? 0) <= most
    ? []
    : [
        fault(
          'ledger/window-unsound',
          'More time is left out for windows than has passed since the approval.',
        ),
      ]
}

/** Approvals are weighed once the ledger has the plan and its publication, never before. */
function unproposed(predicate: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const { decision, plan, pull, evidence } = predicate
  if (decision !== 'approval-given' && decision !== 'approved') return []
  const proposal = earlier.findLast(
    ({ predicate: other }) =>
      other.decision === 'proposed' &&
      other.plan?.digest === plan?.digest &&
      other.pull?.publication.checkRun === pull?.publication.checkRun,
  )?.predicate
  const { found, tell } = collector()
  if (proposal === undefined)
    tell('ledger/evidence-unsound', 'The approval is of a plan that was not recorded as proposed.')
  if (!wasVisible(predicate, earlier))
    tell(
      'ledger/evidence-unsound',
      'The approval rests on an earlier publication of the plan, and none was recorded, or another plan came in between.',
    )
  if (proposal?.pull === null && evidence.some((each) => !isBefore(proposal.observedAt, each.createdAt)))
    tell('ledger/evidence-unsound', 'An approval is older than the record of what it approves.')
  return found
}

/** Approvals may be older than the publication in force only where the very same plan was recorded as proposed before, with no other in between. */
function wasVisible({ plan, pull }: Predicate, earlier: readonly LedgerRecord[]): boolean {
  const since = pull?.publication.since
  if (since === undefined) return true
  const proposals = earlier.filter(({ predicate }) => predicate.decision === 'proposed')
  const other = proposals.findLastIndex(({ predicate }) => predicate.plan?.digest !== plan?.digest)
  const [first] = proposals.slice(other + 1)
  const at = first?.predicate.pull?.publication.at
  return at !== undefined && !isBefore(since, at)
}

/**
 * What ends without a change rests on nothing where a form asked for it, where it is a stage of that, or where something is restored: the manifests
 * said it already. Any other chapter takes effect without a merge by its approval alone.
 */
function unapproved(predicate: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const { decision, cause, plan, evidence, rules } = predicate
  if (decision !== 'unchanged') return []
  const approval = earlier.at(-1)?.predicate
  const alone = evidence.length === 0 && rules === undefined
  const approved =
    approval?.decision === 'approved' &&
    approval.plan?.digest === plan?.digest &&
    repeats(predicate, approval)
  const isSound =
    cause.kind === 'asked' || cause.kind === 'restored'
      ? alone
      : approved || (cause.kind === 'stage' && alone)
  return isSound
    ? []
    : [fault('ledger/evidence-unsound', 'What changes nothing does not rest on the approval before it.')]
}

/**
 * What the ledger tells of a merge that somebody has to look at. The toolkit writes such records itself, of what people and GitHub did;
 * a run goes on from them, and whoever verifies the ledger is told.
 */
export function mergeFaults({ predicate }: LedgerRecord, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const { decision, merge, plan, evidence, rules = [], outcome } = predicate
  if ((decision !== 'merged' && decision !== 'failed') || outcome !== undefined) return []
  const { found, tell } = collector()
  const approval = earlier.at(-1)?.predicate
  const approved = approval?.decision === 'approved' && approval.plan?.digest === plan?.digest
  if (!approved) tell('ledger/merge-without-approval', 'The merge follows no recorded approval of its plan.')
  const told = (merge?.findings ?? []).join(' ')
  if (merge?.onTarget === false)
    tell(
      'ledger/merged-elsewhere',
      `What was merged does not stand on ${plan?.branch ?? 'the planned branch'}: ${told}`,
    )
  if (merge?.exact !== true) tell('ledger/tree-mismatch', `What was merged is not the plan: ${told}`)
  else if (merge.onTarget !== false && told !== '')
    tell('ledger/merge-findings', `Of the merge is told: ${told}`, 'warning')
  // A merge of another head than the approved one claims no approval, and tells so among its findings.
  const claims = evidence.length > 0 || rules.length > 0
  if (approved && claims && !repeats(predicate, approval))
    tell(
      'ledger/merge-without-approval',
      'The merge rests on other approvals or rules than were recorded before it.',
    )
  return found.map((each) => ({ ...each, ofMerge: true }))
}

/** Whether an end names the approvals and the rules of its approval, and so whether people or rules alone let it in. */
function repeats(merged: Predicate, approval: Predicate): boolean {
  return (
    JSON.stringify(merged.evidence) === JSON.stringify(approval.evidence) &&
    JSON.stringify(merged.rules) === JSON.stringify(approval.rules)
  )
}
