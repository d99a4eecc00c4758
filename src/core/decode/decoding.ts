import type { Json } from '../../model/json.js'
import type { PolicyFile } from '../../model/policy.js'
import type { Problem } from '../../model/problem.js'
import type { ProblemCode } from '../../model/problem-codes.js'
import { didYouMean } from '../text/closest-name.js'
import type { Tree } from './tree.js'

/** What decoding one file collects: problems, and the lines of the places that later checks may have to name. */
export interface Decoding {
  readonly path: string
  readonly problems: Problem[]
  /** Line by place, as in `rules/0/assert`. */
  readonly lines: Map<string, number>
  /** The other files that this one may name. */
  readonly files: readonly PolicyFile[]
  readonly dialect: Dialect
  /** Every expression of the file, in the order in which it is read. */
  readonly expressions: PlacedExpression[]
  /** The pieces in which `${{ }}` is evaluated, is meant as it stands, or cannot be judged. */
  readonly evaluated: Set<Tree>
}

/** An expression without the `${{ }}` around it, and where it stands, as in `rules/0/assert`. */
export interface PlacedExpression {
  readonly source: string
  readonly at: string
  /** The template file it stands in, where it stands in one. */
  readonly template?: string
}

/** Begins to decode a file. @param files the other files that it may name. */
export function newDecoding(path: string, dialect: Dialect, files: readonly PolicyFile[] = []): Decoding {
  return { path, problems: [], lines: new Map(), files, dialect, expressions: [], evaluated: new Set() }
}

/** What one kind of file has for its own: how its problems are told, and what counts as left out. */
export interface Dialect {
  readonly codes: Readonly<Record<'value' | 'unknownKey' | 'missing', ProblemCode>>
  /** What people call a place, as in `“rules/0/assert”`. */
  readonly called: (place: string) => string
  readonly unknownKey: (key: string, place: string, known: readonly string[]) => WhatAndFix
  /** @param example how the key is written. */
  readonly missing: (key: string, place: string, example: string) => WhatAndFix
  /** Whether a key with this value is as if it were not there. */
  readonly isLeftOut: (value: Tree) => boolean
}
type WhatAndFix = Omit<Words, 'code'>

/** @param file what it is, as in `a request type`. */
export function usualDialect(file: string): Dialect {
  return {
    codes: { value: 'type/value', unknownKey: 'type/unknown-key', missing: 'type/missing' },
    called: (place) => (place === '' ? 'The file' : `“${place}”`),
    unknownKey: (key, place, known) => ({
      what: `“${key}” is not a key of ${place === '' ? file : place}.`,
      fix: `${didYouMean(key, known)}${known.length === 1 ? 'The only key is' : 'The keys are:'} ${known.join(', ')}.`,
    }),
    missing: (key, _, example) => ({
      what: `The key “${key}” is missing.`,
      fix: `Add it, as in ${example}.`,
    }),
    isLeftOut: () => false,
  }
}

/** A problem without the place of the file it is about. */
export interface Words {
  readonly code: ProblemCode
  readonly what: string
  readonly fix: string
}

/** A piece of the file and where it stands, as in `rules/0/assert`. */
export interface Piece<Part extends Tree = Tree> {
  readonly tree: Part
  readonly place: string
}

/** A problem and the place of the file it is about, as in `fields/cpu/maximum` or `approval/0/from/1`. */
export interface PlacedProblem extends Words {
  readonly at: string
}

/** What a piece did not turn out to be; its problems are reported. */
export const wrong: unique symbol = Symbol('wrong')
export type Wrong = typeof wrong

/** Reports a problem on a line of the file. */
export function report(decoding: Decoding, line: number, { code, what, fix }: Words): Wrong {
  decoding.problems.push({ code, file: decoding.path, line, what, fix })
  return wrong
}

/** Reports that something of another kind stands in a place. */
export function wrongKind(decoding: Decoding, { tree, place }: Piece, wanted: string, meant = ''): Wrong {
  const { codes, called } = decoding.dialect
  // What stands below would mean something else with this mended.
  decoding.evaluated.add(tree)
  const what = `${called(place)} is ${describe(tree)}.`
  return report(decoding, tree.line, { code: codes.value, what, fix: `${meant}Write ${wanted}.` })
}

/** The last part of a place. */
export function keyOf(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1)
}

/** What stands in a place, in words. */
export function describe(tree: Tree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'map') return tree.entries.length === 0 ? 'an empty map' : 'a map'
  if (tree.value === null) return 'empty'
  if (typeof tree.value === 'string') return tree.value.trim() === '' ? 'an empty text' : `“${tree.value}”`
  return `the ${typeof tree.value === 'number' ? 'number' : 'value'} ${tree.source}`
}

/** The data as JSON. */
export function jsonOf(tree: Tree): Json {
  if (tree.kind === 'list') return tree.items.map(jsonOf)
  if (tree.kind === 'scalar') return tree.value
  const object: Record<string, Json> = Object.create(null)
  for (const { key, value } of tree.entries) object[key] = jsonOf(value)
  return object
}
