import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { isOnIssue } from '../../model/effect.js'
import { isBefore } from '../../model/instant.js'
import type { Problems } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import { openReview } from '../ledger/review.js'
import { recordsAccepted } from './accept.js'
import { asksForALook } from './ask-for-a-look.js'
import { isOfOthers } from './company.js'
import { concludeMerge } from './conclude-merge.js'
import { barred, decideRequest } from './decide-request.js'
import { deciders } from './deciders.js'
import { declines } from './decline.js'
import { takeBack } from './gate.js'
import { ledgerBlocked, rejectionUnknown } from './hold-reasons.js'
import { ledgerProblem, newerRecords } from './ledger-doubts.js'
import { withLocks } from './lock-commands.js'
import { recordsOutcome } from './merge-outcome.js'
import { begin, givingWay, goesAfterAccepting, nextBeginning, warning } from './next-chapter.js'
import { decline, finished, held, invalid, outcome, stopped } from './outcomes.js'
import { type FirstReading, isWhole, type Reading } from './reading.js'
import { commandReplies, explanations, untimelyApprovals } from './replies.js'
import { asksForReview, recordsReview } from './review.js'
import { namesEditor } from './rewritten-status.js'
import { settle } from './settle.js'
import { stoppedBefore } from './stopped-before.js'
import { unanswered } from './unanswered.js'
import type { Finished, Understanding } from './understand.js'
import { isView } from './views.js'

/**
 * Concludes from what was read where the request is, why, and what to write now. Pure and total: the same snapshot always gives the same
 * decision, and a snapshot in which everything is done gives no effects. Writes that depend on the answer of others come in the
 * next round, when their answers are part of the snapshot.
 */
export function decide(reading: FirstReading): Decision {
  const newer = newerRecords(reading.snapshot)
  if (newer !== null) return stopped('held', [newer])
  const decision = reachable(reading.snapshot, conclude(reading))
  return namesEditor(
    reading.snapshot,
    isWhole(reading) ? takeBack(reading.snapshot, withLocks(reading, decision)) : decision,
  )
}

/** On an issue that is gone nothing can be written; the rest goes on. */
function reachable({ issue }: FirstLook, decision: Decision): Decision {
  if (issue.gone !== true) return decision
  return { ...decision, effects: decision.effects.filter((effect) => !isOnIssue(effect)) }
}

function conclude(reading: FirstReading): Decision {
  const { snapshot, understanding } = reading
  switch (understanding.kind) {
    case 'ignored':
      return endOfGone(reading) ?? outcome({ state: 'ignored', reasons: ['state/no-request'] })
    case 'finished': {
      const { record, outcome } = understanding
      const doubtful = ledgerProblem(snapshot)
      if (doubtful !== null) return held(snapshot, null, [doubtful])
      return owing(reading, finished(record, afterTheEnd(reading, understanding), outcome))
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

/** What was merged as an emergency is told apart until it is reviewed. */
function owing({ snapshot }: FirstReading, decision: Decision): Decision {
  const open = openReview([...snapshot.ledger.earlier, ...snapshot.ledger.records])
  if (open === null) return decision
  const isDue = !isBefore(snapshot.viewer.observedAt, open.due)
  return {
    ...decision,
    reasons: [...decision.reasons, isDue ? 'state/review-overdue' : 'state/review-awaited'],
  }
}

/** What became of a merge is recorded before it is shown; the next chapter begins once everything is shown and written that the one before asks for. */
function afterTheEnd(reading: FirstReading, over: Finished): readonly Effect[] {
  const became = [...recordsOutcome(reading, over), ...recordsReview(reading)].slice(0, 1)
  if (became.length > 0) return became
  const shown = settle(reading, over)
  const gone = reading.snapshot.issue.gone === true
  const left = shown.filter((effect) => !(gone && isOnIssue(effect)))
  if (!left.every(({ kind }) => kind === 'reply')) return shown
  const next = nextBeginning(reading)
  const accepted = next === null || goesAfterAccepting(next.cause) ? recordsAccepted(reading) : []
  if (accepted.length > 0 && !gone) return [...shown, ...accepted]
  if (next !== null) return [...shown, ...begin(reading, over.record, next)]
  return [
    ...shown,
    ...asksForALook(reading, over),
    ...asksForReview(reading),
    ...warning(reading, over.record),
  ]
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
  const late = unanswered(reading, type, decision)
  if (late !== null) return decline(reading, understanding, late)
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
      return decideRequest(reading, understanding, refused, replies)
    default:
      return unreachable(understanding)
  }
}

function heldProblems(understanding: Unfinished): Problems {
  if (understanding.kind !== 'held') throw new Error('only a held issue may be without a request type')
  return understanding.problems
}
