import { Octokit } from '@octokit/rest'
import { readRetryDelaysMs, retryReads } from './retry-reads.js'

/** Where GitHub is and who we are there. */
export interface Connection {
  /** REST base, as in `https://api.github.com`. */
  readonly apiUrl: string
  /** Where GraphQL is asked; on GitHub Enterprise Server that is not below the REST base. Left out, it is. */
  readonly graphqlUrl?: string
  readonly token: string
  /** Waits before a read is repeated, in milliseconds; GitHub's pace unless given. */
  readonly retryDelaysMs?: readonly number[]
  /** How calls are made; left out, as they come. */
  readonly fetch?: typeof fetch
}

/** Longest time one call may take, in milliseconds; a hanging connection must not use up the job. */
const callTimeoutMs = 30_000

/** A client whose reads are repeated when GitHub falters and whose writes never are. */
export function connect({
  apiUrl,
  graphqlUrl,
  token,
  retryDelaysMs = readRetryDelaysMs,
  fetch: call = fetch,
}: Connection): Octokit {
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: 'issueops',
    // Octokit warns about deprecations on the console, where an Actions runner reads commands.
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: {
      fetch: (url: string, init: RequestInit) =>
        call(url, { ...init, signal: AbortSignal.timeout(callTimeoutMs) }),
    },
  })
  if (graphqlUrl !== undefined) {
    octokit.hook.before('request', (options) => {
      if (options.url === '/graphql') options.url = graphqlUrl
    })
  }
  retryReads(octokit, retryDelaysMs)
  return octokit
}

function quiet(): void {}
