import { downloadFrom, isDownload } from './codeload.js'
import type { FaultPlan, SeenRequest } from './faults.js'
import { executeGraphql, type GraphRequest, operationOf } from './graphql/execute-graphql.js'
import { identify } from './identify.js'
import { Lacking } from './lacking.js'
import { answerRest, type RestRequest, routeOf } from './rest/answer-rest.js'
import { acceptedOf } from './rest/media.js'
import { settleMerges } from './world/auto-merge.js'
import { anybody, type Identity } from './world/identity.js'
import { exceededMessage, type Rate, type RateLimits } from './world/rate-limits.js'
import { Refusal } from './world/refusal.js'
import { keepData, restoreSnapshot, takeSnapshot } from './world/snapshot.js'
import type { TokenBook } from './world/tokens.js'
import type { World } from './world/world.js'

/** A request, read and understood as far as its kind. */
export interface Asked extends SeenRequest, RestRequest {
  readonly authorization: string | null
  /** `X-GitHub-Api-Version`. */
  readonly apiVersion: string | null
  readonly graphql: GraphRequest | null
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The documented path, or null. */
  readonly route: string | null
  readonly login: string | null
  /** What the sandbox lacks to answer as GitHub would, or null. */
  readonly lacks: string | null
}

interface Context {
  readonly world: World
  readonly tokens: TokenBook
  readonly rates: RateLimits
  readonly faults: FaultPlan
  readonly baseUrl: string
  readonly index: number
}

/** Answers as GitHub does: the token first, then the route, then its rules. What the sandbox lacks is refused in its own name. */
export async function answer(context: Context, asked: Asked): Promise<Answered> {
  if (isDownload(asked.path)) {
    const download = await downloadFrom(context.world, new URL(asked.path, context.baseUrl))
    return { ...download, route: null, login: null, lacks: null }
  }
  const route = routeIn(context, asked)
  const identity = orRefusal(commonHeaders(context), route, () =>
    identify(context.tokens, asked.authorization),
  )
  if ('status' in identity) return { ...identity, login: null }
  const login = identity === anybody ? null : identity.account.login
  const rate = rateOf(context, identity, asked)
  if (rate === null) return { ...exhausted(context, identity, asked), login }
  const headers = { ...commonHeaders(context), ...rateHeaders(rate, asked) }
  const part = await answerWith(context, identity, asked, headers, route)
  if (asked.kind === 'write') await settleMerges(context.world)
  if (part.status !== 304 || identity === anybody || isFree(context, asked)) return { ...part, login }
  return {
    ...part,
    headers: { ...part.headers, ...rateHeaders(context.rates.giveBack(identity, 'core'), asked) },
    login,
  }
}

/** The documented path, for the log; null for GraphQL and where the sandbox has no such route. */
function routeIn(context: Context, asked: Asked): string | null {
  try {
    return asked.graphql === null ? routeOf(context, asked).documented : null
  } catch {
    return null
  }
}

async function answerWith(
  context: Context,
  identity: Identity,
  asked: Asked,
  headers: Readonly<Record<string, string>>,
  route: string | null,
): Promise<Part> {
  const undo = undoOf(context.world, asked)
  let part: Part | null = null
  try {
    part = await answerOrRefuse(context, identity, asked, headers, route)
    return part
  } finally {
    // A write that is refused, or that the sandbox makes a mistake in, has changed nothing.
    if (part === null || part.status >= 400) await undo()
  }
}

/** What takes back a write. A mutation has moved its branch before anybody sees that its answer cannot be given. */
function undoOf(world: World, { kind, graphql }: Asked): () => void | Promise<void> {
  if (kind === 'read') return () => {}
  if (graphql === null) return keepData(world)
  const before = takeSnapshot(world)
  return () => restoreSnapshot(before)
}

async function answerOrRefuse(
  context: Context,
  identity: Identity,
  asked: Asked,
  headers: Readonly<Record<string, string>>,
  route: string | null,
): Promise<Part> {
  try {
    demandVersion(asked.apiVersion)
    if (asked.graphql !== null) return await answerGraphql(context, identity, asked, asked.graphql, headers)
    const found = routeOf(context, asked)
    const answered = await answerRest(context, identity, asked, found)
    return { ...answered, headers: { ...headers, ...answered.headers }, route, lacks: null }
  } catch (error) {
    return refusalPart(error, headers, route)
  }
}

function orRefusal<T>(
  headers: Readonly<Record<string, string>>,
  route: string | null,
  work: () => T,
): T | Part {
  try {
    return work()
  } catch (error) {
    return refusalPart(error, headers, route)
  }
}

/** @throws what is neither GitHub's refusal nor the sandbox's. */
function refusalPart(error: unknown, headers: Readonly<Record<string, string>>, route: string | null): Part {
  if (error instanceof Refusal) return refused(error, headers, route)
  if (error instanceof Lacking) return lacking(error.message, headers, route)
  throw error
}

/** The version that the sandbox speaks, and the other one that GitHub does. Source: GitHub docs, “API Versions”. */
const apiVersion = '2022-11-28'
const laterVersion = '2026-03-10'

function demandVersion(wanted: string | null): void {
  if (wanted === null || wanted === apiVersion) return
  if (wanted === laterVersion) throw new Lacking(`the API version ${wanted} is not spoken here`)
  const known = `"${laterVersion}" (most recent), "${apiVersion}"`
  throw new Refusal(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${wanted}", is not a supported version. The following versions are currently supported: ${known}.`,
  )
}

