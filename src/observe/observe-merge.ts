import type { Reader } from '../github/reader.js'
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
  const { commit, paths } = needs
  const [{ tree, files }, found] = await Promise.all([reader.commit(commit), observePlace(reader, needs)])
  const changed = files.flatMap((file): readonly FileAt[] => {
    const here = {
      path: file.path,
      oid: file.status === 'removed' || file.blob === null ? null : oid(file.blob),
    }
    const left =
      file.status === 'renamed' && file.previousPath !== null ? [{ path: file.previousPath, oid: null }] : []
    return [...left, here]
  })
  const onTarget =
    found.tip !== null && (found.tip === commit || (await reader.comesAfter(found.tip, commit)))
  const planned = paths.map((path) => fileOf(found.repository, paths, path))
  return { commit, tree: oid(tree), files: changed, planned, onTarget }
}

/** The tip of the planned branch, and the folders of the planned paths as the merge commit has them. */
async function observePlace(
  reader: Reader,
  { commit, branch, paths }: MergeNeeds,
): Promise<{ readonly repository: Fields; readonly tip: Oid | null }> {
  const { owner, name } = reader.repository
  const variables: Record<string, string> = { owner, name, target: `refs/heads/${branch}` }
  const folders = parents(paths).map((folder, index) => {
    variables[`folder${index}`] = `${commit}:${folder}`
    return `folder${index}: object(expression: $folder${index}) { ... on Tree { entries { name mode oid } } }`
  })
  const parameters = Object.keys(variables).map((variable) => `$${variable}: String!`)
  const document = `
    query Merge(${parameters.join(', ')}) {
      repository(owner: $owner, name: $name) {
        target: ref(qualifiedName: $target) { target { oid } }
        ${folders.join('\n        ')}
      }
    }`
  const answer = await reader.query('read what was merged', document, variables)
  demandWhole(answer, 'what was merged', () => false)
  const repository = fields(fields(answer.data, 'what was merged').repository, 'the repository')
  const target = optionalFields(repository.target, 'the target branch')
  const tip = target === null ? null : fields(target.target, 'the tip of the target branch').oid
  return { repository, tip: tip === null ? null : objectId(tip, 'the tip of the target branch') }
}

/** What stands at a path, from the listing of its folder. */
function fileOf(repository: Fields, paths: readonly string[], path: string): BranchFile {
  const at = path.lastIndexOf('/')
  const folder = parents(paths).indexOf(path.slice(0, Math.max(0, at)))
  const entry = decodeEntries(repository[`folder${folder}`]).find(({ name }) => name === path.slice(at + 1))
  return { path, oid: entry?.oid ?? null, mode: entry?.mode ?? null }
}
