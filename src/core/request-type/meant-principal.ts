import { type Role, roles } from '../../model/request-type.js'
import { closestName } from '../text/closest-name.js'
import { loginGrammar, namedUser } from './named-user.js'

/** Everybody has the role `none`, so it names nobody in particular. */
export const namedRoles = roles.filter((role) => role !== 'none')

/** The slug of a team. */
export const slugGrammar = /^[a-z0-9][a-z0-9_-]{0,99}$/

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
export function closestRole(name: string): Role | null {
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
