import type { Principal } from '../../model/request-type.js'
import { namedRoles, slugGrammar } from './decode-principals.js'
import { mistakenWord, namedUser } from './named-user.js'

/**
 * Reads people as they are written in one line, as in `team:platform, role:maintain, octocat`: the words of a request type, separated by
 * commas. Null when one of them is none, or there is none at all.
 */
export function parsePrincipals(text: string): readonly Principal[] | null {
  const words = text.split(',').map((word) => word.trim())
  const principals = words.flatMap((word) => parsePrincipal(word) ?? [])
  return principals.length === words.length ? principals : null
}

function parsePrincipal(word: string): Principal | null {
  if (word.startsWith('team:')) {
    const slug = word.slice('team:'.length)
    return slugGrammar.test(slug) ? { kind: 'team', slug } : null
  }
  const role = namedRoles.find((each) => word === `role:${each}`)
  if (role !== undefined) return { kind: 'role', role }
  const user = namedUser(word)
  return user === null || mistakenWord(user) !== null ? null : user
}
