import type { Digest } from '../../model/ids.js'
import type { PublishedPlan } from '../../model/pull.js'
import type { LedgerRecord, Predicate } from '../../model/record.js'
import type { Snapshot } from '../../model/snapshot.js'
import { proposedRun } from './proposed-run.js'

/**
 * The records of the plan in force, from the one that first proposed it, where it was proposed again on newer bases since; null where the ledger
 * does not have its publication yet.
 */
export function recordedStory(
  { ledger: { records } }: Snapshot,
  { checkRun, digest }: PublishedPlan,
): readonly LedgerRecord[] | null {
  const end = records.findLastIndex(
    ({ predicate }) => predicate.decision === 'proposed' && isOf(predicate, checkRun, digest),
  )
  if (end === -1) return null
  const [first] = proposedRun(records, digest, end)
  return records.slice(first === undefined ? end : records.indexOf(first))
}

function isOf({ pull, plan }: Predicate, checkRun: number | null, digest: Digest): boolean {
  return checkRun === null
    ? pull === null && plan?.digest === digest
    : pull?.publication.checkRun === checkRun
}
