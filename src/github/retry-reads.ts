import { setTimeout as sleep } from 'node:timers/promises'
import type { Octokit } from '@octokit/rest'

/** Waits before a read is repeated, in milliseconds. */
export const readRetryDelaysMs: readonly number[] = [250, 1000, 3000]
/** Longest `retry-after` a run waits for, in seconds; beyond it the next run goes on. */
const retryAfterMax = 10

/**
 * Repeats reads that failed for a passing reason: GET requests and GraphQL queries. Writes are never repeated blindly, because
 * one that seems to have failed may have landed; `@octokit/plugin-retry` repeats those too and would comment twice.
 */
export function retryReads(octokit: Octokit, delaysMs: readonly number[]): void {
  octokit.hook.wrap('request', async (request, options) => {
    const reads = options.method === 'GET' || isQuery(options)
    for (const delay of reads ? delaysMs : []) {
      try {
        return await request(options)
      } catch (error) {
        const wait = waitFor(error, delay)
        if (wait === null) throw error
        await sleep(wait)
      }
    }
    return await request(options)
  })
}

function isQuery(options: object): boolean {
  const query = 'query' in options ? options.query : undefined
  return (
    'url' in options &&
    String(options.url).endsWith('/graphql') &&
    typeof query === 'string' &&
    !/^\s*mutation\b/.test(query)
  )
}

/** How long to wait before the next try, in milliseconds, or null when another try would not help. */
function waitFor(error: unknown, delay: number): number | null {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  if (status >= 500) return delay
  const after = retryAfter(error)
  return after !== null && after <= retryAfterMax ? after * 1000 : null
}

function retryAfter(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('response' in error)) return null
  const { response } = error
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return null
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) ? seconds : null
}
