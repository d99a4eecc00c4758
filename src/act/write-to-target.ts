import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { sameRepository } from '../model/ids.js'
import type { Snapshot } from '../model/snapshot.js'
import { unreachable } from '../model/unreachable.js'
import { armMerge, disarmMerge } from './arm-merge.js'
import { deleteBranch } from './delete-branch.js'
import { ensureBranch } from './ensure-branch.js'
import { ensurePull } from './ensure-pull.js'
import { mergePull } from './merge-pull.js'
import { publishPlan } from './publish-plan.js'
import { setGate } from './set-gate.js'
import type { Written } from './written.js'

/** Effects on branch and pull request, which are where the manifests live. */
export type TargetEffect = Extract<
  Effect,
  {
    kind:
      | 'ensure-branch'
      | 'ensure-pull'
      | 'publish-plan'
      | 'set-gate'
      | 'arm-merge'
      | 'disarm-merge'
      | 'merge-pull'
      | 'close-pull'
      | 'delete-branch'
  }
>

/**
 * Writes to the repository the manifests live in. That a token may not write to another repository is a fact to decide on: the request
 * is held until somebody gives it the permission.
 * @throws GitHubError
 */
export async function writeToTarget(
  writer: Writer,
  snapshot: Snapshot,
  effect: TargetEffect,
): Promise<Written> {
  const target = snapshot.details?.target
  if (target?.reached !== true) throw new Error('a target is written to before it was reached')
  try {
    return await write(writer.at(target), snapshot, target.nodeId, effect)
  } catch (error) {
    if (sameRepository(target, snapshot.repository) || !isBarred(error)) throw error
    const { operation, permission } = error
    return { did: 'refused', fact: { kind: 'target-refused', operation, permission } }
  }
}

function isBarred(error: unknown): error is GitHubError {
  return error instanceof GitHubError && ['forbidden', 'not-found', 'unauthorised'].includes(error.failure)
}

async function write(
  writer: Writer,
  snapshot: Snapshot,
  repository: string,
  effect: TargetEffect,
): Promise<Written> {
  switch (effect.kind) {
    case 'ensure-branch':
      return ensureBranch(writer, repository, effect)
    case 'ensure-pull':
      return ensurePull(writer, snapshot, effect)
    case 'publish-plan':
      return publishPlan(writer, effect)
    case 'set-gate':
      return setGate(writer, effect)
    case 'arm-merge':
      return armMerge(writer, effect)
    case 'disarm-merge':
      return disarmMerge(writer, effect)
    case 'merge-pull':
      return mergePull(writer, effect)
    case 'close-pull':
      await writer.closePull(effect.pull)
      return { did: 'updated', fact: { kind: 'pull-closed' } }
    case 'delete-branch':
      await deleteBranch(writer, repository, effect)
      return { did: 'deleted', fact: { kind: 'branch-deleted', name: effect.branch } }
    default:
      return unreachable(effect)
  }
}
