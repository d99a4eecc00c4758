import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import { isList, type Json } from '../../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../../model/problem.js'
import { type LineOf, onLine } from '../choose-document.js'
import type { Edit, NodePath } from '../edit.js'
import { isMap } from '../json-shapes.js'
import { neighbourIndex } from '../neighbour-of.js'
import type { LineRange, Splice, SplicePlan } from '../splice.js'
import { type DocumentEdit, spliceInBatches } from '../splice-in-batches.js'
import { lineStart, majorityLineEnd, nextLine } from '../yaml/text-lines.js'

/**
 * The JSON text with all edits spliced in, in order; comments and commas behind the last entry stay where a file has them.
 * `jsonc-parser` only locates: its own `modify` reformats one-line neighbours. The data of the result is not proven yet.
 * @param text without a byte order mark; it was read before.
 */
export function spliceJson(text: string, edits: readonly DocumentEdit[]): Result<string> {
  return spliceInBatches(text, edits, (current) => {
    const root = parseTree(current, [], { allowTrailingComma: true })
    if (root === undefined) throw new Error('JSON text that was read before has no tree')
    return (edit) => spliceOne(current, root, edit)
  })
}

function spliceOne(text: string, root: Node, { edit, lineOf }: DocumentEdit): Result<SplicePlan> {
  const way = edit.kind === 'delete-key' ? [...edit.path, edit.key] : edit.path
  const duplicate = duplicateOnPath(root, way, lineOf)
  if (duplicate !== null) return fail(duplicate)
  const ancestors: Node[] = []
  for (let length = 0; length < edit.path.length; length++)
    ancestors.push(nodeAt(root, edit.path.slice(0, length)))
  const node = nodeAt(root, edit.path)
  const splices = splicesOf(text, node, edit)
  if (splices === null) return unsupported()
  const isReplaced = edit.kind === 'replace'
  return ok({
    splices,
    lines: editLines(text, node, edit),
    ancestors,
    container: isReplaced ? null : node,
    isList: !isReplaced && node.type === 'array',
    isAppend: isAppend(node, edit) && splices.length === 1 && splices[0]?.start === splices[0]?.end,
    position: edit.kind === 'insert-item' ? edit.index : null,
  })
}

function nodeAt(root: Node, path: NodePath): Node {
  const node = findNodeAtLocation(root, [...path])
  if (node === undefined) throw new Error('an edit goes to a place that is not there')
  return node
}

/** Behind a comment or a comma that stays, two entries added at once would come in the wrong order. */
function isAppend(node: Node, edit: Edit): boolean {
  const count = node.children?.length ?? 0
  return count > 0 && (edit.kind === 'add-key' || (edit.kind === 'insert-item' && edit.index >= count))
}

function splicesOf(text: string, node: Node, edit: Edit): readonly Splice[] | null {
  switch (edit.kind) {
    case 'replace': {
      const end = node.offset + node.length
      const isCollection = node.type === 'object' || node.type === 'array'
      const isEmpty = isCollection && (node.children?.length === 0 || isEmptyData(edit.value))
      if (isEmpty && hasComment(text.slice(node.offset, end))) return null
      return [{ start: node.offset, end, text: written(text, node, edit.value) }]
    }
    case 'add-key': {
      const key = `${JSON.stringify(edit.key)}: `
      const position = keyPosition(node, edit)
      return position === null ? null : insertEntry(text, node, position, edit.value, key)
    }
    case 'insert-item':
      return insertEntry(text, node, Math.min(edit.index, node.children?.length ?? 0), edit.value, '')
    case 'delete-key':
      return removeEntry(text, node, propertyIndex(node, edit.key))
    case 'delete-item':
      return removeEntry(text, node, edit.index)
  }
}

/** The lines of a place and, where an entry comes or goes, of its neighbours, whose commas change. */
function editLines(text: string, node: Node, edit: Edit): LineRange {
  const children = node.children ?? []
  if (edit.kind === 'replace' || children.length === 0)
    return linesOf(text, node.parent?.type === 'property' ? node.parent : node, node)
  const index =
    edit.kind === 'delete-key'
      ? propertyIndex(node, edit.key)
      : edit.kind === 'add-key'
        ? (keyPosition(node, edit) ?? children.length)
        : edit.index
  const removes = edit.kind === 'delete-key' || edit.kind === 'delete-item'
  const first = children[index - 1]
  const last = children[removes ? index + 1 : index]
  const isAlone = removes && first === undefined && last === undefined
  return isAlone
    ? linesOf(text, node, node)
    : // Before the first entry comes what is about it.
      linesOf(text, first ?? (removes ? children[0] : node) ?? node, last ?? children.at(-1) ?? node)
}

function linesOf(text: string, first: Node, last: Node): LineRange {
  return { start: lineStart(text, first.offset), end: nextLine(text, last.offset + last.length) }
}

/** Where a new key goes: beside its neighbour, else to the end; null where the neighbour is not in this text yet. */
function keyPosition(
  { children = [] }: Node,
  { beside }: Edit & { readonly kind: 'add-key' },
): number | null {
  const keys = children.map((property) => property.children?.[0]?.value)
  return beside === undefined ? children.length : neighbourIndex(beside, keys)
}

