import type { Node } from 'jsonc-parser'
import type { Splice } from '../splice.js'
import { hasComment, startsLine } from './json-layout.js'
import { lineRest } from './line-rest.js'

/**
 * The splices that remove an entry of a collection. The comment behind it on its line goes with it; comments on lines of their own
 * stay. Null where comments stand between entries on one line, so that none can be said to belong to it.
 */
export function removeEntry(text: string, collection: Node, index: number): readonly Splice[] | null {
  const children = collection.children ?? []
  const child = children[index]
  if (child === undefined) throw new Error('an edit removes an entry that is not there')
  const end = child.offset + child.length
  const next = children[index + 1]
  const before = children[index - 1]
  const beforeEnd = before === undefined ? collection.offset + 1 : before.offset + before.length
  const nextStart = next === undefined ? collection.offset + collection.length - 1 : next.offset
  if (next !== undefined && !hasComment(text.slice(end, nextStart)))
    return [ownLines(text, child, next) ?? { start: child.offset, end: next.offset, text: '' }]
  if (next === undefined && !hasComment(text.slice(beforeEnd, child.offset) + text.slice(end, nextStart))) {
    if (before !== undefined) return [{ start: beforeEnd, end, text: '' }]
    const empty = collection.type === 'array' ? '[]' : '{}'
    return [{ start: collection.offset, end: collection.offset + collection.length, text: empty }]
  }
  return removeLines(text, child, before, next !== undefined)
}

/** The lines of an entry that shares none with the next, whose indentation is its own; null where they share one. */
function ownLines(text: string, child: Node, next: Node): Splice | null {
  const { comma, isLast, end } = lineRest(text, child.offset + child.length)
  const newline = text.indexOf('\n', end)
  if (comma === null || !isLast || newline < 0 || newline >= next.offset) return null
  if (!startsLine(text, child.offset)) return null
  return { start: text.lastIndexOf('\n', child.offset - 1) + 1, end: newline + 1, text: '' }
}

/** Takes the lines of an entry out, and the comma before it where it was the last. */
function removeLines(
  text: string,
  child: Node,
  before: Node | undefined,
  isFollowed: boolean,
): readonly Splice[] | null {
  const rest = lineRest(text, child.offset + child.length)
  if (!startsLine(text, child.offset) || !rest.isLast || (isFollowed && rest.comma === null)) return null
  const start = text.lastIndexOf('\n', child.offset - 1) + 1
  const newline = text.indexOf('\n', rest.end)
  if (newline < 0) return null
  const lines: Splice = { start, end: newline + 1, text: '' }
  if (isFollowed || before === undefined || rest.comma !== null) return [lines]
  const comma = lineRest(text, before.offset + before.length).comma
  return comma === null ? null : [{ start: comma, end: comma + 1, text: '' }, lines]
}
