import type { CST } from 'yaml'
import { isList, type Json } from '../../../model/json.js'
import type { Splice } from '../splice.js'
import { collectionLines, isFilled, itemLines, type Layout, listLines, mapLines } from './block-lines.js'
import { type Holder, isEmptyScalar, type LocatedNode, tokenEnd } from './locate-node.js'
import {
  flowText,
  isScalarData,
  literalLines,
  literalsAt,
  type QuoteStyle,
  scalarText,
} from './scalar-text.js'
import { columnOf, deeperCommentsEnd, lineEnd } from './text-lines.js'

/** The splices that put `value` in the place of a node, or null where the layout is one that is not edited. */
export function replaceNode(
  located: LocatedNode,
  value: Json,
  text: string,
  eol: string,
  layout: Layout,
): readonly Splice[] | null {
  const slot = slotOf(located, text)
  if (slot === null) return null
  const around = { ...layout, literals: literalsAt(text, slot.end, layout.literals) }
  const inFlow = located.holder.kind !== 'root' && located.holder.inFlow
  const style = quoteStyle(slot.value, layout)
  const old = slot.value
  const spaces = old === null ? '' : spacesInBrackets(old, text)
  // Brackets on a line of their own, or with spaces between, stay: so they come back where what is in them goes again.
  const isFlowOld =
    old?.type === 'flow-collection' &&
    (old.items.length > 0 || spaces !== '' || lineEnd(text, slot.head) < old.offset)
  if (spaces !== '' && isFilled(value)) {
    const step = ' '.repeat(layout.mapStep)
    return inline(
      slot,
      withSpaces(
        flowText(value, style),
        spaces,
        `${eol}${spaces.slice(spaces.lastIndexOf('\n') + 1)}${step}`,
      ),
      text,
    )
  }
  if (inFlow || (isFlowOld && isFilled(value))) return inline(slot, flowText(value, style), text)
  if (isFilled(value)) return block(located.holder, slot, value, text, eol, around)
  const literal = typeof value === 'string' ? literalSplices(slot, value, text, eol, around) : null
  if (literal !== null) return literal
  return inline(slot, isScalarData(value) ? scalarText(value, style, false) : flowText(value, style), text)
}

/** The spaces and line ends between the brackets of an empty collection; none where there is anything else. */
function spacesInBrackets(token: CST.Token, text: string): string {
  if (token.type !== 'flow-collection' || token.items.some(({ key, value }) => key ?? value)) return ''
  const between = text.slice(token.offset + 1, tokenEnd(token) - 1)
  return /^[ \r\n]+$/.test(between) ? between : ''
}

/**
 * Brackets with the spaces behind what is in them alone: that tells them from others when it goes.
 * @param line how a line between them begins.
 */
function withSpaces(written: string, spaces: string, line: string): string {
  const gap = spaces.includes('\n') ? line : ''
  return `${written.slice(0, 1)}${gap}${written.slice(1, -1).trim()}${spaces}${written.slice(-1)}`
}

/** A text keeps the quotes of the text it replaces, and JSON-like surroundings stay JSON-like. */
function quoteStyle(old: CST.Token | null, layout: Layout): QuoteStyle {
  if (old?.type === 'single-quoted-scalar') return 'single'
  return old?.type === 'double-quoted-scalar' ? 'double' : layout.quotes
}

function inline(slot: Slot, written: string, text: string): readonly Splice[] | null {
  const { value, head, end } = slot
  if (value === null) return [{ start: head, end: head, text: ` ${written}` }]
  if (value.type === 'block-scalar')
    return [{ start: value.offset, end: contentEnd(text, end), text: `${written}${headerComment(value)}` }]
  if (value.type !== 'block-map' && value.type !== 'block-seq')
    return [{ start: value.offset, end, text: written }]
  const rest = deeperCommentsEnd(text, end, slot.column)
  if (slot.column < 0)
    return [{ start: value.offset, end: Math.max(lineEnd(text, end), rest), text: written }]
  if (lineEnd(text, head) > value.offset) {
    return [{ start: value.offset, end: rest === end ? end : rest, text: written }]
  }
  return [
    { start: head, end: head, text: ` ${written}` },
    { start: lineEnd(text, head), end: Math.max(lineEnd(text, end), rest), text: '' },
  ]
}

