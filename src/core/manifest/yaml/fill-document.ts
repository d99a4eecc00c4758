import type { Json } from '../../../model/json.js'
import { isList } from '../json-shapes.js'
import type { SplicePlan } from '../splice.js'
import { isFilled, type Layout, listLines, mapLines } from './block-lines.js'
import { flowText } from './flow-text.js'
import { literalsAt } from './literal-lines.js'
import { nextLine } from './text-lines.js'

/** Where a document without content ends, behind its comments, and how the text around is laid out. */
export interface EmptyDocument {
  readonly text: string
  readonly end: number
  readonly eol: string
  readonly layout: Layout
}

/** Puts the first content below the comments of a document that has none. */
export function fillDocument({ text, end, eol, layout }: EmptyDocument, value: Json): SplicePlan {
  const startsLine = (offset: number) => offset === 0 || text[offset - 1] === '\n'
  const at = startsLine(end) ? end : nextLine(text, end)
  const style = { ...layout, literals: text === '' ? layout.literals : literalsAt(text, at, layout.literals) }
  const lines = linesOf(value, style)
  // Where the last line has no line end, the new last one has none either.
  const written = startsLine(at)
    ? lines.map((line) => `${line}${eol}`).join('')
    : lines.map((line) => `${eol}${line}`).join('')
  return {
    splices: [{ start: at, end: at, text: written }],
    lines: { start: at, end: at },
    ancestors: [],
    container: null,
    isList: false,
    isAppend: false,
    position: null,
  }
}

function linesOf(value: Json, layout: Layout): readonly string[] {
  if (!isFilled(value)) return [flowText(value, layout.quotes)]
  return isList(value) ? listLines(value, 0, layout) : mapLines(value, 0, layout)
}
