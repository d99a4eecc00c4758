import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import type { ProblemCode } from '../../model/problem-codes.js'
import type { PolicyFile } from '../../model/snapshot.js'
import { closestName } from '../text/closest-name.js'
import type { YamlEntry, YamlMap, YamlScalar, YamlTree } from './read-yaml.js'

/** What decoding one file collects: problems, and the lines of the places that later checks may have to name. */
export interface Decoding {
  readonly path: string
  readonly problems: Problem[]
  /** Line by place, as in `rules/0/assert`. */
  readonly lines: Map<string, number>
  /** The template files the file may name. */
  readonly templates: readonly PolicyFile[]
}

/** A piece of the file and where it stands, as in `rules/0/assert`. */
export interface Piece<Tree extends YamlTree = YamlTree> {
  readonly tree: Tree
  readonly place: string
}

/** A problem and the place of the file it is about, as in `fields/cpu/maximum` or `approval/0/from/1`. */
export interface PlacedProblem {
  readonly at: string
  readonly code: ProblemCode
  readonly what: string
  readonly fix: string
}

/** Reports a problem on a line of the file. */
export function report(
  decoding: Decoding,
  line: number,
  problem: { readonly code: ProblemCode; readonly what: string; readonly fix: string },
): null {
  decoding.problems.push({
    code: problem.code,
    file: decoding.path,
    line,
    what: problem.what,
    fix: problem.fix,
  })
  return null
}

/** The entries of a map by key; anything else, and every key that is not known, is reported. */
export function entriesByKey(
  decoding: Decoding,
  { tree, place }: Piece,
  known: readonly string[],
): ReadonlyMap<string, YamlEntry> | null {
  if (tree.kind !== 'map')
    return wrongKind(decoding, { tree, place }, 'a map with the keys', known.join(', '))
  for (const entry of tree.entries) {
    if (known.includes(entry.key)) continue
    const closest = closestName(entry.key, known)
    report(decoding, entry.line, {
      code: 'type/unknown-key',
      what: `“${entry.key}” is not a key ${place === '' ? 'of a request type' : `of ${place}`}.`,
      fix: `${closest === null ? '' : `Did you mean ${closest}? `}The keys are: ${known.join(', ')}.`,
    })
  }
  return new Map(tree.entries.map((entry) => [entry.key, entry]))
}

/** The entry as a piece, remembering its line. */
export function pieceOf(decoding: Decoding, entry: YamlEntry, parent: string): Piece {
  const place = parent === '' ? entry.key : `${parent}/${entry.key}`
  decoding.lines.set(place, entry.line)
  return { tree: entry.value, place }
}

/** The items of a list, remembering their lines; anything else and an empty list are reported. */
export function itemsOf(
  decoding: Decoding,
  { tree, place }: Piece,
  example: string,
): readonly Piece[] | null {
  if (tree.kind !== 'list') return wrongKind(decoding, { tree, place }, 'a list, as in', example)
  if (tree.items.length === 0) {
    return report(decoding, tree.line, {
      code: 'type/value',
      what: `“${place}” is an empty list.`,
      fix: `Name at least one, as in ${example}, or remove the key.`,
    })
  }
  return tree.items.map((item, index) => {
    const itemPlace = `${place}/${index}`
    decoding.lines.set(itemPlace, item.line)
    return { tree: item, place: itemPlace }
  })
}

/** A text that is not empty; anything else is reported. */
export function textOf(decoding: Decoding, { tree, place }: Piece, example: string): string | null {
  if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value.trim() !== '') return tree.value
  return wrongKind(decoding, { tree, place }, 'a text, as in', example)
}

/** Reports that something of another kind stands in a place. */
export function wrongKind(decoding: Decoding, { tree, place }: Piece, wanted: string, example: string): null {
  return report(decoding, tree.line, {
    code: 'type/value',
    what: `“${place}” is ${describe(tree)}.`,
    fix: `Write ${wanted} ${example}.`,
  })
}

/** Reports that a key is not there. */
export function missing(decoding: Decoding, map: YamlMap, key: string, example: string): null {
  return report(decoding, map.line, {
    code: 'type/missing',
    what: `The key “${key}” is missing.`,
    fix: `Add it, as in ${example}.`,
  })
}

/** What stands in a place, in words. */
export function describe(tree: YamlTree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'map') return 'a map'
  if (tree.value === null) return 'empty'
  if (typeof tree.value === 'string') return tree.value.trim() === '' ? 'an empty text' : `“${tree.value}”`
  return `the ${typeof tree.value === 'number' ? 'number' : 'value'} ${tree.source}`
}

/** The data as JSON. A number that would not be written back as it stands is reported: nobody asked for another spelling. */
export function jsonOf(decoding: Decoding, tree: YamlTree): Json {
  if (tree.kind === 'list') return tree.items.map((item) => jsonOf(decoding, item))
  if (tree.kind === 'scalar') {
    numberSpelling(decoding, tree)
    return tree.value
  }
  const object: Record<string, Json> = Object.create(null)
  for (const { key, value } of tree.entries) object[key] = jsonOf(decoding, value)
  return object
}

function numberSpelling(decoding: Decoding, scalar: YamlScalar): void {
  if (typeof scalar.value !== 'number') return
  if (Number.isFinite(scalar.value) && String(scalar.value) === scalar.source) return
  report(decoding, scalar.line, {
    code: 'type/number-spelling',
    what: `The number ${scalar.source} would be written as ${scalar.value}.`,
    fix: `Put it in quotes to keep it as it is, or write ${scalar.value}.`,
  })
}
