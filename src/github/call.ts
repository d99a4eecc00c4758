import { GitHubError, type GitHubFailure } from './errors.js'

/** What a call is for, so that its failure can be told in words. */
export interface Purpose {
  /** As in `open a pull request`. */
  readonly operation: string
  /** The permission it needs, as in `pull-requests: write`. */
  readonly permission: string
  readonly write: boolean
}

/**
 * Makes a call and turns whatever goes wrong into a {@link GitHubError} with its cause.
 * @throws GitHubError
 */
export async function call<T>(purpose: Purpose, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    throw explain(purpose, error)
  }
}

/** Turns a failure of octokit's into ours. */
export function explain(purpose: Purpose, error: unknown): GitHubError {
  if (error instanceof GitHubError) return error
  const status = statusOf(error)
  const said = error instanceof Error ? firstLine(error.message) : String(error)
  const failure = failureOf(status, said)
  const detail = failure === 'rate-limited' ? `${said}${limitEnds(headersOf(error))}` : said
  return new GitHubError({ ...purpose, failure, status, detail, cause: error })
}

function statusOf(error: unknown): number | null {
  // Octokit reports a broken connection as status 500 without a response.
  if (typeof error !== 'object' || error === null || !('status' in error)) return null
  if (!('response' in error) || error.response === undefined) return null
  return typeof error.status === 'number' ? error.status : null
}

/** Source: “Troubleshooting the REST API” and “Rate limits for the REST API” in GitHub's documentation. */
function failureOf(status: number | null, detail: string): GitHubFailure {
  switch (status) {
    case null:
      return 'unavailable'
    case 401:
      return 'unauthorised'
    case 403:
      return /rate limit|abuse/i.test(detail) ? 'rate-limited' : 'forbidden'
    case 404:
      return 'not-found'
    case 405:
      return 'not-mergeable'
    case 409:
      return 'moved'
    case 429:
      return 'rate-limited'
    default:
      return status >= 500 ? 'unavailable' : 'refused'
  }
}

function headersOf(error: unknown): Headers {
  if (typeof error !== 'object' || error === null || !('response' in error)) return {}
  const { response } = error
  if (typeof response !== 'object' || response === null || !('headers' in response)) return {}
  return typeof response.headers === 'object' && response.headers !== null ? { ...response.headers } : {}
}

type Headers = Readonly<Record<string, unknown>>

/**
 * When GitHub takes calls again, as the end of a sentence, or nothing where it does not say: `retry-after` in seconds, else the end
 * of an hour that is used up. Source: GitHub docs, “Rate limits for the REST API”.
 */
export function limitEnds(headers: Headers): string {
  const after = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(after)) return `; calls are taken again in ${after} s`
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return ''
  return `; calls are taken again at ${new Date(reset * 1000).toISOString().slice(11, 16)} UTC`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
