import type { Clock } from '../clock.js'
import { anybody, type Identity } from './identity.js'

/** GitHub counts calls of its REST and its GraphQL API apart. */
export type RateResource = 'core' | 'graphql'

/** What a token has used of its hour. Source: GitHub docs, “Rate limits for the REST API”. */
export interface Rate {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  /** Seconds since 1970. */
  readonly reset: number
}

export interface RateLimits {
  /** Counts a call. Null: the hour is used up, and the call is not to be answered. */
  readonly take: (identity: Identity, resource: RateResource) => Rate | null
  /** Takes back the count of a call whose answer the client had already. Source: GitHub docs, “Best practices for using the REST API”. */
  readonly giveBack: (identity: Identity, resource: RateResource) => Rate
  /** What is used so far; asking costs nothing. */
  readonly look: (identity: Identity, resource: RateResource) => Rate
}

const hour = 3600
/** Calls an hour of a person. */
const personLimit = 5000
/** Calls an hour without a token. */
const anybodyLimit = 60

/**
 * Counts the calls of each account or installation; an hour begins with its first call.
 * @param limit calls an hour for everybody, or null for GitHub's own.
 */
export function createRateLimits(clock: Clock, limit: number | null): RateLimits {
  const windows = new Map<string, { used: number; reset: number }>()
  const windowOf = (identity: Identity, resource: RateResource) => {
    const key = `${resource} ${payerOf(identity)}`
    const now = clock.epoch()
    const open = windows.get(key)
    if (open !== undefined && now < open.reset) return open
    const fresh = { used: 0, reset: now + hour }
    windows.set(key, fresh)
    return fresh
  }
  const most = (identity: Identity) => limit ?? limitOf(identity)
  const look: RateLimits['look'] = (identity, resource) => {
    const { used, reset } = windowOf(identity, resource)
    const all = most(identity)
    return { limit: all, used, remaining: all - used, reset }
  }
  return {
    look,
    take(identity, resource) {
      const window = windowOf(identity, resource)
      if (window.used >= most(identity)) return null
      window.used += 1
      return look(identity, resource)
    },
    giveBack(identity, resource) {
      windowOf(identity, resource).used -= 1
      return look(identity, resource)
    },
  }
}

function limitOf(identity: Identity): number {
  if (identity.kind === 'app') return identity.hourlyLimit
  return identity === anybody ? anybodyLimit : personLimit
}

/** All tokens of a person, and all of an installation, share one hour; `GITHUB_TOKEN` has one for each repository. */
function payerOf(identity: Identity): string {
  return identity.kind === 'person'
    ? `person ${identity.account.id}`
    : `app ${identity.app.id} ${[...identity.repositories].sort().join(' ')}`
}

/** GitHub's sentence for whoever has used up the hour. */
export function exceededMessage(identity: Identity): string {
  const whose = identity.kind === 'person' ? `user ID ${identity.account.id}` : 'installation'
  return `API rate limit exceeded for ${whose}.`
}
