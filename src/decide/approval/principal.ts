import type { Person } from '../../model/person.js'
import { type Principal, type Role, roles } from '../../model/request-type.js'
import type { Authority } from '../../model/snapshot.js'

/** Which principals of a list somebody counts as, and which could not be found out. */
export interface Standing {
  /** As written in the request type: `team:platform`, `role:maintain`, `octocat`. */
  readonly as: readonly string[]
  /** Why some principals could not be checked, in sentences. */
  readonly unknown: readonly string[]
}

/** How a principal is written in a request type. */
export function principalText(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
      return principal.login
    case 'team':
      return `team:${principal.slug}`
    case 'role':
      return `role:${principal.role}`
  }
}

/** Checks one person against a list of principals. What GitHub did not say counts as unknown, never as “no”. */
export function standing(person: Person, principals: readonly Principal[], authority: Authority): Standing {
  const as: string[] = []
  const unknown: string[] = []
  for (const principal of principals) {
    const answer = counts(person, principal, authority)
    if (answer === true) as.push(principalText(principal))
    else if (answer !== false) unknown.push(answer)
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

function counts(person: Person, principal: Principal, authority: Authority): boolean | string {
  switch (principal.kind) {
    case 'user':
      return sameLogin(principal.login, person.login)
    case 'role': {
      const role = roleOf(person, authority)
      return typeof role === 'string' ? isAtLeast(role, principal.role) : role.why
    }
    case 'team': {
      const team = authority.teams.find((each) => each.team === principal.slug)
      if (team === undefined) return `the members of team ${principal.slug} were not looked up`
      return team.known ? team.members.includes(person.id) : team.why
    }
  }
}
