import type { Decision } from '../../model/decision.js'
import type { Problem } from '../../model/problem.js'
import { unreachable } from '../../model/unreachable.js'
import { authorityOf } from '../approval/authority.js'
import { evaluateApproval } from '../approval/evaluate-approval.js'
import { ownersOf } from '../approval/owners-of.js'
import type { ApprovalVote } from '../approval/refuse-vote.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { waitingToMerge } from '../report/merge-wait-words.js'
import { statusComment } from '../report/status-comment.js'
import { approvalEvidence, revokedComments } from './approval-record.js'
import { appendRecord } from './build-record.js'
import { closedQuorum } from './closed-quorum.js'
import { companyOf } from './company.js'
import { earlierPlan } from './earlier-plan.js'
import { callOff, openGates, shutGates } from './gate.js'
import { holdProblems } from './hold-reasons.js'
import { holds } from './holds.js'
import { isLessPublic } from './less-public.js'
import { mergeObstacle } from './merge-obstacle.js'
import { mergeStep } from './merge-step.js'
import { type MergeWait, mergeWaits, waitReason, waitWords } from './merge-waits.js'
import { outcome, proposing, withOverdue } from './outcomes.js'
import { commitWords, rebuild } from './propose.js'
import { proposedRun } from './proposed-run.js'
import type { Reading } from './reading.js'
import { reachedTarget } from './target-place.js'
import { toldVerdict } from './undisclosed.js'
import { labelEffects, statusEffects } from './views.js'
import { waitedForWindows } from './waited-for-windows.js'
import { nextRecord } from './weighed-records.js'
import type { InRecord, OnPull, PublishedRequest, WeighedRequest } from './weighed-request.js'
import { waitingApprovals, weighedReplies, weighedViews } from './weighed-views.js'

/**
 * Weighs the approvals of a published plan, and merges when they suffice. The order of the writes is fixed: the proposal is
 * recorded, then the approval with its evidence, and only then the merge is tried, so that no merge can outrun its record.
 */
export function awaitApproval(published: PublishedRequest): Decision {
  const { reading, understood, plan, publication, visibleSince } = published
  const { snapshot } = reading
  const verdict = evaluateApproval({
    issue: snapshot.issue,
    rules: understood.rules,
    votes: votesOf(reading),
    revoked: revokedComments(snapshot),
    authority: authorityOf(snapshot),
    named: understood.named,
    digest: plan.digest,
    publication: visibleSince === null ? null : { ...publication, at: visibleSince },
    earlier: earlierPlan(snapshot, understood, plan),
    now: snapshot.viewer.observedAt,
    waited: waitedForWindows(reading, understood),
    owners: ownersOf(
      plan.files.map(({ path }) => path),
      snapshot.details.manifests.files,
      snapshot.repository.owner,
    ),
  })
  const shown = toldVerdict(verdict, isLessPublic(snapshot))
  const weighed = { ...published, verdict, shown, stops: holds(reading, understood.type, publication) }
  const stopping = holdProblems(weighed.stops)
  if (stopping.length > 0) return onHold(weighed, stopping)
  switch (verdict.state) {
    case 'satisfied':
      return approved(weighed)
    case 'unreachable':
      return onHold(weighed, closedQuorum(shown, understood.type))
    case 'pending':
    case 'unknown':
      return waiting(weighed)
  }
}

function votesOf({ commands }: Reading): readonly ApprovalVote[] {
  return commands.flatMap(({ person, comment, reading }) =>
    reading.kind === 'command' && (reading.command.name === 'approve' || reading.command.name === 'unapprove')
      ? [{ person, comment, command: reading.command }]
      : [],
  )
}

function waiting(weighed: WeighedRequest): Decision {
  const { plan, verdict, shown } = weighed
  if (isPublishedAgain(weighed)) {
    // Approvals given for this very plan count once the ledger has its new publication; until then nobody is told that they do not.
    return { ...proposing(plan, nextRecord(weighed)), verdict: shown }
  }
  return outcome({
    state: 'awaiting-approval',
    reasons: [verdict.state === 'unknown' ? 'approval/authority-unknown' : 'approval/missing'],
    plan,
    verdict: shown,
    effects: [...nextRecord(weighed), ...weighedViews(weighed, { kind: 'awaiting-approval' })],
  })
}

/** Whether the same plan was published anew on a newer base, and the ledger does not have that yet. */
function isPublishedAgain({ reading, plan, pull, visibleSince }: WeighedRequest): boolean {
  const run = proposedRun(reading.snapshot.ledger.records, plan.digest)
  const other = run.length > 0 && run.every(({ predicate }) => predicate.pull?.head !== pull?.head)
  return visibleSince === null && other
}

function approved(weighed: WeighedRequest): Decision {
  return weighed.pull === null ? agreed(weighed) : approvedPull(weighed)
}

/** There is nothing to merge: the approval is recorded, and with it the chapter ends. */
function agreed(weighed: WeighedRequest & InRecord): Decision {
  const { plan, verdict, shown, reading } = weighed
  const base = {
    state: 'approved',
    reasons: ['approval/satisfied'],
    problems: [],
    plan,
    verdict: shown,
  } as const
  const [unwritten] = nextRecord(weighed)
  const approval = reading.snapshot.ledger.records.at(-1)?.predicate
  if (unwritten !== undefined || approval === undefined)
    return { ...base, effects: unwritten === undefined ? [] : [unwritten], next: 'merge' }
  const { request, rules, evidence, reason } = approval
  const end = appendRecord(reading, {
    decision: 'unchanged',
    request,
    plan: approval.plan,
    pull: null,
    ...(rules === undefined ? {} : { rules }),
    evidence,
    merge: null,
    reason,
  })
  return outcome({ state: 'unchanged', reasons: ['state/unchanged'], plan, verdict, effects: [end] })
}

