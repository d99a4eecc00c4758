import type { Authority, KnownPerson } from './authority.js'
import type { Digest, IssueNumber, Oid, PullNumber, RepositoryRef } from './ids.js'
import type { Instant } from './instant.js'
import type { LateMerge } from './late-merge.js'
import type { Locks } from './lock.js'
import type { Manifests, ObservedFile } from './manifest.js'
import type { Told } from './notice.js'
import type { Person } from './person.js'
import type { PlannedFile, Together } from './plan.js'
import type { Policy } from './policy.js'
import type { ObservedPull } from './pull.js'
import type { LedgerRecord } from './record.js'
import type { ObservedOutcome } from './signal.js'

/** What is seen of an issue at first: enough to tell whether it is a request, and what else has to be looked at before it is decided. Immutable. */
export interface FirstLook {
  readonly viewer: Viewer
  readonly repository: ObservedRepository
  readonly issue: ObservedIssue
  readonly policy: Policy
  readonly ledger: ObservedLedger
  /** Branches of requests of this issue, whether or not a pull request belongs to them. */
  readonly branches: readonly BranchTip[]
  /**
   * How the end of the request is carried out: with others, or alone whatever was begun with others before. Only the sweep sees that: where it is left out,
   * what was begun with others is left to the sweep.
   */
  readonly company?: Company | 'alone'
  /** Whom this run has told of what, which the status comment does not vouch for yet; left out where nobody was told. */
  readonly told?: readonly Told[]
}

/** Ends that are due at one target and are carried out by one change, as the sweep has found them. */
export interface Company {
  readonly together: Together
  /** The digest of the one plan. */
  readonly digest: Digest
  readonly files: readonly PlannedFile[]
  /** What is known of the merges of all of them. */
  readonly history: ObservedHistory
  /** The head for which the ledger has all of them as approved, to be merged now; null before. */
  readonly merges: Oid | null
}

/** Everything observed about one issue at one moment: the first look, and what the second has shown of what the request touches. */
export interface Snapshot extends FirstLook {
  readonly details: Details
}

/** Whether the second look was taken; some issues need none. */
export function isSnapshot(seen: FirstLook): seen is Snapshot {
  return 'details' in seen
}

/** Who the toolkit is on GitHub. */
export interface Viewer {
  /** As in `github-actions[bot]`. */
  readonly login: string
  /** GitHub's clock when the snapshot began (the `Date` header); the runner's clock decides nothing. */
  readonly observedAt: Instant
}

export interface ObservedRepository extends RepositoryRef {
  readonly id: number
  /** GitHub's global node id, which some mutations want. */
  readonly nodeId: string
  readonly private: boolean
  /** `internal`: everybody of the enterprise can read it. */
  readonly visibility: Visibility
  readonly defaultBranch: string
  /** Tip of the default branch; request types and forms were read there. */
  readonly commit: Oid
  readonly mergeMethods: readonly MergeMethod[]
  /** Whether the settings allow GitHub to merge a pull request by itself once its requirements are met. */
  readonly autoMergeAllowed: boolean
}

/** Who can read a repository. Source: GraphQL reference, enum RepositoryVisibility. */
export type Visibility = 'public' | 'internal' | 'private'

/** The repository the manifests live in: the one of the issues, or another. */
export type ObservedTarget = ReachedTarget | UnreachedTarget

export interface ReachedTarget
  extends RepositoryRef,
    Pick<
      ObservedRepository,
      'id' | 'nodeId' | 'visibility' | 'defaultBranch' | 'mergeMethods' | 'autoMergeAllowed'
    > {
  readonly reached: true
}

/** Another repository that the token cannot read or write. What could not be read of it is null or empty in the details. */
export interface UnreachedTarget extends RepositoryRef {
  readonly reached: false
  /** `unseen`: GitHub does not show it to the token, or it does not exist; `refused`: the token lacks a permission or is not valid. */
  readonly why: 'unseen' | 'no-branch' | 'refused'
  /** What was tried, in words, as in `open a pull request`. */
  readonly operation: string
  /** The permission it needs, or null. */
  readonly permission: string | null
}

export type MergeMethod = 'squash' | 'merge' | 'rebase'

