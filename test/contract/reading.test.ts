import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { leavesOf } from '../../src/sandbox/declared.js'
import type { Route } from '../../src/sandbox/rest/call.js'
import { findRoute } from '../../src/sandbox/rest/find-route.js'
import { documentedPath, restRoutes } from '../../src/sandbox/rest/routes.js'
import type { Exchange } from '../../src/sandbox/seed.js'
import { acme } from '../sandbox/acme.js'
import { operationAt } from './contract.js'
import { bodyAt, type Described, describedBody, describedQuery } from './described.js'
import { loadOpenApi, type OpenApi } from './openapi.js'
import { type Probe, probes } from './probes.js'

let api: OpenApi
let sandbox: Sandbox
const exchanges: Exchange[] = []
const routes = restRoutes(() => false)

beforeAll(async () => {
  api = await loadOpenApi()
  sandbox = await createSandbox({ ...acme({ visibility: 'public' }), record: (one) => exchanges.push(one) })
})

afterAll(() => sandbox.close())

function described(route: Route): {
  readonly query: readonly Described[]
  readonly body: readonly Described[]
} {
  const operation = operationAt(api, route.method, documentedPath(route))
  if (operation === null) throw new Error(`${route.method} ${route.path} is not GitHub's`)
  return { query: describedQuery(api, operation), body: describedBody(api, operation) }
}

/** A path of the route whose placeholders stand for nothing: what is not read is refused before anything is looked for. */
function anyPath(path: string): string {
  return path.replaceAll(/\{[^}]*\}\+?/g, '1')
}

interface Reply {
  readonly status: number
  readonly message: string
}

async function send(method: string, path: string, body: unknown = null): Promise<Reply> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `token ${sandbox.userToken('carol')}` },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const message: unknown = text.startsWith('{') ? Object(JSON.parse(text)).message : undefined
  return { status: answer.status, message: typeof message === 'string' ? message : '' }
}

test('no operation of GitHub’s is taken by the route of another', () => {
  const taken: string[] = []
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of Object.keys(operations).map((one) => one.toUpperCase())) {
      for (const value of ['x', 'x/y']) {
        // Only names of branches, of commits and of files hold slashes.
        const asked = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          /ref|branch|sha|path|basehead/.test(name) ? value : /_(?:number|id)$/.test(name) ? '1' : 'x',
        )
        const found = foundAt(method, asked)
        if (found !== null && shapeOf(found) !== shapeOf(path)) taken.push(`${method} ${asked} by ${found}`)
      }
    }
  }
  expect(taken).toEqual([])
})

function foundAt(method: string, path: string): string | null {
  try {
    return findRoute(routes, method, path).documented
  } catch {
    return null
  }
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}').replace('{}...{}', '{}')
}

test('every route reads only what GitHub describes', () => {
  const strange = routes.flatMap((route) => {
    const { query, body } = described(route)
    const known = [...query, ...body].map(({ path }) => path)
    // Plain values in lists have no name in the description.
    // And what stands in an object of any shape has none either.
    const declared = [...(route.query ?? []), ...(route.body ?? [])].map((path) =>
      path.replace(/\|null$/, '').replace(/\[\]$|\.\*$/, ''),
    )
    return declared
      .filter((path) => path !== '' && !known.includes(path))
      .map((path) => `${route.method} ${route.path}: ${path}`)
  })
  expect(strange).toEqual([])
})

test('whatever GitHub describes and a route does not read is refused as the sandbox, and so is what nobody describes', async () => {
  const wrong: string[] = []
  for (const route of routes) {
    const { query, body } = described(route)
    const ignored = (declared: readonly string[], all: readonly Described[]) =>
      [...all.map(({ path }) => path), 'made_up'].filter((path) => !isDeclared(path, declared))
    for (const name of ignored(route.query ?? [], query)) {
      const { status, message } = await send(route.method, `${anyPath(route.path)}?${name}=1`)
      if (status !== 501 || !message.includes(`query parameter ${name}`))
        wrong.push(`${route.method} ${route.path}?${name}: ${status} ${message}`)
    }
    if (route.method === 'GET') continue
    for (const path of ignored(route.body ?? [], body)) {
      const { status, message } = await send(route.method, anyPath(route.path), bodyAt(path, 'x'))
      if (status !== 501 || !message.includes('does not read'))
        wrong.push(`${route.method} ${route.path} ${path}: ${status} ${message}`)
    }
  }
  expect(wrong).toEqual([])
})

