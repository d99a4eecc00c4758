import { userId } from '../../model/ids.js'
import type { JsonSchema } from '../../model/json.js'
import type { ProblemCode } from '../../model/problem-codes.js'
import { type NamedUser, type Principal, type Role, roles } from '../../model/request-type.js'
import { closestName, didYouMean } from '../text/closest-name.js'

/** Somebody a word names, or why it names nobody. */
export type PrincipalReading =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly code: ProblemCode; readonly what: string; readonly fix: string }

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
    fix: `${orMeant(word)}Write team:<slug>, role:<role> or a login without @, as in team:platform, role:maintain, octocat or octocat#583231.`,
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
    fix: `${orMeant(word)}Write the last part of the team’s address in lower case and without the organization, as in team:platform-leads.`,
  }
}

function readRole(word: string): PrincipalReading {
  const name = word.slice('role:'.length)
  const role = namedRoles.find((each) => each === name)
  if (role !== undefined) return { ok: true, principal: { kind: 'role', role } }
  return {
    ok: false,
    code: 'type/principal',
    what: `“${name}” is not a role; custom roles are not supported yet.`,
    fix: `${didYouMean(name, namedRoles, 'role:') || orMeant(word)}The roles are: ${namedRoles.join(', ')}.`,
  }
}

function orMeant(word: string): string {
  const meant = meantPrincipal(word)
  return meant === null ? '' : `Did you mean ${meant}? `
}

/**
 * Reads people as they are written in one line, as in `team:platform, role:maintain, octocat`: the words of a request type, separated by
 * commas. Null when one of them is none, or there is none at all.
 */
export function parsePrincipals(text: string): readonly Principal[] | null {
  const readings = text.split(',').map((word) => readPrincipal(word.trim()))
  const principals = readings.flatMap((reading) => (reading.ok ? [reading.principal] : []))
  return principals.length === readings.length ? principals : null
}

/** Everybody has the role `none`, so it names nobody in particular. */
const namedRoles = roles.filter((role) => role !== 'none')

/** The slug of a team. */
const slugGrammar = /^[a-z0-9][a-z0-9_-]{0,99}$/

/**
 * A login. Source: GitHub's documentation, “Username considerations for external authentication” (letters, digits, single hyphens; an
 * underscore before the short code of managed users).
 */
const loginGrammar = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?$/

/** Words that stand for several people, by what somebody who writes one of them in a list of people most likely means. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  'role:read': ['read', 'reader', 'readers', 'none', 'everyone', 'everybody', 'anyone', 'anybody', 'public'],
  'role:triage': ['triage', 'triager', 'triagers'],
  'role:write': [
    'write',
    'writer',
    'writers',
    'push',
    'committer',
    'committers',
    'collaborator',
    'collaborators',
  ],
  'role:maintain': ['maintain', 'maintains', 'maintainer', 'maintainers'],
  'role:admin': ['admin', 'admins', 'administrator', 'administrators', 'owner', 'owners'],
  'team:<slug>': ['team', 'teams', 'member', 'members'],
  codeowners: ['codeowner', 'codeowners', 'code-owner', 'code-owners'],
  'not: [], which leaves nobody out': ['requester', 'requesters', 'editor', 'editors'],
}
const meant = new Map(
  Object.entries(meanings).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
)

/** The words that name somebody, as JSON Schema. What is near a word that stands for several people is refused without it. */
export const principalSchema: JsonSchema = {
  anyOf: [
    { enum: namedRoles.map((role) => `role:${role}`) },
    { pattern: slugGrammar.source.replace('^', '^team:') },
    {
      pattern: loginGrammar.source.replace('$', '(?:#[1-9]\\d{0,14})?$'),
      not: { enum: [...meant.keys()].filter((word) => loginGrammar.test(word)) },
    },
  ],
}

/** Words long enough that another near them is a slip rather than somebody's login. */
const longWords = [...meant.keys()].filter((word) => word.length >= 8)

/** What people write before the name of a team, a role or a person, and behind it instead of the colon, or beside it. */
const prefixed = /^(team|group|role|user|login)s?[\s:=/._-]+(.+)$/i

/**
 * How to write what a word in a list of people most likely means, as in `team:platform` for `team-platform`, `@acme/platform` or the address
 * of that team; null where it is near nothing.
 */
export function meantPrincipal(word: string): string | null {
  const core = withoutAddress(word.trim())
  return ofPrefix(core) ?? ofGroup(core) ?? ofOrganization(core) ?? (core === word ? null : personNamed(core))
}

/** Addresses of teams and people, and `@`, lead to a name. */
function withoutAddress(word: string): string {
  const [, path = word] = /^https?:\/\/[^/]+\/([^?#]+?)\/?$/.exec(word) ?? []
  const [, slug] = /^orgs\/[^/]+\/teams\/([^/]+)$/.exec(path) ?? []
  return slug === undefined ? path.replace(/^@/, '') : `team:${slug}`
}

function ofPrefix(core: string): string | null {
  const [, kind, rest] = prefixed.exec(core) ?? []
  if (kind === undefined || rest === undefined) return null
  const name = rest.replace(/^@/, '')
  switch (kind.toLowerCase()) {
    case 'role':
      return roleNamed(name)
    case 'team':
    case 'group':
      return teamNamed(name.slice(name.lastIndexOf('/') + 1))
    default:
      return personNamed(name)
  }
}

function roleNamed(name: string): string | null {
  const known = meant.get(name.toLowerCase())
  if (known !== undefined) return known
  const closest = closestRole(name)
  return closest === null ? null : `role:${closest}`
}

/** The role a misspelt one most likely is. */
function closestRole(name: string): Role | null {
  const closest = closestName(name, namedRoles)
  return namedRoles.find((each) => each === closest) ?? null
}

function teamNamed(name: string): string | null {
  const slug = name.trim().toLowerCase().replace(/\s+/g, '-')
  return slugGrammar.test(slug) ? `team:${slug}` : null
}

function personNamed(name: string): string | null {
  return namedUser(name) === null ? null : name
}

function ofGroup(core: string): string | null {
  const folded = core.toLowerCase().replace(/\s+/g, '-')
  const known = meant.get(folded)
  if (known !== undefined) return known
  const near = folded.length < 7 ? null : closestName(folded, longWords)
  return near === null || near[0] !== folded[0] ? null : (meant.get(near) ?? null)
}

/** Teams are mentioned as `@acme/platform`. */
function ofOrganization(core: string): string | null {
  const [organization = '', name, ...more] = core.split('/')
  return name === undefined || more.length > 0 || !loginGrammar.test(organization) ? null : teamNamed(name)
}

/** The account behind a login, as in `octocat#583231`; no id of GitHub's has more digits than a whole number can hold. */
const withAccount = /^([^#]+)#([1-9]\d{0,14})$/

/** Somebody written as `octocat` or `octocat#583231`, or null where the word is neither. */
export function namedUser(word: string): NamedUser | null {
  const [, login = word, id] = withAccount.exec(word) ?? []
  if (!loginGrammar.test(login)) return null
  return id === undefined ? { kind: 'user', login } : { kind: 'user', login, id: userId(Number(id)) }
}
