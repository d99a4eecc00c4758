import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { oid } from '../model/ids.js'
import type { Written } from './written.js'

/**
 * One commit with exactly the planned files on the base, at the tip of the branch. An existing branch is moved only from the head that
 * was observed: whatever somebody pushed meanwhile stays.
 * @param repository GitHub's node id of the repository.
 * @throws GitHubError `moved` when the branch is elsewhere.
 */
export async function ensureBranch(
  writer: Writer,
  repository: string,
  effect: Extract<Effect, { kind: 'ensure-branch' }>,
): Promise<Written> {
  const entries = effect.files.map(({ path, mode, after }) => ({ path, mode, text: after?.text ?? null }))
  const tree = await writer.createTree(effect.baseTree, entries)
  const head = oid(await writer.createCommit(effect.message, tree, [effect.base]))
  if (effect.replaces === null) await writer.createBranch(effect.branch, head)
  else {
    await writer.moveBranch({ repository, branch: effect.branch, from: effect.replaces, to: head })
  }
  const files = effect.files.map(({ path, mode, after }) => ({
    path,
    oid: after?.oid ?? null,
    mode: after === null ? null : mode,
  }))
  const { branch: name, message, base } = effect
  const branch = { name, head, tree: oid(tree), message, by: null, own: true, parents: [base], files }
  return { did: effect.replaces === null ? 'created' : 'updated', fact: { kind: 'branch', branch } }
}
