import { GitHubError, isLasting } from '../github/errors.js'
import type { Observed } from '../model/settings.js'

/**
 * What a read finds, or why GitHub does not tell it to this token.
 * @throws GitHubError when GitHub fails, limits the rate or does not take the token.
 */
export async function tryRead<T>(read: () => Promise<T>): Promise<Observed<T>> {
  try {
    return { known: true, value: await read() }
  } catch (error) {
    if (error instanceof GitHubError && isLasting(error)) {
      return { known: false, why: reason(error) }
    }
    throw error
  }
}

/** A server that does not have an address yet answers like one that hides it: “not found”. */
function reason({ failure, operation, permission }: GitHubError): string {
  const right = permission === null ? 'a permission' : `the permission “${permission}”`
  if (failure === 'forbidden') return `the token lacks ${right}`
  if (failure === 'not-found') {
    return `GitHub does not ${operation} for this token: it lacks ${right}, or the server is too old`
  }
  if (failure === 'too-large') return `it took more to ${operation} than is read at once`
  return `GitHub did not ${operation}`
}

/** Roles as GraphQL writes them. Source: GraphQL reference, enum RepositoryPermission. */
export const permissions = {
  ADMIN: 'admin',
  MAINTAIN: 'maintain',
  WRITE: 'write',
  TRIAGE: 'triage',
  READ: 'read',
} as const
