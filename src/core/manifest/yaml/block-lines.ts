import type { Json, JsonObject } from '../../../model/json.js'
import { isList, isMap } from '../json-shapes.js'
import { spelledSource } from '../spelling.js'
import { flowText } from './flow-text.js'
import { type Literals, literalLines } from './literal-lines.js'
import { isScalarData, keyText, type QuoteStyle, scalarText } from './scalar-text.js'

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
