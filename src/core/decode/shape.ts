import type { Json, JsonSchema } from '../../model/json.js'
import { didYouMean } from '../text/closest-name.js'
import {
  type Decoding,
  jsonOf,
  keyOf,
  type Piece,
  report,
  type Words,
  type Wrong,
  wrong,
  wrongKind,
} from './decoding.js'
import type { Tree } from './tree.js'

/**
 * How a piece of a file is read, and what an editor is told about it: one description, so that the two cannot disagree. What is read
 * is a value of the type `T`, or {@link wrong} after every problem of the piece was reported.
 */
export interface Shape<T> {
  readonly decode: (decoding: Decoding, piece: Piece) => T | Wrong
  /** As JSON Schema 2020-12. */
  readonly schema: (named: NamedSchemas) => JsonSchema
}

/** The schemas that others refer to, by name. */
export type NamedSchemas = Map<string, JsonSchema>

/** Reads the same and makes something else of it, or refuses it. @param also what an editor is told beside. */
export function to<T, U>(
  shape: Shape<T>,
  turn: (value: T, decoding: Decoding, piece: Piece) => U | Wrong,
  also: JsonSchema = {},
): Shape<U> {
  return {
    decode: (decoding, piece) => {
      const value = shape.decode(decoding, piece)
      return value === wrong ? wrong : turn(value, decoding, piece)
    },
    schema: (schemas) => ({ ...shape.schema(schemas), ...also }),
  }
}

/** A shape that an editor is told once; whatever is part of itself needs a name. */
export function named<T>(name: string, shape: () => Shape<T>, description?: string): Shape<T> {
  let made: Shape<T> | undefined
  const get = (): Shape<T> => {
    made ??= shape()
    return made
  }
  return {
    decode: (decoding, piece) => get().decode(decoding, piece),
    schema: (schemas) => {
      if (!schemas.has(name)) {
        schemas.set(name, {})
        schemas.set(name, { ...(description === undefined ? {} : { description }), ...get().schema(schemas) })
      }
      return { $ref: `#/$defs/${name}` }
    },
  }
}

/** Something else in the place of what is wrong, so that what stands around it can be read. */
export function lenient<T, Otherwise>(shape: Shape<T>, otherwise: Otherwise): Shape<T | Otherwise> {
  return {
    ...shape,
    decode: (decoding, piece) => {
      const value = shape.decode(decoding, piece)
      return value === wrong ? otherwise : value
    },
  }
}

/** What one look at the tree tells. @param wanted what to write instead of anything else. */
export function leaf<T>(
  schema: JsonSchema,
  wanted: string | ((piece: Piece) => string),
  read: (tree: Tree) => T | Wrong,
): Shape<T> {
  return {
    decode: (decoding, piece) => {
      const value = read(piece.tree)
      if (value !== wrong) return value
      return wrongKind(decoding, piece, typeof wanted === 'string' ? wanted : wanted(piece))
    },
    schema: () => schema,
  }
}

export function scalarOf(tree: Tree): Json {
  return tree.kind === 'scalar' ? tree.value : null
}

/** A text that is not blank. */
export function text(example: string): Shape<string> {
  return leaf({ type: 'string', pattern: '\\S' }, `a text, as in ${example}`, (tree) => {
    const value = scalarOf(tree)
    return typeof value === 'string' && value.trim() !== '' ? value : wrong
  })
}

/** A text of a pattern that fits no blank one. @param refusal what to write instead of another, or what to say of it. */
export function textLike(
  pattern: RegExp,
  example: string,
  refusal: string | ((text: string, decoding: Decoding, piece: Piece) => Words),
): Shape<string> {
  const check = (value: string, decoding: Decoding, piece: Piece) => {
    if (pattern.test(value)) return value
    if (typeof refusal === 'string') return wrongKind(decoding, piece, `${refusal}, as in ${example}`)
    return report(decoding, piece.tree.line, refusal(value, decoding, piece))
  }
  return to(text(example), check, { pattern: pattern.source })
}

