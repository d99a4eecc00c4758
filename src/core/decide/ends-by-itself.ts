import type { FinalRecord } from '../../model/record.js'
import type { ApprovalRule } from '../../model/request-type.js'
import { takesAway } from '../ledger/ended-at.js'
import type { Footing } from '../ledger/footings.js'

/**
 * Whether an end needs nobody: what was merged was approved and is exactly what was planned, it only added, and its approvers saw in the plan what
 * stands there afterwards. Where something else would show by now, or something would come back that the request had removed, somebody is asked.
 */
export function endsByItself(merges: readonly FinalRecord[], own: readonly Footing[]): boolean {
  return merges.every(wasApproved) && !merges.some(removes) && own.every(showsWhatWas)
}

/** Approved with the request: what that was given for names the end. */
export const approvedBefore: ApprovalRule = {
  number: 1,
  when: 'the end that was approved with the request has come',
  needs: { kind: 'automatic' },
}

function wasApproved({ predicate: { evidence, rules = [], merge } }: FinalRecord): boolean {
  const automatic = rules.length > 0 && rules.every(({ kind }) => kind === 'automatic')
  return merge !== null && merge.findings.length === 0 && (evidence.length > 0 || automatic)
}

function removes({ predicate: { plan } }: FinalRecord): boolean {
  return plan !== null && takesAway(plan)
}

/** Superseded, and left alone; or on top, and below it is what the request itself had found. */
function showsWhatWas({ layer, above, shows }: Footing): boolean {
  return above.length > 0 || shows.every(({ of, side }) => of.issue === layer.issue && side === 'before')
}
