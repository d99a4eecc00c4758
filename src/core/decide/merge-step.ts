import type { CodesOf } from '../../model/problem.js'
import type { ObservedPull } from '../../model/pull.js'
import type { MergeMode } from '../../model/request-type.js'
import type { ReachedTarget } from '../../model/snapshot.js'

/** Why an approved pull request is not merged now. */
export interface Waiting {
  readonly reason: CodesOf<'merge'>
  /** One sentence that says who has to act. */
  readonly waitsFor: string
  /** What the run can do beside waiting. */
  readonly next?: 'look-again' | 'wait'
}

/** What stands in the way of a merge. */
export interface Obstacle extends Waiting {
  readonly kind:
    | 'refused'
    | 'no-method'
    | 'draft'
    | 'conflict'
    | 'outdated'
    | 'unknown'
    | 'blocked'
    | 'behind'
  /** The toolkit can do something about it: bring the branch up to date. */
  readonly update?: true
}

/** What to do with an approved pull request. */
export type MergeStep =
  | { readonly kind: 'merge' }
  /** Have GitHub merge it by itself, or through the merge queue. */
  | { readonly kind: 'arm'; readonly by: 'auto' | 'queue' }
  /** Make the request's commit anew on the tip of the target branch. */
  | { readonly kind: 'update' }
  | { readonly kind: 'wait'; readonly waiting: Waiting }

/**
 * What the request type's way of merging asks for.
 * @param obstacle what stands in the way of a merge right now, or null.
 */
export function mergeStep(
  mode: MergeMode,
  pull: ObservedPull,
  repository: Pick<ReachedTarget, 'autoMergeAllowed'>,
  obstacle: Obstacle | null,
): MergeStep {
  if (obstacle?.update === true && mode !== 'queue') return { kind: 'update' }
  switch (mode) {
    case 'now':
      return obstacle === null ? { kind: 'merge' } : wait(obstacle)
    case 'manual':
      return wait(obstacle !== null && forAnybody.includes(obstacle.kind) ? obstacle : byHand(pull))
    case 'auto':
      return autoStep(pull, repository, obstacle)
    case 'queue':
      return queueStep(pull, obstacle)
  }
}

/** Obstacles that whoever merges by hand would meet as well. */
const forAnybody: readonly Obstacle['kind'][] = ['conflict', 'draft', 'behind']

/** GitHub refuses to wait where nothing is to be waited for, so only a blocked pull request is left to it. */
function autoStep(
  pull: ObservedPull,
  { autoMergeAllowed }: Pick<ReachedTarget, 'autoMergeAllowed'>,
  obstacle: Obstacle | null,
): MergeStep {
  if (obstacle === null) return { kind: 'merge' }
  if (obstacle.kind !== 'blocked' || !autoMergeAllowed) return wait(obstacle)
  return pull.autoMerge ? wait(byGitHub) : { kind: 'arm', by: 'auto' }
}

function queueStep(pull: ObservedPull, obstacle: Obstacle | null): MergeStep {
  if (pull.queued !== null) return wait(inQueue)
  if (!pull.queueEnabled) return wait(noQueue(pull))
  // The queue tests every entry on top of the branch, so that none has to be brought up to date for it.
  const ready = obstacle === null || obstacle.kind === 'behind'
  return ready ? { kind: 'arm', by: 'queue' } : wait(obstacle)
}

function wait(waiting: Waiting): MergeStep {
  return { kind: 'wait', waiting }
}

const byGitHub: Waiting = {
  reason: 'merge/auto-merge',
  waitsFor:
    'nobody has to act; GitHub merges the pull request as soon as its required checks pass. If one failed, a maintainer has to look at it.',
}

const inQueue: Waiting = {
  reason: 'merge/queued',
  waitsFor:
    'nobody has to act; the pull request is in the merge queue, which tests it on top of what goes before it.',
}

function noQueue({ baseBranch }: ObservedPull): Waiting {
  return {
    reason: 'merge/no-queue',
    waitsFor: `a maintainer has to turn on the merge queue of ${baseBranch}, which the request type asks for, or change its “merge”.`,
  }
}

function byHand({ number, baseBranch }: ObservedPull): Waiting {
  return {
    reason: 'merge/manual',
    waitsFor: `somebody who may merge into ${baseBranch} has to merge pull request ${number}; for this kind of request the toolkit never does. Before it is merged, approvals can still be taken back.`,
  }
}
