import { findSecret } from '../request/find-secret.js'

/** A reason somebody gave, as it may be copied into records and comments: not at all where it holds what looks like a secret. */
export function withoutSecret(reason: string): string {
  const secret = findSecret(reason)
  return secret === null ? reason : `(The reason is withheld, because it holds what looks like ${secret}.)`
}
