import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { fullName } from '../../model/ids.js'
import { isBefore } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { Problems, Result } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, Snapshot } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import { authorityOf } from '../approval/authority.js'
import { mayRequest, requestersOf } from '../approval/may-request.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { footings, inForce } from '../ledger/in-force.js'
import { planChanges } from '../plan/plan-changes.js'
import { awaitApproval, type PublishedRequest } from './await-approval.js'
import { companyOf, fitsCompany, isLeftToSweep, isOfOthers } from './company.js'
import { concludeMerge } from './conclude-merge.js'
import { deciders } from './deciders.js'
import { declines } from './decline.js'
import { approvedBefore, endsByItself } from './ends-by-itself.js'
import { takeBack } from './gate.js'
import {
  ledgerBlocked,
  notPermitted,
  rejectionUnknown,
  requesterUnknown,
  targetUnreachable,
} from './hold-reasons.js'
import { demandingDigest } from './later-chapter.js'
import { ledgerProblem, newerRecords } from './ledger-doubts.js'
import { ledgerUnprotected } from './ledger-protection.js'
import { isLessPublic } from './less-public.js'
import { begin, givingWay, nextBeginning, warning } from './next-chapter.js'
import { decline, finished, held, invalid, outcome, proposing, stopped, unchanged } from './outcomes.js'
import { peopleHold } from './people-holds.js'
import { planLater } from './plan-later.js'
import { propose } from './propose.js'
import { type FirstReading, isWhole, type Reading } from './reading.js'
import { commandReplies, explanations, isView, untimelyApprovals } from './replies.js'
import { namesEditor } from './rewritten-status.js'
import { settle } from './settle.js'
import { stoppedBefore } from './stopped-before.js'
import { thereForAWhile } from './there-for-a-while.js'
import type { Understanding, UnderstoodRequest } from './understand.js'
import { undisclosedProblem } from './undisclosed.js'

/**
 * Concludes from what was read where the request is, why, and what to write now. Pure and total: the same snapshot always gives the same
 * decision, and a snapshot in which everything is done gives no effects. Writes that depend on the answer of others come in the
 * next round, when their answers are part of the snapshot.
 */
export function decide(reading: FirstReading): Decision {
  const newer = newerRecords(reading.snapshot)
  if (newer !== null) return stopped('held', [newer])
  const decision = reachable(reading.snapshot, conclude(reading))
  return namesEditor(reading.snapshot, isWhole(reading) ? takeBack(reading.snapshot, decision) : decision)
}

/** On an issue that is gone nothing can be written; the rest goes on. */
function reachable({ issue }: FirstLook, decision: Decision): Decision {
  if (issue.gone !== true) return decision
  return { ...decision, effects: decision.effects.filter((effect) => !isOnIssue(effect)) }
}

function isOnIssue({ kind }: Effect): boolean {
  switch (kind) {
    case 'ensure-status':
    case 'reply':
    case 'notice':
    case 'ensure-labels':
    case 'delete-comment':
    case 'close-issue':
    case 'reopen-issue':
      return true
    case 'ensure-ledger':
    case 'append-record':
    case 'ensure-branch':
    case 'ensure-pull':
    case 'publish-plan':
    case 'set-gate':
    case 'arm-merge':
    case 'disarm-merge':
    case 'merge-pull':
    case 'close-pull':
    case 'delete-branch':
      return false
  }
}

function conclude(reading: FirstReading): Decision {
  const { snapshot, understanding } = reading
  switch (understanding.kind) {
    case 'ignored':
      return endOfGone(reading) ?? outcome({ state: 'ignored', reasons: ['state/no-request'] })
    case 'finished': {
      const { record } = understanding
      const doubtful = ledgerProblem(snapshot)
      if (doubtful !== null) return held(snapshot, null, [doubtful])
      return finished(record, [...settle(reading, record), ...further(reading, record)])
    }
    case 'held':
    case 'invalid':
    case 'request': {
      if (snapshot.issue.comments.length < snapshot.issue.commentCount) return incomplete(snapshot)
      const blocked = understanding.kind === 'request' ? ledgerBlocked(snapshot) : null
      const doubtful = ledgerProblem(snapshot) ?? blocked
      if (doubtful !== null) return held(snapshot, understanding.type, [doubtful])
      const end = isWhole(reading) ? merged(reading, understanding.type) : null
      return end ?? unfinished(reading, understanding)
    }
    default:
      return unreachable(understanding)
  }
}

/** Of an issue that is gone nobody can decide anything any more; what was being decided gives way to the end all the same. */
function endOfGone(reading: FirstReading): Decision | null {
  const { snapshot } = reading
  return snapshot.issue.gone === true && ledgerProblem(snapshot) === null ? lapsing(reading) : null
}

function lapsing(reading: FirstReading): Decision | null {
  const way = givingWay(reading)
  return way === null ? null : outcome({ state: 'lapsed', reasons: ['state/lapsed'], effects: way })
}

/** The next chapter, once everything is shown and written that the one before asks for. */
function further(reading: FirstReading, record: FinalRecord): readonly Effect[] {
  const gone = reading.snapshot.issue.gone === true
  const left = settle(reading, record).filter((effect) => !(gone && isOnIssue(effect)))
  if (!left.every(({ kind }) => kind === 'reply')) return []
  const next = nextBeginning(reading)
  return next === null ? warning(reading, record) : begin(reading, record, next)
}

type Unfinished = Exclude<Understanding, { kind: 'ignored' | 'finished' }>

/** The list of comments is shorter than GitHub says it is: a rejection could be among the missing, so nothing is decided or written. */
function incomplete({ issue: { comments, commentCount } }: FirstLook): Decision {
  return stopped('held', [
    {
      code: 'state/comments-incomplete',
      what: `GitHub listed ${comments.length} of ${commentCount} comments.`,
      fix: 'Nothing has to be done; the next run reads them again.',
    },
  ])
}

