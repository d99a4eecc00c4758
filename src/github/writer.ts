import type { Octokit } from '@octokit/rest'
import { type Oid, type RepositoryRef, sameRepository } from '../model/ids.js'
import { armingWrites } from './arming-writes.js'
import { gitWrites } from './git-writes.js'
import { issueWrites } from './issue-writes.js'
import { pullWrites } from './pull-writes.js'
import type {
  BranchMove,
  CheckText,
  CommentAnswer,
  IssueText,
  MergeText,
  PullAnswer,
  PullText,
  TreeEntry,
} from './writing.js'

/** Everything the toolkit writes to GitHub. No function decides whether it should; a repeated call writes again. */
export interface Writer {
  readonly repository: RepositoryRef
  /** The writer to the repository some manifests live in; itself where that is this one. */
  at(repository: RepositoryRef): Writer
  createTree(base: Oid | null, entries: readonly TreeEntry[]): Promise<string>
  /** Without author and committer, so that GitHub signs it. */
  createCommit(message: string, tree: string, parents: readonly Oid[]): Promise<string>
  createBranch(branch: string, head: string): Promise<void>
  /** Moves a branch from one commit to another, even sideways, or fails with `moved` when it is elsewhere. */
  moveBranch(move: BranchMove): Promise<void>
  /** Deletes a branch, or fails with `moved` when it is elsewhere. */
  deleteBranch(branch: Omit<BranchMove, 'to'>): Promise<void>
  openPull(pull: PullText & { readonly head: string }): Promise<PullAnswer>
  updatePull(number: number, pull: PullText): Promise<PullAnswer>
  closePull(number: number): Promise<void>
  /** Merges exactly `head`; returns the commit. */
  mergePull(number: number, merge: MergeText): Promise<string>
  /** Has GitHub merge exactly this head once its requirements are met; `pull` is its node id. */
  enableAutoMerge(pull: string, merge: MergeText): Promise<void>
  disableAutoMerge(pull: string): Promise<void>
  /** Puts exactly this head into the merge queue; returns the commit GitHub tests, once it has made one. */
  enqueuePull(pull: string, head: Oid): Promise<string | null>
  dequeuePull(pull: string): Promise<void>
  createCheckRun(check: CheckText): Promise<{ readonly id: number; readonly completedAt: string }>
  createComment(issue: number, body: string): Promise<CommentAnswer>
  updateComment(id: number, body: string): Promise<CommentAnswer>
  deleteComment(id: number): Promise<void>
  addLabels(issue: number, labels: readonly string[]): Promise<void>
  removeLabel(issue: number, label: string): Promise<void>
  closeIssue(issue: number, reason: 'completed' | 'not_planned'): Promise<void>
  reopenIssue(issue: number): Promise<void>
  /** Makes an event `repository_dispatch` of the repository, which other workflows of it may wait for. */
  dispatch(event: string, payload: Readonly<Record<string, unknown>>): Promise<void>
  /** Opens an issue; returns its number. */
  openIssue(issue: IssueText & { readonly labels: readonly string[] }): Promise<number>
  /** Title, text and state in one call. */
  editIssue(issue: number, text: IssueText, state: 'open' | 'completed' | 'not_planned'): Promise<void>
  /** Adds one file on top of `head`, or fails with `moved` when the branch is elsewhere; returns the new commit. */
  addFiles(
    branch: string,
    head: Oid,
    files: readonly { readonly path: string; readonly text: string }[],
    headline: string,
  ): Promise<string>
}

/**
 * A writer to one repository. All its functions throw {@link GitHubError}.
 * @param elsewhere the client for other repositories that manifests live in.
 */
export function createWriter(octokit: Octokit, repository: RepositoryRef, elsewhere = octokit): Writer {
  const here = { owner: repository.owner, repo: repository.name }
  const writer: Writer = {
    repository,
    at: (other) => (sameRepository(other, repository) ? writer : createWriter(elsewhere, other)),
    ...gitWrites(octokit, here),
    ...pullWrites(octokit, here),
    ...armingWrites(octokit),
    ...issueWrites(octokit, here),
  }
  return writer
}
