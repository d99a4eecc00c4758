import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer on its way: changed, or left as it is. */
export interface Passing {
  readonly method: string
  readonly path: string
  status: number
  body: unknown
}

/** A GitHub in front of another, that changes answers on their way: what the sandbox, whose git is real, would never say by itself. */
export async function altered(
  url: string,
  change: (answer: Passing) => void,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    pass(url, change, request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function pass(
  url: string,
  change: (answer: Passing) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const { method = 'GET', url: path = '/' } = request
  const sent = Buffer.concat(chunks)
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: request.headers.authorization ?? '',
      'content-type': 'application/json',
      accept: request.headers.accept ?? 'application/json',
    },
    ...(sent.length === 0 ? {} : { body: sent }),
  })
  const type = answer.headers.get('content-type') ?? ''
  if (!type.includes('json') && answer.status !== 204) {
    // An archive is nobody's to change.
    response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()))
    return
  }
  const text = await answer.text()
  const passing: Passing = {
    method,
    path,
    status: answer.status,
    body: text === '' ? null : JSON.parse(text),
  }
  change(passing)
  const headers = { 'content-type': 'application/json', date: answer.headers.get('date') ?? '' }
  response.writeHead(passing.status, headers).end(passing.body === null ? '' : JSON.stringify(passing.body))
}

/** Lets `edit` at every object of an answer that has such a key. */
export function everywhere(
  value: unknown,
  key: string,
  edit: (found: Record<string, unknown>) => void,
): void {
  if (Array.isArray(value)) for (const each of value) everywhere(each, key, edit)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const each of Object.values(value)) everywhere(each, key, edit)
  if (Object.hasOwn(value, key)) edit(value as Record<string, unknown>)
}
