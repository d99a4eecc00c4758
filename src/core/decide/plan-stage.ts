import type { Plan } from '../../model/plan.js'
import { fail, type Problem, type Result } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import type { ObservedMerge, Snapshot } from '../../model/snapshot.js'
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
  const doubt = doubtOfSource(before, merge)
  if (doubt !== null) return fail(doubt)
  const { chapter: number, cause } = chapterOf(ledger)
  return planChanges({ ...input, chapter: { number, cause }, sources })
}

/** Why the stage before cannot be gone by. Where no file had to change in it, there is no merge: what is copied then stood at the base of its plan. */
function doubtOfSource(before: FinalRecord, source: ObservedMerge | null): Problem | null {
  const { merge, plan } = before.predicate
  if (merge !== null) return doubtOf(before, { merges: source === null ? [] : [source] }, 'next-stage')
  if (source === null || source.onTarget) return null
  return {
    code: 'state/merge-doubtful',
    what: `Commit ${source.commit.slice(0, 12)}, at which the stage before was found as requested, does not stand on ${plan?.branch ?? 'its branch'} any more.`,
    fix: 'A maintainer has to find out what happened to it; the requester can file the request again.',
  }
}
