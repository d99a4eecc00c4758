import type { PullNumber } from './ids.js'
import type { ObservedComment } from './snapshot.js'

/** A pull request somebody has commented on, as far as it takes to tell them where commands count. */
export interface CommentedPull {
  readonly number: PullNumber
  readonly branch: string
  /** Whether the toolkit opened it, from a branch of this very repository. */
  readonly own: boolean
  /** Whether only few can see it, so that whoever comments there is somebody's colleague. */
  readonly private: boolean
  /** Oldest first; of a long conversation the beginning and the end. */
  readonly comments: readonly ObservedComment[]
}
