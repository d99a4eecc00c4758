import { type CST, isMap, isScalar, type Node } from 'yaml'
import type { Edit } from '../edit.js'
import { neighbourIndex } from '../neighbour-of.js'
import type { Splice } from '../splice.js'
import { entryLines, itemLines, type Layout } from './block-lines.js'
import { isFlow, itemEnd, itemsOf } from './locate-node.js'
import { flowText, keyText, type Literals, literalsAt } from './scalar-text.js'
import { columnOf, commentsAbove, deeperCommentsEnd, lastLine, lineEnd, lineStart } from './text-lines.js'

/** An edit that adds an entry to a collection. */
export type AddEdit = Edit & { readonly kind: 'add-key' | 'insert-item' }

/**
 * The splice that adds an entry to a collection with at least one, in the style of its neighbours, or null where the layout is
 * one that is not edited: a comment behind the last entry of a bracketed collection of several lines.
 */
export function addEntry(
  node: Node,
  edit: AddEdit,
  text: string,
  eol: string,
  layout: Layout,
): Splice | null {
  const items = itemsOf(node.srcToken)
  const index = additionIndex(node, edit)
  if (index === null) return null
  return isFlow(node)
    ? addToFlow(items, index, edit, text, eol, layout)
    : addToBlock(items, index, edit, text, eol, layout)
}

/** The position an entry is added at, or null where the neighbour of a new key is not in this text. */
export function additionIndex(node: Node, edit: AddEdit): number | null {
  const items = itemsOf(node.srcToken)
  if (edit.kind === 'insert-item') return Math.min(edit.index, items.length)
  if (edit.beside === undefined) return items.length
  const keys = new Map((isMap(node) ? node.items : []).map(({ key, srcToken }) => [srcToken, key]))
  return neighbourIndex(
    edit.beside,
    items.map((item) => {
      const key = keys.get(item)
      return isScalar(key) ? String(key.value) : null
    }),
  )
}

function addToBlock(
  items: readonly CST.CollectionItem[],
  index: number,
  edit: AddEdit,
  text: string,
  eol: string,
  layout: Layout,
): Splice | null {
  const sibling = items[Math.max(index - 1, 0)]
  const start = sibling === undefined ? null : startOf(sibling)
  if (
    sibling === undefined ||
    start === null ||
    sibling.start.some((token) => token.type === 'explicit-key-ind')
  )
    return null
  const column = columnOf(text, start)
  const end = itemEnd(sibling) ?? start
  // Comments that are deeper than an entry stay with it.
  const below = index === 0 ? start : deeperCommentsEnd(text, lastLine(text, end), column)
  const style = {
    ...layout,
    literals: literalsBelow(text, index === 0 ? null : below, layout),
    dashGap: dashGapOf(sibling, text) ?? layout.dashGap,
  }
  const lines =
    edit.kind === 'add-key'
      ? entryLines(edit.key, edit.value, column, style)
      : itemLines(edit.value, column, style)
  // The comment right above the first key is about that; above the first item it may be a heading of the list.
  if (index === 0 && edit.kind === 'add-key' && startsLine(text, start)) {
    const line = commentsAbove(text, start)
    return { start: line, end: line, text: lines.map((added) => `${added}${eol}`).join('') }
  }
  if (index === 0) {
    const [first = '', ...more] = lines
    const indent = `${eol}${' '.repeat(column)}`
    return { start, end: start, text: `${[first.slice(column), ...more].join(eol)}${indent}` }
  }
  // Behind a block scalar that keeps its blank lines the next line has begun already.
  if (below < end) return { start: end, end, text: lines.map((line) => `${line}${eol}`).join('') }
  const line = lineEnd(text, below)
  return { start: line, end: line, text: lines.map((added) => `${eol}${added}`).join('') }
}

/** Null for a place before the first entry, below which no comment can stand. */
function literalsBelow(text: string, below: number | null, { literals }: Layout): Literals {
  if (below === null) return literals
  return deeperCommentsEnd(text, below, 0) === below ? literalsAt(text, below, literals) : 'none'
}

function dashGapOf(item: CST.CollectionItem, text: string): number | null {
  const dash = item.start.find((token) => token.type === 'seq-item-ind')
  const value = item.value
  if (dash === undefined || value === undefined || lineStart(text, value.offset) > dash.offset) return null
  return Math.max(value.offset - dash.offset, 2)
}

function addToFlow(
  items: readonly CST.CollectionItem[],
  index: number,
  edit: AddEdit,
  text: string,
  eol: string,
  layout: Layout,
): Splice | null {
  const first = items[0]
  const quotes = first !== undefined && isJsonLike(first) ? 'double' : layout.quotes
  const value = flowText(edit.value, quotes)
  const written = edit.kind === 'add-key' ? `${keyText(edit.key, quotes, true)}: ${value}` : value
  const after = items[index]
  if (after !== undefined) {
    const start = startOf(after)
    if (start === null) return null
    const gap = startsLine(text, start) ? `${eol}${' '.repeat(columnOf(text, start))}` : ' '
    return { start, end: start, text: `${written},${gap}` }
  }
  const last = items.at(-1)
  const start = last === undefined ? null : startOf(last)
  const end = last === undefined ? null : itemEnd(last)
  if (start === null || end === null) return null
  if (!startsLine(text, start)) return { start: end, end, text: `, ${written}` }
  if (text.slice(end, lineEnd(text, end)).includes('#')) return null
  return { start: end, end, text: `,${eol}${' '.repeat(columnOf(text, start))}${written}` }
}

/** The offset of an entry's dash, of the tag or anchor before its key, of its key or value. */
export function startOf(item: CST.CollectionItem): number | null {
  const dash = item.start.find((token) => token.type === 'seq-item-ind')
  const mark = item.start.find((token) => token.type === 'tag' || token.type === 'anchor')
  return dash?.offset ?? mark?.offset ?? item.key?.offset ?? item.value?.offset ?? null
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === ''
}

function isJsonLike(item: CST.CollectionItem): boolean {
  return (item.key ?? item.value)?.type === 'double-quoted-scalar'
}