export interface ObservedIssue {
  /** It was deleted, or moved to another repository: only its records are left of it. */
  readonly gone?: true
  readonly number: IssueNumber
  readonly url: string
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly stateReason: 'completed' | 'not-planned' | 'duplicate' | 'reopened' | null
  readonly createdAt: Instant
  /** When the body was last edited, or null if never. A changed title does not count as an edit. */
  readonly lastEditedAt: Instant | null
  /** Null when the account is gone. */
  readonly author: Person | null
  /** Everyone who edited the body; an editor whose account is gone is null. */
  readonly editors: readonly (Person | null)[]
  readonly labels: readonly string[]
  /** Oldest first. */
  readonly comments: readonly ObservedComment[]
  /** Where to read on towards older comments, or null when all were read. They are only read where they matter. */
  readonly olderComments: string | null
  /** How many comments GitHub says there are; a shorter list must not decide anything. */
  readonly commentCount: number
  /** The latest deletions of comments, oldest first. GitHub does not say which comments they were. */
  readonly deletions: readonly CommentDeletion[]
  /** When it was last closed, and whether the toolkit did that; null where it is open or GitHub does not tell. */
  readonly closing: { readonly at: Instant; readonly own: boolean } | null
}

/** GitHub's note that somebody deleted a comment; whose account is gone is null. Source: GraphQL reference, object CommentDeletedEvent. */
export interface CommentDeletion {
  readonly by: Person | null
  readonly author: Person | null
  readonly at: Instant
}

export interface ObservedComment {
  /** Ascends in the order in which comments were written. */
  readonly id: number
  readonly body: string
  readonly createdAt: Instant
  readonly lastEditedAt: Instant | null
  /** Who edited it last; null where nobody did, or their account is gone. */
  readonly editor: Person | null
  readonly author: Person | null
  /** Whether the toolkit wrote it. */
  readonly own: boolean
  /** Whether somebody hid it as abuse, spam, outdated and the like. */
  readonly minimized: boolean
}

export interface BranchTip {
  readonly name: string
  readonly head: Oid
}

export interface ObservedLedger {
  /** Tip of the ledger branch, or null when there is no ledger yet. */
  readonly head: Oid | null
  /** The records of this issue in the chapter at hand, which is that of its last record; oldest first. */
  readonly records: readonly LedgerRecord[]
  /** Its records of the chapters before, oldest first. */
  readonly earlier: readonly LedgerRecord[]
  /** Files of this issue in the ledger that are not its records, with the reason where it is known; nothing is decided while there are any. */
  readonly unreadable: readonly string[]
  /** The first record of this issue that a newer version of the toolkit wrote, by its path: what it says only that one knows. */
  readonly newer?: string
  /** A branch by whose name git cannot keep the one of the ledger, which does not exist yet. */
  readonly blockedBy?: string
  /** Everybody the toolkit has met by login, of whatever issue. */
  readonly people: readonly KnownPerson[]
  /** What maintainers have locked; left out where nobody ever has. */
  readonly locks?: Locks
}

/** What else was read about a request. */
export interface Details {
  /** Everything below but authority and records is of this repository. */
  readonly target: ObservedTarget
  readonly branch: ObservedBranch | null
  readonly pull: ObservedPull | null
  readonly manifests: Manifests
  /** Every folder on the way to the manifests, at the manifests' commit. */
  readonly folders: readonly Folder[]
  readonly authority: Authority
  /** Other requests with an open pull request towards the same branch; null where GitHub did not tell. Shown to people, never a reason to decide. */
  readonly others: OtherRequests | null
  /** What the ledger says of those that touch the same files; null until it was read, which it is only where there are any. */
  readonly otherRecords: readonly OtherRecord[] | null
  /** The merge commit, once the pull request is merged. */
  readonly merge: ObservedMerge | null
  /** What was merged before and is to be taken back; null until it was read, which it is only for that. */
  readonly history: ObservedHistory | null
  /** What was merged in the stage before; null until it was read, which it is only for the next stage. */
  readonly predecessor: ObservedPredecessor | null
  /**
   * What was merged within a day, of all requests; null where the ledger cannot be read. Left out until it was read, which it is only where a merge is due that a
   * type limits.
   */
  readonly lately?: readonly LateMerge[] | null
  /** What was said of what was merged; null until it was read, which it is only where something is waited for. */
  readonly outcome: ObservedOutcome | null
  /** What GitHub answered when a merge was tried in this run and refused, or null. */
  readonly mergeRefusal: string | null
  /** Why the records of the issue are not the toolkit's own, in sentences; nothing is decided while there are any. */
  readonly ledgerDoubts: readonly string[]
  /**
   * Whether rules of GitHub's keep everybody from the ledger whom they do not let past, or GitHub did not tell; left out where it was not asked
   * for, and while there is no ledger that rules could be about.
   */
  readonly ledgerRules?: 'restrict-updates' | 'open' | 'untold'
  /** The merges whose files were looked at as they are now, as they were asked for; left out where none were. */
  readonly accepting?: readonly number[]
  /** How often this run has replaced the head of the request's branch. */
  readonly replacements: number
}

