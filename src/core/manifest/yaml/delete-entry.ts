import type { CST, Node } from 'yaml'
import type { Splice } from '../splice.js'
import { startOf } from './add-entry.js'
import { endsInClippedBlock, isFlow, itemEnd, itemsOf } from './locate-node.js'
import { columnOf, deeperCommentsEnd, lastLine, lineEnd, lineStart, nextLine } from './text-lines.js'

/**
 * The splice that removes one entry of a collection with at least two, with the comment behind it and the deeper ones below it,
 * or null where the layout is one that is not edited.
 */
export function deleteEntry(node: Node, item: CST.CollectionItem, text: string): Splice | null {
  const items = itemsOf(node.srcToken)
  const index = items.indexOf(item)
  const start = startOf(item)
  const end = itemEnd(item)
  if (index < 0 || start === null || end === null) return null
  if (isFlow(node)) return deleteFromFlow(items, index, start, end, text)
  const isAloneOnLine = text.slice(lineStart(text, start), start).trim() === ''
  if (!isAloneOnLine) return deleteBesideDash(items[index + 1], start, end, text)
  const last = lastLine(text, end)
  const after = nextLine(text, deeperCommentsEnd(text, last, columnOf(text, start)))
  const from = lineStart(text, start)
  if (text[after - 1] === '\n' || endsInBlockAt(items[index - 1], from, text))
    return { start: from, end: after, text: '' }
  return { start: from === 0 ? 0 : lineEnd(text, lineStart(text, from - 1)), end: after, text: '' }
}

/** Whether the line end before `from` is part of the text of a block scalar, and stays. */
function endsInBlockAt(above: CST.CollectionItem | undefined, from: number, text: string): boolean {
  const end = above === undefined || !endsInClippedBlock(above) ? null : itemEnd(above)
  return end !== null && text.slice(end, from).trim() === ''
}

/** The first entry stands behind a dash: the next one moves up to it, unless a comment stands between. */
function deleteBesideDash(
  next: CST.CollectionItem | undefined,
  start: number,
  end: number,
  text: string,
): Splice | null {
  const nextStart = next === undefined ? null : startOf(next)
  if (nextStart === null) return null
  const line = lineEnd(text, end)
  const between = text.slice(Math.min(line, nextStart), nextStart)
  if (!between.includes('#')) return { start, end: nextStart, text: '' }
  const dashEnd = text.slice(0, start).trimEnd().length
  return { start: dashEnd, end: line, text: '' }
}

function deleteFromFlow(
  items: readonly CST.CollectionItem[],
  index: number,
  start: number,
  end: number,
  text: string,
): Splice | null {
  const next = items[index + 1]
  const nextStart = next === undefined ? null : startOf(next)
  const previous = items[index - 1]
  const previousEnd = previous === undefined ? null : itemEnd(previous)
  const cut =
    nextStart !== null
      ? { start, end: nextStart, text: '' }
      : previousEnd !== null
        ? { start: previousEnd, end, text: '' }
        : null
  if (cut === null) return null
  const between = nextStart !== null ? text.slice(end, nextStart) : text.slice(cut.start, start)
  return between.includes('#') ? null : cut
}
