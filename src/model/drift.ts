import type { IssueNumber, Oid } from './ids.js'
import type { Instant } from './instant.js'
import type { Visibility } from './snapshot.js'
import type { TargetTree } from './target-tree.js'

/** A branch that requests were merged into, as it is now. */
export type ObservedTarget =
  | { readonly seen: true; readonly commit: Oid; readonly visibility: Visibility; readonly tree: TargetTree }
  /** Why nobody can tell what stands there, as the end of a sentence. */
  | { readonly seen: false; readonly why: string }

/** A commit in the history of one file. */
export interface FileCommit {
  readonly commit: Oid
  /** The first line of its message. */
  readonly headline: string
  /** The account of its author; null where GitHub knows of none. */
  readonly login: string | null
  /** What the commit calls its author. */
  readonly author: string
  readonly at: Instant
  /** What it left there: null where it left no file, undefined where nobody looked. */
  readonly blob: Oid | null | undefined
}

/** An issue of the toolkit's own in which drift is told. */
export interface DriftIssue {
  readonly number: IssueNumber
  readonly isOpen: boolean
  readonly title: string
  readonly body: string
}