/** The sandbox's own refusal, which no client can take for one of GitHub's. */
function lacking(
  message: string,
  headers: Readonly<Record<string, string>>,
  route: string | null,
  errors: readonly unknown[] = [],
): Part {
  const body = { message, ...(errors.length === 0 ? {} : { errors }), status: '501' }
  return { status: 501, headers, body, route, lacks: message }
}

type Part = Omit<Answered, 'login'>

/** The clock of the answer is the sandbox's, so that clients who trust `Date` live in the sandbox's time. */
function commonHeaders({ world, index }: Context): Record<string, string> {
  const serial = index + 1
  return {
    'content-type': 'application/json; charset=utf-8',
    date: new Date(world.clock.epoch() * 1000).toUTCString(),
    'x-github-request-id': `SAND:${serial.toString(16).toUpperCase().padStart(8, '0')}`,
    'x-github-api-version-selected': apiVersion,
  }
}

/** Whoever asks for the limit does not use it up. */
function isFree({ baseUrl }: Context, { path }: Asked): boolean {
  return new URL(path, baseUrl).pathname === '/rate_limit'
}

/** Counts the request, unless it asks for the limit itself; null where the hour is used up. */
function rateOf(context: Context, identity: Identity, asked: Asked): Rate | null {
  const { rates } = context
  if (asked.graphql !== null) return rates.take(identity, 'graphql')
  return isFree(context, asked) ? rates.look(identity, 'core') : rates.take(identity, 'core')
}

function rateHeaders({ limit, used, remaining, reset }: Rate, { graphql }: Asked): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': graphql === null ? 'core' : 'graphql',
  }
}

/** Nothing more this hour: 403 for REST, and for GraphQL an answer that looks like success but for its one error. */
function exhausted(context: Context, identity: Identity, asked: Asked): Part {
  const rate = context.rates.look(identity, asked.graphql === null ? 'core' : 'graphql')
  const headers = { ...commonHeaders(context), ...rateHeaders(rate, asked) }
  return rateLimited(exceededMessage(identity), headers, asked)
}

/** The shape of GitHub's answer to whoever has used up the hour. Source: GitHub docs, “Rate limits and query limits for the GraphQL API”. */
export function rateLimited(
  message: string,
  headers: Readonly<Record<string, string>>,
  { graphql }: Pick<Asked, 'graphql'>,
): Part {
  if (graphql === null) return refused(new Refusal(403, message), headers)
  const body = { errors: [{ type: 'RATE_LIMITED', message }] }
  return { status: 200, headers, body, route: null, lacks: null }
}

function refused(
  refusal: Refusal,
  headers: Readonly<Record<string, string>>,
  route: string | null = null,
): Part {
  const errors = refusal.errors.length === 0 ? {} : { errors: refusal.errors }
  return {
    status: refusal.status,
    headers: { ...headers, ...refusal.headers },
    body: {
      message: refusal.message,
      ...errors,
      documentation_url: 'https://docs.github.com/rest',
      status: String(refusal.status),
    },
    route,
    lacks: null,
  }
}

/** A document with its variables, and nothing else. */
function demandDocument({ path, accept, body }: Asked): void {
  acceptedOf(accept, [], 'GraphQL')
  if (path !== '/graphql') throw new Lacking(`GraphQL does not read the query of ${path}`)
  if (body === undefined) throw new Refusal(400, 'Problems parsing JSON')
  const { query, variables = null, operationName = null, ...others } = Object(body) as Record<string, unknown>
  const wrong = [
    ...Object.keys(others),
    ...(typeof query === 'string' ? [] : ['query']),
    ...(typeof variables === 'object' && !Array.isArray(variables) ? [] : ['variables']),
    ...(operationName === null || typeof operationName === 'string' ? [] : ['operationName']),
  ]
  if (wrong.length > 0)
    throw new Lacking(`GraphQL does not read ${wrong.join(', ')} of the body as it is given`)
}

async function answerGraphql(
  { world, rates, faults }: Context,
  identity: Identity,
  asked: Asked,
  request: GraphRequest,
  headers: Readonly<Record<string, string>>,
): Promise<Part> {
  if (identity === anybody) throw new Refusal(401, 'This endpoint requires you to be authenticated.')
  demandDocument(asked)
  let pending: boolean | null = null
  const call = {
    world,
    rates,
    identity,
    pending: () => {
      pending ??= faults.takePending()
      return pending
    },
  }
  const { lacks, ...body } = await executeGraphql(call, request)
  if (lacks !== null) return lacking(lacks, headers, null, body.errors)
  return { status: 200, headers, body, route: null, lacks: null }
}

/** What a request to `/graphql` asks for. */
export function graphqlPart(body: unknown): Pick<Asked, 'kind' | 'operation' | 'graphql'> {
  const { query, variables, operationName } = (typeof body === 'object' && body !== null ? body : {}) as {
    readonly query?: unknown
    readonly variables?: unknown
    readonly operationName?: unknown
  }
  const graphql: GraphRequest = {
    query: typeof query === 'string' ? query : '',
    variables: typeof variables === 'object' && variables !== null ? { ...variables } : {},
    operationName: typeof operationName === 'string' ? operationName : null,
  }
  const { name, kind } = operationOf(graphql)
  return { kind, operation: name, graphql }
}
