import type { FaultPlan, SeenRequest } from './faults.js'
import { executeGraphql, type GraphRequest, operationOf } from './graphql/execute-graphql.js'
import type { Body, RestAnswer } from './rest/call.js'
import { findRoute } from './rest/find-route.js'
import { restRoutes } from './rest/routes.js'
import { settleMerges } from './world/auto-merge.js'
import type { Identity } from './world/identity.js'
import { exceededMessage, type Rate, type RateLimits } from './world/rate-limits.js'
import { notFound, Refusal } from './world/refusal.js'
import type { TokenBook } from './world/tokens.js'
import type { World } from './world/world.js'

/** A request, read and understood as far as its kind. */
export interface Asked extends SeenRequest {
  readonly authorization: string | null
  /** Undefined when it is not JSON, null when there is none. */
  readonly body: unknown
  readonly graphql: GraphRequest | null
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The documented path, or null. */
  readonly route: string | null
  readonly login: string | null
  readonly unknown: boolean
}

interface Context {
  readonly world: World
  readonly tokens: TokenBook
  readonly rates: RateLimits
  readonly faults: FaultPlan
  readonly baseUrl: string
  readonly index: number
}

/** Answers as GitHub does: the token first, then the route, then its rules. */
export async function answer(context: Context, asked: Asked): Promise<Answered> {
  const identity = identityOf(context.tokens, asked.authorization)
  const login = identity?.account.login ?? null
  if (identity === null) {
    const message = asked.authorization === null ? 'Requires authentication' : 'Bad credentials'
    const { pathname } = new URL(asked.path, context.baseUrl)
    const route =
      findRoute(restRoutes(context.faults.takePending), asked.method, pathname)?.documented ?? null
    return { ...refused(new Refusal(401, message), commonHeaders(context), route), login }
  }
  const rate = rateOf(context, identity, asked)
  if (rate === null) return { ...exhausted(context, identity, asked), login }
  const headers = { ...commonHeaders(context), ...rateHeaders(rate, asked) }
  const part =
    asked.graphql === null
      ? await answerRest(context, identity, asked, headers)
      : await answerGraphql(context, identity, asked.graphql, headers)
  if (asked.kind === 'write') await settleMerges(context.world)
  return { ...part, login }
}

function identityOf(tokens: TokenBook, authorization: string | null): Identity | null {
  const token = /^(?:token|bearer) +(\S+)$/i.exec(authorization ?? '')?.[1]
  return token === undefined ? null : tokens.find(token)
}

type Part = Omit<Answered, 'login'>

/** The clock of the answer is the sandbox's, so that clients who trust `Date` live in the sandbox's time. */
function commonHeaders({ world, index }: Context): Record<string, string> {
  const serial = index + 1
  return {
    'content-type': 'application/json; charset=utf-8',
    date: new Date(world.clock.epoch() * 1000).toUTCString(),
    'x-github-request-id': `SAND:${serial.toString(16).toUpperCase().padStart(8, '0')}`,
    'x-github-api-version-selected': '2022-11-28',
  }
}

/** Counts the request, unless it asks for the limit itself; null where the hour is used up. */
function rateOf({ rates, baseUrl }: Context, identity: Identity, asked: Asked): Rate | null {
  if (asked.graphql !== null) return rates.take(identity, 'graphql')
  const { pathname } = new URL(asked.path, baseUrl)
  return pathname === '/rate_limit' ? rates.look(identity, 'core') : rates.take(identity, 'core')
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
  return { status: 200, headers, body, route: null, unknown: false }
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
    unknown: false,
  }
}

async function answerGraphql(
  { world, rates, faults }: Context,
  identity: Identity,
  request: GraphRequest,
  headers: Readonly<Record<string, string>>,
): Promise<Part> {
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
  const body = await executeGraphql(call, request)
  const unknown = body.data === undefined || mentionsSandbox(body.errors ?? [])
  return {
    status: 200,
    headers,
    body,
    route: null,
    unknown,
  }
}

/** Whether an error says that the sandbox, rather than GitHub, lacks something. */
function mentionsSandbox(errors: readonly unknown[]): boolean {
  return errors.some(
    (error) => typeof error === 'object' && error !== null && 'type' in error && error.type === 'SANDBOX',
  )
}

async function answerRest(
  { world, rates, faults, baseUrl }: Context,
  identity: Identity,
  asked: Asked,
  headers: Readonly<Record<string, string>>,
): Promise<Part> {
  const url = new URL(asked.path, baseUrl)
  const found = findRoute(restRoutes(faults.takePending), asked.method, url.pathname)
  if (found === null) return { ...refused(notFound(), headers), unknown: true }
  try {
    const body = bodyOf(asked.body)
    const call = {
      world,
      rates,
      identity,
      params: found.params,
      query: url.searchParams,
      body,
      baseUrl,
      path: url.pathname,
    }
    const answered: RestAnswer = await found.route.handle(call)
    return {
      status: answered.status,
      headers: { ...headers, ...answered.headers },
      body: answered.body,
      route: found.documented,
      unknown: false,
    }
  } catch (error) {
    if (error instanceof Refusal) return refused(error, headers, found.documented)
    throw error
  }
}

/** A PUT or DELETE may come without a body. */
function bodyOf(body: unknown): Body {
  if (body === null) return {}
  if (body === undefined) throw new Refusal(400, 'Problems parsing JSON')
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new Refusal(422, 'Invalid request.\n\nThe body is not an object.')
  }
  return body as Body
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
