import type { Json, JsonSchema } from '../../model/json.js'
import { type Decoding, type Piece, report, type Words, type Wrong, wrong, wrongKind } from './decoding.js'
import { lenient, type NamedSchemas, type Shape } from './shape.js'
import type { TreeEntry, TreeMap } from './tree.js'

/** One key of a map: its shape, what its value is without it, and what people are told. */
export interface Key<T> {
  readonly shape: Shape<T>
  /** What to say where it is missing, or how it is written; its value all the same. */
  readonly absent: { readonly needs?: string | Words; readonly is?: T }
  readonly told: Told
}

/** What an editor and the reference page say of a key. */
export interface Told {
  /** Left out where the shape says it. */
  readonly says?: string
  readonly examples?: readonly Json[]
  readonly default?: Json
}

export type Keys = Readonly<Record<string, Key<unknown>>>
export type ValuesOf<Known extends Keys> = {
  readonly [Name in keyof Known as undefined extends ValueOf<Known[Name]> ? never : Name]: ValueOf<
    Known[Name]
  >
} & {
  readonly [Name in keyof Known as undefined extends ValueOf<Known[Name]> ? Name : never]?: Exclude<
    ValueOf<Known[Name]>,
    undefined
  >
}
type ValueOf<Known> = Known extends Key<infer T> ? T : never

/** A key that has to be there. @param as how it is written, or the problem where it is missing. */
export function required<T>(shape: Shape<T>, as: string | Words, told: Told = {}): Key<T> {
  return { shape, absent: { needs: as }, told }
}

/** A key that may be left out. @param otherwise its value then; undefined leaves it out of the values too. */
export function optional<T, const Otherwise>(
  shape: Shape<T>,
  otherwise: Otherwise,
  told: Told = {},
): Key<T | Otherwise> {
  return { shape, absent: { is: otherwise }, told }
}

/** The same key with a value where it is missing or wrong, so that what stands beside it can be read. */
export function orElse<T, Otherwise>(key: Key<T>, otherwise: Otherwise): Key<T | Otherwise> {
  return { ...key, shape: lenient(key.shape, otherwise), absent: { ...key.absent, is: otherwise } }
}

/** A map with some keys and no others. @param also what an editor is told beside. */
export function map<Known extends Keys>(keys: Known, also: JsonSchema = {}): Shape<ValuesOf<Known>> {
  return {
    decode: (decoding, piece) => {
      const entries = entriesOf(decoding, piece, Object.keys(keys))
      return entries === wrong ? wrong : decodeKeys(decoding, entries, keys)
    },
    schema: (schemas) => ({ ...closed(keys, schemas), ...also }),
  }
}

/** A map of which some keys are read, whatever others it has. */
export function openMap<Known extends Keys>(keys: Known): Shape<ValuesOf<Known>> {
  const known = map(keys)
  return {
    decode: (decoding, { tree, place }) => {
      if (tree.kind !== 'map') return known.decode(decoding, { tree, place })
      const entries = tree.entries.filter(({ key }) => Object.hasOwn(keys, key))
      return known.decode(decoding, { tree: { ...tree, entries }, place })
    },
    schema: (schemas) => ({ ...known.schema(schemas), additionalProperties: true }),
  }
}

/** One of the things that a map can say, by the keys it says it with. */
export interface Alternative<T> {
  readonly keys: Keys
  readonly also: JsonSchema
  readonly decode: (decoding: Decoding, entries: Entries) => T | Wrong
}

/** @param also what an editor is told beside. */
export function alternative<Known extends Keys, T>(
  keys: Known,
  make: (values: ValuesOf<Known>, decoding: Decoding, piece: Piece<TreeMap>) => T | Wrong,
  also: JsonSchema = {},
): Alternative<T> {
  return {
    keys,
    also,
    decode: (decoding, entries) => {
      const values = decodeKeys(decoding, entries, keys)
      return values === wrong ? wrong : make(values, decoding, entries.piece)
    },
  }
}

/**
 * A map that says exactly one of several things beside some keys that it may always have.
 * @param refusal what to say of a map whose keys are those of none.
 */
