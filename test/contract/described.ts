import { alternatives, follow, jsonSchema } from './contract.js'
import type { OpenApi, Operation } from './openapi.js'

/** Something a request may say, as GitHub describes it. */
export interface Described {
  /** Name of a query parameter, or path into the body, as in `output.annotations[].path`. */
  readonly path: string
  /** The words it may be; empty where it is free. */
  readonly words: readonly string[]
}

export function describedQuery(api: OpenApi, operation: Operation): readonly Described[] {
  return (operation.parameters ?? [])
    .map((one) => follow(api, one))
    .filter((one) => one.in === 'query')
    .map((one) => ({ path: String(one.name), words: wordsOf(api, one.schema) }))
}

/** Every property of the body, at any depth. */
export function describedBody(api: OpenApi, operation: Operation): readonly Described[] {
  const schema = jsonSchema(api, operation.requestBody)
  const found = schema === null ? [] : propertiesOf(api, schema, '')
  return [...new Set(found.map(({ path }) => path))].map((path) => ({
    path,
    words: [...new Set(found.filter((one) => one.path === path).flatMap(({ words }) => words))],
  }))
}

function propertiesOf(api: OpenApi, schema: unknown, at: string): readonly Described[] {
  return alternatives(api, schema).flatMap((one) => {
    const items = one.items === undefined ? [] : propertiesOf(api, one.items, `${at}[]`)
    const own = Object.entries(one.properties ?? {}).flatMap(([name, property]) => {
      const path = at === '' ? name : `${at}.${name}`
      return [{ path, words: wordsOf(api, property) }, ...propertiesOf(api, property, path)]
    })
    return [...items, ...own]
  })
}

function wordsOf(api: OpenApi, schema: unknown): readonly string[] {
  const words = alternatives(api, schema).flatMap((one) => (Array.isArray(one.enum) ? one.enum : []))
  return words.filter((word): word is string => typeof word === 'string')
}

/** The smallest body that says something at a path. */
export function bodyAt(path: string, value: unknown): unknown {
  const [first = '', ...rest] = path.split('.')
  const inner = rest.length === 0 ? value : bodyAt(rest.join('.'), value)
  if (first === '[]') return [inner]
  return first.endsWith('[]') ? { [first.slice(0, -2)]: [inner] } : { [first]: inner }
}
