import type { Effect } from './effect.js'
import type { Plan } from './plan.js'
import type { Problem } from './problem.js'
import type { Verdict } from './verdict.js'

/** Where a request is. Source of the words: `docs/architecture.md`, “Life of a request”. */
export const states = [
  'ignored',
  'invalid',
  'held',
  'awaiting-approval',
  'approved',
  'merged',
  'applied',
  'failed',
  'rejected',
  'withdrawn',
] as const
export type State = (typeof states)[number]

/** What the pure core concludes from a snapshot. */
export interface Decision {
  readonly state: State
  /** Why the request is in this state, and what it waits for. Stable codes, most important first. */
  readonly reasons: readonly string[]
  readonly problems: readonly Problem[]
  readonly plan: Plan | null
  readonly verdict: Verdict | null
  /** What to write now, all at once. Empty when there is nothing left to do. */
  readonly effects: readonly Effect[]
}
