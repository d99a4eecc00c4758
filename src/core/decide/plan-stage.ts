import type { Plan } from '../../model/plan.js'
import { fail, type Result } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import type { Snapshot } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { type PlanInput, planChanges } from '../plan/plan-changes.js'
import { doubtOf } from './plan-later.js'

/**
 * The plan of a stage: the changes of the type, with what they copy as the merge of the stage before left it, whatever has become of that since. The ledger
 * says which merge that was; it is believed only as far as the commit says the same.
 */
export function planStage(
  { ledger, details: { predecessor } }: Snapshot,
  before: FinalRecord,
  input: Omit<PlanInput, 'chapter' | 'sources'>,
): Result<Plan> {
  if (predecessor === null) throw new Error('a stage is planned before the one before it was read')
  const { merge, sources } = predecessor
  const doubt =
    before.predicate.merge === null ? null : doubtOf(before, { merges: merge === null ? [] : [merge] })
  if (doubt !== null) return fail(doubt)
  const { chapter: number, cause } = chapterOf(ledger)
  return planChanges({ ...input, chapter: { number, cause }, sources })
}
