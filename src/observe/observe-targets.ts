import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import type { ObservedTarget } from '../model/drift.js'
import { fullName, type Oid, repositoryRef } from '../model/ids.js'
import type { Visibility } from '../model/snapshot.js'
import type { TargetTree, TreeEntry } from '../model/target-tree.js'
import { demandWhole, type Fields, fields, objectId, optionalFields, text, whole, word } from './answer.js'

/** A branch that is looked at, and the files in it that matter. */
export interface TargetToSee {
  /** Null is the repository of the reader. */
  readonly repository: string | null
  readonly branch: string
  readonly paths: readonly string[]
}

/**
 * What stands in some branches: one query for each repository, and one call for each branch. A target that nobody can read says why, so that it is not taken for one
 * without files.
 * @throws GitHubError
 */
export async function observeTargets<Target extends TargetToSee>(
  reader: Reader,
  targets: readonly Target[],
): Promise<ReadonlyMap<Target, ObservedTarget>> {
  const names = new Set(targets.map(({ repository }) => repository))
  const found = await Promise.all(
    [...names].map(async (name) => {
      const own = targets.filter(({ repository }) => repository === name)
      return observeRepository(name === null ? reader : reader.at(repositoryRef(name)), own)
    }),
  )
  return new Map(found.flat())
}

async function observeRepository<Target extends TargetToSee>(
  reader: Reader,
  targets: readonly Target[],
): Promise<readonly (readonly [Target, ObservedTarget])[]> {
  const tips = await unlessRefused(observeTips(reader, targets))
  if (tips === null) {
    const why = `${fullName(reader.repository)} cannot be read with the token of this run`
    return targets.map((target) => [target, { seen: false, why }])
  }
  return Promise.all(
    targets.map(async (target, index): Promise<readonly [Target, ObservedTarget]> => {
      const commit = tips.commits[index] ?? null
      const why = `${fullName(reader.repository)} has no branch ${target.branch} any more`
      if (commit === null) return [target, { seen: false, why }]
      const tree = await observeTree(reader, commit, target.paths)
      return [target, { seen: true, commit, visibility: tips.visibility, tree }]
    }),
  )
}

/** A repository out of reach must not keep the others from being looked at. */
async function unlessRefused<T>(looked: Promise<T>): Promise<T | null> {
  try {
    return await looked
  } catch (error) {
    if (error instanceof GitHubError && ['forbidden', 'not-found'].includes(error.failure)) return null
    throw error
  }
}

const visibilities = { PUBLIC: 'public', INTERNAL: 'internal', PRIVATE: 'private' } as const

interface Tips {
  readonly visibility: Visibility
  readonly commits: readonly (Oid | null)[]
}

async function observeTips(reader: Reader, targets: readonly TargetToSee[]): Promise<Tips> {
  const { owner, name } = reader.repository
  const document = `
    query Tips($owner: String!, $name: String!${targets.map((_, index) => `, $ref${index}: String!`).join('')}) {
      repository(owner: $owner, name: $name) {
        visibility
        ${targets.map((_, index) => `tip${index}: ref(qualifiedName: $ref${index}) { target { oid } }`).join('\n        ')}
      }
    }`
  const refs = Object.fromEntries(targets.map(({ branch }, index) => [`ref${index}`, `refs/heads/${branch}`]))
  const answer = await reader.query('find what stands in the targets', document, { owner, name, ...refs })
  demandWhole(answer, 'what stands in the targets', () => false)
  const repository = fields(fields(answer.data, 'the targets').repository, 'the target')
  return {
    visibility: word(repository.visibility, visibilities, 'who can read the target'),
    commits: targets.map((_, index) => {
      const ref = optionalFields(repository[`tip${index}`], 'a branch of the target')
      return ref === null
        ? null
        : objectId(fields(ref.target, 'the tip of the target').oid, 'the tip of the target')
    }),
  }
}

/** What stands in a commit: all of it where GitHub lists it all in one answer; else the folders of the files that matter. @throws GitHubError */
export async function observeTree(
  reader: Reader,
  commit: Oid,
  paths: readonly string[],
): Promise<TargetTree> {
  const { entries, truncated } = await reader.tree(commit)
  if (!truncated)
    return {
      isWhole: true,
      entries: new Map(entries.map((each) => [each.path, entryOf(each.mode, each.oid)])),
    }
  return { isWhole: false, entries: await observeFolders(reader, commit, foldersOf(paths)) }
}

/** What stood in a commit; null where GitHub does not list all of it, or does not have it any more. @throws GitHubError */
export async function observeWholeTree(reader: Reader, commit: Oid): Promise<TargetTree | null> {
  const listed = await unlessRefused(reader.tree(commit))
  if (listed === null || listed.truncated) return null
  const entries = listed.entries.map(({ path, mode, oid }) => [path, entryOf(mode, oid)] as const)
  return { isWhole: true, entries: new Map(entries) }
}

function entryOf(mode: number, oid: Oid): TreeEntry {
  return { kind: kinds.get(mode) ?? 'file', oid }
}

/** Git's modes that are no regular file. Source: git's documentation, “gitformat-index”. */
const kinds: ReadonlyMap<number, TreeEntry['kind']> = new Map([
  [0o120000, 'symlink'],
  [0o160000, 'submodule'],
  [0o40000, 'folder'],
])

function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.flatMap((path) => {
    const steps = path.split('/')
    return steps.map((_, index) => steps.slice(0, index).join('/'))
  })
  return [...new Set(folders)]
}

/** Folders asked for in one query. */
const foldersPerQuery = 50

async function observeFolders(
  reader: Reader,
  commit: Oid,
  folders: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const portions = Array.from({ length: Math.ceil(folders.length / foldersPerQuery) }, (_, index) =>
    folders.slice(index * foldersPerQuery, (index + 1) * foldersPerQuery),
  )
  const found = await Promise.all(portions.map((portion) => observePortion(reader, commit, portion)))
  return new Map(found.flat())
}

async function observePortion(
  reader: Reader,
  commit: Oid,
  folders: readonly string[],
): Promise<readonly (readonly [string, TreeEntry])[]> {
  const { owner, name } = reader.repository
  const document = `
    query Folders($owner: String!, $name: String!${folders.map((_, index) => `, $at${index}: String!`).join('')}) {
      repository(owner: $owner, name: $name) {
        ${folders.map((_, index) => `folder${index}: object(expression: $at${index}) { ... on Tree { entries { name mode oid } } }`).join('\n        ')}
      }
    }`
  const ways = Object.fromEntries(folders.map((folder, index) => [`at${index}`, `${commit}:${folder}`]))
  const answer = await reader.query('list folders of the target', document, { owner, name, ...ways })
  demandWhole(answer, 'the folders of the target', () => false)
  const repository = fields(fields(answer.data, 'the target').repository, 'the target')
  return folders.flatMap((folder, index) => {
    const tree = optionalFields(repository[`folder${index}`], 'a folder of the target')
    // What is no folder there has no entries.
    return listOf(tree?.entries).map((entry): readonly [string, TreeEntry] => {
      const path = text(entry.name, 'a file of the target')
      const oid = objectId(entry.oid, 'a file of the target')
      return [
        folder === '' ? path : `${folder}/${path}`,
        entryOf(whole(entry.mode, 'the mode of a file'), oid),
      ]
    })
  })
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((each) => fields(each, 'a file of the target')) : []
}