/** A text of which something holds, which may be blank. */
export function textThat(
  holds: (text: string) => boolean,
  wanted: string,
  also: JsonSchema = {},
): Shape<string> {
  return leaf({ type: 'string', ...also }, wanted, (tree) => {
    const value = scalarOf(tree)
    return typeof value === 'string' && holds(value) ? value : wrong
  })
}

/** Any text, a blank one too. */
export const anyText = textThat(() => true, 'a text')

export const nothing: Shape<null> = leaf({ type: 'null' }, 'nothing', (tree) =>
  isNothing(tree) ? null : wrong,
)

function isNothing(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null
}

/** The same, or nothing. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return either<T | null>({ where: isNothing, is: nothing }, { where: () => true, is: shape })
}

/** One of some words. */
export function word<const Word extends string>(words: readonly Word[]): Shape<Word> {
  return {
    decode: (decoding, piece) => {
      const value = scalarOf(piece.tree)
      const found = words.find((each) => each === value)
      if (found !== undefined) return found
      const meant = typeof value === 'string' ? didYouMean(value, words) : ''
      return wrongKind(decoding, piece, `one of: ${words.join(', ')}`, meant)
    },
    schema: () => ({ enum: words }),
  }
}

/** `true` or `false`. */
export const flag: Shape<boolean> = leaf(
  { type: 'boolean' },
  ({ place }) => `true or false, without quotes, as in ${keyOf(place)}: true`,
  (tree) => {
    const value = scalarOf(tree)
    return typeof value === 'boolean' ? value : wrong
  },
)

/** Only `true`. */
export const yes = to(flag, (value) => value || wrong)

/** A whole number. */
export function whole(least: number, wanted = `a whole number of at least ${least}`): Shape<number> {
  const read = leaf({ type: 'integer', minimum: least }, wanted, (tree) => {
    const value = scalarOf(tree)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : wrong
  })
  return asWritten(read)
}

/** Any number, or those above another. */
export function number(above?: number): Shape<number> {
  const schema = { type: 'number', ...(above === undefined ? {} : { exclusiveMinimum: above }) }
  const wanted = above === undefined ? 'a number without quotes' : `a number greater than ${above}`
  const read = leaf(schema, wanted, (tree) => {
    const value = scalarOf(tree)
    const fits = typeof value === 'number' && Number.isFinite(value) && value > (above ?? -Infinity)
    return fits ? value : wrong
  })
  return asWritten(read)
}

type Kind = 'text' | 'number' | 'flag' | 'nothing' | 'list' | 'map'
const kindNames = {
  text: 'string',
  number: 'number',
  flag: 'boolean',
  list: 'array',
  map: 'object',
  nothing: 'null',
} as const satisfies Record<Kind, string>

/** Refuses a number that would not be written back as it stands: nobody asked for another spelling, or for another number. */
function asWritten<T>(shape: Shape<T>): Shape<T> {
  return to(shape, (value, decoding, { tree }) => (misspelt(decoding, tree) ? wrong : value))
}

/** Data of some kinds. */
export function data(kinds: readonly Kind[], wanted: string): Shape<Json> {
  const all = kinds.length === Object.keys(kindNames).length
  const schema = all ? {} : { type: kinds.map((kind) => kindNames[kind]) }
  return asWritten(leaf(schema, wanted, (tree) => (kinds.includes(kindOf(tree)) ? jsonOf(tree) : wrong)))
}

/** Data of any kind. */
export const anything = data(['text', 'number', 'flag', 'list', 'map', 'nothing'], 'data')
/** One text, number or flag. */
export const scalar: Shape<string | number | boolean> = to(
  data(['text', 'number', 'flag'], 'one text, number, true or false'),
  (value) => (typeof value === 'object' ? wrong : value),
)

function kindOf(tree: Tree): Kind {
  if (tree.kind !== 'scalar') return tree.kind
  if (tree.value === null) return 'nothing'
  if (typeof tree.value === 'string') return 'text'
  return typeof tree.value === 'number' ? 'number' : 'flag'
}