function isDeclared(path: string, declared: readonly string[]): boolean {
  return declared.some(
    (one) =>
      one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[`) || one === `${path}|null`,
  )
}

test('everything that a route declares is really read: a request with it is answered, which one with something unread is not', async () => {
  const failed: string[] = []
  for (const probe of await probesHere()) {
    const { status, message } = await send(probe.method, probe.path, probe.body)
    if (status >= 400)
      failed.push(`${probe.method} ${probe.path} ${JSON.stringify(probe.body)}: ${status} ${message}`)
  }
  expect(failed).toEqual([])
  const unproven = routes.flatMap((route) => {
    const own = exchanges.filter(
      ({ method, route: path, status }) =>
        method === route.method && path === documentedPath(route) && status < 400,
    )
    const queries = new Set(own.flatMap(({ url }) => [...new URL(url, 'http://sandbox').searchParams.keys()]))
    const bodies = new Set(own.flatMap(({ requestBody }) => readPaths(requestBody)))
    return [
      ...(route.query ?? []).filter((name) => !queries.has(name)),
      ...(route.body ?? []).filter((path) => !isRead(path, bodies)),
    ].map((path) => `${route.method} ${route.path}: ${path}`)
  })
  expect(unproven).toEqual([])
})

/** Of an object of any shape, something in it. */
function isRead(path: string, bodies: ReadonlySet<string>): boolean {
  const open = /^(.*\.)\*$/.exec(path)?.[1]
  return open === undefined ? bodies.has(path) : [...bodies].some((each) => each.startsWith(open))
}

function probesHere(): Promise<readonly Probe[]> {
  return probes(sandbox)
}

/** Paths of a body as declarations write them: null is a value of its own. */
function readPaths(body: unknown): readonly string[] {
  const nulls = leavesOf(
    JSON.parse(JSON.stringify(body, (_, value: unknown) => (value === null ? 'null' : value)) ?? 'null'),
  )
  const plain = leavesOf(
    JSON.parse(JSON.stringify(body, (_, value: unknown) => value ?? undefined) ?? 'null'),
  )
  return [...plain, ...nulls.filter((path) => !plain.includes(path)).map((path) => `${path}|null`)]
}

test('a word that GitHub describes is known or refused as the sandbox, never called wrong', async () => {
  const wrong: string[] = []
  for (const probe of await probesHere()) {
    const found = findRoute(routes, probe.method, new URL(probe.path, sandbox.url).pathname).route
    const { query, body } = described(found)
    for (const { path, words } of query.filter(({ path }) => isDeclared(path, found.query ?? []))) {
      for (const word of words) {
        const url = new URL(probe.path, sandbox.url)
        url.searchParams.set(path, word)
        const { status, message } = await send(probe.method, url.pathname + url.search)
        if (status !== 200 && !isRefusal(status, message))
          wrong.push(`${probe.method} ${url.pathname}?${path}=${word}: ${status} ${message}`)
      }
    }
    for (const { path, words } of body.filter(({ path }) => isDeclared(path, found.body ?? []))) {
      for (const word of words.length === 0 ? [] : [...words, 'made-up']) {
        const given = { ...Object(probe.body), ...Object(bodyAt(path, word)) }
        const { status, message } = await send(probe.method, probe.path, given)
        const taken = word === 'made-up' && status < 400
        const called = word !== 'made-up' && message.includes('is not one of')
        if (taken || called || (status === 501 && !isRefusal(status, message))) {
          wrong.push(`${probe.method} ${probe.path} ${path}=${word}: ${status} ${message}`)
        }
      }
    }
  }
  expect(wrong).toEqual([])
})

test('nothing can be hidden deep in a body', async () => {
  const taken: string[] = []
  let hidden = 0
  for (const probe of (await probesHere()).filter(({ body }) => body !== null)) {
    for (const body of withOneMore(probe.body, openIn(probe))) {
      hidden += 1
      const { status, message } = await send(probe.method, probe.path, body)
      if (!isRefusal(status, message))
        taken.push(`${probe.method} ${probe.path} ${JSON.stringify(body)}: ${status} ${message}`)
    }
  }
  expect(taken).toEqual([])
  expect(hidden).toBeGreaterThan(30)
})

/** The parts of a body that may be of any shape, so that nothing in them is unknown. */
function openIn({ method, path }: Probe): readonly string[] {
  const { body = [] } = findRoute(routes, method, new URL(path, sandbox.url).pathname).route
  return body.flatMap((each) => /^(\w+)\.\*$/.exec(each)?.[1] ?? [])
}

/** The value with something nobody knows in each of its objects, in one at a time. */
function withOneMore(value: unknown, open: readonly string[] = []): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => withOneMore(one).map((changed) => value.with(index, changed)))
  }
  const inner = Object.entries(value)
    .filter(([key]) => !open.includes(key))
    .flatMap(([key, one]) => withOneMore(one).map((changed) => ({ ...value, [key]: changed })))
  return [{ ...value, made_up: 'x' }, ...inner]
}

/** The sandbox's refusal rather than a mistake of its own. */
function isRefusal(status: number, message: string): boolean {
  return status === 501 && message.startsWith('sandbox: ') && !message.startsWith('sandbox: Error')
}
