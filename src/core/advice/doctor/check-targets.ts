import type { RepositoryRef } from '../../../model/ids.js'
import type { RequestType } from '../../../model/request-type.js'
import type { Check, OtherTarget } from '../../../model/settings.js'
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

/** The branch of this repository that requests of a type are merged into, or null where that is another repository's. */
export function targetBranch(
  { target }: RequestType,
  here: RepositoryRef,
  defaultBranch: string,
): string | null {
  const { repository, branch } = target
  const elsewhere = repository !== null && nameOf(repository) !== nameOf(here)
  return elsewhere ? null : (branch ?? defaultBranch)
}

/** GitHub's names do not distinguish case. */
function nameOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`.toLowerCase()
}
