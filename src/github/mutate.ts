import type { Octokit } from '@octokit/rest'
import { call, limitEnds, type Purpose } from './call.js'
import { GitHubError } from './errors.js'

/** The purpose of a write. */
export function writing(operation: string, permission: string): Purpose {
  return { operation, permission, write: true }
}

/**
 * Sends a mutation whose one field is called `answer`.
 * @throws GitHubError
 */
export async function mutate(
  request: Octokit['request'],
  purpose: Purpose,
  query: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Mutated> {
  const { data, headers } = await call(purpose, () =>
    request('POST /graphql', { query, variables: { input } }),
  )
  const body: MutationAnswer = data
  const [error] = body.errors ?? []
  if (error === undefined && body.data?.answer !== undefined && body.data.answer !== null)
    return body.data.answer
  const failure = mutationFailure(error?.type ?? 'UNKNOWN')
  const said = error?.message ?? 'the answer is not what GitHub documents'
  throw new GitHubError({
    ...purpose,
    failure,
    status: 200,
    detail: failure === 'rate-limited' ? `${said}${limitEnds(headers)}` : said,
    cause: error,
  })
}

interface MutationAnswer {
  readonly data?: { readonly answer?: Mutated | null } | null
  readonly errors?: readonly { readonly type?: string; readonly message: string }[]
}

interface Mutated {
  readonly commit?: { readonly oid: string } | null
  readonly entry?: { readonly headCommit: { readonly oid: string } | null } | null
}

/** Source: GraphQL error types as GitHub answers them; `STALE_DATA` when a branch is not where it was expected. */
function mutationFailure(type: string): 'moved' | 'forbidden' | 'not-found' | 'rate-limited' | 'refused' {
  switch (type) {
    case 'STALE_DATA':
      return 'moved'
    case 'FORBIDDEN':
      return 'forbidden'
    case 'NOT_FOUND':
      return 'not-found'
    case 'RATE_LIMITED':
      return 'rate-limited'
    default:
      return 'refused'
  }
}
