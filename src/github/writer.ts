import type { Octokit } from '@octokit/rest'
import { type Oid, type RepositoryRef, sameRepository } from '../model/ids.js'
import type { FileMode } from '../model/manifest.js'
import type { MergeMethod } from '../model/snapshot.js'
import { armingWrites } from './arming-writes.js'
import { call } from './call.js'
import { mutate, writing } from './mutate.js'

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
  /** Adds one file on top of `head`, or fails with `moved` when the branch is elsewhere; returns the new commit. */
  addFile(
    branch: string,
    head: Oid,
    file: { readonly path: string; readonly text: string },
    headline: string,
  ): Promise<string>
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

export interface PullAnswer {
  readonly number: number
  readonly url: string
  readonly nodeId: string
  readonly head: string
  readonly createdAt: string
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

interface Here {
  readonly owner: string
  readonly repo: string
}

const contents = 'contents: write'

function gitWrites({ rest, request }: Octokit, here: Here) {
  return {
    createTree: async (base: Oid | null, entries: readonly TreeEntry[]) => {
      const tree = entries.map(({ path, mode, text }) =>
        text === null
          ? { path, mode, type: 'blob' as const, sha: null }
          : { path, mode, type: 'blob' as const, content: text },
      )
      const baseTree = base === null ? {} : { base_tree: base }
      const answer = await call(writing('write the changed files', contents), () =>
        rest.git.createTree({ ...here, ...baseTree, tree }),
      )
      return answer.data.sha
    },
    createCommit: async (message: string, tree: string, parents: readonly Oid[]) => {
      const answer = await call(writing('write a commit', contents), () =>
        rest.git.createCommit({ ...here, message, tree, parents: [...parents] }),
      )
      return answer.data.sha
    },
    createBranch: async (branch: string, head: string) => {
      await call(writing(`create the branch ${branch}`, contents), () =>
        rest.git.createRef({ ...here, ref: `refs/heads/${branch}`, sha: head }),
      )
    },
    moveBranch: async ({ repository, branch, from, to }: BranchMove) => {
      const update = { name: `refs/heads/${branch}`, beforeOid: from, afterOid: to, force: true }
      const input = { repositoryId: repository, refUpdates: [update] }
      await mutate(request, writing(`move the branch ${branch}`, contents), moveBranchMutation, input)
    },
    deleteBranch: async ({ repository, branch, from }: Omit<BranchMove, 'to'>) => {
      const update = {
        name: `refs/heads/${branch}`,
        beforeOid: from,
        afterOid: '0'.repeat(from.length),
        force: true,
      }
      const input = { repositoryId: repository, refUpdates: [update] }
      await mutate(request, writing(`delete the branch ${branch}`, contents), moveBranchMutation, input)
    },
    addFile: async (
      branch: string,
      head: Oid,
      file: { readonly path: string; readonly text: string },
      headline: string,
    ) => addFile(request, here, branch, head, file, headline),
  }
}

const addFileMutation = `
  mutation AddFile($input: CreateCommitOnBranchInput!) {
    answer: createCommitOnBranch(input: $input) { commit { oid } }
  }`

/** The one call that moves a branch only from where it was seen: a compare-and-swap, which REST does not have. */
const moveBranchMutation = `
  mutation MoveBranch($input: UpdateRefsInput!) {
    answer: updateRefs(input: $input) { clientMutationId }
  }`

async function addFile(
  request: Octokit['request'],
  here: Here,
  branch: string,
  head: Oid,
  file: { readonly path: string; readonly text: string },
  headline: string,
): Promise<string> {
  const answer = await mutate(request, writing(`append to the branch ${branch}`, contents), addFileMutation, {
    branch: { repositoryNameWithOwner: `${here.owner}/${here.repo}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline },
    fileChanges: {
      additions: [{ path: file.path, contents: Buffer.from(file.text, 'utf8').toString('base64') }],
    },
  })
  if (answer.commit === undefined || answer.commit === null)
    throw new Error('a commit was made without an id')
  return answer.commit.oid
}

const pulls = 'pull-requests: write'

function pullWrites({ rest }: Octokit, here: Here) {
  return {
    openPull: async ({ title, body, base, head }: PullText & { readonly head: string }) => {
      const { data } = await call(writing('open a pull request', pulls), () =>
        rest.pulls.create({ ...here, title, body, base, head }),
      )
      return pullAnswer(data)
    },
    updatePull: async (number: number, { title, body, base }: PullText) => {
      const { data } = await call(writing('update the pull request', pulls), () =>
        rest.pulls.update({ ...here, pull_number: number, title, body, base }),
      )
      return pullAnswer(data)
    },
    closePull: async (number: number) => {
      await call(writing('close the pull request', pulls), () =>
        rest.pulls.update({ ...here, pull_number: number, state: 'closed' }),
      )
    },
    mergePull: async (number: number, { head, method, title, message }: MergeText) => {
      const { data } = await call(writing('merge the pull request', `${contents}, ${pulls}`), () =>
        rest.pulls.merge({
          ...here,
          pull_number: number,
          sha: head,
          merge_method: method,
          commit_title: title,
          commit_message: message,
        }),
      )
      return data.sha
    },
    createCheckRun: async ({ name, head, externalId, conclusion, title, summary }: CheckText) => {
      const what = conclusion === 'neutral' ? 'publish the plan as' : 'write the approval into'
      const { data } = await call(writing(`${what} a check run`, 'checks: write'), () =>
        rest.checks.create({
          ...here,
          name,
          head_sha: head,
          external_id: externalId,
          status: 'completed',
          conclusion,
          output: { title, summary },
        }),
      )
      return { id: data.id, completedAt: data.completed_at ?? data.started_at ?? '' }
    },
  }
}

function pullAnswer(data: {
  readonly number: number
  readonly node_id: string
  readonly html_url: string
  readonly head: { readonly sha: string }
  readonly created_at: string
}): PullAnswer {
  const { number, html_url: url, node_id: nodeId, head, created_at: createdAt } = data
  return { number, url, nodeId, head: head.sha, createdAt }
}

const issues = 'issues: write'

function issueWrites({ rest }: Octokit, here: Here) {
  return {
    createComment: async (issue: number, body: string) => {
      const { data } = await call(writing('comment on the issue', issues), () =>
        rest.issues.createComment({ ...here, issue_number: issue, body }),
      )
      return { id: data.id, body: data.body ?? body, createdAt: data.created_at }
    },
    updateComment: async (id: number, body: string) => {
      const { data } = await call(writing('update the status comment', issues), () =>
        rest.issues.updateComment({ ...here, comment_id: id, body }),
      )
      return { id: data.id, body: data.body ?? body, createdAt: data.created_at }
    },
    deleteComment: async (id: number) => {
      await call(writing('delete a comment of our own', issues), () =>
        rest.issues.deleteComment({ ...here, comment_id: id }),
      )
    },
    addLabels: async (issue: number, labels: readonly string[]) => {
      await call(writing('label the issue', issues), () =>
        rest.issues.addLabels({ ...here, issue_number: issue, labels: [...labels] }),
      )
    },
    removeLabel: async (issue: number, label: string) => {
      await call(writing('take a label off the issue', issues), () =>
        rest.issues.removeLabel({ ...here, issue_number: issue, name: label }),
      )
    },
    closeIssue: async (issue: number, reason: 'completed' | 'not_planned') => {
      await call(writing('close the issue', issues), () =>
        rest.issues.update({ ...here, issue_number: issue, state: 'closed', state_reason: reason }),
      )
    },
  }
}
