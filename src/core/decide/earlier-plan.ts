import { latest } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { Predicate } from '../../model/record.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { EarlierPlan } from '../approval/refuse-vote.js'
import { recordedRequest } from './build-record.js'
import type { UnderstoodRequest } from './understand.js'

/** What an approval is told that was given for a plan which is not in force any more: what has happened, as far as the ledger tells. */
export function earlierPlan(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  plan: Plan,
): EarlierPlan | null {
  const proposals = snapshot.ledger.records.flatMap(({ predicate }) =>
    predicate.decision === 'proposed' ? [predicate] : [],
  )
  const [first] = proposals
  if (first === undefined || first.pull === null) return null
  const since = latest(first.pull.publication.at, first.observedAt)
  const other = proposals.findLast((each) => each.plan?.digest !== plan.digest)
  return { since, why: other === undefined ? headReplaced : madeAnew(other, snapshot, understood) }
}

const headReplaced =
  'after it, the commit of the pull request was replaced or published anew, so that something else may have been shown in between'

function madeAnew({ request, plan }: Predicate, snapshot: Snapshot, understood: UnderstoodRequest): string {
  const now = recordedRequest(snapshot, understood)
  if (request.digest !== now.digest) return 'the request was changed after it, so the plan was made anew'
  const rules = ({ typeBlob, formBlob, policyBlob, templates }: typeof request) =>
    JSON.stringify([typeBlob, formBlob, policyBlob, templates])
  if (rules(request) !== rules(now))
    return 'the request type, its form or one of its files was changed after it, so the plan was made anew'
  return `a file it changes was changed on ${plan?.branch ?? 'the target branch'} after it, so the plan was made anew`
}
