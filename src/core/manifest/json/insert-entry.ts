import type { Node } from 'jsonc-parser'
import type { Json } from '../../../model/json.js'
import type { Splice } from '../splice.js'
import { majorityLineEnd } from '../yaml/text-lines.js'
import { hasComment, indentOf, startsLine, stepOf, usualStep } from './json-layout.js'
import { jsonLines } from './json-lines.js'
import { type LineRest, lineRest } from './line-rest.js'

/**
 * The splices that add an entry at a position of a collection, in the style of its neighbours: comments stay behind the entries they
 * stand behind. Null where an empty collection holds a comment, or one stands between an entry and its comma.
 * @param key the key with its colon, or nothing for an item.
 */
export function insertEntry(
  text: string,
  collection: Node,
  index: number,
  value: Json,
  key: string,
): readonly Splice[] | null {
  const children = collection.children ?? []
  const before = children[index - 1]
  const sibling = before ?? children[0]
  if (sibling === undefined) return fillEmpty(text, collection, value, key)
  const eol = majorityLineEnd(text)
  const isOnOwnLine = startsLine(text, sibling.offset)
  const indent = indentOf(text, sibling.offset)
  const entry = `${key}${jsonLines(value, indent, isOnOwnLine ? stepOf(text) : null, eol)}`
  const gap = isOnOwnLine ? `${eol}${indent}` : gapOf(text, children)
  if (before === undefined) {
    const start = isOnOwnLine ? commentsAbove(text, sibling.offset, indent) : sibling.offset
    return [{ start, end: start, text: `${entry},${gap}` }]
  }
  const end = before.offset + before.length
  const rest = lineRest(text, end)
  if (!rest.hasComment || !isOnOwnLine) return [{ start: end, end, text: `,${gap}${entry}` }]
  if (!rest.isLast) return null
  return behindComment(rest, end, `${gap}${entry}`, children[index] !== undefined)
}

/** The offset of the comments on the lines right above an entry, which are about it; the entry's own where there are none. */
function commentsAbove(text: string, offset: number, indent: string): number {
  let start = offset
  for (;;) {
    const line = text.lastIndexOf('\n', start - indent.length - 2) + 1
    const above = text.slice(line, Math.max(line, start - indent.length)).trim()
    const isComment =
      above.startsWith('//') || (above.startsWith('/*') && above.indexOf('*/') === above.length - 2)
    if (line === 0 || !isComment || !text.startsWith(indent, line)) return start
    start = line + indent.length
  }
}

function behindComment(
  rest: LineRest,
  end: number,
  lines: string,
  isFollowed: boolean,
): readonly Splice[] | null {
  if (rest.comma !== null) return [{ start: rest.end, end: rest.end, text: `${lines},` }]
  // The comma before the next entry would stand below the comment.
  if (isFollowed) return null
  return [
    { start: end, end, text: ',' },
    { start: rest.end, end: rest.end, text: lines },
  ]
}

function fillEmpty(text: string, collection: Node, value: Json, key: string): readonly Splice[] | null {
  const { offset: start, length } = collection
  const end = start + length
  const between = text.slice(start, end)
  if (hasComment(between)) return null
  const eol = majorityLineEnd(text)
  // Brackets on lines of their own stay there.
  const step = stepOf(text) || (between.includes('\n') ? usualStep : '')
  const indent = indentOf(text, start)
  const inner = `${key}${jsonLines(value, `${indent}${step}`, step, eol)}`
  const [open, close] = collection.type === 'array' ? ['[', ']'] : ['{', '}']
  const written =
    step === '' ? `${open}${inner}${close}` : `${open}${eol}${indent}${step}${inner}${eol}${indent}${close}`
  return [{ start, end, text: written }]
}

/** What one-line neighbours put behind a comma. */
function gapOf(text: string, children: readonly Node[]): string {
  const [first, second] = children
  if (first === undefined || second === undefined) return ' '
  const between = text.slice(first.offset + first.length, second.offset)
  return /^\s*,\s*$/.test(between) ? between.slice(between.indexOf(',') + 1) : ' '
}
