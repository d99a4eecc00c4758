import type { Reader } from '../github/reader.js'
import type { FileCommit } from '../model/drift.js'
import type { Oid } from '../model/ids.js'
import { demandWhole, fields, nodes, objectId, optionalFields, optionalText, text } from './answer.js'

/** A file, and the merge since which its history matters; null for all of it. */
export interface FileToTrace {
  readonly path: string
  readonly since: Oid | null
}

/** Commits of one file that are looked at, the newest: what is older is told of as if nobody knew. */
const commitsMax = 10
/** Files asked about in one query. */
const filesPerQuery = 40
/** Blobs asked for in one query. */
const blobsPerQuery = 100

/**
 * The commits that have touched some files since they were merged, newest first. What each of them left is looked up where there are several.
 * @param reader of the repository the files are in.
 * @throws GitHubError
 */
export async function observeFileHistories(
  reader: Reader,
  tip: Oid,
  files: readonly FileToTrace[],
): Promise<ReadonlyMap<string, readonly FileCommit[]>> {
  const portions = inPortions(files, filesPerQuery)
  const found = (await Promise.all(portions.map((portion) => observeCommits(reader, tip, portion)))).flat()
  const several = found.flatMap(({ path, commits }) =>
    commits.length < 2 ? [] : commits.map(({ commit }) => ({ path, commit })),
  )
  const blobs = (
    await Promise.all(inPortions(several, blobsPerQuery).map((portion) => observeLeft(reader, portion)))
  ).flat()
  const left = new Map(blobs.map(({ path, commit, blob }) => [`${commit}:${path}`, blob]))
  return new Map(
    found.map(({ path, commits }) => [
      path,
      commits.map((each) => ({ ...each, blob: left.get(`${each.commit}:${path}`) })),
    ]),
  )
}

function inPortions<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}

interface Traced {
  readonly path: string
  readonly commits: readonly Omit<FileCommit, 'blob'>[]
}

async function observeCommits(
  reader: Reader,
  tip: Oid,
  files: readonly FileToTrace[],
): Promise<readonly Traced[]> {
  const { owner, name } = reader.repository
  const document = `
    query Histories($owner: String!, $name: String!, $tip: GitObjectID!${files.map((_, index) => `, $path${index}: String!`).join('')}) {
      repository(owner: $owner, name: $name) {
        tip: object(oid: $tip) { ... on Commit {
          ${files.map((_, index) => `file${index}: history(first: ${commitsMax}, path: $path${index}) { nodes { oid messageHeadline committedDate author { name user { login } } } }`).join('\n          ')}
        } }
      }
    }`
  const paths = Object.fromEntries(files.map(({ path }, index) => [`path${index}`, path]))
  const answer = await reader.query('find who changed a file', document, { owner, name, tip, ...paths })
  demandWhole(answer, 'who changed a file', () => false)
  const repository = fields(fields(answer.data, 'who changed a file').repository, 'the target')
  const commit = fields(repository.tip, 'the tip of the target')
  return files.map(({ path, since }, index) => {
    const all = nodes(commit[`file${index}`], 'the history of a file').map(decodeCommit)
    const merge = all.findIndex((each) => each.commit === since)
    return { path, commits: merge === -1 ? all : all.slice(0, merge) }
  })
}

function decodeCommit(node: Readonly<Record<string, unknown>>): Omit<FileCommit, 'blob'> {
  const author = optionalFields(node.author, 'the author of a commit')
  const user = optionalFields(author?.user, 'the account of an author')
  return {
    commit: objectId(node.oid, 'a commit'),
    headline: text(node.messageHeadline, 'the message of a commit'),
    login: user === null ? null : text(user.login, 'the account of an author'),
    author: optionalText(author?.name ?? null, 'the author of a commit') ?? '',
    at: text(node.committedDate, 'when a commit was made'),
  }
}

interface Left {
  readonly path: string
  readonly commit: Oid
}

async function observeLeft(
  reader: Reader,
  asked: readonly Left[],
): Promise<readonly (Left & { readonly blob: Oid | null })[]> {
  const { owner, name } = reader.repository
  const document = `
    query Left($owner: String!, $name: String!${asked.map((_, index) => `, $at${index}: String!`).join('')}) {
      repository(owner: $owner, name: $name) {
        ${asked.map((_, index) => `left${index}: object(expression: $at${index}) { oid }`).join('\n        ')}
      }
    }`
  const ways = Object.fromEntries(asked.map(({ path, commit }, index) => [`at${index}`, `${commit}:${path}`]))
  const answer = await reader.query('find what a commit left', document, { owner, name, ...ways })
  demandWhole(answer, 'what a commit left', () => false)
  const repository = fields(fields(answer.data, 'what a commit left').repository, 'the target')
  return asked.map((each, index) => {
    const blob = optionalFields(repository[`left${index}`], 'what a commit left')
    return { ...each, blob: blob === null ? null : objectId(blob.oid, 'what a commit left') }
  })
}
