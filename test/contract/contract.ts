import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { Exchange } from '../../src/sandbox/seed.js'
import { loadOpenApi, type OpenApi, type Operation } from './openapi.js'

export interface Contract {
  /** Whether GitHub documents this method and path. */
  readonly has: (method: string, route: string) => boolean
  /** What is wrong with a request and its answer, in words; nothing when they keep to GitHub's description. GraphQL is not described there. */
  readonly check: (exchange: Exchange) => readonly string[]
}

/** Statuses that GitHub answers and its description leaves out. */
const undocumented: readonly { readonly route: RegExp; readonly status: number; readonly why: string }[] = [
  { route: /./, status: 401, why: 'bad credentials are answered before any operation' },
  { route: /./, status: 403, why: 'a missing permission is answered before any operation' },
  { route: /./, status: 404, why: 'what a token cannot see does not exist, for every operation' },
  { route: /./, status: 400, why: 'a body that is not JSON' },
  { route: /./, status: 422, why: 'a body of the wrong shape, for every operation with a body' },
  { route: /./, status: 500, why: 'the world fails' },
]

/** Loads GitHub's description and cuts it down to what is asked for, one operation at a time. */
export async function createContract(): Promise<Contract> {
  const api = await loadOpenApi()
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, validateFormats: true })
  formats.default(ajv)
  // A format of GitHub's own: `owner/name`.
  ajv.addFormat('repo.nwo', /^[^/]+\/[^/]+$/)
  ajv.addSchema({ $id: 'github', components: rewrite(api.components) } as object)
  const compiled = new Map<string, ValidateFunction>()
  const validator = (key: string, schema: unknown): ValidateFunction => {
    const known = compiled.get(key)
    if (known !== undefined) return known
    const made = ajv.compile(rewrite(schema) as object)
    compiled.set(key, made)
    return made
  }
  const problemsOf = (key: string, schema: unknown, value: unknown): readonly string[] => {
    const validate = validator(key, schema)
    if (validate(value) === true) return []
    return (validate.errors ?? [])
      .slice(0, 5)
      .map((one) => `${key}: ${one.instancePath} ${one.message ?? ''}`)
  }
  return {
    has: (method, route) => operationAt(api, method, route) !== null,
    check(exchange) {
      const { method, route, status } = exchange
      if (exchange.url === '/graphql') {
        return exchange.status === 501 ? [`GraphQL: ${JSON.stringify(exchange.responseBody)}`] : []
      }
      const operation = route === null ? null : operationAt(api, method, route)
      if (route === null || operation === null)
        return [`${method} ${exchange.url}: not an operation of GitHub's`]
      const key = `${method} ${route}`
      return [
        ...queryProblems(api, key, operation, exchange),
        ...(status < 400 ? requestProblems(api, key, operation, exchange, problemsOf) : []),
        ...responseProblems(api, key, operation, exchange, problemsOf),
      ]
    },
  }
}

type ProblemsOf = (key: string, schema: unknown, value: unknown) => readonly string[]

export function operationAt(api: OpenApi, method: string, route: string): Operation | null {
  return api.paths[route]?.[method.toLowerCase()] ?? null
}

/** Follows a reference; anything else is itself. */
export function follow(api: OpenApi, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {}
  const ref = '$ref' in value ? value.$ref : undefined
  if (typeof ref !== 'string') return value as Readonly<Record<string, unknown>>
  let at: unknown = api
  for (const part of ref.slice(2).split('/')) at = (at as Record<string, unknown>)[part]
  return follow(api, at)
}

function queryProblems(
  api: OpenApi,
  key: string,
  operation: Operation,
  { url }: Exchange,
): readonly string[] {
  const known = new Set(
    (operation.parameters ?? [])
      .map((one) => follow(api, one))
      .filter((one) => one.in === 'query')
      .map((one) => one.name),
  )
  const given = [...new URL(url, 'http://sandbox').searchParams.keys()]
  return given.filter((name) => !known.has(name)).map((name) => `${key}: unknown query parameter ${name}`)
}

function requestProblems(
  api: OpenApi,
  key: string,
  operation: Operation,
  { requestBody }: Exchange,
  problemsOf: ProblemsOf,
): readonly string[] {
  const schema = jsonSchema(api, operation.requestBody)
  if (schema === null) return requestBody === null ? [] : [`${key}: a body that GitHub does not expect`]
  if (requestBody === null) {
    return follow(api, operation.requestBody).required === true ? [`${key}: no body`] : []
  }
  return [
    ...problemsOf(`${key} request`, schema, requestBody),
    ...unknownKeys(api, `${key} request`, schema, requestBody),
  ]
}

function responseProblems(
  api: OpenApi,
  key: string,
  operation: Operation,
  { status, responseBody }: Exchange,
  problemsOf: ProblemsOf,
): readonly string[] {
  const response = operation.responses[String(status)]
  if (response === undefined) {
    const allowed = undocumented.some((one) => one.status === status && one.route.test(key))
    return allowed ? [] : [`${key}: status ${status} is not documented`]
  }
  const schema = jsonSchema(api, response)
  if (schema === null) {
    const isError = status >= 400
    return responseBody === null || isError ? [] : [`${key} ${status}: a body that GitHub does not send`]
  }
  return problemsOf(`${key} ${status}`, schema, responseBody)
}

export function jsonSchema(api: OpenApi, holder: unknown): unknown {
  const content = follow(api, holder).content
  if (typeof content !== 'object' || content === null) return null
  return (content as Record<string, { schema?: unknown }>)['application/json']?.schema ?? null
}

/** GitHub's description rarely closes its objects, so a misspelt key would pass the schema. Goes into objects and lists. */
function unknownKeys(api: OpenApi, key: string, schema: unknown, value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    const items = alternatives(api, schema).find((one) => one.items !== undefined)?.items
    return items === undefined ? [] : value.flatMap((one) => unknownKeys(api, `${key}[]`, items, one))
  }
  if (typeof value !== 'object' || value === null) return []
  const known = new Map<string, unknown>()
  for (const one of alternatives(api, schema)) {
    if (one.additionalProperties !== undefined && one.additionalProperties !== false) return []
    for (const [name, property] of Object.entries(one.properties ?? {})) known.set(name, property)
  }
  if (known.size === 0) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    known.has(name)
      ? unknownKeys(api, `${key}.${name}`, known.get(name), inner)
      : [`${key}: unknown key ${name}`],
  )
}

export function alternatives(api: OpenApi, schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  const own = follow(api, schema)
  const inner = [own.oneOf, own.anyOf, own.allOf].flatMap((list) => (Array.isArray(list) ? list : []))
  return [own, ...inner.flatMap((one) => alternatives(api, one))]
}

/** OpenAPI 3.0 in JSON Schema: `nullable` becomes a choice, references point into the one shared schema. */
function rewrite(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(rewrite)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) {
    // Examples are data, and a discriminator means nothing to JSON Schema.
    if (key === 'example' || key === 'examples' || key === 'discriminator') continue
    if (key === '$ref' && typeof value === 'string') copy[key] = value.replace(/^#/, 'github#')
    // GitHub's alternatives are open objects: more than one often fits.
    else if (key === 'oneOf') copy.anyOf = rewrite(value)
    else if (key !== 'nullable' || typeof value !== 'boolean') copy[key] = rewrite(value)
  }
  // The default of some addresses is the empty text, which is no address.
  if (copy.format === 'uri' && copy.default === '') return { anyOf: [copy, { const: '' }] }
  return 'nullable' in schema && schema.nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy
}