export function oneOf<Known extends Keys, T>(
  common: Known,
  alternatives: readonly Alternative<T>[],
  refusal: (given: ReadonlyMap<string, TreeEntry>) => Words,
): Shape<readonly [ValuesOf<Known>, T]> {
  const keys: Record<string, Key<unknown>> = { ...common }
  for (const each of alternatives) for (const [name, key] of Object.entries(each.keys)) keys[name] ??= key
  const fits = ({ keys: own }: Alternative<T>, given: readonly string[]) =>
    given.every((name) => Object.hasOwn(own, name)) && namesNeeded(own).every((name) => given.includes(name))
  return {
    decode: (decoding, piece) => {
      const entries = entriesOf(decoding, piece, Object.keys(keys))
      if (entries === wrong) return wrong
      const own = [...entries.byName.keys()].filter((name) => !Object.hasOwn(common, name))
      const chosen = alternatives.find((each) => fits(each, own))
      const always = decodeKeys(decoding, entries, common)
      // What stands below keys that do not fit together, or that nobody knows, would mean something else with them mended.
      if (chosen === undefined) decoding.evaluated.add(piece.tree)
      const thing =
        chosen === undefined
          ? report(decoding, piece.tree.line, refusal(entries.byName))
          : chosen.decode(decoding, entries)
      return always === wrong || thing === wrong ? wrong : [always, thing]
    },
    schema: (schemas) => ({
      ...closed(keys, schemas, common),
      oneOf: alternatives.map(({ keys: own, also }) => ({
        required: namesNeeded(own),
        properties: Object.fromEntries(
          Object.entries(keys).flatMap(([name, { shape }]): [string, Json][] => {
            const mine = own[name] ?? common[name]
            if (mine === undefined) return [[name, false]]
            return mine.shape === shape ? [] : [[name, mine.shape.schema(schemas)]]
          }),
        ),
        ...also,
      })),
    }),
  }
}

interface Entries {
  readonly piece: Piece<TreeMap>
  readonly byName: ReadonlyMap<string, TreeEntry>
}

/** The entries of a map, their lines remembered; every key that is not known is reported. */
function entriesOf(decoding: Decoding, piece: Piece, known: readonly string[]): Entries | Wrong {
  const { tree, place } = piece
  if (tree.kind !== 'map')
    return wrongKind(
      decoding,
      piece,
      `a map with the ${known.length === 1 ? 'key' : 'keys'} ${known.join(', ')}`,
    )
  const { codes, unknownKey, isLeftOut } = decoding.dialect
  for (const { key, line, value } of tree.entries) {
    decoding.lines.set(placeOf(place, key), line)
    if (known.includes(key)) continue
    decoding.evaluated.add(value)
    report(decoding, line, { code: codes.unknownKey, ...unknownKey(key, place, known) })
  }
  const kept = tree.entries.filter(({ key, value }) => known.includes(key) && !isLeftOut(value))
  return { piece: { tree, place }, byName: new Map(kept.map((entry) => [entry.key, entry])) }
}

function decodeKeys<Known extends Keys>(
  decoding: Decoding,
  { piece, byName }: Entries,
  keys: Known,
): ValuesOf<Known> | Wrong {
  const values: Record<string, unknown> = {}
  for (const [name, { shape, absent }] of Object.entries(keys)) {
    const entry = byName.get(name)
    if (entry !== undefined) {
      values[name] = shape.decode(decoding, { tree: entry.value, place: placeOf(piece.place, name) })
      continue
    }
    const { needs } = absent
    if (needs !== undefined) report(decoding, piece.tree.line, missingKey(decoding, name, piece.place, needs))
    if (!('is' in absent)) values[name] = wrong
    else if (absent.is !== undefined) values[name] = absent.is
  }
  // Every key was decoded by its own shape.
  return Object.values(values).includes(wrong) ? wrong : (values as ValuesOf<Known>)
}

function missingKey({ dialect }: Decoding, name: string, place: string, needs: string | Words): Words {
  if (typeof needs !== 'string') return needs
  return { code: dialect.codes.missing, ...dialect.missing(name, place, needs) }
}

function placeOf(parent: string, key: string): string {
  return parent === '' ? key : `${parent}/${key}`
}

function closed(keys: Keys, schemas: NamedSchemas, always: Keys = keys): JsonSchema {
  const needed = namesNeeded(always)
  return {
    type: 'object',
    additionalProperties: false,
    ...(needed.length === 0 ? {} : { required: needed }),
    properties: Object.fromEntries(
      Object.entries(keys).map(([name, { shape, told }]) => {
        const { says, examples, default: usual } = told
        return [
          name,
          {
            ...(says === undefined ? {} : { description: says }),
            ...shape.schema(schemas),
            ...(usual === undefined ? {} : { default: usual }),
            ...(examples === undefined ? {} : { examples }),
          },
        ]
      }),
    ),
  }
}

function namesNeeded(keys: Keys): readonly string[] {
  return Object.entries(keys).flatMap(([name, { absent }]) => ('needs' in absent ? [name] : []))
}
