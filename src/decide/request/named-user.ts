import { userId } from '../../model/ids.js'
import type { NamedUser } from '../../model/request-type.js'
import { closestName } from '../expression/closest-name.js'

/**
 * A login. Source: GitHub's documentation, “Username considerations for external authentication” (letters, digits, single hyphens; an
 * underscore before the short code of managed users).
 */
export const loginGrammar = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?$/

/** The account behind a login, as in `octocat#583231`; no id of GitHub's has more digits than a whole number can hold. */
const withAccount = /^([^#]+)#([1-9]\d{0,14})$/

/** Somebody written as `octocat` or `octocat#583231`, or null where the word is neither. */
export function namedUser(word: string): NamedUser | null {
  const [, login = word, id] = withAccount.exec(word) ?? []
  if (!loginGrammar.test(login)) return null
  return id === undefined ? { kind: 'user', login } : { kind: 'user', login, id: userId(Number(id)) }
}

/** Words that stand for several people, and what somebody who writes one of them where a login is expected most likely means. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  'role:read': ['read', 'reader', 'readers', 'none', 'everyone', 'everybody', 'anyone'],
  'role:triage': ['triage', 'triager', 'triagers'],
  'role:write': ['write', 'writer', 'writers', 'push', 'committer', 'committers', 'collaborators'],
  'role:maintain': ['maintain', 'maintains', 'maintainer', 'maintainers'],
  'role:admin': ['admin', 'admins', 'administrator', 'administrators', 'owner', 'owners'],
  codeowners: ['codeowner', 'codeowners', 'code-owner', 'code-owners'],
  'not: [], which leaves nobody out': ['requester', 'requesters', 'editor', 'editors'],
}
const meant = new Map(
  Object.entries(meanings).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
)

/** Words long enough that another near them is a slip rather than somebody's login. */
const longWords = [...meant.keys()].filter((word) => word.length >= 8)

/**
 * What a bare word in a list of people most likely means where it is no login: it would give the approval to whoever has that login. An
 * account of that name can still be meant, by writing its id.
 */
export function mistakenWord({ login, id }: NamedUser): string | null {
  if (id !== undefined) return null
  const folded = login.toLowerCase()
  // `role-maintain` is a login as well.
  const known = meant.get(folded.replace(/^roles?-/, ''))
  if (known !== undefined) return known
  const near = folded.length < 7 ? null : closestName(folded, longWords)
  return near === null || near[0] !== folded[0] ? null : (meant.get(near) ?? null)
}
