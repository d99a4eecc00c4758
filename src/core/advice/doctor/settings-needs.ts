import type { RepositoryRef } from '../../../model/ids.js'
import type { Policy } from '../../../model/policy.js'
import type { RequestType } from '../../../model/request-type.js'
import type { GeneralSettings, SettingsNeeds, SignalsNeeds } from '../../../model/settings.js'
import { signalKinds } from '../../../model/signal.js'
import { namedPrincipals } from '../../approval/named-principals.js'
import { ruleLists } from '../../request-type/people-problems.js'
import { readPolicy } from '../../request-type/read-policy.js'
import { nameOf, targetBranches, targetsOf } from './check-targets.js'
import { placeOf, waited } from './waited.js'

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
  const branches = types.flatMap((type) =>
    targetBranches(type, here, defaultBranch).flatMap((branch) => branch ?? []),
  )
  return {
    branches: branches.length === 0 && types.length === 0 ? [defaultBranch] : [...new Set(branches)],
    teams: [...new Set(types.flatMap(teamsOf))].sort(),
    repositories: otherRepositories(types, here),
    signals: signalsOf(types),
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
  for (const { repository } of types.flatMap(targetsOf))
    if (repository !== null && nameOf(repository) !== nameOf(here)) found.set(nameOf(repository), repository)
  return [...found.values()]
}

/** One look at each branch where something is waited for, at all kinds of signals that are. */
function signalsOf(types: readonly RequestType[]): readonly SignalsNeeds[] {
  const found = new Map<string, SignalsNeeds>()
  for (const { target, expected } of types.flatMap(waited)) {
    const key = placeOf(target)
    const kinds = new Set([...(found.get(key)?.kinds ?? []), expected.kind])
    found.set(key, { ...target, kinds: signalKinds.filter((kind) => kinds.has(kind)) })
  }
  return [...found.values()]
}
