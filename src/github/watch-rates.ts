import type { Octokit } from '@octokit/rest'
import type { CallRate } from '../model/call-rate.js'

/**
 * Listens to what GitHub says with each answer of the calls that are left, which costs none. A server without limits says nothing.
 * Source: GitHub docs, “Rate limits for the REST API” and “Rate limits and query limits for the GraphQL API”.
 * @param octokits one for each token.
 * @returns tells what was said last.
 */
export function watchRates(octokits: readonly Octokit[]): () => readonly CallRate[] {
  const rates = new Map<string, CallRate>()
  for (const [token, octokit] of octokits.entries()) {
    octokit.hook.after('request', ({ headers }) => {
      const rate = rateOf(headers)
      if (rate !== null) rates.set(`${token} ${rate.resource}`, rate)
    })
  }
  return () => [...rates].map(([resource, rate]) => ({ ...rate, resource }))
}

function rateOf(headers: Readonly<Record<string, unknown>>): CallRate | null {
  const numbers = ['limit', 'remaining', 'reset'].map((name) =>
    Number.parseInt(String(headers[`x-ratelimit-${name}`]), 10),
  )
  const [limit = Number.NaN, remaining = Number.NaN, reset = Number.NaN] = numbers
  const resource = headers['x-ratelimit-resource']
  if (typeof resource !== 'string' || numbers.some(Number.isNaN)) return null
  return { resource, limit, remaining, reset }
}
