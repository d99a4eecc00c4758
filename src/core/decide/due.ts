import type { IssueNumber } from '../../model/ids.js'
import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import { isFinal, type LedgerRecord } from '../../model/record.js'
import { ownStanding } from '../ledger/own-standing.js'
import type { ReadPolicy } from '../request-type/read-policy.js'

/** How long after it was due the sweep looks whether a warning was written, in seconds: sweeps are missed, and every look costs a call. */
const warnedWithin = 3 * 24 * 60 * 60

/**
 * The issues to look at because of the time alone, the most urgent first: a merge that may be on no record, because other ends wait for that; an end that has come, a
 * chapter that somebody or the clock has begun and that is still open, a warning that is due.
 * @param records of all issues, oldest first for each.
 */
export function dueIssues(
  records: ReadonlyMap<IssueNumber, readonly LedgerRecord[]>,
  { candidates }: ReadPolicy,
  now: Instant,
): readonly IssueNumber[] {
  const warns = new Map(candidates.map(({ type }) => [type.name, type.warn ?? null]))
  const found = [...records].flatMap(([issue, own]) => {
    const last = own.at(-1)
    if (last === undefined) return []
    const until = ownStanding(own)?.until ?? null
    if (!isFinal(last)) {
      const { cause, pull } = last.predicate
      // A first chapter is open like its issue, but where the run that closed that came no further: its merge may be on no record.
      const unrecorded = last.predicate.decision === 'approved' && pull !== null
      return cause.kind === 'asked' && pull === null ? [] : [{ issue, at: until ?? now, unrecorded }]
    }
    if (until === null) return []
    if (!isBefore(now, until)) return [{ issue, at: until, unrecorded: false }]
    const warn = warns.get(last.predicate.request.type) ?? null
    const at = warn === null ? null : secondsAfter(until, -warn)
    const isDue = at !== null && !isBefore(now, at) && isBefore(now, secondsAfter(at, warnedWithin))
    return isDue ? [{ issue, at: until, unrecorded: false }] : []
  })
  return found
    .toSorted(
      (a, b) =>
        Number(b.unrecorded) - Number(a.unrecorded) ||
        (a.at < b.at ? -1 : a.at > b.at ? 1 : a.issue - b.issue),
    )
    .map(({ issue }) => issue)
}
