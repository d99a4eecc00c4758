import type { Signature } from '../git/commits.js'
import type { Account } from './world.js'

/** GitHub's private address of an account. Source: GitHub docs, "Email addresses reference". */
export function personalSignature(account: Account, seconds: number): Signature {
  return {
    name: account.login,
    email: `${account.id}+${account.login}@users.noreply.github.com`,
    seconds,
  }
}

/** Who commits what was made through the web page or without an author of its own. */
export function webSignature(seconds: number): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', seconds }
}
