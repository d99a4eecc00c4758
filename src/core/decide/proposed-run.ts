import type { Digest } from '../../model/ids.js'
import type { LedgerRecord } from '../../model/record.js'

/**
 * The proposals of one plan that follow one another in the ledger, oldest first: the same plan on newer bases, with no other plan between
 * them. What was said of the first of them holds for the last. Published twice on one head it begins anew: the toolkit has no cause for that, so
 * that something else may have been published there in between.
 * @param end the place of the last of them among the records, or any after it.
 */
export function proposedRun(
  records: readonly LedgerRecord[],
  digest: Digest,
  end: number = records.length - 1,
): readonly LedgerRecord[] {
  const run: LedgerRecord[] = []
  for (const record of records.slice(0, end + 1).reverse()) {
    const { decision, plan, pull } = record.predicate
    if (decision !== 'proposed') continue
    const again = run.some(({ predicate }) => predicate.pull?.head === pull?.head)
    if (plan?.digest !== digest || again) break
    run.unshift(record)
  }
  return run
}
