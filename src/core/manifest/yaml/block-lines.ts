import type { CST, Document } from 'yaml'
import { isList, type Json, type JsonObject } from '../../../model/json.js'
import { isMap } from '../json-shapes.js'
import { spelledSource } from '../reading.js'
import {
  flowText,
  isScalarData,
  keyText,
  type Literals,
  literalLines,
  type QuoteStyle,
  scalarText,
} from './scalar-text.js'
import { columnOf } from './text-lines.js'

/** How the surroundings of an edit are laid out; new lines follow it. */
export interface Layout {
  /** Columns from a key to the keys of the map below it. */
  readonly mapStep: number
  /** Columns from a key to the dashes of the list below it; often 0. */
  readonly listStep: number
  /** Columns from a dash to its item. */
  readonly dashGap: number
  readonly quotes: QuoteStyle
  /** `none` where a comment below would become part of a block scalar. */
  readonly literals: Literals
}

/** The lines of one entry of a block map whose keys stand at `column`. */
export function entryLines(key: string, value: Json, column: number, layout: Layout): readonly string[] {
  const head = `${' '.repeat(column)}${keyText(key, layout.quotes, false)}:`
  if (isFilled(value)) return [head, ...collectionLines(value, column, layout)]
  return scalarLines(head, value, column + layout.mapStep, layout)
}

/** The lines of one item of a block list whose dashes stand at `column`. */
export function itemLines(value: Json, column: number, layout: Layout): readonly string[] {
  const inner = column + layout.dashGap
  const dash = `${' '.repeat(column)}-`
  if (!isFilled(value)) return scalarLines(dash, value, Math.max(inner, column + 2), layout)
  const [first = '', ...more] = isList(value)
    ? listLines(value, inner, layout)
    : mapLines(value, inner, layout)
  return [`${dash}${' '.repeat(layout.dashGap - 1)}${first.slice(inner)}`, ...more]
}

/** The lines of a list or map that is the value of a key at `column`. */
export function collectionLines(
  value: JsonObject | readonly Json[],
  column: number,
  layout: Layout,
): readonly string[] {
  return isList(value)
    ? listLines(value, column + layout.listStep, layout)
    : mapLines(value, column + layout.mapStep, layout)
}

/** The lines of a block map whose keys stand at `column`. */
export function mapLines(map: JsonObject, column: number, layout: Layout): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(key, value, column, layout))
}

/** The lines of a block list whose dashes stand at `column`. */
export function listLines(list: readonly Json[], column: number, layout: Layout): readonly string[] {
  return list.flatMap((item) => itemLines(item, column, layout))
}

/** Whether data is a list or map with something in it; empty ones are written `[]` and `{}`. */
export function isFilled(value: Json): value is JsonObject | readonly Json[] {
  if (isList(value)) return value.length > 0
  return isMap(value) && Object.keys(value).length > 0 && spelledSource(value) === null
}

function scalarLines(head: string, value: Json, column: number, layout: Layout): readonly string[] {
  const literal = typeof value === 'string' ? literalLines(value, layout.literals) : null
  if (literal !== null) {
    const body = literal.lines.map((line) => (line === '' ? '' : `${' '.repeat(column)}${line}`))
    return [`${head} ${literal.header}`, ...body]
  }
  const text = isScalarData(value) ? scalarText(value, layout.quotes, false) : flowText(value, layout.quotes)
  return [`${head}${' '.repeat(head.trimStart() === '-' ? layout.dashGap - 1 : 1)}${text}`]
}

/** The layout of Kubernetes' own examples, where a document has nothing to copy from. */
export const usualLayout: Layout = { mapStep: 2, listStep: 2, dashGap: 2, quotes: 'plain', literals: 'all' }

/** The layout most collections of a document have. Where siblings stand beside an edit, theirs is taken instead. */
export function detectLayout(document: Document.Parsed, text: string): Layout {
  const counts: Counts = { mapSteps: new Map(), listSteps: new Map() }
  const root = document.contents?.srcToken
  if (root !== undefined) count(root, text, counts)
  return {
    ...usualLayout,
    mapStep: mostCommon(counts.mapSteps) ?? usualLayout.mapStep,
    listStep: mostCommon(counts.listSteps) ?? usualLayout.listStep,
  }
}

interface Counts {
  readonly mapSteps: Map<number, number>
  readonly listSteps: Map<number, number>
}

function count(token: CST.Token, text: string, counts: Counts): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq') return
  for (const item of token.items) {
    const { value } = item
    if (value === undefined || (value.type !== 'block-map' && value.type !== 'block-seq')) continue
    if (item.key) {
      const step = columnOf(text, value.offset) - columnOf(text, item.key.offset)
      const steps = value.type === 'block-map' ? counts.mapSteps : counts.listSteps
      steps.set(step, (steps.get(step) ?? 0) + 1)
    }
    count(value, text, counts)
  }
}

function mostCommon(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null
  let bestCount = 0
  for (const [step, times] of counts) {
    if (times > bestCount) {
      best = step
      bestCount = times
    }
  }
  return best
}
