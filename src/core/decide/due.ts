import type { IssueNumber } from '../../model/ids.js'
import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import { isFinal, type LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { carriedOut, outcomeOf, ownStanding } from '../ledger/own-standing.js'
import type { ReadPolicy } from '../request-type/read-policy.js'
import { listenedFor } from './merge-outcome.js'

/** How long after it was due the sweep looks for what should have been seen by then, in seconds: sweeps are missed, and every look costs a call. */
const lookedWithin = 3 * 24 * 60 * 60

/**
 * The issues to look at because of the time alone, the most urgent first: a merge that may be on no record, because other ends wait for that; an end that has come, a
 * chapter that somebody or the clock has begun and that is still open, a merge of which nobody has said yet that it arrived, a warning that is due.
 * @param records of all issues, oldest first for each.
 */
export function dueIssues(
  records: ReadonlyMap<IssueNumber, readonly LedgerRecord[]>,
  { candidates }: ReadPolicy,
  now: Instant,
): readonly IssueNumber[] {
  const types = new Map(candidates.map(({ type }) => [type.name, type]))
  const found = [...records].flatMap(([issue, own]) => {
    const type = types.get(own.at(-1)?.predicate.request.type ?? '') ?? null
    const at = dueAt(own, type, now)
    return at === null ? [] : [{ issue, at, unrecorded: isUnrecorded(own) }]
  })
  return found
    .toSorted(
      (a, b) =>
        Number(b.unrecorded) - Number(a.unrecorded) ||
        (a.at < b.at ? -1 : a.at > b.at ? 1 : a.issue - b.issue),
    )
    .map(({ issue }) => issue)
}

/** Whether the run that merged a request may have come no further than that: its merge is on no record then. */
function isUnrecorded(own: readonly LedgerRecord[]): boolean {
  const last = own.at(-1)?.predicate
  return last?.decision === 'approved' && last.pull !== null
}

/** By when what is due with a request was to be done; null where nothing is. @param type null where there is none of its name any more. */
function dueAt(own: readonly LedgerRecord[], type: RequestType | null, now: Instant): Instant | null {
  const last = own.at(-1)
  if (last === undefined) return null
  const until = ownStanding(own)?.until ?? null
  if (!isFinal(last)) {
    const { cause, pull } = last.predicate
    // A first chapter is open like its issue, but where the run that closed that came no further: its merge may be on no record.
    return cause.kind === 'asked' && pull === null ? null : (until ?? now)
  }
  if (until !== null && !isBefore(now, until)) return until
  const arrival = arrivalAt(own, type)
  if (arrival !== null && isBefore(now, secondsAfter(arrival, listenedFor))) return arrival
  const warned = until === null || type?.warn === undefined ? null : secondsAfter(until, -type.warn)
  const isDue = warned !== null && !isBefore(now, warned) && isBefore(now, secondsAfter(warned, lookedWithin))
  return isDue ? until : null
}

/**
 * By when a merge was to arrive; null where that is not waited for, and once it was said to have. What has failed may arrive all the same, and the issue
 * may be closed by then.
 */
function arrivalAt(own: readonly LedgerRecord[], type: RequestType | null): Instant | null {
  const about = carriedOut(own)
  const { merge = null, chapter = 0 } = about?.predicate ?? {}
  if (type?.reached === undefined || merge === null) return null
  if (outcomeOf(own, chapter)?.predicate.decision === 'reached') return null
  return secondsAfter(merge.at, type.reached.within)
}
