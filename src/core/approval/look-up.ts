import type { PeopleNeeds } from '../../model/needs.js'
import type { Principal } from '../../model/request-type.js'

/**
 * What has to be looked up about one person: the role, the teams, and whose the named logins are.
 * @param mentioned logins that fields of the request name.
 */
export function lookUp(
  principals: readonly Principal[] | 'everyone',
  login: string | null,
  mentioned: readonly string[] = [],
): PeopleNeeds {
  if (principals === 'everyone' || login === null)
    return { people: [], everyone: false, accounts: [], teams: [] }
  const slugs = principals.flatMap((each) => (each.kind === 'team' ? [each.slug] : []))
  const named = principals.flatMap((each) =>
    each.kind === 'user' && each.id === undefined ? [each.login] : [],
  )
  return {
    people: principals.some(({ kind }) => kind !== 'team') ? [login] : [],
    everyone: false,
    accounts: [...new Set([...named, ...mentioned].map((each) => each.toLowerCase()))],
    teams: [...new Set(slugs)].map((slug) => ({ slug, logins: [login] })),
  }
}
