import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { fullName } from '../../model/ids.js'
import type { Plan } from '../../model/plan.js'
import type { Result } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, Snapshot } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import { authorityOf } from '../approval/authority.js'
import { mayRequest, requestersOf } from '../approval/may-request.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { footings } from '../ledger/footings.js'
import { inForce } from '../ledger/in-force.js'
import { countsFor } from '../ledger/merged-lately.js'
import { planChanges } from '../plan/plan-changes.js'
import { awaitApproval } from './await-approval.js'
import { companyOf, fitsCompany, isLeftToSweep } from './company.js'
import type { declines } from './decline.js'
import { approvedBefore, endsByItself } from './ends-by-itself.js'
import { notPermitted, requesterUnknown, targetUnreachable } from './hold-reasons.js'
import { demandingDigest } from './later-chapter.js'
import { ledgerUnprotected } from './ledger-protection.js'
import { isLessPublic } from './less-public.js'
import { tooMuchAtOnce } from './limits.js'
import { held, invalid, outcome, proposing, unchanged } from './outcomes.js'
import { peopleHold } from './people-holds.js'
import { planLater } from './plan-later.js'
import { planStage } from './plan-stage.js'
import { propose } from './propose.js'
import type { Reading } from './reading.js'
import { thereForAWhile } from './there-for-a-while.js'
import type { UnderstoodRequest } from './understand.js'
import { undisclosedProblem } from './undisclosed.js'
import type { PublishedRequest } from './weighed-request.js'

/** What to do about a request whose text reads: its plan, the proposal of it, and the approvals of what was proposed. */
export function decideRequest(
  reading: Reading,
  asked: UnderstoodRequest,
  refused: ReturnType<typeof declines>['refused'],
  replies: () => readonly Effect[],
): Decision {
  return begun(reading.snapshot, requested(reading, asked, refused, replies))
}

function requested(
  reading: Reading,
  asked: UnderstoodRequest,
  refused: ReturnType<typeof declines>['refused'],
  replies: () => readonly Effect[],
): Decision {
  const { snapshot } = reading
  const { target: place } = snapshot.details
  const { type } = asked
  // Whoever began a later chapter was entitled to.
  const bar = asked.later === null ? barred(snapshot, type) : null
  if (bar !== null) return bar
  const open = ledgerUnprotected(snapshot, asked)
  if (open !== null) return held(snapshot, type, [open], replies())
  const understood = withoutPeople(snapshot, asked)
  const unknown = peopleHold(snapshot, understood)
  if (unknown !== null) return held(snapshot, type, unknown, replies())
  if (!place.reached) return held(snapshot, type, [targetUnreachable(place)], replies())
  const company = companyOf(snapshot)
  // Something was merged since the one plan was made, or the sweep has to look at all of them first: whoever looks at all of them goes on.
  if (isLeftToSweep(snapshot) || (company !== null && !fitsCompany(company, snapshot))) return later(snapshot)
  const target = type.target.branch ?? place.defaultBranch
  const plan = planOf(snapshot, understood, target)
  if (!plan.ok) {
    const hidden = isLessPublic(snapshot) ? fullName(place) : hiddenSource(understood)
    const told = hidden === null ? plan.problems : undisclosedProblem(hidden)
    return held(snapshot, type, told, replies())
  }
  const borrowed =
    plan.value.files.length === 0 && understood.later === null
      ? thereForAWhile(snapshot, understood, target)
      : null
  if (borrowed !== null) return held(snapshot, type, [borrowed], replies())
  if (plan.value.files.length === 0)
    return withoutFiles({ reading, understood, target, plan: plan.value, refused })
  const tooMuch = countsFor(chapterOf(snapshot.ledger).cause.kind)
    ? tooMuchAtOnce(plan.value, understood.type)
    : null
  if (tooMuch !== null) return held(snapshot, type, [tooMuch], replies())
  const proposal = propose(snapshot, understood, target, plan.value)
  switch (proposal.kind) {
    case 'writing':
      return proposing(plan.value, proposal.effects)
    case 'unpublished':
      return proposing(plan.value, [proposal.publish])
    case 'held':
      return held(snapshot, type, [proposal.problem], replies())
    case 'published':
      // Without a ledger nothing can be recorded, and nothing unrecorded is ever weighed.
      if (snapshot.ledger.head === null) return proposing(plan.value, [])
      return awaitApproval({ ...proposal, reading, understood, target, plan: plan.value, refused })
    default:
      return unreachable(proposal)
  }
}

