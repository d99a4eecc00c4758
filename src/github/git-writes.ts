import type { Octokit } from '@octokit/rest'
import type { Oid } from '../model/ids.js'
import { call } from './call.js'
import { mutate, writing } from './mutate.js'
import type { BranchMove, Here, TreeEntry } from './writing.js'

const contents = 'contents: write'

/** Trees, commits and branches. */
export function gitWrites({ rest, request }: Octokit, here: Here) {
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
    addFiles: async (
      branch: string,
      head: Oid,
      files: readonly { readonly path: string; readonly text: string }[],
      headline: string,
    ) => addFiles(request, here, branch, head, files, headline),
  }
}

const addFilesMutation = `
  mutation AddFiles($input: CreateCommitOnBranchInput!) {
    answer: createCommitOnBranch(input: $input) { commit { oid } }
  }`

/** The one call that moves a branch only from where it was seen: a compare-and-swap, which REST does not have. */
const moveBranchMutation = `
  mutation MoveBranch($input: UpdateRefsInput!) {
    answer: updateRefs(input: $input) { clientMutationId }
  }`

async function addFiles(
  request: Octokit['request'],
  here: Here,
  branch: string,
  head: Oid,
  files: readonly { readonly path: string; readonly text: string }[],
  headline: string,
): Promise<string> {
  const answer = await mutate(
    request,
    writing(`append to the branch ${branch}`, contents),
    addFilesMutation,
    {
      branch: { repositoryNameWithOwner: `${here.owner}/${here.repo}`, branchName: branch },
      expectedHeadOid: head,
      message: { headline },
      fileChanges: {
        additions: files.map(({ path, text }) => ({
          path,
          contents: Buffer.from(text, 'utf8').toString('base64'),
        })),
      },
    },
  )
  if (answer.commit === undefined || answer.commit === null)
    throw new Error('a commit was made without an id')
  return answer.commit.oid
}
