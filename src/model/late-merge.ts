import type { IssueNumber } from './ids.js'
import type { Instant } from './instant.js'

/** A merge of the last day, which counts towards the limits of its type. */
export interface LateMerge {
  readonly issue: IssueNumber
  /** Of the type with this name. */
  readonly type: string
  /** Null where it is of no stage. */
  readonly stage: string | null
  readonly at: Instant
  readonly files: number
  readonly places: number
}
