import type { End } from './end.js'
import type { Digest, IssueNumber, Oid } from './ids.js'
import type { Json } from './json.js'
import type { FileMode } from './manifest.js'

/** A step of the way to a place: a key, an index, or the matcher that found a list item. */
export type PathStep = string | number | Readonly<Record<string, string | number | boolean>>

/** What a document of a manifest says it is: its `kind` and its `metadata.name`. */
export interface Resource {
  readonly kind: string
  readonly name: string
}

/**
 * One place of a manifest that the plan changes; an absent side was not there before or is not there after. A line of a text file is
 * the place `[{ line: … }]`.
 */
export interface Place {
  /** The position of the document, from 0, where the file has several. */
  readonly document?: number
  /** What that document says it is, where it is the only one of the file that says so. */
  readonly resource?: Resource
  readonly at: readonly PathStep[]
  readonly old?: Json
  readonly new?: Json
}

/** One side of a planned file. */
export interface FileState {
  /** The git blob id of `text`. */
  readonly oid: Oid
  readonly text: string
}

/** One file of a plan, with its whole text before and after. */
export type PlannedFile = {
  readonly path: string
  readonly mode: FileMode
  readonly places: readonly Place[]
} & (
  | { readonly change: 'create'; readonly before: null; readonly after: FileState }
  | { readonly change: 'update'; readonly before: FileState; readonly after: FileState }
  | { readonly change: 'delete'; readonly before: FileState; readonly after: null }
)

/** A place that is not taken back, because a later request has written it, or because somebody has let go of it. */
export interface LeftPlace {
  readonly path: string
  /** As in `spec › replicas`; empty for the whole file. */
  readonly place: string
  readonly by: IssueNumber
  /** Whether the request itself has let go of it, so that what somebody has changed there stays; left out where another has the word. */
  readonly letGo?: true
}

/** Ends that are one change: which requests, the first of which gives the branch its name. */
export interface Together {
  readonly branch: string
  /** Sorted by the moment they were due, the oldest first. */
  readonly of: readonly TogetherPart[]
}

export interface TogetherPart {
  readonly issue: IssueNumber
  /** The chapter of the request that this ends. */
  readonly chapter: number
  /** The digest of what was asked for. */
  readonly request: Digest
}

/** All edits that make the manifests agree with a request, computed at one base commit. */
export interface Plan {
  /**
   * What an approval binds to: SHA-256 of the canonical JSON of the request digest, the blob ids of request type, form and policy file, the end, the
   * target, and path, mode, before and after blob id of every file. The base commit is not part of it: a base that moved
   * elsewhere changes nothing that was approved.
   */
  readonly digest: Digest
  readonly requestDigest: Digest
  /** Sorted by path; empty when the manifests are already as requested. */
  readonly files: readonly PlannedFile[]
  /** Places of what is taken back that stay as they are, because a later request has written them; left out where there are none. */
  readonly left?: readonly LeftPlace[]
  /** When what it changes is taken back; left out where it never is. */
  readonly end?: End
  /** The stage of the request that it carries out; left out where requests of its type have none. */
  readonly stage?: string
  /** The review that was promised for fewer approvals; left out where the usual people have to approve. */
  readonly emergency?: PlannedEmergency
  /** Which requests it ends; left out where it is of one alone. */
  readonly together?: Together
}

/** What the approvers of an emergency agree to beside the change: who looks at it afterwards, and by when. */
export interface PlannedEmergency {
  readonly review: PlannedReview
}

export interface PlannedReview {
  /** How long after the merge it is due, in seconds. */
  readonly within: number
  /** As in a request type: `team:security`. */
  readonly from: readonly string[]
  /** How many different people have to confirm it. */
  readonly count: number
}
