import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Asked, graphqlPart } from './answer.js'
import { isDownload } from './codeload.js'
import { type FaultySurroundings, faultyAnswer, type Outcome } from './faulty-answer.js'
import type { LoggedRequest } from './request-log.js'
import type { Exchange } from './seed.js'
import type { Exclusive } from './world/exclusive.js'

export interface Serving extends FaultySurroundings {
  readonly exclusive: Exclusive
  readonly log: LoggedRequest[]
  readonly secondsPerWrite: number
  readonly record: ((exchange: Exchange) => void) | null
}

/** A server that listens already, so that its address can stand in what it will answer. */
export interface Listening {
  readonly url: string
  /** Answers all requests from now on. */
  readonly answer: (serving: Serving) => void
  readonly close: () => Promise<void>
}

/** Listens on the loopback address. @param port 0 for a free one. */
export async function listen(port: number): Promise<Listening> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = urlOf(server)
  return {
    url,
    answer(serving) {
      server.on('request', (request, response) => {
        // What fails here is a connection that its other end has left.
        respond(serving, url, request, response).catch(() => response.destroy())
      })
    },
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
  const answered = await serving.exclusive(() => {
    if (asked.kind === 'write') serving.world.clock.advance(serving.secondsPerWrite)
    return faultyAnswer(context, asked, fault).catch(ownMistake)
  })
  serving.log.push({
    index: serving.log.length,
    method: asked.method,
    path: asked.path,
    operation: asked.operation,
    kind: asked.kind,
    login: answered.login,
    status: answered.cut ? null : answered.status,
    lacks: answered.lacks,
    fault: fault?.kind ?? null,
    startedMs,
    endedMs: performance.now(),
  })
  if (answered.cut) {
    request.socket.destroy()
    return
  }
  const bytes = answered.body instanceof Uint8Array
  if (!isDownload(asked.path)) {
    serving.record?.({
      method: asked.method === 'HEAD' ? 'GET' : asked.method,
      url: asked.path,
      route: answered.route,
      requestBody: asked.body,
      status: answered.status,
      responseBody: bytes ? null : answered.body,
    })
  }
  response.writeHead(answered.status, answered.headers)
  const bare = asked.method === 'HEAD' || answered.body === null
  response.end(bare ? undefined : bytes ? answered.body : JSON.stringify(answered.body))
}

/** A mistake of the sandbox must not look like one of GitHub's: 501, and marked in the log. */
function ownMistake(error: unknown): Outcome {
  const message = `sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status: 501, headers, body: { message }, route: null, login: null, lacks: message, cut: false }
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return parseAsked(request, Buffer.concat(chunks).toString('utf8'))
}

function parseAsked(request: IncomingMessage, text: string): Asked {
  const { method = 'GET', url = '/', headers } = request
  const path = new URL(url, 'http://sandbox').pathname
  const common = {
    method,
    path: url,
    authorization: headers.authorization ?? null,
    accept: headers.accept ?? null,
    apiVersion: [headers['x-github-api-version'] ?? null].flat().at(0) ?? null,
    ifNoneMatch: headers['if-none-match'] ?? null,
  }
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
