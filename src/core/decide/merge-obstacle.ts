import { latest, secondsBetween } from '../../model/instant.js'
import type { ObservedPull } from '../../model/pull.js'
import type { Snapshot } from '../../model/snapshot.js'
import { isLessPublic } from './less-public.js'
import type { Obstacle } from './merge-step.js'
import { reachedTarget } from './target-place.js'

/** Why the pull request cannot be merged now, or null. Source: GraphQL reference, enums MergeableState and MergeStateStatus. */
export function mergeObstacle(snapshot: Snapshot, pull: ObservedPull): Obstacle | null {
  const { mergeRefusal: refusal } = snapshot.details
  // A branch that has to be brought up to date is no longer what GitHub refused to merge.
  if (refusal !== null && pull.mergeState !== 'behind') {
    return {
      kind: 'refused',
      reason: 'merge/refused',
      waitsFor: `a maintainer has to look at the pull request, because GitHub refused the merge${isLessPublic(snapshot) ? '.' : `: ${refusal}`}`,
    }
  }
  if (reachedTarget(snapshot).mergeMethods.length === 0) {
    return {
      kind: 'no-method',
      reason: 'merge/no-method',
      waitsFor: 'a maintainer has to allow a merge method in the settings of the repository.',
    }
  }
  if (pull.draft) return obstacleOf('draft')
  if (pull.mergeable === 'no') return obstacleOf('dirty')
  if (pull.mergeState === 'outdated') return obstacleOf('outdated')
  if (pull.mergeable === 'unknown' || pull.mergeState === 'unknown') {
    return {
      kind: 'unknown',
      reason: 'merge/mergeability-unknown',
      waitsFor: 'nobody has to act; GitHub is still finding out whether the pull request can be merged.',
      next: 'wait',
    }
  }
  if (pull.mergeState === 'blocked' && startsNothing(snapshot, pull)) return unstarted
  return pull.mergeState === 'behind' ? behind(snapshot) : obstacleOf(pull.mergeState)
}

/**
 * How long required checks are waited for before it is said that none may ever start, in seconds. GitHub starts a workflow within seconds of a push, within
 * minutes when it is busy; after this time a check that starts by itself has begun.
 */
const startingMax = 600

/**
 * Whether nothing may ever start the required checks: a pull request that GITHUB_TOKEN opened starts no workflow by itself. By GitHub's own times.
 * Source: “Triggering a workflow” in GitHub's documentation.
 */
function startsNothing({ viewer }: Snapshot, pull: ObservedPull): boolean {
  const pushed = pull.forcedPushes.map(({ at }) => at)
  const waited = secondsBetween(latest(pull.createdAt, ...pushed), viewer.observedAt)
  return viewer.login === actionsLogin && waited >= startingMax
}

/** Who a workflow is that acts as GITHUB_TOKEN. */
const actionsLogin = 'github-actions[bot]'

const unstarted: Obstacle = {
  kind: 'blocked',
  reason: 'merge/blocked',
  waitsFor:
    'the required checks of the pull request have to pass, and no workflow starts by itself on a pull request that GITHUB_TOKEN has opened. Where they have not begun, somebody who may write has to let them run on the page of the pull request, or to close and reopen it; so that it does not happen again, a maintainer has to give the toolkit a GitHub App (docs/permissions.md).',
}

/** Most times a run replaces the head of a branch: where others merge all the time, the next event or the sweep goes on. */
export const replacementsMax = 3

/**
 * The target branch takes only pull requests that hold all of it, and something was merged since. The toolkit makes its commit anew on the tip,
 * unless it stands there already and GitHub has not seen it yet.
 */
function behind({ details }: Snapshot): Obstacle {
  const onTip = details.branch?.parents[0] === details.manifests.commit
  const canUpdate = !onTip && details.replacements < replacementsMax
  return {
    kind: 'behind',
    reason: 'merge/behind',
    waitsFor:
      'nobody has to act; other merges came first, and the toolkit brings the branch up to date at the next event or at the sweep.',
    ...(canUpdate ? { update: true } : {}),
  }
}

function obstacleOf(state: Exclude<ObservedPull['mergeState'], 'unknown' | 'behind'>): Obstacle | null {
  switch (state) {
    case 'clean':
    case 'unstable':
    case 'has-hooks':
      return null
    case 'blocked':
      return {
        kind: 'blocked',
        reason: 'merge/blocked',
        waitsFor:
          'the required checks of the pull request have to pass; then it is merged. If one failed, or a rule wants more than checks, a maintainer has to look at it.',
      }
    case 'outdated':
      return {
        kind: 'outdated',
        reason: 'merge/state-outdated',
        waitsFor: 'nobody has to act; the toolkit looks again at what it has just written.',
        next: 'look-again',
      }
    case 'draft':
      return {
        kind: 'draft',
        reason: 'merge/draft',
        waitsFor:
          'somebody who may write has to mark the pull request as ready for review; it was made a draft.',
      }
    case 'dirty':
      return {
        kind: 'conflict',
        reason: 'merge/conflict',
        waitsFor:
          'nobody has to act; the pull request conflicts with its base, and the toolkit plans it anew when the base moves.',
      }
  }
}
