import type { IssueNumber } from './ids.js'
import type { Instant } from './instant.js'

/**
 * Why time alone asks for a look at a request. `unrecorded`: what was approved may be merged, and on no record yet; `end`: its end has come; `chapter`: what somebody
 * or the clock has begun is still open; `review`: an emergency was to be reviewed by now; `outcome`: nobody has said yet whether what was merged has arrived; `warning`: people are to be told that it ends soon;
 * `lifetime`: nobody has answered for so long that it is withdrawn; `escalation`, `reminder`: others, or those who have to act, are to be told that somebody is waited for.
 */
export type DueWhy =
  | 'unrecorded'
  | 'end'
  | 'lifetime'
  | 'escalation'
  | 'reminder'
  | 'chapter'
  | 'review'
  | 'outcome'
  | 'warning'

/** One request that the sweep looks at because of the time. */
export interface DueItem {
  readonly issue: IssueNumber
  readonly why: DueWhy
  /** Since when it is due, or by when it was to be done. */
  readonly at: Instant
}

/** Why a sweep looks at an issue: because of the time; because it is open, somebody has touched it lately, or a branch of it is there. */
export type TurnWhy = DueWhy | 'open' | 'touched' | 'branch'

/** An issue whose turn it is in a sweep. */
export interface Turn {
  readonly issue: IssueNumber
  readonly why: TurnWhy
  /** Since when it is due; null where no time asks for it. */
  readonly at: Instant | null
}
