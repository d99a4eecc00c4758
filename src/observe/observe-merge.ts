import type { Reader } from '../github/reader.js'
import { type Oid, oid } from '../model/ids.js'
import type { FileAt, ObservedMerge } from '../model/snapshot.js'

/**
 * What a merge commit changed against its first parent. A rename counts as one file removed and one written.
 * @throws GitHubError
 */
export async function observeMerge(reader: Reader, commit: Oid): Promise<ObservedMerge> {
  const { tree, files } = await reader.commit(commit)
  const changed = files.flatMap((file): readonly FileAt[] => {
    const here = {
      path: file.path,
      oid: file.status === 'removed' || file.blob === null ? null : oid(file.blob),
    }
    const left =
      file.status === 'renamed' && file.previousPath !== null ? [{ path: file.previousPath, oid: null }] : []
    return [...left, here]
  })
  return { commit, tree: oid(tree), files: changed }
}
