import type { Authority } from '../../model/authority.js'
import type { UserId } from '../../model/ids.js'
import type { Role } from '../../model/request-type.js'
import type { LackingRole, ResolvedApprover } from '../../model/verdict.js'
import { accountOf, sameLogin } from './account.js'
import { isAtLeast, leastRole } from './principal.js'

/**
 * Who of the people that are named one by one is known to lack the role that takes, so that their approval would not count. Of whom nothing is
 * known nothing is said, nor of an account that may have another login by now.
 */
export function lackingRole(from: readonly ResolvedApprover[], authority: Authority): readonly LackingRole[] {
  return from.flatMap((each) => {
    if (each.kind !== 'user' && each.kind !== 'owner') return []
    const least = leastRole(each)
    if (least === null || !lacks(each, least, authority)) return []
    return [{ login: each.login, by: each.kind === 'user' ? 'rule' : 'codeowners', least }]
  })
}

type Named = Parameters<typeof accountOf>[0]

function lacks(named: Named, least: Role, authority: Authority): boolean {
  const account = accountOf(named, authority)
  if (typeof account === 'number' && !hasLogin(account, named.login, authority)) return false
  const found = authority.roles.find((each) => sameLogin(each.login, named.login))
  if (found === undefined) return authority.everyone
  return found.known && !isAtLeast(found.role, least)
}

/** Whether an account is known to have a login now. */
function hasLogin(account: UserId, login: string, { accounts, roles }: Authority): boolean {
  return [...accounts, ...roles].some(
    (each) => each.known && each.id === account && sameLogin(each.login, login),
  )
}
