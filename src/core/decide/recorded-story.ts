import type { LedgerRecord } from '../../model/record.js'
import type { Publication, Snapshot } from '../../model/snapshot.js'
import { proposedRun } from './proposed-run.js'

/**
 * The records of the plan in force, from the one that first proposed it, where it was proposed again on newer bases since; null where the ledger
 * does not have its publication yet.
 */
export function recordedStory(
  { ledger: { records } }: Snapshot,
  { checkRun, digest }: Publication,
): readonly LedgerRecord[] | null {
  const end = records.findLastIndex(
    ({ predicate }) => predicate.decision === 'proposed' && predicate.pull?.publication.checkRun === checkRun,
  )
  if (end === -1) return null
  const [first] = proposedRun(records, digest, end)
  return records.slice(first === undefined ? end : records.indexOf(first))
}