function misspelt(decoding: Decoding, tree: Tree): boolean {
  if (tree.kind === 'list') return tree.items.filter((item) => misspelt(decoding, item)).length > 0
  if (tree.kind === 'map') return tree.entries.filter(({ value }) => misspelt(decoding, value)).length > 0
  const { value, source, line } = tree
  if (typeof value !== 'number' || (Number.isFinite(value) && String(value) === source)) return false
  report(decoding, line, {
    code: 'type/number-spelling',
    what: `The number ${source} would be written as ${value}.`,
    fix: `Put it in quotes to keep it as it is, or write ${value}.`,
  })
  return true
}

interface ListLimits {
  readonly least?: 0 | 1
  readonly most?: number
  /** Whether the list is what can be read of it, where an item is wrong. */
  readonly partly?: boolean
  /** What to say of an empty list, and of nothing in its place. */
  readonly empty?: Words
}

/** A list, each of its items of one shape. */
export function list<T>(
  item: Shape<T>,
  example: string,
  { least = 1, most = Infinity, partly = false, empty }: ListLimits = {},
): Shape<readonly T[]> {
  return {
    decode: (decoding, piece) => {
      const { tree, place } = piece
      const isNothing = tree.kind === 'scalar' && tree.value === null
      if (isNothing && empty !== undefined) return report(decoding, tree.line, empty)
      if (tree.kind !== 'list') return wrongKind(decoding, piece, `a list, as in ${example}`)
      const { called, codes } = decoding.dialect
      const { length } = tree.items
      const refuse = (what: string, fix: string): Wrong =>
        report(decoding, tree.line, { code: codes.value, what: `${called(place)} ${what}.`, fix })
      if (length < least) {
        if (empty !== undefined) return report(decoding, tree.line, empty)
        return refuse('is an empty list', `Name at least one, as in ${example}, or remove the key.`)
      }
      if (length > most) refuse(`has ${length} entries`, `Write at most ${most}.`)
      const values: T[] = []
      for (const [index, each] of tree.items.slice(0, most).entries()) {
        decoding.lines.set(`${place}/${index}`, each.line)
        const value = item.decode(decoding, { tree: each, place: `${place}/${index}` })
        if (value !== wrong) values.push(value)
      }
      return partly || values.length === length ? values : wrong
    },
    schema: (schemas) => ({
      type: 'array',
      ...(least === 0 ? {} : { minItems: least }),
      ...(most === Infinity ? {} : { maxItems: most }),
      items: item.schema(schemas),
    }),
  }
}

/** A map with any keys, each value of one shape, as an object. */
export function objectOf<T>(value: Shape<T>, wanted: string): Shape<Readonly<Record<string, T>>> {
  return to(mapOf(value, wanted), (found) => Object.fromEntries(found))
}

/** A map with any keys, each value of one shape. */
export function mapOf<T>(value: Shape<T>, wanted: string): Shape<ReadonlyMap<string, T>> {
  return {
    decode: (decoding, piece) => {
      const { tree, place } = piece
      if (tree.kind !== 'map') return wrongKind(decoding, piece, wanted)
      const values = new Map<string, T>()
      for (const entry of tree.entries) {
        decoding.lines.set(`${place}/${entry.key}`, entry.line)
        const read = value.decode(decoding, { tree: entry.value, place: `${place}/${entry.key}` })
        if (read !== wrong) values.set(entry.key, read)
      }
      return values.size === tree.entries.length ? values : wrong
    },
    schema: (schemas) => ({ type: 'object', additionalProperties: value.schema(schemas) }),
  }
}

/** One shape or another, told apart by what stands there. */
export function either<T>(
  ...shapes: readonly { readonly where: (tree: Tree) => boolean; readonly is: Shape<T> }[]
): Shape<T> {
  return {
    decode: (decoding, piece) => {
      const fitting = shapes.find(({ where }) => where(piece.tree)) ?? shapes.at(-1)
      if (fitting === undefined) throw new Error('a shape without alternatives')
      return fitting.is.decode(decoding, piece)
    },
    schema: (schemas) => ({ anyOf: shapes.map(({ is }) => is.schema(schemas)) }),
  }
}

/** Whether what stands there is a map that says this of a key, as in `kind: people`. */
export function saying(key: string, value: string): (tree: Tree) => boolean {
  return (tree) =>
    tree.kind === 'map' && tree.entries.some((entry) => entry.key === key && scalarOf(entry.value) === value)
}
