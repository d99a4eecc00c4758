import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import type { Json } from '../../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../../model/problem.js'
import type { Edit, NodePath } from '../edit.js'
import { isList, isMap } from '../json-shapes.js'
import { neighbourIndex } from '../neighbour-index.js'
import { type LineOf, onLine } from '../searched-document.js'
import type { LineRange, Splice, SplicePlan } from '../splice.js'
import { type DocumentEdit, spliceInBatches } from '../splice-in-batches.js'
import { lineStart, majorityLineEnd, nextLine } from '../yaml/text-lines.js'
import { insertEntry } from './insert-entry.js'
import { hasComment, indentOf, stepOf, usualStep } from './json-layout.js'
import { jsonLines } from './json-lines.js'
import { removeEntry } from './remove-entry.js'

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
