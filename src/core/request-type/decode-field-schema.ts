import type { Json, JsonSchema } from '../../model/json.js'
import {
  type Decoding,
  describe,
  entriesByKey,
  itemsOf,
  jsonOf,
  type Piece,
  pieceOf,
  report,
} from '../decode/decoding.js'
import type { YamlTree } from '../decode/read-yaml.js'
import { closestName } from '../text/closest-name.js'
import { fieldFormats, fieldTypes } from './field-schema.js'

type Decode = (decoding: Decoding, piece: Piece) => Json

/**
 * The JSON Schema keywords a field may use, each with its reader. A closed list: a misspelt keyword would silently allow
 * everything, and every keyword here has a sentence that tells a requester what is expected.
 * Source: JSON Schema 2020-12, “Validation”.
 */
const keywords: ReadonlyMap<string, Decode> = new Map([
  ['type', oneOf(fieldTypes)],
  ['description', text('lower-case letters, digits and hyphens')],
  ['examples', scalars],
  ['format', oneOf(fieldFormats)],
  ['pattern', text("'^[a-z][a-z0-9-]*$'")],
  ['minLength', count],
  ['maxLength', count],
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', number],
  ['exclusiveMaximum', number],
  ['multipleOf', positive],
  ['enum', scalars],
  ['const', scalar],
  ['items', decodeFieldSchema],
  ['minItems', count],
  ['maxItems', count],
  ['uniqueItems', yesOrNo],
  ['not', decodeFieldSchema],
  ['anyOf', schemas],
])

/** What a request type demands of one field. Every mistake is reported and gives null. */
export function decodeFieldSchema(decoding: Decoding, piece: Piece): JsonSchema | null {
  const before = decoding.problems.length
  const entries = entriesByKey(decoding, piece, [...keywords.keys()])
  if (entries === null) return null
  const schema: Record<string, Json> = Object.create(null)
  for (const [key, entry] of entries) {
    const decode = keywords.get(key)
    if (decode !== undefined) schema[key] = decode(decoding, pieceOf(decoding, entry, piece.place))
  }
  return decoding.problems.length === before ? schema : null
}

function oneOf(known: readonly string[]): Decode {
  return (decoding, { tree, place }) => {
    const value = tree.kind === 'scalar' ? tree.value : null
    if (typeof value === 'string' && known.includes(value)) return value
    const closest = typeof value === 'string' ? closestName(value, known) : null
    return report(decoding, tree.line, {
      code: 'type/value',
      what: `“${place}” is ${describe(tree)}.`,
      fix: `${closest === null ? '' : `Did you mean ${closest}? `}Write one of: ${known.join(', ')}.`,
    })
  }
}

function text(example: string): Decode {
  return (decoding, { tree, place }) => {
    if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value !== '') return tree.value
    return refuse(decoding, { tree, place }, `a text, as in ${example}`)
  }
}

function count(decoding: Decoding, { tree, place }: Piece): Json {
  const value = numberIn(tree)
  if (value !== null && Number.isSafeInteger(value) && value >= 0) return jsonOf(decoding, tree)
  return refuse(decoding, { tree, place }, 'a whole number of at least 0')
}

function number(decoding: Decoding, { tree, place }: Piece): Json {
  const value = numberIn(tree)
  if (value !== null) return jsonOf(decoding, tree)
  return refuse(decoding, { tree, place }, 'a number without quotes')
}

function positive(decoding: Decoding, { tree, place }: Piece): Json {
  const value = numberIn(tree)
  if (value !== null && value > 0) return jsonOf(decoding, tree)
  return refuse(decoding, { tree, place }, 'a number greater than 0')
}

function numberIn(tree: YamlTree): number | null {
  return tree.kind === 'scalar' && typeof tree.value === 'number' && Number.isFinite(tree.value)
    ? tree.value
    : null
}

function yesOrNo(decoding: Decoding, { tree, place }: Piece): Json {
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value
  return refuse(decoding, { tree, place }, 'true or false')
}

function scalar(decoding: Decoding, { tree, place }: Piece): Json {
  if (tree.kind === 'scalar' && tree.value !== null) return jsonOf(decoding, tree)
  return refuse(decoding, { tree, place }, 'one text, number, true or false')
}

function scalars(decoding: Decoding, piece: Piece): Json {
  const items = itemsOf(decoding, piece, '[small, large]')
  return items === null ? null : items.map((item) => scalar(decoding, item))
}

function schemas(decoding: Decoding, piece: Piece): Json {
  const items = itemsOf(decoding, piece, '[{ maxLength: 3 }, { pattern: "^x-" }]')
  return items === null ? null : items.map((item) => decodeFieldSchema(decoding, item))
}

function refuse(decoding: Decoding, { tree, place }: Piece, wanted: string): null {
  return report(decoding, tree.line, {
    code: 'type/value',
    what: `“${place}” is ${describe(tree)}.`,
    fix: `Write ${wanted}.`,
  })
}
