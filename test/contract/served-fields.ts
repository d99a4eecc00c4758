import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { neededBy, written } from './graph-arguments.js'

/** A place in a document where the fields of a type can be asked for. */
export interface Place {
  readonly wrap: (selection: string) => string
}

/** A field that the sandbox answers, and where. */
export interface Found {
  readonly type: GraphQLObjectType
  readonly field: GraphQLField<unknown, unknown>
  readonly place: Place
}

type Ask = (query: string) => Promise<{ readonly data: unknown; readonly lacks: string | null }>

/** Walks from the root along everything that the sandbox answers, one type after the other, each where it is met first. */
export async function servedFields(schema: GraphQLSchema, ask: Ask): Promise<readonly Found[]> {
  const served: Found[] = []
  const seen = new Set<string>()
  const waiting: { readonly name: string; readonly wrap: Place['wrap'] }[] = [
    { name: 'Query', wrap: (selection) => `{ ${selection} }` },
    { name: 'Mutation', wrap: (selection) => `mutation { ${selection} }` },
  ]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const type = schema.getType(next.name)
    if (!isObjectType(type) || seen.has(type.name)) continue
    seen.add(type.name)
    const place: Place = { wrap: next.wrap }
    for (const field of Object.values(type.getFields())) {
      const found = await lookAt(ask, place, field)
      if (!found.served) continue
      served.push({ type, field, place })
      for (const name of found.types) waiting.push({ name, wrap: below(place, field, name) })
    }
  }
  return served
}

function below(place: Place, field: GraphQLField<unknown, unknown>, type: string): Place['wrap'] {
  return (selection) =>
    place.wrap(`${field.name}${written(neededBy(field))} { ... on ${type} { ${selection} } }`)
}

async function lookAt(ask: Ask, { wrap }: Place, field: GraphQLField<unknown, unknown>) {
  const leaf = isLeafType(getNamedType(field.type))
  const { data, lacks } = await ask(
    wrap(`${field.name}${written(neededBy(field))}${leaf ? '' : ' { __typename }'}`),
  )
  const served = lacks === null || !/there is no field \S+$/.test(lacks) || !lacks.endsWith(`.${field.name}`)
  return { served, types: leaf ? [] : typesAt(data, field.name) }
}

/** The types of what stands under a name, wherever it stands. */
function typesAt(data: unknown, name: string): readonly string[] {
  const found = new Set<string>()
  const look = (value: unknown, key: string) => {
    if (typeof value !== 'object' || value === null) return
    if (key === name && '__typename' in value) found.add(String(value.__typename))
    for (const [inner, child] of Object.entries(value)) look(child, Array.isArray(value) ? key : inner)
  }
  look(data, '')
  return [...found]
}