/** The repository from which a stage copies, where fewer people can read it than the issue: a problem quotes what it found there. */
function hiddenSource({ later }: UnderstoodRequest): string | null {
  const plan = later?.does === 'next-stage' ? later.before.predicate.plan : null
  return plan?.withheld === true ? plan.repository : null
}

/** An end that comes with others, whose one change is nothing that a run about one issue writes. */
function later({ ledger }: Snapshot): Decision {
  const approved = ledger.records.at(-1)?.predicate.decision === 'approved'
  return outcome({ state: approved ? 'approved' : 'awaiting-approval', reasons: ['state/proposing'] })
}

/** What the form asked for is done where the manifests say it already. What asks for a later chapter is approved also where no file changes. */
function withoutFiles(asked: Omit<PublishedRequest, 'pull' | 'publication' | 'visibleSince'>): Decision {
  const { reading, understood, target, plan } = asked
  // What says everywhere what was merged is restored already.
  if (understood.later === null || understood.later.does === 'restore')
    return unchanged(reading, understood, target, plan)
  const proposed = reading.snapshot.ledger.records.findLast(
    ({ predicate }) => predicate.decision === 'proposed',
  )
  const { pull, plan: recorded, observedAt } = proposed?.predicate ?? {}
  const known = pull === null && recorded?.digest === plan.digest && observedAt !== undefined
  return awaitApproval({
    ...asked,
    understood: { ...understood, rules: understood.rules.map(demandingDigest) },
    pull: null,
    publication: {
      checkRun: null,
      digest: plan.digest,
      at: observedAt ?? reading.snapshot.viewer.observedAt,
    },
    visibleSince: known ? observedAt : null,
  })
}

/** Whoever may not ask is told so before anything else: correcting the text would not help them. */
export function barred(snapshot: FirstLook, type: RequestType): Decision | null {
  const { author } = snapshot.issue
  const requesters = requestersOf(type, snapshot.repository)
  if (requesters === 'everyone' || author === null) return null
  const may = mayRequest(author, requesters, authorityOf(snapshot))
  if (may.answer === 'yes') return null
  if (may.answer === 'unknown') return held(snapshot, type, [requesterUnknown(may.why)])
  return invalid(snapshot, type, [notPermitted(type)], [], 'not-permitted')
}

/** An end that was approved with the request asks nobody again. */
function withoutPeople(
  { ledger, issue, details }: Snapshot,
  understood: UnderstoodRequest,
): UnderstoodRequest {
  const { later } = understood
  if (later?.does !== 'take-back' || chapterOf(ledger).cause.kind !== 'ended' || details.history === null)
    return understood
  const own = footings(inForce(details.history.records), issue.number)
  return endsByItself(later.merges, own) ? { ...understood, rules: [approvedBefore], named: [] } : understood
}

function planOf(snapshot: Snapshot, understood: UnderstoodRequest, target: string): Result<Plan> {
  const { type, form, request, changes, end, stage, emergency, later } = understood
  const { manifests } = snapshot.details
  const input = {
    request,
    type,
    form,
    target: { repository: type.target.repository, branch: target },
    changes,
    end,
    stage,
    emergency,
    manifests,
  }
  if (later === null) return planChanges({ ...input, chapter: null })
  return later.does === 'next-stage'
    ? planStage(snapshot, later.before, input)
    : planLater(snapshot, understood, later)
}

/** Begins the ledger beside the first write, so that later rounds can append to it. */
function begun(snapshot: FirstLook, decision: Decision): Decision {
  if (snapshot.ledger.head !== null || decision.state === 'invalid' || decision.state === 'held')
    return decision
  return { ...decision, effects: [{ kind: 'ensure-ledger' }, ...decision.effects] }
}
