import type { Period } from '../../model/calendar.js'
import { type Instant, secondsBetween } from '../../model/instant.js'
import type { LedgerRecord, RecordedOpening } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { stageOf } from '../ledger/own-standing.js'
import { closedAt, closedWithin, openingAt } from '../request-type/openings.js'
import { inStage, stageNamed } from '../request-type/stages.js'
import { windowsFor } from './closed-windows.js'
import { typeOf } from './later-chapter.js'
import type { FirstReading } from './reading.js'

/**
 * When nothing but a window was waited for: the time from each record of the approval to the record after it, as far as a window was closed then. Approvals do not
 * grow older meanwhile. What else may have been missing in such an hour is on no record, and could not have been merged either.
 */
export function waitedForWindows(
  reading: FirstReading,
  { type }: { readonly type: RequestType },
): readonly Period[] {
  const windows = windowsFor(reading, { type })
  if (windows.length === 0) return []
  const { ledger, viewer } = reading.snapshot
  return ledger.records.flatMap(({ predicate }, index) => {
    if (predicate.decision !== 'approved' || predicate.pull === null) return []
    const until = ledger.records[index + 1]?.predicate.observedAt ?? viewer.observedAt
    return closedWithin(windows, { from: predicate.observedAt, until })
  })
}

/** How many seconds all of that is. */
export function secondsIn(periods: readonly Period[]): number {
  return periods.reduce((sum, { from, until }) => sum + secondsBetween(from, until), 0)
}

/** The opening in which something was merged, and whether it was none. */
export type MergedWithin =
  | { readonly kind: 'none' }
  | { readonly kind: 'within'; readonly window: RecordedOpening }
  | { readonly kind: 'outside'; readonly closed: readonly string[] }

/** Whether a merge came when the windows of its type were open, by the calendar of today. @param about a record of what was merged. */
export function mergedWithin(reading: FirstReading, about: LedgerRecord, at: Instant): MergedWithin {
  const candidate = typeOf(about.predicate.request, reading.policy)
  if (candidate === null || about.predicate.plan?.emergency !== undefined) return { kind: 'none' }
  const stage = stageOf(about)
  const type = inStage(candidate.type, stage === null ? null : stageNamed(candidate.type, stage))
  const windows = windowsFor(reading, { type })
  if (windows.length === 0) return { kind: 'none' }
  const opening = openingAt(windows, at)
  if (opening === null) return { kind: 'outside', closed: closedAt(windows, at).map(({ name }) => name) }
  return { kind: 'within', window: { names: windows.map(({ name }) => name), ...opening } }
}
