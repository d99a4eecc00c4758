import { type CST, type Document, isMap, isSeq, type Node } from 'yaml'
import { isList, type Json } from '../../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../../model/problem.js'
import { type LineOf, onLine } from '../choose-document.js'
import type { Edit, NodePath } from '../edit.js'
import { isMap as isObject } from '../json-shapes.js'
import type { LineRange, Splice, SplicePlan } from '../splice.js'
import type { DocumentEdit } from '../splice-in-batches.js'
import { addEntry, additionIndex, startOf } from './add-entry.js'
import type { Layout } from './block-lines.js'
import { deleteEntry } from './delete-entry.js'
import { additionLines, placeLines, removalLines } from './edit-lines.js'
import { emptyNode, hasComment } from './empty-node.js'
import { isFlow, itemsOf, type LocatedNode, locateNode, tokenEnd, wayObstacle } from './locate-node.js'
import { replaceNode, slotOf } from './replace-node.js'
import { columnOf, deeperCommentsEnd, lineEnd } from './text-lines.js'

/** A parsed document and what its edits need to know about the text it stands in. */
export interface EditedDocument {
  readonly document: Document.Parsed
  readonly text: string
  readonly eol: string
  readonly layout: Layout
}

/** The splices of one edit; a problem where the place cannot be found in this text or its layout is one that is not edited. */
export function spliceEdit(parsed: EditedDocument, { edit, lineOf }: DocumentEdit): Result<SplicePlan> {
  const located = locateNode(parsed.document, edit.path, lineOf)
  if (!located.ok) return located
  if (located.value === null) return unsupported()
  const edited = isInJson(located.value, parsed.text)
    ? { ...parsed, layout: { ...parsed.layout, quotes: 'double' as const } }
    : parsed
  const planned = planEdit(edited, located.value, edit, lineOf)
  if (planned.ok) return planned
  const [problem] = planned.problems
  // A layout is that of the entry; anything else in the way is what the entry is in.
  return problem === oddLayout ? planned : fail({ ...onLine(lineOf(edit.path)), ...problem })
}

function planEdit(
  edited: EditedDocument,
  located: LocatedNode,
  edit: Edit,
  lineOf: LineOf,
): Result<SplicePlan> {
  if (edit.kind === 'replace') return replaced(edited, located, edit.value)
  return edit.kind === 'add-key' || edit.kind === 'insert-item'
    ? added(edited, located, edit)
    : deleted(edited, located, edit, lineOf)
}

function replaced(edited: EditedDocument, located: LocatedNode, value: Json): Result<SplicePlan> {
  const { node, holder } = located
  // An alias is replaced by the value; what it points to stays as it is.
  const obstacle =
    node === null || node.srcToken?.type === 'alias' ? null : wayObstacle(node, holder, edited.document)
  if (obstacle !== null) return fail(obstacle)
  if (node?.srcToken?.type === 'block-scalar' && hasIndentDigit(node.srcToken)) return unsupported()
  const token = node?.srcToken
  // Comments between the brackets of an empty collection would belong to nothing.
  if (token?.type === 'flow-collection' && itemsOf(token).length === 0 && hasComment(token))
    return unsupported()
  const brackets = node === null ? null : bracketsOf(node, value)
  const slot = brackets === null ? null : slotOf(located, edited.text)
  const splices =
    brackets !== null && slot !== null && token !== undefined
      ? emptyNode(slot, token, brackets, edited.text)
      : replaceNode(located, value, edited.text, edited.eol, edited.layout)
  return splices === null || !stayInside(splices, located, edited.text)
    ? unsupported()
    : ok({
        splices,
        lines: placeLines(located, edited.text),
        ancestors: located.ancestors,
        container: null,
        isList: false,
        isAppend: false,
        position: null,
      })
}

/** Whether a node stands in a piece of JSON, which stays JSON: the document, or a value in which texts are in double quotes. */
function isInJson({ ancestors, node }: LocatedNode, text: string): boolean {
  const nodes = node === null ? ancestors : [...ancestors, node]
  const index = nodes.findIndex(isFlow)
  const token = nodes[index]?.srcToken
  if (token === undefined) return false
  const source = text.slice(token.offset, tokenEnd(token))
  return (source.includes('"') || (index === 0 && /\w/.test(source))) && isJson(source)
}

function isJson(source: string): boolean {
  try {
    JSON.parse(source)
    return true
  } catch {
    return false
  }
}

