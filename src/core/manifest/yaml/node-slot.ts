import type { CST } from 'yaml'
import type { LocatedNode } from './locate-node.js'
import { columnOf } from './text-lines.js'
import { isEmptyScalar, tokenEnd } from './token-end.js'

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
