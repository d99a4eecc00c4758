import type { Decision } from '../../model/decision.js'
import { waitingSince } from '../ledger/waiting-since.js'
import type { Waiting } from '../report/waiting-words.js'
import { askers } from './askers.js'
import { type FirstReading, isWhole } from './reading.js'
import { withdrawnAt } from './unanswered.js'

/** Who is waited for to approve a request, and since when; null where nobody is. */
export function waitingOf(reading: FirstReading, { state, plan, verdict }: Decision): Waiting | null {
  const since = waitingSince(reading.snapshot.ledger.records)
  if (state !== 'awaiting-approval' || since === null || plan === null || verdict === null) return null
  if (!isWhole(reading)) return null
  const { snapshot, understanding } = reading
  const type = understanding.kind === 'request' ? understanding.type : null
  return {
    since,
    now: snapshot.viewer.observedAt,
    withdrawn: type === null ? null : withdrawnAt(reading, type),
    verdict,
    digest: plan.digest,
    place: { organization: snapshot.repository.owner, ...askers(snapshot) },
  }
}
