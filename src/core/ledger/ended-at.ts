import { type Instant, secondsAfter } from '../../model/instant.js'
import type { LedgerRecord, RecordedPlan } from '../../model/record.js'

/** The moment at which ends what a record has as merged; null where nothing was merged as approved, or where it has no end. */
export function endedAt({ predicate: { decision, plan, merge } }: LedgerRecord): Instant | null {
  const end = plan?.end
  if (decision !== 'merged' || merge === null || end === undefined) return null
  return end.kind === 'at' ? end.at : secondsAfter(merge.at, end.seconds)
}

/** Whether a plan takes something away. It comes back at the end, and nobody has agreed to that by agreeing that it goes: so it is asked about. */
export function takesAway({ files }: Pick<RecordedPlan, 'files'>): boolean {
  return files.some(
    ({ change, places }) =>
      change === 'delete' || places.some(({ before, after }) => before !== undefined && after === undefined),
  )
}
