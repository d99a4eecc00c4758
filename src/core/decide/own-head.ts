import type { Plan } from '../../model/plan.js'
import type { ObservedPull } from '../../model/pull.js'
import type { BranchFile, Details, ObservedBranch } from '../../model/snapshot.js'
import { expectedTree } from './expected-tree.js'
import { sameText } from './views.js'

/** Whether the head is exactly what the toolkit would write now: one commit on the base, with this tree and this message. */
export function isOurCommit(
  branch: ObservedBranch,
  { manifests, folders }: Pick<Details, 'manifests' | 'folders'>,
  plan: Plan,
  message: string,
): boolean {
  return (
    branch.parents.length === 1 &&
    branch.parents[0] === manifests.commit &&
    branch.tree === expectedTree(folders, plan.files) &&
    sameText(branch.message, message)
  )
}

/** Whether a recorded head shows the plan and nothing else, also on a base that has moved elsewhere since. */
export function showsPlan(branch: ObservedBranch, pull: ObservedPull | null, plan: Plan): boolean {
  const planned = new Set(plan.files.map((file) => file.path))
  const same = plan.files.every((file) => {
    const found = fileAt(branch, file.path)
    return found.oid === (file.after?.oid ?? null) && (file.after === null || found.mode === file.mode)
  })
  if (branch.parents.length !== 1 || !same) return false
  if (pull === null) return true
  const listed =
    pull.changedPaths.length === pull.changedFiles && pull.changedFiles === planned.size && !pull.renames
  return listed && pull.commits === 1 && pull.changedPaths.every((path) => planned.has(path))
}

function fileAt(branch: ObservedBranch, path: string): BranchFile {
  const found = branch.files.find((file) => file.path === path)
  if (found === undefined) throw new Error(`the branch was not read at ${path}`)
  return found
}
