import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { Digest } from '../../model/ids.js'
import { decide } from './decide.js'
import { stopped } from './outcomes.js'
import type { FirstReading } from './reading.js'

/**
 * `decide`, restricted to what proposes a change: its branch, its pull request, the publication of its plan, and the record of it. Comments,
 * labels, approvals and the merge are left to others; a run that may write everything goes on from here.
 * @param expected the digest the request must still have, or null.
 */
export function decideProposal(reading: FirstReading, expected: Digest | null): Decision {
  const { understanding } = reading
  if (expected !== null && understanding.kind === 'request' && understanding.request.digest !== expected)
    return requestChanged
  const decision = decide(reading)
  const effects = decision.effects.filter(isProposal)
  const open = decision.state === 'awaiting-approval' || decision.state === 'approved'
  if (!open || effects.length > 0) return { ...decision, effects }
  return { ...decision, state: 'awaiting-approval', reasons: ['propose/proposed'], effects, next: 'done' }
}

/** The record is part of it: only a head the ledger knows as proposed is the toolkit's own to replace when the request is edited. */
function isProposal(effect: Effect): boolean {
  switch (effect.kind) {
    case 'ensure-ledger':
    case 'ensure-branch':
    case 'ensure-pull':
    case 'publish-plan':
      return true
    case 'append-record':
      return effect.record.predicate.decision === 'proposed'
    case 'append-lock':
    case 'ensure-status':
    case 'reply':
    case 'notice':
    case 'ensure-labels':
    case 'merge-pull':
    case 'set-gate':
    case 'arm-merge':
    case 'disarm-merge':
    case 'close-pull':
    case 'delete-branch':
    case 'delete-comment':
    case 'close-issue':
    case 'reopen-issue':
    case 'notify':
      return false
  }
}

const requestChanged = stopped('held', [
  {
    code: 'state/request-changed',
    what: 'The issue was edited after it was validated, so nothing was proposed.',
    fix: 'Nothing has to be done; the edit starts a run of its own.',
  },
])