/** What is known of merges that are to be taken back, and of the files they touched. */
export interface ObservedHistory {
  /** The records of every request that has touched one of the files, in no order. */
  readonly records: readonly LedgerRecord[]
  /** Files of the ledger that are not its records, with the reason where it is known: nobody can tell then who else has written there. */
  readonly unreadable: readonly string[]
  /** What stood in the files before and after the merges; null where a blob is no text, or not there. */
  readonly texts: readonly { readonly oid: Oid; readonly text: string | null }[]
  /** The merge commits as they are now. */
  readonly merges: readonly ObservedMerge[]
  /** Other issues whose change of one of the files is merged, while the ledger does not have that yet: what it says of the files is not all. */
  readonly unrecorded: readonly IssueNumber[]
}

/** The stage before, as its merge commit has it; where no file had to change in it, as the base of its plan has it. */
export interface ObservedPredecessor {
  /** That commit; null where no file had to change, and nothing is copied either. */
  readonly merge: ObservedMerge | null
  /** What stands there at the paths from which the next stage copies. */
  readonly sources: readonly ObservedFile[]
}

export interface OtherRequests {
  /** By number of the issue. */
  readonly open: readonly OtherRequest[]
  /** Whether all of them were listed, with all their files. */
  readonly complete: boolean
}

/** An open pull request from another request's branch in the target repository. */
export interface OtherRequest {
  /** Null where the request was filed in another repository than this one. */
  readonly issue: IssueNumber | null
  readonly pull: PullNumber
  readonly head: Oid
  /** The files it changes, as far as GitHub listed them. */
  readonly paths: readonly string[]
}

/** The last decision the ledger has about another issue; null where it has none, or one that does not read. */
export interface OtherRecord {
  readonly issue: IssueNumber
  readonly last: LedgerRecord | null
}

/** The request's own branch. */
export interface ObservedBranch {
  readonly name: string
  readonly head: Oid
  /** The tree of the head: equal trees hold equal files, names and modes. */
  readonly tree: Oid
  readonly message: string
  /**
   * Whom the head says it is by: a login, else the name and the address in it; null where it says nothing. Anybody can write that into a commit:
   * it is told, and decides nothing.
   */
  readonly by: string | null
  /** Whether the head is a commit that the toolkit's own account made through GitHub. */
  readonly own: boolean
  readonly parents: readonly Oid[]
  /** What stands at the request's paths on the branch. */
  readonly files: readonly BranchFile[]
}

/** A file of a branch; `oid` and `mode` are null where there is none. */
export interface BranchFile extends FileAt {
  /** As git writes it, in octal digits. */
  readonly mode: string | null
}

/** A folder as git lists it. */
export interface Folder {
  /** Empty for the root. */
  readonly path: string
  readonly entries: readonly FolderEntry[]
}

export interface FolderEntry {
  readonly name: string
  /** As git writes it, in octal digits: `40000` is a folder. */
  readonly mode: string
  readonly oid: Oid
}

export interface FileAt {
  readonly path: string
  readonly oid: Oid | null
}

/** A commit that merged a pull request. */
export interface ObservedMerge {
  readonly commit: Oid
  readonly tree: Oid
  /** Every file it changed against its first parent. */
  readonly files: readonly FileAt[]
  /** What stands at the planned paths in it. */
  readonly planned: readonly BranchFile[]
  /** Whether the branch the plan is for leads to it. */
  readonly onTarget: boolean
}
