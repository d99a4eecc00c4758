import type { RepositoryRef } from '../../../model/ids.js'
import type { RequestType, Target } from '../../../model/request-type.js'
import type { Check, OtherTarget } from '../../../model/settings.js'
import { inStage } from '../../request-type/stages.js'
import { check, type Facts, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Whether the token reads the other repositories whose manifests request types change. */
export function checkTargets({ settings, general }: Facts): readonly Check[] {
  const server = general.url.split('/').slice(0, 3).join('/')
  return settings.otherTargets.map((target) => {
    const { owner } = target.repository
    const where = {
      menu: `${owner} → Settings → GitHub Apps → (your app) → Repository access`,
      url: `${server}/organizations/${owner}/settings/installations`,
    }
    return check('doctor/target', where, reachable(target))
  })
}

function reachable({ repository, reads }: OtherTarget): Outcome {
  const { owner, name } = repository
  const fix = `Install your app in ${owner}/${name} too; GITHUB_TOKEN never reaches another repository.`
  if (!reads.known) return unknown(`the token reads ${owner}/${name}`, reads.why, fix)
  return reads.value
    ? fine(`The token reads ${owner}/${name}, where manifests live.`)
    : wrong(`A request type changes ${owner}/${name}, and this token does not see it.`, fix)
}

/** Where requests of a type are carried out: in its stages, where it has some. */
export function targetsOf(type: RequestType): readonly Target[] {
  return (type.stages ?? [null]).map((stage) => inStage(type, stage).target)
}

/** The branches of this repository that requests of a type are merged into; null stands for those of other repositories. */
export function targetBranches(
  type: RequestType,
  here: RepositoryRef,
  defaultBranch: string,
): readonly (string | null)[] {
  return targetsOf(type).map(({ repository, branch }) =>
    repository !== null && nameOf(repository) !== nameOf(here) ? null : (branch ?? defaultBranch),
  )
}

/** GitHub's names do not distinguish case. */
export function nameOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`.toLowerCase()
}
