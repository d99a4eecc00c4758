import type { Person } from '../../model/person.js'
import { type Role, roles } from '../../model/request-type.js'
import type { Authority } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { ResolvedApprover } from '../../model/verdict.js'

/** Which principals of a list somebody counts as, and which could not be found out. */
export interface Standing {
  /** As written in the request type: `team:platform`, `role:maintain`, `octocat`; `codeowner:octocat` for a user CODEOWNERS names. */
  readonly as: readonly string[]
  /** Why some principals could not be checked, in sentences. */
  readonly unknown: readonly string[]
}

/** Least role of a user whom GitHub takes for a code owner. Source: “About code owners” in GitHub's documentation. */
const ownerRole = 'write'

/** How a principal is written in a request type. */
export function principalText(principal: ResolvedApprover): string {
  switch (principal.kind) {
    case 'user':
      return principal.login
    case 'team':
      return `team:${principal.slug}`
    case 'role':
      return `role:${principal.role}`
    case 'owner':
      return `codeowner:${principal.login}`
    case 'unresolved':
      return `codeowner:${principal.name}`
    case 'undisclosed':
    case 'unreadable':
      return 'codeowners'
    default:
      return unreachable(principal)
  }
}

/** Checks one person against a list of principals. What GitHub did not say counts as unknown, never as “no”. */
export function standing(
  person: Person,
  principals: readonly ResolvedApprover[],
  authority: Authority,
): Standing {
  const as: string[] = []
  const unknown: string[] = []
  for (const principal of principals) {
    const answer = counts(person, principal, authority)
    if (answer === true) as.push(principalText(principal))
    else if (answer !== false && !unknown.includes(answer)) unknown.push(answer)
  }
  return { as, unknown }
}

/** The role somebody has in the repository now, or why it is not known. */
export function roleOf(person: Person, authority: Authority): Role | { readonly why: string } {
  const found = authority.roles.find((each) => sameLogin(each.login, person.login))
  if (found === undefined)
    return {
      why: `the role of ${person.login} was not looked up, because too many people gave commands here`,
    }
  if (!found.known) return { why: found.why }
  if (found.id === null)
    return found.role === 'none'
      ? 'none'
      : { why: `GitHub did not tell whose role that of ${person.login} is` }
  if (found.id !== person.id) return { why: `the login ${person.login} belongs to another account now` }
  return found.role
}

/** Whether `role` is at least `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least)
}

/** GitHub's logins do not distinguish case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function counts(person: Person, principal: ResolvedApprover, authority: Authority): boolean | string {
  switch (principal.kind) {
    case 'user':
      return sameLogin(principal.login, person.login) && isAccount(person, authority)
    case 'owner':
      return (
        sameLogin(principal.login, person.login) &&
        and(isAccount(person, authority), () => hasRole(person, ownerRole, authority))
      )
    case 'role':
      return hasRole(person, principal.role, authority)
    case 'team': {
      const team = authority.teams.find((each) => each.team === principal.slug)
      if (team === undefined) return `the members of team ${principal.slug} were not looked up`
      return team.known ? team.members.includes(person.id) : team.why
    }
    case 'undisclosed':
      return 'code owners are not named here'
    case 'unresolved':
    case 'unreadable':
      return principal.why
    default:
      return unreachable(principal)
  }
}

function and(first: boolean | string, second: () => boolean | string): boolean | string {
  return first === true ? second() : first
}

/** Whether the account that wrote the comment is the one that has its login now; a login can be given up and taken by somebody else. */
function isAccount(person: Person, authority: Authority): true | string {
  const role = roleOf(person, authority)
  if (typeof role !== 'string') return role.why
  const found = authority.roles.find((each) => sameLogin(each.login, person.login))
  return found?.known === true && found.id !== null
    ? true
    : `GitHub did not tell whose the login ${person.login} is`
}

function hasRole(person: Person, least: Role, authority: Authority): boolean | string {
  const role = roleOf(person, authority)
  return typeof role === 'string' ? isAtLeast(role, least) : role.why
}
