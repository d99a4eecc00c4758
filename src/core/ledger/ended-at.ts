import { type Instant, secondsAfter } from '../../model/instant.js'
import type { LedgerRecord } from '../../model/record.js'

/** The moment at which ends what a record has as merged; null where nothing was merged as approved, or where it has no end. */
export function endedAt({ predicate: { decision, plan, merge } }: LedgerRecord): Instant | null {
  const end = plan?.end
  if (decision !== 'merged' || merge === null || end === undefined) return null
  return end.kind === 'at' ? end.at : secondsAfter(merge.at, end.seconds)
}
