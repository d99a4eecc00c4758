import { userId } from '../../model/ids.js'
import type { NamedUser } from '../../model/request-type.js'

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
