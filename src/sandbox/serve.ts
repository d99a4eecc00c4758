import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answered, type Asked, answer, graphqlPart } from './answer.js'
import type { Fault, FaultPlan } from './faults.js'
import type { LoggedRequest } from './request-log.js'
import type { Exchange } from './seed.js'
import type { Exclusive } from './world/exclusive.js'
import { restoreSnapshot, takeSnapshot, type WorldSnapshot } from './world/snapshot.js'
import type { TokenBook } from './world/tokens.js'
import type { World } from './world/world.js'

export interface Serving {
  readonly world: World
  readonly tokens: TokenBook
  readonly faults: FaultPlan
  readonly exclusive: Exclusive
  readonly log: LoggedRequest[]
  readonly record: ((exchange: Exchange) => void) | null
  /** The state before the last change, kept only while a stale read is planned. */
  readonly history: { before: WorldSnapshot | null }
}

export interface Listening {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Listens on a free port of the loopback address. */
export async function serve(serving: Serving): Promise<Listening> {
  const server = createServer((request, response) => {
    respond(serving, urlOf(server), request, response).catch((error: unknown) => {
      // A mistake of the sandbox must not look like one of GitHub.
      response.writeHead(501, { 'content-type': 'text/plain' })
      response.end(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: urlOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox does not listen')
  return `http://127.0.0.1:${address.port}`
}

async function respond(
  serving: Serving,
  baseUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedMs = performance.now()
  const asked = await readRequest(request)
  const fault = serving.faults.take(asked)
  const delay = serving.faults.baseLatency() + (fault?.kind === 'latency' ? fault.milliseconds : 0)
  if (delay > 0) await sleep(delay)
  const context = { ...serving, baseUrl, index: serving.log.length }
  const answered = await serving.exclusive(() => faultyAnswer(serving, context, asked, fault))
  serving.log.push({
    index: serving.log.length,
    method: asked.method,
    path: asked.path,
    operation: asked.operation,
    kind: asked.kind,
    login: answered.login,
    status: answered.cut ? null : answered.status,
    unknown: answered.unknown,
    fault: fault?.kind ?? null,
    startedMs,
    endedMs: performance.now(),
  })
  if (answered.cut) {
    request.socket.destroy()
    return
  }
  serving.record?.({
    method: asked.method,
    url: asked.path,
    route: answered.route,
    requestBody: asked.body,
    status: answered.status,
    responseBody: answered.body,
  })
  response.writeHead(answered.status, answered.headers)
  response.end(answered.body === null ? undefined : JSON.stringify(answered.body))
}

type Outcome = Answered & { readonly cut: boolean }

async function faultyAnswer(
  serving: Serving,
  context: Parameters<typeof answer>[0],
  asked: Asked,
  fault: Fault | null,
): Promise<Outcome> {
  const write = asked.kind === 'write'
  const whole = async (): Promise<Outcome> => {
    if (write && serving.faults.keepsHistory()) serving.history.before = await takeSnapshot(serving.world)
    return { ...(await answer(context, asked)), cut: false }
  }
  switch (fault?.kind) {
    case 'error': {
      const landed = fault.landed ? await whole() : nothing(serving)
      return { ...landed, status: fault.status ?? 500, body: { message: 'Server Error' } }
    }
    case 'reset': {
      const landed = fault.landed ? await whole() : nothing(serving)
      return { ...landed, cut: true }
    }
    case 'secondary-rate-limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      const refused = nothing(serving)
      const headers = { ...refused.headers, 'retry-after': String(fault.retryAfter) }
      return {
        ...refused,
        status: 403,
        headers,
        body: { message, documentation_url: 'https://docs.github.com/rest' },
      }
    }
    case 'stale':
      return write || serving.history.before === null
        ? whole()
        : inThePast(serving, serving.history.before, whole)
    case 'lost': {
      const before = await takeSnapshot(serving.world)
      const answered = await whole()
      if (write) await restoreSnapshot(before)
      return answered
    }
    case 'latency':
    case undefined:
      return whole()
  }
}

/** The bare answer around a fault that strikes before anything happened. */
function nothing(serving: Serving): Outcome {
  const date = new Date(serving.world.clock.epoch() * 1000).toUTCString()
  const headers = { 'content-type': 'application/json; charset=utf-8', date }
  return { status: 500, headers, body: null, route: null, login: null, unknown: false, cut: false }
}

async function inThePast(
  serving: Serving,
  past: WorldSnapshot,
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const present = await takeSnapshot(serving.world)
  await restoreSnapshot(past)
  try {
    return await read()
  } finally {
    await restoreSnapshot(present)
  }
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return parseAsked(request, Buffer.concat(chunks).toString('utf8'))
}

function parseAsked(request: IncomingMessage, text: string): Asked {
  const { method = 'GET', url = '/', headers } = request
  const path = new URL(url, 'http://sandbox').pathname
  const common = { method, path: url, authorization: headers.authorization ?? null }
  const body = parseJson(text)
  if (path !== '/graphql' || method !== 'POST') {
    const kind = method === 'GET' || method === 'HEAD' ? ('read' as const) : ('write' as const)
    return { ...common, body, kind, operation: null, graphql: null }
  }
  return { ...common, body, ...graphqlPart(body) }
}

function parseJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
