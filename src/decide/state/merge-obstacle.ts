import type { ObservedPull, Snapshot } from '../../model/snapshot.js'
import { isLessPublic } from './less-public.js'
import type { Obstacle } from './merge-step.js'
import { reachedTarget } from './target-place.js'

/** Why the pull request cannot be merged now, or null. Source: GraphQL reference, enums MergeableState and MergeStateStatus. */
export function mergeObstacle(snapshot: Snapshot, pull: ObservedPull): Obstacle | null {
  const refusal = snapshot.details?.mergeRefusal ?? null
  if (refusal !== null) {
    return {
      reason: 'merge/refused',
      waitsFor: `a maintainer has to look at the pull request, because GitHub refused the merge${isLessPublic(snapshot) ? '.' : `: ${refusal}`}`,
    }
  }
  if (reachedTarget(snapshot).mergeMethods.length === 0) {
    return {
      reason: 'merge/no-method',
      waitsFor: 'a maintainer has to allow a merge method in the settings of the repository.',
    }
  }
  if (pull.draft) return obstacleOf('draft')
  if (pull.mergeable === 'no') {
    return {
      reason: 'merge/conflict',
      waitsFor: 'the pull request conflicts with its base; the toolkit plans it anew when the base moves.',
    }
  }
  if (pull.mergeable === 'unknown' || pull.mergeState === 'unknown') {
    return {
      reason: 'merge/mergeability-unknown',
      waitsFor: 'nobody has to act; GitHub is still finding out whether the pull request can be merged.',
    }
  }
  return obstacleOf(pull.mergeState)
}

function obstacleOf(state: Exclude<ObservedPull['mergeState'], 'unknown'>): Obstacle | null {
  switch (state) {
    case 'clean':
    case 'unstable':
    case 'has-hooks':
      return null
    case 'blocked':
      return {
        reason: 'merge/blocked',
        waitsFor:
          'the required checks of the pull request have to pass; then it is merged. If one failed, or a rule wants more than checks, a maintainer has to look at it.',
      }
    case 'outdated':
      return {
        reason: 'merge/state-outdated',
        waitsFor: 'nobody has to act; the toolkit looks again at what it has just written.',
      }
    case 'behind':
      return {
        reason: 'merge/behind',
        waitsFor:
          'the branch protection demands an up-to-date branch; a maintainer has to turn that off for these pull requests, or merge by hand.',
      }
    case 'draft':
      return {
        reason: 'merge/draft',
        waitsFor: 'somebody has made the pull request a draft; mark it as ready for review.',
      }
    case 'dirty':
      return {
        reason: 'merge/conflict',
        waitsFor: 'the pull request conflicts with its base; the toolkit plans it anew when the base moves.',
      }
  }
}
