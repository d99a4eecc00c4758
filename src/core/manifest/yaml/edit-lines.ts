import type { CST, Node } from 'yaml'
import type { LineRange } from '../splice.js'
import { startOf } from './add-entry.js'
import { isFlow, itemEnd, itemsOf, type LocatedNode } from './locate-node.js'
import {
  columnOf,
  commentsAbove,
  deeperCommentsEnd,
  lastLine,
  lineEnd,
  lineStart,
  nextLine,
} from './text-lines.js'

/** The lines of a node with its key or dash, the comment behind it and the deeper ones below it. */
export function placeLines(located: LocatedNode, text: string): LineRange {
  const { node, holder } = located
  if (holder.kind === 'root') return { start: 0, end: text.length }
  const start = startOf(holder.item) ?? node?.range?.[0] ?? 0
  const end = Math.max(node?.range?.[1] ?? start, holder.item.key?.offset ?? start)
  const last = holder.inFlow ? end : deeperCommentsEnd(text, end, columnOf(text, start))
  return { start: lineStart(text, start), end: nextLine(text, lineEnd(text, last)) }
}

/** The lines that go with a removed entry of `collection`, and the one that moves up to a dash. */
export function removalLines(collection: Node, located: LocatedNode, text: string): LineRange {
  if (isFlow(collection)) return collectionLines(collection, text)
  const own = placeLines(located, text)
  const { holder } = located
  const items = itemsOf(collection.srcToken)
  const next = holder.kind === 'root' ? undefined : items[items.indexOf(holder.item) + 1]
  const start = holder.kind === 'root' ? null : startOf(holder.item)
  const besideDash = start !== null && text.slice(lineStart(text, start), start).trim() !== ''
  const nextStart = next === undefined ? null : startOf(next)
  if (besideDash && nextStart !== null)
    return { start: own.start, end: Math.max(own.end, nextLine(text, nextStart)) }
  const lacksLineEnd = own.end === text.length && text[text.length - 1] !== '\n'
  return lacksLineEnd && own.start > 0
    ? { start: lineEnd(text, lineStart(text, own.start - 1)), end: own.end }
    : own
}

/** The lines of the entries an entry is added between. */
export function additionLines(collection: Node, index: number, text: string): LineRange {
  if (isFlow(collection)) return collectionLines(collection, text)
  const items = itemsOf(collection.srcToken)
  const sibling = items[Math.max(index - 1, 0)]
  const after = index === 0 ? items[0] : items[index]
  const start = (sibling === undefined ? null : startOf(sibling)) ?? collection.range?.[0] ?? 0
  const afterStart = after === undefined ? null : startOf(after)
  const end =
    afterStart !== null
      ? nextLine(text, afterStart)
      : below(collectionLines(collection, text).end, sibling, text)
  return { start: index === 0 ? commentsAbove(text, start) : lineStart(text, start), end }
}

/** With the deeper comments below the last entry, behind which a new one goes. */
function below(end: number, last: CST.CollectionItem | undefined, text: string): number {
  const start = last === undefined ? null : startOf(last)
  const content = last === undefined ? null : itemEnd(last)
  if (start === null || content === null) return end
  const comments = deeperCommentsEnd(text, lastLine(text, content), columnOf(text, start))
  return Math.max(end, nextLine(text, comments))
}

function collectionLines(collection: Node, text: string): LineRange {
  const start = collection.range?.[0] ?? 0
  return {
    start: lineStart(text, start),
    end: nextLine(text, lineEnd(text, collection.range?.[1] ?? text.length)),
  }
}
