import type { CommitAnswer, Reader } from '../github/reader.js'
import { type Oid, oid } from '../model/ids.js'
import type { MergeNeeds } from '../model/needs.js'
import type { BranchFile, FileAt, ObservedMerge } from '../model/snapshot.js'
import { demandWhole, type Fields, fields, objectId, optionalFields } from './answer.js'
import { decodeEntries, parents } from './decode-manifests.js'

/**
 * What a merge commit changed against its first parent, what stands at the planned paths in it, and whether the branch the plan is for leads
 * to it. A rename counts as one file removed and one written. That the branch's tip is the commit needs no further call; where others
 * have merged since, GitHub is asked whether the tip comes after it.
 * @throws GitHubError
 */
export async function observeMerge(reader: Reader, needs: MergeNeeds): Promise<ObservedMerge> {
  return (await observeMergeWith(reader, needs, { selections: [], variables: {} })).merge
}

/** What is asked for of a repository, and by what names: no name of a file or a branch becomes part of the document. */
export interface Selections {
  readonly selections: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

/**
 * The same, and something else of the repository in the same query.
 * @throws GitHubError
 */
export async function observeMergeWith(
  reader: Reader,
  needs: MergeNeeds,
  also: Selections,
): Promise<{ readonly merge: ObservedMerge; readonly repository: Fields }> {
  const places = observePlaces(reader, [needs], also)
  const [[merge], repository] = await Promise.all([observePortion(reader, [needs], places), places])
  if (merge === undefined) throw new Error('a merge was asked for and not read')
  return { merge, repository }
}

/** Merges whose folders are asked for in one query. */
const mergesPerQuery = 20

/**
 * The same of several merges, all at once: their branches and folders in one query for each twenty, and a call or two for each of them.
 * @throws GitHubError
 */
export async function observeMerges(
  reader: Reader,
  needs: readonly MergeNeeds[],
): Promise<readonly ObservedMerge[]> {
  const portions = Array.from({ length: Math.ceil(needs.length / mergesPerQuery) }, (_, index) =>
    needs.slice(index * mergesPerQuery, (index + 1) * mergesPerQuery),
  )
  const nothing = { selections: [], variables: {} }
  const merges = portions.map((portion) =>
    observePortion(reader, portion, observePlaces(reader, portion, nothing)),
  )
  return (await Promise.all(merges)).flat()
}

async function observePortion(
  reader: Reader,
  needs: readonly MergeNeeds[],
  places: Promise<Fields>,
): Promise<readonly ObservedMerge[]> {
  return await Promise.all(
    needs.map(async ({ commit, paths }, index) => {
      const [{ tree, files }, repository] = await Promise.all([reader.commit(commit), places])
      const tip = tipOf(repository, index)
      const onTarget = tip !== null && (tip === commit || (await reader.comesAfter(tip, commit)))
      const planned = paths.map((path) => fileOf(repository, index, paths, path))
      return { commit, tree: oid(tree), files: files.flatMap(changedBy), planned, onTarget }
    }),
  )
}

function changedBy({ path, previousPath, status, blob }: CommitAnswer['files'][number]): readonly FileAt[] {
  const here = { path, oid: status === 'removed' || blob === null ? null : oid(blob) }
  const left = status === 'renamed' && previousPath !== null ? [{ path: previousPath, oid: null }] : []
  return [...left, here]
}

/** The tips of the planned branches, and the folders of the planned paths as the merge commits have them. */
async function observePlaces(
  reader: Reader,
  needs: readonly MergeNeeds[],
  also: Selections,
): Promise<Fields> {
  const variables: Record<string, string> = { ...also.variables }
  const selections = needs.flatMap(({ commit, branch, paths }, index) => {
    variables[`target${index}`] = `refs/heads/${branch}`
    const folders = parents(paths).map((folder, at) => {
      variables[folderName(index, at)] = `${commit}:${folder}`
      return `${folderName(index, at)}: object(expression: $${folderName(index, at)}) { ... on Tree { entries { name mode oid } } }`
    })
    return [`target${index}: ref(qualifiedName: $target${index}) { target { oid } }`, ...folders]
  })
  return readMerged(reader, { selections: [...selections, ...also.selections], variables })
}

/** What a repository has of a merge. @throws GitHubError */
async function readMerged(reader: Reader, asked: Selections): Promise<Fields> {
  const { owner, name } = reader.repository
  const variables = { ...asked.variables, owner, name }
  const parameters = Object.keys(variables).map((variable) => `$${variable}: String!`)
  const document = `
    query Merge(${parameters.join(', ')}) {
      repository(owner: $owner, name: $name) {
        ${asked.selections.join('\n        ')}
      }
    }`
  const answer = await reader.query('read what was merged', document, variables)
  demandWhole(answer, 'what was merged', () => false)
  return fields(fields(answer.data, 'what was merged').repository, 'the repository')
}

/** How the folder of a merge is called in the query: both by their numbers, from 0. */
function folderName(merge: number, folder: number): string {
  return `merge${merge}Folder${folder}`
}

function tipOf(repository: Fields, merge: number): Oid | null {
  const target = optionalFields(repository[`target${merge}`], 'the target branch')
  if (target === null) return null
  return objectId(fields(target.target, 'the tip of the target branch').oid, 'the tip of the target branch')
}

/** What stands at a path, from the listing of its folder. */
function fileOf(repository: Fields, merge: number, paths: readonly string[], path: string): BranchFile {
  const at = path.lastIndexOf('/')
  const folder = folderName(merge, parents(paths).indexOf(path.slice(0, Math.max(0, at))))
  const entry = decodeEntries(repository[folder]).find(({ name }) => name === path.slice(at + 1))
  return { path, oid: entry?.oid ?? null, mode: entry?.mode ?? null }
}