/** The brackets that stay of a filled collection that is to be empty; null for any other change of a node. */
function bracketsOf(node: Node, value: Json): '{}' | '[]' | null {
  if (itemsOf(node.srcToken).length === 0) return null
  if (isSeq(node) && isList(value) && value.length === 0) return '[]'
  return isMap(node) && isObject(value) && Object.keys(value).length === 0 ? '{}' : null
}

function added(
  edited: EditedDocument,
  located: LocatedNode,
  edit: Edit & { readonly kind: 'add-key' | 'insert-item' },
): Result<SplicePlan> {
  const { node } = located
  if (node === null) return unsupported()
  const obstacle = wayObstacle(node, located.holder, edited.document)
  if (obstacle !== null) return fail(obstacle)
  const items = itemsOf(node.srcToken)
  if (items.length === 0) {
    return replaced(edited, located, edit.kind === 'add-key' ? { [edit.key]: edit.value } : [edit.value])
  }
  const splice = addEntry(node, edit, edited.text, edited.eol, edited.layout)
  const index = additionIndex(node, edit) ?? items.length
  const position = edit.kind === 'insert-item' ? edit.index : null
  const isAppend = position === null || position >= items.length
  const isInsertion = splice?.start === splice?.end
  return splice === null || !isInsertion
    ? unsupported()
    : ok({
        ...structural([splice], located, additionLines(node, index, edited.text)),
        isAppend,
        position,
      })
}

function deleted(
  edited: EditedDocument,
  located: LocatedNode,
  edit: Edit & { readonly kind: 'delete-key' | 'delete-item' },
  lineOf: LineOf,
): Result<SplicePlan> {
  const { node } = located
  if (node === null || (!isMap(node) && !isSeq(node))) return unsupported()
  const obstacle = wayObstacle(node, located.holder, edited.document)
  if (obstacle !== null) return fail(obstacle)
  if (itemsOf(node.srcToken).length === 1) return replaced(edited, located, isSeq(node) ? [] : {})
  const path: NodePath = [...edit.path, edit.kind === 'delete-key' ? edit.key : edit.index]
  const target = locateNode(edited.document, path, lineOf)
  if (!target.ok) return target
  if (target.value === null || target.value.holder.kind === 'root') return unsupported()
  const splice = deleteEntry(node, target.value.holder.item, edited.text)
  return splice === null || !stayInside([splice], target.value, edited.text)
    ? unsupported()
    : ok(structural([splice], located, removalLines(node, target.value, edited.text)))
}

function structural(splices: readonly Splice[], located: LocatedNode, lines: LineRange): SplicePlan {
  const { ancestors, node: container } = located
  return { splices, lines, ancestors, container, isList: isSeq(container), isAppend: false, position: null }
}

function hasIndentDigit(token: CST.BlockScalar): boolean {
  return token.props.some(
    (prop) => prop.type === 'block-scalar-header' && 'source' in prop && /[1-9]/.test(prop.source),
  )
}

const oddLayout: Problem = {
  code: 'change/layout',
  what: 'The lines around the change are laid out in a way that cannot be edited without touching others.',
  fix: 'Write this part of the file in plain block style, one entry per line, or change it by hand.',
}

/** The problem of a place that cannot be found in a text, or is laid out in a way that is not edited. */
export function unsupported() {
  return fail(oddLayout)
}

/**
 * Whether splices remove nothing but the entry they are meant for, with the comment behind it and deeper ones below, and white
 * space and commas around it. The second parser proves the data; this proves that no comment or line of another entry goes.
 * The entry's end is the one the composer of `yaml` gives, not the one the splices were made from.
 */
export function stayInside(splices: readonly Splice[], located: LocatedNode, text: string): boolean {
  const { node, holder } = located
  if (holder.kind === 'root') return true
  const start = startOf(holder.item)
  if (start === null) return false
  const end = Math.max(node?.range?.[1] ?? start, holder.item.key ? holder.item.key.offset : start)
  const last = holder.inFlow
    ? end
    : Math.max(lineEnd(text, end), deeperCommentsEnd(text, end, columnOf(text, start)))
  return splices.every((splice) => {
    const before = text.slice(splice.start, Math.max(splice.start, Math.min(splice.end, start)))
    const after = text.slice(Math.min(splice.end, Math.max(splice.start, last)), splice.end)
    return /^[\s,]*$/.test(before) && /^[\s,]*$/.test(after)
  })
}
