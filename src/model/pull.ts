import type { Digest, Oid, PullNumber } from './ids.js'
import type { Instant } from './instant.js'

export interface ObservedPull {
  readonly number: PullNumber
  /** GitHub's global node id, which some mutations want. */
  readonly nodeId: string
  readonly url: string
  readonly state: 'open' | 'closed' | 'merged'
  readonly draft: boolean
  readonly title: string
  readonly body: string
  readonly head: Oid
  readonly baseBranch: string
  readonly createdAt: Instant
  /** The latest replacements of the head by force, oldest first. */
  readonly forcedPushes: readonly ForcedPush[]
  readonly commits: number
  /** Whom the latest of its commits say they are by, as of the branch's head; the toolkit's own are left out. */
  readonly writers: readonly string[]
  readonly changedPaths: readonly string[]
  /** Whether GitHub shows some file as renamed or copied, which hides another that is gone. */
  readonly renames: boolean
  /** How many files GitHub says the pull request changes; a shorter list must not decide anything. */
  readonly changedFiles: number
  readonly mergeable: 'yes' | 'no' | 'unknown'
  /**
   * GitHub's `mergeStateStatus`, or `outdated` when the toolkit has written since what may have changed it.
   * Source: GraphQL reference, enum MergeStateStatus.
   */
  readonly mergeState:
    | 'behind'
    | 'blocked'
    | 'clean'
    | 'dirty'
    | 'draft'
    | 'has-hooks'
    | 'outdated'
    | 'unknown'
    | 'unstable'
  /** Plans the toolkit published on the head, oldest first. */
  readonly publications: readonly Publication[]
  /** The gates on the head, on the merge group, and on every head the ledger has as approved; at most one for each of these commits. */
  readonly gates: readonly Gate[]
  /** Whether GitHub was told to merge it as soon as its requirements are met. */
  readonly autoMerge: boolean
  /** Its place in the merge queue, or null. */
  readonly queued: QueueEntry | null
  /** Whether the target branch has a merge queue. */
  readonly queueEnabled: boolean
  readonly mergeCommit: Oid | null
  /** Null while it is not merged, and where GitHub does not tell it yet. */
  readonly mergedAt: Instant | null
}

/** GitHub's note that a head took the place of another; a commit that is gone is null. Source: GraphQL reference, object HeadRefForcePushedEvent. */
export interface ForcedPush {
  readonly at: Instant
  readonly from: Oid | null
  readonly to: Oid | null
}

/** The newest word of the toolkit's own app on a commit: whether a plan is approved. A ruleset can demand it. */
export interface Gate {
  readonly head: Oid
  readonly state: 'open' | 'closed'
  /** The plan it was opened for; null where the check run carries none. */
  readonly digest: Digest | null
}

export interface QueueEntry {
  /** The commit GitHub tests for this entry: the target with everything before it in the queue; null until GitHub has made it. */
  readonly group: Oid | null
}

/** A check run of the toolkit's own app that carries a plan digest. */
export interface Publication {
  readonly checkRun: number
  readonly digest: Digest
  readonly head: Oid
  readonly at: Instant
}

/** Where approvers can see a plan: on its pull request, by a check run; or where it changes no file, in its record alone, and `checkRun` is null. */
export type PublishedPlan = Pick<Publication, 'digest' | 'at'> & { readonly checkRun: number | null }
