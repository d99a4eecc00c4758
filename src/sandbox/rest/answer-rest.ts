import { createHash } from 'node:crypto'
import { undeclaredIn, watched } from '../declared.js'
import type { FaultPlan } from '../faults.js'
import { Lacking } from '../lacking.js'
import { anybody, canSee, type Identity } from '../world/identity.js'
import type { RateLimits } from '../world/rate-limits.js'
import { notFound, Refusal } from '../world/refusal.js'
import { findRepository, type World } from '../world/world.js'
import type { Body, RestAnswer, RestCall } from './call.js'
import { type FoundRoute, findRoute } from './find-route.js'
import { acceptedOf } from './media.js'
import { readQuery } from './query.js'
import { restRoutes } from './routes.js'

/** A request of the REST API, as it was sent. */
export interface RestRequest {
  readonly method: string
  /** Path with its query. */
  readonly path: string
  /** Undefined when it is not JSON, null when there is none. */
  readonly body: unknown
  readonly accept: string | null
  /** The tags of answers that the client has already. */
  readonly ifNoneMatch: string | null
}

export interface RestSurroundings {
  readonly world: World
  readonly rates: RateLimits
  readonly faults: FaultPlan
  readonly baseUrl: string
}

/** The route of a request; a HEAD is answered like the GET. @throws Lacking when the sandbox has none. */
export function routeOf({ faults, baseUrl }: RestSurroundings, { method, path }: RestRequest): FoundRoute {
  const { pathname } = new URL(path, baseUrl)
  return findRoute(restRoutes(faults.takePending), method === 'HEAD' ? 'GET' : method, pathname)
}

/**
 * Answers a request with its route, which has to read everything that was sent.
 * @throws Refusal as GitHub refuses, Lacking for what the sandbox does not know.
 */
export async function answerRest(
  around: RestSurroundings,
  identity: Identity,
  asked: RestRequest,
  found: FoundRoute,
): Promise<RestAnswer> {
  const { route, params, documented } = found
  const name = `${route.method} ${documented}`
  demandToken(around, identity, found)
  const { format, type } = acceptedOf(asked.accept, route.formats ?? [], name)
  const url = new URL(asked.path, around.baseUrl)
  const { query, unread: unreadQuery } = readQuery(url.searchParams, route.query ?? [], name)
  const given = bodyOf(asked.body, route.body ?? [], name)
  const { value: body, unread: unreadBody } = watched(given, route.body ?? [])
  const { world, rates, baseUrl } = around
  const call: RestCall = { world, rates, identity, params, query, body, format, baseUrl, path: url.pathname }
  const answered = await route.handle(call)
  const unread = [...unreadQuery(), ...unreadBody()]
  if (unread.length > 0) throw new Error(`${name} takes ${unread.join(', ')} and has not read it`)
  return unlessKnown(asked, { ...answered, headers: { 'content-type': type, ...answered.headers } })
}

/** Whoever has no token reads what is public, and nothing else. */
function demandToken({ world }: RestSurroundings, identity: Identity, { route, params }: FoundRoute): void {
  if (identity !== anybody || (route.method === 'GET' && route.tokenOnly !== true)) return
  const repository = findRepository(world, `${params.get('owner')}/${params.get('repo')}`)
  if (params.has('repo') && (repository === null || !canSee(world, identity, repository))) throw notFound()
  throw new Refusal(401, 'Requires authentication')
}

/** A PUT or DELETE may come without a body. */
function bodyOf(body: unknown, declared: readonly string[], name: string): Body {
  if (body === undefined) throw new Refusal(400, 'Problems parsing JSON')
  if (body === null) return {}
  const takesList = declared.some((path) => path.startsWith('[]'))
  if (typeof body !== 'object' || (Array.isArray(body) && !takesList && declared.length > 0)) {
    throw new Refusal(422, 'Invalid request.\n\nThe body is not an object.')
  }
  const strange = undeclaredIn(body, declared)
  if (strange !== null) throw new Lacking(`${name} does not read ${strange} of the body`)
  return body as Body
}

/** A client that has the very same answer already is told so. Source: GitHub docs, “Use conditional requests if appropriate”. */
function unlessKnown({ method, ifNoneMatch }: RestRequest, answered: RestAnswer): RestAnswer {
  const { status, body, headers } = answered
  if ((method !== 'GET' && method !== 'HEAD') || status !== 200) return answered
  const content = body instanceof Uint8Array ? body : JSON.stringify(body)
  const etag = `W/"${createHash('sha256').update(content).digest('hex')}"`
  const known = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  const tagged = { ...headers, etag, vary: 'Accept, Authorization' }
  if (!known.includes(etag.slice(2)) && !known.includes('*')) return { ...answered, headers: tagged }
  return { status: 304, body: null, headers: tagged }
}
