import type { RepositoryRef } from '../../../model/ids.js'
import type { RequestType } from '../../../model/request-type.js'
import type { GeneralSettings, SettingsNeeds } from '../../../model/settings.js'
import type { Policy } from '../../../model/snapshot.js'
import { namedPrincipals } from '../../approval/named-principals.js'
import { ruleLists } from '../../request-type/people-problems.js'
import { readPolicy } from '../../request-type/read-policy.js'
import { targetBranch } from './check-targets.js'

/**
 * What the request types of a repository make worth looking up: the branches they are merged into, the teams they name, the other
 * repositories they write to. Types that cannot be read name nothing; without any, requests would go to the default branch.
 * @param policy null where the files could not be read.
 */
export function settingsNeeds(
  policy: Policy | null,
  { defaultBranch }: Pick<GeneralSettings, 'defaultBranch'>,
  here: RepositoryRef,
): SettingsNeeds {
  const types = policy === null ? [] : readPolicy(policy).candidates.map(({ type }) => type)
  const branches = types.flatMap((type) => targetBranch(type, here, defaultBranch) ?? [])
  return {
    branches: branches.length === 0 && types.length === 0 ? [defaultBranch] : [...new Set(branches)],
    teams: [...new Set(types.flatMap(teamsOf))].sort(),
    repositories: otherRepositories(types, here),
  }
}

function teamsOf(type: RequestType): readonly string[] {
  const approvers = ruleLists(type).flatMap(({ approval }) => namedPrincipals(approval))
  return [...approvers, ...(type.requesters ?? [])].flatMap((each) =>
    each.kind === 'team' ? [each.slug] : [],
  )
}

function otherRepositories(types: readonly RequestType[], here: RepositoryRef): readonly RepositoryRef[] {
  const found = new Map<string, RepositoryRef>()
  for (const type of types) {
    const { repository } = type.target
    if (repository === null || targetBranch(type, here, '') !== null) continue
    found.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository)
  }
  return [...found.values()]
}