function approvedPull(weighed: WeighedRequest & OnPull): Decision {
  const { reading, understood, plan, pull, verdict, shown } = weighed
  const { snapshot } = reading
  // Nothing lets the one change of several ends in before the ledger has all of them.
  const company = companyOf(snapshot)
  const base = { state: 'approved', problems: [], plan, verdict: shown } as const
  const merging = { ...base, reasons: ['approval/satisfied'], next: 'merge' } as const
  const step = mergeStep(understood.type.merge, pull, reachedTarget(snapshot), mergeObstacle(snapshot, pull))
  const by = approvalEvidence(verdict).map((each) => each.person.login)
  const gates = openGates(snapshot, pull, { digest: plan.digest, by })
  const waits = mergeWaits(weighed)
  const [unwritten] = nextRecord(weighed)
  if (unwritten !== undefined) {
    // A gate that may be all the merge waits for opens beside the record; any other opens after it, beside the merge.
    const last = unwritten.record.predicate.decision === 'approved'
    const beside = last && step.kind !== 'merge' && company === null && waits.length === 0 ? gates : []
    return { ...merging, effects: [unwritten, ...beside] }
  }
  const [wait, ...others] = waits
  if (wait !== undefined) return heldBack(weighed, [wait, ...others])
  if (company !== null && company.merges !== pull.head && step.kind !== 'update')
    return { ...merging, effects: [], next: 'done' }
  switch (step.kind) {
    case 'merge':
      return { ...merging, effects: [merge(weighed), ...gates] }
    case 'arm': {
      // With the gate open there may be nothing left for GitHub to wait for.
      if (gates.length > 0) return { ...merging, effects: gates }
      const { kind: _, ...wanted } = merge(weighed)
      const arm = { ...wanted, kind: 'arm-merge' as const, by: step.by, node: pull.nodeId }
      return { ...merging, effects: [arm] }
    }
    case 'update': {
      // Auto-merge stays on for whatever a writer pushes, so it is called off before the branch is moved.
      const calledOff = callOff(pull)
      const effects = calledOff.length > 0 ? calledOff : [rebuild(snapshot, understood, plan)]
      return { ...merging, effects }
    }
    case 'wait': {
      const { reason, waitsFor, next = 'done' } = step.waiting
      const told = next === 'look-again' ? [] : weighedViews(weighed, { kind: 'approved', waitsFor })
      return { ...base, reasons: [reason], effects: [...gates, ...told], next }
    }
    default:
      return unreachable(step)
  }
}

/** The approval stands and is recorded; only the merge waits, whoever would do it. */
function heldBack(weighed: WeighedRequest & OnPull, waits: readonly [MergeWait, ...MergeWait[]]): Decision {
  const { reading, understood, plan, pull, shown } = weighed
  const [first] = waits
  const calledOff = callOff(pull)
  const shut = shutGates(reading.snapshot, pull, waitReason(first))
  const { cause } = chapterOf(reading.snapshot.ledger)
  const waitsFor = waitingToMerge(waits.map(waitWords), understood.type.merge, cause.kind)
  return outcome({
    state: 'approved',
    reasons: waits.map(waitReason),
    plan,
    verdict: shown,
    // What GitHub was told to merge is called off before anything else, and alone, as in `takeBack`.
    effects:
      calledOff.length > 0
        ? [...calledOff, ...shut]
        : [...shut, ...weighedViews(weighed, { kind: 'approved', waitsFor })],
  })
}

/**
 * Somebody has stopped the request, or nobody's approval could ever suffice: whatever the approvals say, nothing is merged, and nothing is
 * recorded as approved.
 */
function onHold(weighed: WeighedRequest, why: readonly Problem[]): Decision {
  const { reading, understood, plan, verdict, shown } = weighed
  const { snapshot } = reading
  const [first, ...more] = why
  const problems = first === undefined ? why : withOverdue(snapshot, [first, ...more])
  const body = statusComment({ kind: 'held', title: understood.type.title, problems })
  return outcome({
    state: 'held',
    reasons: [...new Set(problems.map(({ code }) => code))],
    problems,
    plan,
    verdict: shown,
    effects: [
      ...nextRecord({ ...weighed, verdict: { ...verdict, state: 'pending' } }),
      ...statusEffects(snapshot, body),
      ...labelEffects(snapshot, 'held'),
      ...weighedReplies(weighed, waitingApprovals(weighed, why)),
    ],
  })
}

function merge({ reading, understood, plan, pull, verdict }: WeighedRequest & OnPull) {
  const { snapshot } = reading
  const [method] = reachedTarget(snapshot).mergeMethods
  if (method === undefined) throw new Error('a merge is tried without a merge method')
  const by = approvalEvidence(verdict).map((each) => each.person.login)
  const { headline, trailers } = commitWords(snapshot, understood, plan, by)
  return {
    kind: 'merge-pull' as const,
    pull: pull.number,
    head: pull.head,
    method,
    title: `${headline} (#${pull.number})`,
    message: trailers,
  }
}
