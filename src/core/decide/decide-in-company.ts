import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { decide } from './decide.js'
import type { FirstReading } from './reading.js'

/**
 * What a run writes about an end that comes with others: what it takes to propose, approve and merge the one change, and what follows from that. Whatever
 * else is to be told, of a hold, of a conflict, is told where the end goes alone.
 */
export function decideInCompany(reading: FirstReading): Decision {
  const decision = decide(reading)
  return { ...decision, effects: permitted(decision, reading) }
}

function permitted({ state, effects }: Decision, { snapshot: { company } }: FirstReading): readonly Effect[] {
  const merges = company !== undefined && company !== 'alone' && company.merges !== null
  switch (state) {
    case 'merged':
    case 'reached':
    case 'failed':
    case 'unchanged':
      return effects
    case 'approved':
    case 'awaiting-approval': {
      // The others have agreed to this head, so that it is merged as it is, or not now; what GitHub waits for may be the gate alone.
      if (merges) return effects.filter(({ kind }) => kind === 'merge-pull' || kind === 'set-gate')
      return effects.some(isTold) ? [] : effects.filter(({ kind }) => kind !== 'reply')
    }
    case 'ignored':
    case 'invalid':
    case 'held':
    case 'rejected':
    case 'withdrawn':
    case 'lapsed':
      return []
  }
}

function isTold({ kind }: Effect): boolean {
  return kind === 'ensure-status' || kind === 'ensure-labels'
}