function propertyIndex(node: Node, key: string): number {
  return node.children?.findIndex((property) => property.children?.[0]?.value === key) ?? -1
}

/** Editors find the first of two equal keys, readers use the last. */
function duplicateOnPath(root: Node, path: NodePath, lineOf: LineOf): Problem | null {
  let node: Node | undefined = root
  for (const [index, step] of path.entries()) {
    const same: readonly Node[] =
      node?.children?.filter((child) => child.type === 'property' && child.children?.[0]?.value === step) ??
      []
    if (typeof step === 'string' && same.length > 1) {
      return {
        code: 'change/duplicate-key',
        ...onLine(lineOf(path.slice(0, index + 1))),
        what: `A place on the way to the change has the key “${step}” more than once.`,
        fix: 'Remove the duplicate from the file.',
      }
    }
    node = typeof step === 'string' ? same[0]?.children?.[1] : node?.children?.[step]
  }
  return null
}

function written(text: string, old: Node, value: Json): string {
  // What stood on one line stays on one line; a filled value in the place of an empty or single one follows the file's step.
  const source = text.slice(old.offset, old.offset + old.length)
  const wasFlat = (old.children?.length ?? 0) > 0 && !source.includes('\n') && !hasComment(source)
  // Empty brackets on two lines stay on lines of their own.
  const step = stepOf(text) || (source.includes('\n') ? usualStep : '')
  return jsonLines(value, indentOf(text, old.offset), wasFlat ? null : step, majorityLineEnd(text))
}

function isEmptyData(value: Json): boolean {
  return (isList(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)
}

function unsupported() {
  return fail({
    code: 'change/layout',
    what: 'The comments around the change stand in a way that cannot be edited without touching others.',
    fix: 'Write every entry of this part of the file on its own line, with its comment behind the comma, or change it by hand.',
  })
}

/**
 * The splices that add an entry at a position of a collection, in the style of its neighbours: comments stay behind the entries they
 * stand behind. Null where an empty collection holds a comment, or one stands between an entry and its comma.
 * @param key the key with its colon, or nothing for an item.
 */
function insertEntry(
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

/**
 * The splices that remove an entry of a collection. The comment behind it on its line goes with it; comments on lines of their own
 * stay. Null where comments stand between entries on one line, so that none can be said to belong to it.
 */
function removeEntry(text: string, collection: Node, index: number): readonly Splice[] | null {
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

/**
 * Data as JSON text below a line with `indent`; `step` is added per level, null or empty writes it on one line.
 */
function jsonLines(value: Json, indent: string, step: string | null, eol: string): string {
  if (step === null || step === '') return flat(value)
  return JSON.stringify(value, null, step).split('\n').join(`${eol}${indent}`)
}

/** On one line with a space behind each comma and colon, as people write it. */
function flat(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isItems(value)) return `[${value.map(flat).join(', ')}]`
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${flat(entry)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function isItems(value: object): value is readonly Json[] {
  return Array.isArray(value)
}

/** Whether nothing but white space stands before `offset` on its line, and it is not the first line. */
function startsLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start > 0 && text.slice(start, offset).trim() === ''
}

/** The white space at the beginning of the line `offset` is on. */
function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return line.slice(0, line.length - line.trimStart().length)
}

/** Where a file has nothing to copy from. */
const usualStep = '  '

/** The white space of the first indented line, or none in a file of one line. */
function stepOf(text: string): string {
  const [, step] = /\n([ \t]+)[^\s*/]/.exec(text) ?? []
  return step ?? (text.includes('\n') && text.trim().length > 2 ? '' : usualStep)
}

/** Whether a piece of text between two entries has a comment in it; there are no texts in such a piece. */
function hasComment(between: string): boolean {
  return between.includes('//') || between.includes('/*')
}

/** What stands behind an entry on its line. */
interface LineRest {
  /** The offset of the comma, or null where there is none on this line. */
  readonly comma: number | null
  readonly hasComment: boolean
  /** Behind the last comment, or behind the comma or entry where there is none. */
  readonly end: number
  /** Whether nothing else follows on the line. */
  readonly isLast: boolean
}

/** Reads the comma and the comments behind the entry that ends at `offset`, up to the line end or the next entry or bracket. */
function lineRest(text: string, offset: number): LineRest {
  let comma: number | null = null
  let hasComment = false
  let end = offset
  for (let at = offset; ; ) {
    const character = text[at]
    if (character === ' ' || character === '\t' || character === '\r') at += 1
    else if (character === ',' && comma === null) {
      comma = at
      at += 1
      end = at
    } else if (text.startsWith('//', at)) {
      return {
        comma,
        hasComment: true,
        end: text.slice(0, lineEndAt(text, at)).trimEnd().length,
        isLast: true,
      }
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2) + 2
      if (close < 2 || text.slice(at, close).includes('\n')) return { comma, hasComment, end, isLast: false }
      hasComment = true
      at = close
      end = close
    } else return { comma, hasComment, end, isLast: character === undefined || character === '\n' }
  }
}

function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline
}