/** The pull request is merged, whatever the issue says by now. */
function merged(reading: Reading, type: RequestType | null): Decision | null {
  const { details, ledger } = reading.snapshot
  const { pull, merge } = details
  if (pull?.state !== 'merged' || merge === null || ledger.records.length === 0) return null
  if (isOfOthers(reading.snapshot, pull)) return null
  const { record, effects } = concludeMerge(reading, pull, merge, stoppedBefore(reading, pull, type))
  return finished(record, effects)
}

function unfinished(reading: FirstReading, understanding: Unfinished): Decision {
  const { snapshot } = reading
  const { type } = understanding
  const way = lapsing(reading)
  if (way !== null) return way
  const { declined, refused } = declines(reading, type)
  if (declined !== null) return decline(reading, understanding, declined)
  if (type === null) return held(snapshot, null, heldProblems(understanding))
  const unclear = refused.find(({ kind }) => kind === 'unclear')
  if (unclear !== undefined) return held(snapshot, type, [rejectionUnknown(unclear)])
  const decision = ongoing(reading, understanding, type, refused)
  const asked = explanations(reading, decision, deciders(reading, type))
  return reopened(snapshot, { ...decision, effects: [...decision.effects, ...asked] })
}

/**
 * Whoever has to act on a later chapter finds the issue open; what goes on by itself does not open it. Nobody who closes it after the chapter has
 * begun is fought over it.
 */
function reopened({ issue, ledger }: FirstLook, decision: Decision): Decision {
  const begun = ledger.records[0]?.predicate
  if (begun?.decision !== 'begun' || issue.state === 'open' || !isTold(decision)) return decision
  const { closing } = issue
  // A run that still closed the issue after the chapter before was late.
  const since = closing === null || (!closing.own && !isBefore(closing.at, begun.observedAt))
  return since ? decision : { ...decision, effects: [...decision.effects, { kind: 'reopen-issue' }] }
}

/** Whether people are told what they have to do: now, or by a run before, which may have come no further. */
function isTold({ effects, next }: Decision): boolean {
  return (next === 'done' && effects.every(isView)) || effects.some(({ kind }) => kind === 'ensure-status')
}

function ongoing(
  reading: FirstReading,
  understanding: Unfinished,
  type: RequestType,
  refused: ReturnType<typeof declines>['refused'],
): Decision {
  const { snapshot } = reading
  // A published plan is weighed elsewhere: whatever asks for these answers has none that could be approved now.
  const replies = () =>
    commandReplies(reading, [...refused, ...untimelyApprovals(reading)], deciders(reading, type))
  switch (understanding.kind) {
    case 'held':
      return held(snapshot, type, understanding.problems, replies())
    case 'invalid':
      return (
        barred(snapshot, type) ??
        invalid(
          snapshot,
          type,
          understanding.problems,
          replies(),
          understanding.otherText ? 'other-text' : 'invalid',
        )
      )
    case 'request':
      if (!isWhole(reading)) throw new Error('a request is decided before its details were read')
      return begun(snapshot, requested(reading, understanding, refused, replies))
    default:
      return unreachable(understanding)
  }
}

function heldProblems(understanding: Unfinished): Problems {
  if (understanding.kind !== 'held') throw new Error('only a held issue may be without a request type')
  return understanding.problems
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
    const told = isLessPublic(snapshot) ? undisclosedProblem(fullName(place)) : plan.problems
    return held(snapshot, type, told, replies())
  }
  const borrowed =
    plan.value.files.length === 0 && understood.later === null
      ? thereForAWhile(snapshot, understood, target)
      : null
  if (borrowed !== null) return held(snapshot, type, [borrowed], replies())
  if (plan.value.files.length === 0)
    return withoutFiles({ reading, understood, target, plan: plan.value, refused })
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

/** An end that comes with others, whose one change is nothing that a run about one issue writes. */
function later({ ledger }: Snapshot): Decision {
  const approved = ledger.records.at(-1)?.predicate.decision === 'approved'
  return outcome({ state: approved ? 'approved' : 'awaiting-approval', reasons: ['state/proposing'] })
}

/** What the form asked for is done where the manifests say it already. What asks for a later chapter is approved also where no file changes. */
function withoutFiles(asked: Omit<PublishedRequest, 'pull' | 'publication' | 'visibleSince'>): Decision {
  const { reading, understood, target, plan } = asked
  if (understood.later === null) return unchanged(reading, understood, target, plan)
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
function barred(snapshot: FirstLook, type: RequestType): Decision | null {
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
  if (later === null || chapterOf(ledger).cause.kind !== 'ended' || details.history === null)
    return understood
  const own = footings(inForce(details.history.records), issue.number)
  return endsByItself(later.merges, own) ? { ...understood, rules: [approvedBefore], named: [] } : understood
}

function planOf(snapshot: Snapshot, understood: UnderstoodRequest, target: string): Result<Plan> {
  const { type, form, request, changes, end, later } = understood
  const { manifests } = snapshot.details
  if (later !== null) return planLater(snapshot, understood, later)
  return planChanges({
    request,
    type,
    form,
    target: { repository: type.target.repository, branch: target },
    changes,
    end,
    manifests,
  })
}

/** Begins the ledger beside the first write, so that later rounds can append to it. */
function begun(snapshot: FirstLook, decision: Decision): Decision {
  if (snapshot.ledger.head !== null || decision.state === 'invalid' || decision.state === 'held')
    return decision
  return { ...decision, effects: [{ kind: 'ensure-ledger' }, ...decision.effects] }
}
