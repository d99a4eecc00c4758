import type { NamedUser, Principal } from '../../model/request-type.js'
import { closestRole, meantPrincipal, namedRoles, slugGrammar } from './meant-principal.js'
import { namedUser } from './named-user.js'

/** Somebody a word names, or why it names nobody. */
export type PrincipalReading =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly code: string; readonly what: string; readonly fix: string }

/**
 * Reads one word of a list of people: `team:<slug>`, `role:<role>` or a login, with or without the id of its account.
 * Source of the roles: GitHub's documentation, “Repository roles for an organization”.
 */
export function readPrincipal(word: string): PrincipalReading {
  if (word.startsWith('team:')) return readTeam(word)
  if (word.startsWith('role:')) return readRole(word)
  if (word === 'codeowners') return ownersDoNotAsk
  const user = namedUser(word)
  if (user !== null) return readUser(user)
  return {
    ok: false,
    code: 'type/principal',
    what: `“${word}” names no team, role or user.`,
    fix: `${didYouMean(word)}Write team:<slug>, role:<role> or a login without @, as in team:platform, role:maintain, octocat or octocat#583231.`,
  }
}

/** How to find the account that a login has. */
export function accountAdvice(login: string): string {
  return `write ${login}#<id>; “gh api users/${login} --jq .id” prints the id`
}

/** A forgotten prefix must not give the approval to whoever has taken the word for a login; who writes the account means it. */
function readUser(user: NamedUser): PrincipalReading {
  const meant = user.id === undefined ? meantPrincipal(user.login) : null
  if (meant === null) return { ok: true, principal: user }
  return {
    ok: false,
    code: 'type/principal-word',
    what: `“${user.login}” stands where somebody’s login is expected, so whoever has that login on GitHub would be named.`,
    fix: `Did you mean ${meant}? If an account of that name is meant, ${accountAdvice(user.login)}.`,
  }
}

const ownersDoNotAsk: PrincipalReading = {
  ok: false,
  code: 'type/principal',
  what: '“codeowners” can only approve: which files a request touches is not known before it is filed.',
  fix: 'Name the teams, roles or users who may ask.',
}

function readTeam(word: string): PrincipalReading {
  const slug = word.slice('team:'.length)
  if (slugGrammar.test(slug)) return { ok: true, principal: { kind: 'team', slug } }
  return {
    ok: false,
    code: 'type/principal',
    what: `“${slug}” is not the slug of a team.`,
    fix: `${didYouMean(word)}Write the last part of the team’s address in lower case and without the organization, as in team:platform-leads.`,
  }
}

function readRole(word: string): PrincipalReading {
  const name = word.slice('role:'.length)
  const role = namedRoles.find((each) => each === name)
  if (role !== undefined) return { ok: true, principal: { kind: 'role', role } }
  const closest = closestRole(name)
  return {
    ok: false,
    code: 'type/principal',
    what: `“${name}” is not a role; custom roles are not supported yet.`,
    fix: `${closest === null ? didYouMean(word) : `Did you mean role:${closest}? `}The roles are: ${namedRoles.join(', ')}.`,
  }
}

function didYouMean(word: string): string {
  const meant = meantPrincipal(word)
  return meant === null ? '' : `Did you mean ${meant}? `
}
