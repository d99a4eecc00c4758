import type { MergeMethod, ObservedRepository } from '../model/snapshot.js'
import { type Fields, fields, flag, objectId, text, whole, word } from './answer.js'

/** What is read of a repository. */
export const repositorySelection = `
      id databaseId isPrivate visibility squashMergeAllowed mergeCommitAllowed rebaseMergeAllowed autoMergeAllowed
      owner { login } name
      defaultBranchRef { name target { oid } }`

const visibilities = { PUBLIC: 'public', INTERNAL: 'internal', PRIVATE: 'private' } as const

/** A repository and the tip of its default branch. */
export function decodeRepository(repository: Fields, branch: Fields): ObservedRepository {
  const allowed: readonly (readonly [MergeMethod, unknown])[] = [
    ['squash', repository.squashMergeAllowed],
    ['merge', repository.mergeCommitAllowed],
    ['rebase', repository.rebaseMergeAllowed],
  ]
  return {
    id: whole(repository.databaseId, 'the id of the repository'),
    nodeId: text(repository.id, 'the node id of the repository'),
    owner: text(fields(repository.owner, 'the owner').login, 'the owner'),
    name: text(repository.name, 'the name of the repository'),
    private: flag(repository.isPrivate, 'whether the repository is private'),
    visibility: word(repository.visibility, visibilities, 'who can read the repository'),
    defaultBranch: text(branch.name, 'the default branch'),
    commit: objectId(
      fields(branch.target, 'the tip of the default branch').oid,
      'the tip of the default branch',
    ),
    mergeMethods: allowed.flatMap(([method, on]) =>
      flag(on, `whether ${method} is allowed`) ? [method] : [],
    ),
    autoMergeAllowed: flag(repository.autoMergeAllowed, 'whether auto-merge is allowed'),
  }
}
