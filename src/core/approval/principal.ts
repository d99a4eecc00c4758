import type { Authority } from '../../model/authority.js'
import type { Person } from '../../model/person.js'
import { type NamedTeam, type Role, roles } from '../../model/request-type.js'
import type { ObservedRepository } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { isAccount, isOwnerAccount, sameLogin } from './account.js'

/** As whom somebody counts among those who may do something; everybody who asks whether somebody may gets this answer. */
export interface Standing {
  /**
   * As written in the request type: `team:platform`, `role:maintain`, `octocat`; `codeowner:octocat` for a user CODEOWNERS names. Empty where they
   * count as nobody, as far as is known.
   */
  readonly as: readonly string[]
  /** The role they have in the repository now; null where it is not known, or is of no account. */
  readonly role: Role | null
  /** Why some principals could not be checked, in sentences. */
  readonly unknown: readonly string[]
}

/** Least role of a user, and least access of a team, whom GitHub takes for a code owner. Source: “About code owners” in GitHub's documentation. */
const ownerRole = 'write'
/** Least role of somebody who is named by login: whoever has no part in the repository would be somebody who has taken the name. */
const namedRole = 'read'

/** The least role that somebody who is named one by one needs to count; null where none is needed. */
export function leastRole(named: Extract<ResolvedApprover, { kind: 'user' | 'owner' }>): Role | null {
  if (named.kind === 'owner') return ownerRole
  return named.outside === true ? null : namedRole
}

/** How a principal is written in a request type. */
export function principalText(principal: ResolvedApprover): string {
  switch (principal.kind) {
    case 'user':
      return principal.id === undefined ? principal.login : `${principal.login}#${principal.id}`
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
  const role = roleOf(person, authority)
  return { as, role: typeof role === 'string' ? role : null, unknown }
}

/** The role somebody has in the repository now, or why it is not known. */
function roleOf(person: Person, authority: Authority): Role | { readonly why: string } {
  const found = authority.roles.find((each) => sameLogin(each.login, person.login))
  if (found === undefined) {
    if (authority.everyone) return 'none'
    return {
      why: `the role of ${person.login} was not looked up, because too many people gave commands here`,
    }
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

/**
 * Whether somebody is a passer-by in a public repository: nobody has given them a role there, or there were too many people to look for
 * theirs. What cannot be found out of such people stops nothing: else anybody on the internet could stop every request.
 */
export function isPasserBy(
  person: Person,
  repository: Pick<ObservedRepository, 'private'>,
  authority: Authority,
): boolean {
  if (repository.private) return false
  const found = authority.roles.find((each) => sameLogin(each.login, person.login))
  return found === undefined || (found.known && found.role === 'none')
}

function counts(person: Person, principal: ResolvedApprover, authority: Authority): boolean | string {
  switch (principal.kind) {
    case 'user':
      return and(isAccount(person, principal, authority), () =>
        principal.outside === true ? true : hasRole(person, namedRole, authority),
      )
    case 'owner':
      return and(isOwnerAccount(person, principal, authority), () => hasRole(person, ownerRole, authority))
    case 'role':
      return hasRole(person, principal.role, authority)
    case 'team':
      return and(isMember(person, principal, authority), () =>
        principal.owner === true ? hasAccess(principal, authority) : true,
      )
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

function isMember(person: Person, { slug }: NamedTeam, { teams }: Authority): boolean | string {
  const team = teams.find((each) => each.team === slug)
  if (team === undefined) return `the members of team ${slug} were not looked up`
  if (!team.known) return team.why
  if (team.members.includes(person.id)) return true
  return team.whole || team.asked.some((login) => sameLogin(login, person.login))
    ? false
    : `it was not looked up whether ${person.login} is in team ${slug}, because too many people gave commands here`
}

/** Whether a team that CODEOWNERS names is one that GitHub takes for an owner. */
function hasAccess({ slug }: NamedTeam, { teams }: Authority): boolean | string {
  const team = teams.find((each) => each.team === slug)
  if (team?.known !== true || team.access === null) return `GitHub did not tell what team ${slug} may do here`
  return isAtLeast(team.access, ownerRole)
}

function hasRole(person: Person, least: Role, authority: Authority): boolean | string {
  const role = roleOf(person, authority)
  return typeof role === 'string' ? isAtLeast(role, least) : role.why
}
