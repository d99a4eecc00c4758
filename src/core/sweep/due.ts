import type { DueItem, DueWhy } from '../../model/due.js'
import type { IssueNumber } from '../../model/ids.js'
import { type Instant, isBefore, secondsAfter, secondsBetween } from '../../model/instant.js'
import { isOver, type LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { listenedFor } from '../decide/merge-outcome.js'
import { dueReminder, type ReminderKind } from '../ledger/due-reminder.js'
import { carriedOut, type OwnStanding, outcomeOf, ownStanding } from '../ledger/own-standing.js'
import { hasProposed, openReview } from '../ledger/review.js'
import { answeredAt, staysUnanswered, waitingSince } from '../ledger/waiting-since.js'
import type { ReadPolicy } from '../request-type/read-policy.js'

/** How long after it was due the sweep looks for what should have been seen by then, in seconds: sweeps are missed, and every look costs a call. */
const lookedWithin = 3 * 24 * 60 * 60

/** What is known of one request without a call about it. */
export interface Life {
  /** Its records, oldest first. */
  readonly own: readonly LedgerRecord[]
  readonly last: LedgerRecord
  /** Null where nothing of it is in force. */
  readonly standing: OwnStanding | null
  /** Its type as it is today; null where there is none of its name any more. */
  readonly type: RequestType | null
  readonly now: Instant
}

/** Says since when something is due with a request; null where it is not. */
type Asks = (life: Life) => Instant | null

/**
 * All that time alone asks for, the most urgent first. What is added here is looked at by the sweep; what is then to be done, the run about the request decides
 * by itself. An entry that nobody can make go away has to end by itself, as those within `lookedWithin`: each look costs a call, hour by hour.
 */
const table: readonly (readonly [DueWhy, Asks])[] = [
  // Other ends wait until it is on record.
  ['unrecorded', unrecordedSince],
  ['end', endedAt],
  // What waits for people is open as well, and would be found there with all the others.
  ['lifetime', unansweredSince],
  ['escalation', (life) => remindedAt(life, 'escalation')],
  ['reminder', (life) => remindedAt(life, 'reminder')],
  ['chapter', openSince],
  ['review', reviewBy],
  ['outcome', arrivalBy],
  ['warning', warnedAt],
]

/**
 * The requests to look at because of the time alone, each once and by the most urgent of what is due with it: the most urgent first, and of those that are due for the
 * same reason, the one that is so for longest.
 * @param records of all issues, oldest first for each.
 */
export function due(
  records: ReadonlyMap<IssueNumber, readonly LedgerRecord[]>,
  { candidates }: ReadPolicy,
  now: Instant,
): readonly DueItem[] {
  const types = new Map(candidates.map(({ type }) => [type.name, type]))
  const found = [...records].flatMap(([issue, own]) => {
    const last = own.at(-1)
    if (last === undefined) return []
    const type = types.get(last.predicate.request.type) ?? null
    return dueWith(issue, { own, last, standing: ownStanding(own), type, now }) ?? []
  })
  return found.toSorted((a, b) => rank(a) - rank(b) || secondsBetween(b.at, a.at) || a.issue - b.issue)
}

function dueWith(issue: IssueNumber, life: Life): DueItem | null {
  for (const [why, asks] of table) {
    const at = asks(life)
    if (at !== null) return { issue, why, at }
  }
  return null
}

function rank({ why }: DueItem): number {
  return table.findIndex(([each]) => each === why)
}

/** The run that merged a request may have come no further than that: its merge is on no record then. */
function unrecordedSince({ last: { predicate } }: Life): Instant | null {
  return predicate.decision === 'approved' && predicate.pull !== null ? predicate.observedAt : null
}

function endedAt({ standing, now }: Life): Instant | null {
  const until = standing?.until ?? null
  return until !== null && !isBefore(now, until) ? until : null
}

/** What somebody wrote on the issue the ledger does not tell: who was answered so is looked at in vain for some days, and like everything open after that. */
function unansweredSince({ own, last, type, now }: Life): Instant | null {
  const answered = waitingSince(own) === null ? null : answeredAt(own)
  if (type?.lifetime === undefined || answered === null || staysUnanswered(last.predicate.cause)) return null
  const over = secondsAfter(answered, type.lifetime)
  return !isBefore(now, over) && isBefore(now, secondsAfter(over, lookedWithin)) ? over : null
}

function remindedAt({ own, type, now }: Life, kind: ReminderKind): Instant | null {
  const since = waitingSince(own)
  const due = type?.remind === undefined || since === null ? null : dueReminder(type.remind, since, now)
  return due?.kind === kind ? due.at : null
}

/** A first chapter is open like its issue, but where the run that closed that came no further: its merge may be on no record. */
function openSince({ last }: Life): Instant | null {
  const { cause, pull, observedAt } = last.predicate
  return isOver(last) || (cause.kind === 'asked' && pull === null) ? null : observedAt
}

/**
 * By when a merge was to arrive, where that is waited for: until it was said to have, and for some days. What has failed may arrive all the same, and the issue
 * may be closed by then.
 */
function arrivalBy({ own, last, type, now }: Life): Instant | null {
  const { merge = null, chapter = 0 } = carriedOut(own)?.predicate ?? {}
  if (!isOver(last) || type?.reached === undefined || merge === null) return null
  if (outcomeOf(own, chapter)?.predicate.decision === 'reached') return null
  const arrival = secondsAfter(merge.at, type.reached.within)
  return isBefore(now, secondsAfter(arrival, listenedFor)) ? arrival : null
}

/** By when the review of an emergency was promised: once, for taking it back is proposed then, and an issue that is gone is not looked at for ever. */
function reviewBy({ own, last, now }: Life): Instant | null {
  const open = isOver(last) ? openReview(own) : null
  if (open === null || isBefore(now, open.due) || hasProposed(own, open)) return null
  return isBefore(now, secondsAfter(open.due, lookedWithin)) ? open.due : null
}

function warnedAt({ last, standing, type, now }: Life): Instant | null {
  const until = standing?.until ?? null
  if (!isOver(last) || until === null || type?.warn === undefined) return null
  const warned = secondsAfter(until, -type.warn)
  const isDue = !isBefore(now, warned) && isBefore(now, secondsAfter(warned, lookedWithin))
  return isDue ? warned : null
}
