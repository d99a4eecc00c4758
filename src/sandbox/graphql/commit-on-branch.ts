import { readCommit, writeCommit } from '../git/commits.js'
import { readRef } from '../git/refs.js'
import { entryAt, writeBlob } from '../git/trees.js'
import { BadPath, type TreeEdit, writeTree } from '../git/write-tree.js'
import { Lacking } from '../lacking.js'
import { fromBase64 } from '../rest/call.js'
import { moveRef } from '../world/branches.js'
import { canSee, mayWrite } from '../world/identity.js'
import { Refusal } from '../world/refusal.js'
import { personalSignature, webSignature } from '../world/signatures.js'
import { findRepository, type Repository } from '../world/world.js'
import { forbidden, type GraphCall, graphError } from './call.js'
import { graphCommit } from './git-objects.js'
import { graphRef } from './repository.js'

export interface CommitInput {
  readonly clientMutationId?: string | null
  readonly branch: {
    readonly repositoryNameWithOwner?: string | null
    readonly branchName?: string | null
  }
  readonly expectedHeadOid: string
  readonly message: { readonly headline: string; readonly body?: string | null }
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null
    readonly deletions?: readonly { readonly path: string }[] | null
  } | null
}

/** What {@link commitOnBranch} reads. */
export const commitFields = [
  'input.clientMutationId',
  'input.branch.repositoryNameWithOwner',
  'input.branch.branchName',
  'input.expectedHeadOid',
  'input.message.headline',
  'input.message.body',
  'input.fileChanges.additions[].path',
  'input.fileChanges.additions[].contents',
  'input.fileChanges.deletions[].path',
] as const

/** Commits files of mode 100644 on top of the expected head, signed by GitHub. Source: GraphQL reference, createCommitOnBranch. */
export async function commitOnBranch(call: GraphCall, input: CommitInput) {
  const { world, identity } = call
  const repository = findRepository(world, input.branch.repositoryNameWithOwner ?? '')
  const branch = (input.branch.branchName ?? '').replace(/^refs\/heads\//, '')
  if (repository === null || !canSee(world, identity, repository)) {
    throw graphError('NOT_FOUND', 'Could not resolve to a Repository.')
  }
  if (!mayWrite(world, identity, repository, 'contents', 'write')) throw forbidden()
  const ref = `refs/heads/${branch}`
  const head = await readRef(repository.git, ref)
  if (head === null) throw graphError('NOT_FOUND', `A branch named "${branch}" does not exist.`)
  if (head !== input.expectedHeadOid) {
    throw graphError(
      'STALE_DATA',
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    )
  }
  const oid = await writeIt(call, repository, head, input)
  try {
    await moveRef(world, identity, repository, { ref, before: head, after: oid })
  } catch (error) {
    if (error instanceof Refusal)
      throw graphError(error.status === 403 ? 'FORBIDDEN' : 'UNPROCESSABLE', error.message)
    throw error
  }
  repository.data.signed.add(oid)
  const commit = await readCommit(repository.git, oid)
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: commit === null ? null : graphCommit(call, repository, commit),
    ref: graphRef(call, repository, ref, oid),
  }
}

async function writeIt(
  call: GraphCall,
  repository: Repository,
  head: string,
  input: CommitInput,
): Promise<string> {
  const { git } = repository
  const tip = await readCommit(git, head)
  const edits: TreeEdit[] = []
  for (const { path } of input.fileChanges?.deletions ?? []) {
    const entry = tip === null ? null : await entryAt(git, tip.tree, path)
    if (entry === null)
      throw graphError('UNPROCESSABLE', `A path was requested for deletion which does not exist: ${path}`)
    edits.push({ path, mode: entry.mode, oid: null })
  }
  for (const { path, contents } of input.fileChanges?.additions ?? []) {
    const content = fromBase64(contents)
    if (content === null) throw new Lacking(`what is to be written to ${path} is no base64`)
    edits.push({ path, mode: '100644', oid: await writeBlob(git, content) })
  }
  if (edits.length === 0) throw new Lacking('a commit without changes is not made here')
  const seconds = call.world.clock.epoch()
  const { headline, body } = input.message
  return writeCommit(git, {
    tree: await writeTree(git, tip?.tree ?? null, edits).catch((error: unknown) => {
      throw error instanceof BadPath ? graphError('UNPROCESSABLE', error.message) : error
    }),
    parents: [head],
    author: personalSignature(call.identity.account, seconds),
    committer: webSignature(seconds),
    signed: true,
    message: body === undefined || body === null || body === '' ? headline : `${headline}\n\n${body}`,
  })
}