/** A text of several lines where a single value or a block scalar stands; null where it has to be quoted instead. */
function literalSplices(
  slot: Slot,
  value: string,
  text: string,
  eol: string,
  layout: Layout,
): readonly Splice[] | null {
  const literal = literalLines(value, layout.literals)
  const old = slot.value
  if (literal === null || slot.column < 0 || old?.type === 'block-map' || old?.type === 'block-seq')
    return null
  if (deeperCommentsEnd(text, slot.end, 0) !== slot.end) return null
  const step = Math.max(layout.mapStep, 1)
  const column = old?.type === 'block-scalar' ? (blockColumn(old) ?? slot.column + step) : slot.column + step
  const body = literal.lines
    .map((line) => (line === '' ? eol : `${eol}${' '.repeat(column)}${line}`))
    .join('')
  if (old?.type === 'block-scalar') {
    return [
      {
        start: old.offset,
        end: contentEnd(text, slot.end),
        text: `${literal.header}${headerComment(old)}${body}`,
      },
    ]
  }
  const first =
    old === null
      ? { start: slot.head, end: slot.head, text: ` ${literal.header}` }
      : { start: old.offset, end: slot.end, text: literal.header }
  const line = lineEnd(text, slot.end)
  return [first, { start: line, end: line, text: body }]
}

function block(
  holder: Holder,
  slot: Slot,
  value: Parameters<typeof collectionLines>[0],
  text: string,
  eol: string,
  around: Layout,
): readonly Splice[] | null {
  const { head, end } = slot
  const old = slot.value
  const isBlock = old?.type === 'block-map' || old?.type === 'block-seq'
  // Comments below stay: no new block scalar may take them in.
  const hasComments = deeperCommentsEnd(text, end, 0) !== end
  const layout: Layout = hasComments ? { ...around, literals: 'none' } : around
  if (holder.kind === 'root') {
    const lines = isList(value) ? listLines(value, 0, layout) : mapLines(value, 0, layout)
    return [{ start: head, end: contentEnd(text, end), text: lines.join(eol) }]
  }
  if (holder.kind === 'item') return itemBlock(slot, value, text, eol, layout)
  const lines = collectionLines(value, slot.column, layout)
    .map((line) => `${eol}${line}`)
    .join('')
  if (isBlock) return [{ start: lineEnd(text, head), end: lineEnd(text, contentEnd(text, end)), text: lines }]
  if (old?.type === 'block-scalar')
    return [{ start: head, end: contentEnd(text, end), text: `${headerComment(old)}${lines}` }]
  const line = lineEnd(text, end)
  return [
    { start: head, end, text: '' },
    { start: line, end: line, text: lines },
  ]
}

function itemBlock(slot: Slot, value: Json, text: string, eol: string, layout: Layout): readonly Splice[] {
  const end = slot.value?.type === 'block-scalar' ? contentEnd(text, slot.end) : slot.end
  const isCommented = text.slice(end, lineEnd(text, end)).trim() !== ''
  if (isCommented) return [{ start: slot.head, end, text: ` ${flowText(value, layout.quotes)}` }]
  const [first = '', ...more] = itemLines(value, slot.column, layout)
  const lines = [first.slice(slot.column + 1), ...more].join(eol)
  // Space behind the old value would become a part of a block scalar.
  return [{ start: slot.head, end: lineEnd(text, end), text: lines }]
}

/** Before the line end a block scalar that keeps its blank lines ends with. */
function contentEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length
}

function headerComment(token: CST.BlockScalar): string {
  const comment = token.props.find((prop) => prop.type === 'comment')
  return comment !== undefined && 'source' in comment ? ` ${comment.source}` : ''
}

/** The column of a block scalar's lines, or null where it has none. */
function blockColumn(token: CST.BlockScalar): number | null {
  const line = token.source.split('\n').find((candidate) => candidate.trim() !== '')
  return line === undefined ? null : line.length - line.trimStart().length
}

/** A node's place in the text. */
export interface Slot {
  readonly value: CST.Token | null
  /** Behind the colon or dash and any anchor; where a value begins that is not there yet. */
  readonly head: number
  /** Behind the old content, or `head`. */
  readonly end: number
  /** The column of the key or dash. */
  readonly column: number
}

/** Where a node stands, or null where that cannot be told. */
export function slotOf(located: LocatedNode, text: string): Slot | null {
  const { holder } = located
  if (holder.kind === 'root') {
    const token = located.node?.srcToken ?? null
    return token === null ? null : { value: token, head: token.offset, end: tokenEnd(token), column: -1 }
  }
  const { item } = holder
  const value = item.value === undefined || isEmptyScalar(item.value) ? null : item.value
  const marks = holder.kind === 'entry' ? (item.sep ?? []) : item.start
  const last = marks
    .filter((token) => token.type !== 'space' && token.type !== 'newline' && token.type !== 'comment')
    .at(-1)
  const mark = marks.find(
    (token) => token.type === (holder.kind === 'entry' ? 'map-value-ind' : 'seq-item-ind'),
  )
  if (last === undefined || mark === undefined) {
    return value === null
      ? null
      : { value, head: value.offset, end: tokenEnd(value), column: columnOf(text, value.offset) }
  }
  const head = last.offset + last.source.length
  const start = holder.kind === 'entry' ? (item.key?.offset ?? mark.offset) : mark.offset
  return { value, head, end: value === null ? head : tokenEnd(value), column: columnOf(text, start) }
}
