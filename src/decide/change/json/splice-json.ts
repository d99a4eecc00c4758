import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import type { Json } from '../../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../../model/problem.js'
import type { Edit, NodePath } from '../edit.js'
import type { DocumentEdit } from '../splice-in-batches.js'
import { majorityLineEnd } from '../yaml/text-lines.js'
import { jsonLines } from './json-lines.js'

/**
 * The JSON text with all edits spliced in, in order. `jsonc-parser` only locates: its own `modify` reformats one-line
 * neighbours. The result is not proven yet.
 * @param text without a byte order mark; `JSON.parse` has accepted it.
 */
export function spliceJson(text: string, edits: readonly DocumentEdit[]): Result<string> {
  let current = text
  for (const { edit } of edits) {
    const next = spliceOne(current, edit)
    if (!next.ok) return next
    current = next.value
  }
  return ok(current)
}

function spliceOne(text: string, edit: Edit): Result<string> {
  const root = parseTree(text)
  if (root === undefined) throw new Error('JSON text that was read before has no tree')
  const duplicate = duplicateOnPath(root, edit.kind === 'delete-key' ? [...edit.path, edit.key] : edit.path)
  if (duplicate !== null) return fail(duplicate)
  const node = findNodeAtLocation(root, [...edit.path])
  if (node === undefined) throw new Error('an edit goes to a place that is not there')
  switch (edit.kind) {
    case 'replace':
      return ok(cut(text, node.offset, node.offset + node.length, written(text, node, edit.value)))
    case 'add-key':
      return ok(insert(text, node, node.children?.length ?? 0, edit.value, `${JSON.stringify(edit.key)}: `))
    case 'insert-item':
      return ok(insert(text, node, edit.index, edit.value, ''))
    case 'delete-key': {
      const index = node.children?.findIndex((property) => property.children?.[0]?.value === edit.key) ?? -1
      return ok(remove(text, node, index))
    }
    case 'delete-item':
      return ok(remove(text, node, edit.index))
  }
}

/** Editors find the first of two equal keys, readers use the last. */
function duplicateOnPath(root: Node, path: NodePath): Problem | null {
  let node: Node | undefined = root
  for (const step of path) {
    const same: readonly Node[] =
      node?.children?.filter((child) => child.type === 'property' && child.children?.[0]?.value === step) ??
      []
    if (typeof step === 'string' && same.length > 1) {
      return {
        code: 'change/duplicate-key',
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
  const wasFlat =
    (old.children?.length ?? 0) > 0 && !text.slice(old.offset, old.offset + old.length).includes('\n')
  return jsonLines(value, indentOf(text, old.offset), wasFlat ? null : stepOf(text), majorityLineEnd(text))
}

function insert(text: string, collection: Node, index: number, value: Json, key: string): string {
  const children = collection.children ?? []
  const eol = majorityLineEnd(text)
  const before = children[index - 1]
  const sibling = before ?? children[0]
  if (sibling === undefined) {
    const step = stepOf(text)
    const indent = indentOf(text, collection.offset)
    const inner = `${key}${jsonLines(value, `${indent}${step}`, step, eol)}`
    const [open, close] = collection.type === 'array' ? ['[', ']'] : ['{', '}']
    const lines =
      step === '' ? `${open}${inner}${close}` : `${open}${eol}${indent}${step}${inner}${eol}${indent}${close}`
    return cut(text, collection.offset, collection.offset + collection.length, lines)
  }
  const isOnOwnLine = startsLine(text, sibling.offset)
  const indent = indentOf(text, sibling.offset)
  const entry = `${key}${jsonLines(value, indent, isOnOwnLine ? stepOf(text) : null, eol)}`
  const gap = isOnOwnLine ? `${eol}${indent}` : gapOf(text, children)
  if (before === undefined) return cut(text, sibling.offset, sibling.offset, `${entry},${gap}`)
  const end = before.offset + before.length
  return cut(text, end, end, `,${gap}${entry}`)
}

/** What one-line neighbours put behind a comma. */
function gapOf(text: string, children: readonly Node[]): string {
  const [first, second] = children
  if (first === undefined || second === undefined) return ' '
  const between = text.slice(first.offset + first.length, second.offset)
  return between.slice(between.indexOf(',') + 1)
}

function remove(text: string, collection: Node, index: number): string {
  const children = collection.children ?? []
  const child = children[index]
  if (child === undefined) throw new Error('an edit removes an entry that is not there')
  const next = children[index + 1]
  const before = children[index - 1]
  if (next !== undefined) return cut(text, child.offset, next.offset, '')
  if (before !== undefined) return cut(text, before.offset + before.length, child.offset + child.length, '')
  return cut(
    text,
    collection.offset,
    collection.offset + collection.length,
    collection.type === 'array' ? '[]' : '{}',
  )
}

function cut(text: string, start: number, end: number, replacement: string): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`
}

function startsLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start > 0 && text.slice(start, offset).trim() === ''
}

/** The white space at the beginning of the line `offset` is on. */
function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return line.slice(0, line.length - line.trimStart().length)
}

/** The white space of the first indented line, or none in a file of one line. */
function stepOf(text: string): string {
  const [, step] = /\n([ \t]+)\S/.exec(text) ?? []
  return step ?? (text.includes('\n') && text.trim().length > 2 ? '' : '  ')
}
