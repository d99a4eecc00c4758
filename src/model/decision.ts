import type { Effect } from './effect.js'
import type { Plan } from './plan.js'
import type { Problem } from './problem.js'
import type { Code } from './problem-codes.js'
import type { Verdict } from './verdict.js'

/** Where a request is. Source of the words: `docs/architecture.md`, “Life of a request”. */
export const states = [
  'ignored',
  'invalid',
  'held',
  'awaiting-approval',
  'approved',
  'merged',
  'reached',
  'unchanged',
  'failed',
  'rejected',
  'withdrawn',
  'lapsed',
] as const
export type State = (typeof states)[number]

/** What a run does beside writing the effects of a decision. */
export type Next =
  /** Nothing: it is over once nothing is left to write. */
  | 'done'
  /** The approvals suffice, and the toolkit is bringing the change into its target: nobody is shown anything meanwhile. */
  | 'merge'
  /** Look once more after the last write: what it changed was not seen yet, and nobody has to compute anything first. */
  | 'look-again'
  /** Wait a moment and look once more before anything is written: GitHub computes what is missing only when somebody asks. */
  | 'wait'

/** What the pure core concludes from a snapshot. */
export interface Decision {
  readonly state: State
  /** Why the request is in this state, and what it waits for. Stable codes, most important first. */
  readonly reasons: readonly Code[]
  readonly problems: readonly Problem[]
  readonly plan: Plan | null
  readonly verdict: Verdict | null
  /** What to write now, all at once. Empty when there is nothing left to do. */
  readonly effects: readonly Effect[]
  readonly next: Next
}
