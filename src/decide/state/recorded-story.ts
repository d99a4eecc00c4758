import type { LedgerRecord } from '../../model/record.js'
import type { Publication, Snapshot } from '../../model/snapshot.js'

/** The records of the plan in force, from the one that proposed it; null where the ledger does not have that yet. */
export function recordedStory(
  { ledger }: Snapshot,
  { checkRun }: Publication,
): readonly LedgerRecord[] | null {
  const start = ledger.records.findLastIndex(
    ({ predicate }) => predicate.decision === 'proposed' && predicate.pull?.publication.checkRun === checkRun,
  )
  return start === -1 ? null : ledger.records.slice(start)
}
