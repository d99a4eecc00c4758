import type { Oid } from '../model/ids.js'
import type { FileMode } from '../model/manifest.js'
import type { MergeMethod } from '../model/snapshot.js'

/** The repository in the words of REST. */
export interface Here {
  readonly owner: string
  readonly repo: string
}

export interface BranchMove {
  /** GitHub's global node id of the repository. */
  readonly repository: string
  readonly branch: string
  readonly from: Oid
  readonly to: Oid
}

/** `text: null` deletes the path. */
export interface TreeEntry {
  readonly path: string
  readonly mode: FileMode
  readonly text: string | null
}

export interface PullText {
  readonly title: string
  readonly body: string
  readonly base: string
}

export interface IssueText {
  readonly title: string
  readonly body: string
}

export interface PullAnswer {
  readonly number: number
  readonly url: string
  readonly nodeId: string
  readonly head: string
  readonly createdAt: string
  /** As GitHub keeps them. */
  readonly title: string
  readonly body: string
  readonly base: string
}

export interface MergeText {
  readonly head: Oid
  readonly method: MergeMethod
  readonly title: string
  readonly message: string
}

export interface CheckText {
  readonly name: string
  readonly head: Oid
  readonly externalId: string
  /** `success` and `neutral` let a required check pass, `action_required` does not. */
  readonly conclusion: 'neutral' | 'success' | 'action_required'
  readonly title: string
  readonly summary: string
}

export interface CommentAnswer {
  readonly id: number
  readonly body: string
  readonly createdAt: string
}
