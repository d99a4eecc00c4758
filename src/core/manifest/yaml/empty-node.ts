import type { CST } from 'yaml'
import { isList, type Json } from '../../../model/json.js'
import type { Splice, SplicePlan } from '../splice.js'
import { startOf } from './add-entry.js'
import { isFilled, type Layout, listLines, mapLines } from './block-lines.js'
import { tokenEnd } from './locate-node.js'
import type { Slot } from './replace-node.js'
import { flowText, literalsAt } from './scalar-text.js'
import { lineEnd, lineStart, nextLine } from './text-lines.js'

/**
 * The splices that write `{}` or `[]` in the one place of a collection that loses its last entry: comments on lines of their own, above, below
 * and deeper than the entry, stay where they are. Null where a comment stands between brackets, and would belong to nothing.
 */
export function emptyNode(
  slot: Slot,
  token: CST.Token,
  brackets: '{}' | '[]',
  text: string,
): readonly Splice[] | null {
  if (token.type === 'flow-collection')
    return hasComment(token)
      ? null
      : [{ start: token.offset, end: tokenEnd(token), text: emptied(token, brackets, text) }]
  if (token.type !== 'block-map' && token.type !== 'block-seq') return null
  const first = token.items.map(startOf).find((start) => start !== null)
  if (first === undefined || first === null) return null
  const end = contentEnd(text, tokenEnd(token))
  const line = lineStart(text, first)
  // On the line of the dash, or at the root, the brackets stand where the entry stood.
  if (slot.column < 0) return [{ start: first, end: lineEnd(text, end), text: brackets }]
  if (line <= slot.head) return [{ start: first, end, text: brackets }]
  return [
    { start: slot.head, end: slot.head, text: ` ${brackets}` },
    { start: lineEnd(text, lineStart(text, line - 1)), end: lineEnd(text, end), text: '' },
  ]
}

/** With the spaces and line ends that stood between the brackets before anything was put there. */
function emptied(token: CST.FlowCollection, brackets: '{}' | '[]', text: string): string {
  const between = text.slice(token.offset + 1, tokenEnd(token) - 1)
  const filled = between.trimEnd()
  const behind = between.slice(filled.length)
  const isOwnLine = /^\r?\n/.test(between) && /^[ \r\n]*$/.test(behind)
  const isOnLine = !/^\s/.test(between) && !filled.endsWith(',') && /^ *$/.test(behind)
  const spaces = isOwnLine || isOnLine ? behind : ''
  return `${brackets.slice(0, 1)}${spaces}${brackets.slice(1)}`
}

/** Whether a comment stands directly between the brackets of a collection. */
export function hasComment(token: CST.FlowCollection): boolean {
  return token.items.some(({ start, sep = [] }) => [...start, ...sep].some(({ type }) => type === 'comment'))
}

/** Before the line end a block scalar that keeps its blank lines ends with. */
function contentEnd(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

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
