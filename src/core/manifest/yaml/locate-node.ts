import { type CST, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, visit } from 'yaml'
import type { CodesOf } from '../../../model/problem.js'
import { fail, ok, type Problem, type Result } from '../../../model/problem.js'
import { type LineOf, onLine } from '../choose-document.js'
import type { NodePath } from '../edit.js'

/** What holds a node: an entry of a map, an item of a list, or the document. */
export type Holder =
  | { readonly kind: 'root' }
  | { readonly kind: 'entry'; readonly item: CST.CollectionItem; readonly inFlow: boolean }
  | { readonly kind: 'item'; readonly item: CST.CollectionItem; readonly inFlow: boolean }

/** A node of a document, the nodes on the way to it, and what holds it. */
export interface LocatedNode {
  readonly node: Node | null
  readonly holder: Holder
  /** From the root to the node's parent. */
  readonly ancestors: readonly Node[]
}

/**
 * Finds the node at `path`, or null where it is not in this text. Refused is a way through an alias, an anchor that is used
 * elsewhere, a tag, a key written twice or with `?`: there, changing one place changes or hides another.
 * @param lineOf where that is, for whom it is refused.
 */
export function locateNode(
  document: Document.Parsed,
  path: NodePath,
  lineOf: LineOf,
): Result<LocatedNode | null> {
  let node: Node | null = document.contents
  let holder: Holder = { kind: 'root' }
  const ancestors: Node[] = []
  for (const [index, step] of path.entries()) {
    if (node === null) return ok(null)
    const obstacle = wayObstacle(node, holder, document)
    if (obstacle !== null) return fail({ ...onLine(lineOf(path.slice(0, index))), ...obstacle })
    ancestors.push(node)
    const next: Result<{ readonly node: Node | null; readonly holder: Holder } | null> = child(node, step)
    if (!next.ok) return fail({ ...onLine(lineOf(path.slice(0, index + 1))), ...next.problems[0] })
    if (next.value === null) return ok(null)
    node = next.value.node
    holder = next.value.holder
  }
  return ok({ node, holder, ancestors })
}

/** Why nothing may be changed inside `node`, or null. */
export function wayObstacle(node: Node, holder: Holder, document: Document.Parsed): Problem | null {
  if (isAlias(node)) return obstacle('change/alias', `is an alias (*${node.source}) of another place`)
  const anchor = 'anchor' in node ? node.anchor : undefined
  if (anchor !== undefined && hasAlias(document, anchor)) {
    return obstacle('change/anchor', `has the anchor &${anchor}, which other places use`)
  }
  const tokens = holder.kind === 'root' ? [] : [...holder.item.start, ...(holder.item.sep ?? [])]
  return tokens.some((token) => token.type === 'tag') ? obstacle('change/tag', 'has a tag') : null
}

/** The name in a comment, or at the beginning of another name, is none. */
function hasAlias(document: Document.Parsed, anchor: string): boolean {
  let found = false
  visit(document, {
    Alias: (_, { source }) => {
      found ||= source === anchor
      return found ? visit.BREAK : undefined
    },
  })
  return found
}

function child(
  node: Node,
  step: string | number,
): Result<{ readonly node: Node | null; readonly holder: Holder } | null> {
  if (isMap(node) && typeof step === 'string') return entry(node.items, step, isFlow(node))
  if (!isSeq(node) || typeof step !== 'number') return ok(null)
  const item = itemsOf(node.srcToken)[step]
  if (item === undefined) return ok(null)
  return ok({ node: asNode(node.items[step]), holder: { kind: 'item', item, inFlow: isFlow(node) } })
}

function entry(pairs: readonly Pair[], key: string, inFlow: boolean) {
  const matches = pairs.filter((pair) => isScalar(pair.key) && String(pair.key.value) === key)
  const [match] = matches
  if (match === undefined) return ok(null)
  if (matches.length > 1) return fail(obstacle('change/duplicate-key', `has the key “${key}” more than once`))
  const item = match.srcToken
  if (item === undefined || item.start.some((token) => token.type === 'explicit-key-ind')) {
    return fail(obstacle('change/explicit-key', `has the key “${key}” written with a question mark`))
  }
  return ok({ node: asNode(match.value), holder: { kind: 'entry' as const, item, inFlow } })
}

/** The entries of a collection's source, in order, without those that are only comments. */
export function itemsOf(token: CST.Token | undefined): readonly CST.CollectionItem[] {
  if (token === undefined || !('items' in token)) return []
  if (token.type !== 'block-seq')
    return token.items.filter(
      (item) => item.key != null || item.sep !== undefined || item.value !== undefined,
    )
  return token.items.filter((item) => item.start.some((part) => part.type === 'seq-item-ind'))
}

/** Whether a collection is written with brackets. */
export function isFlow(node: Node): boolean {
  return node.srcToken?.type === 'flow-collection'
}

/** The composer puts nodes, never plain values, into a parsed document. */
function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null
}

function obstacle(code: CodesOf<'change'>, why: string): Problem {
  return {
    code,
    what: `A place on the way to the change ${why}.`,
    fix: 'Write this part of the file out plainly, or change it by hand.',
  }
}

/** Tokens between the parts of a collection that carry nothing. */
const fillers: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'comma'])

/**
 * The offset behind the last character of a node's content: behind its quote, bracket or last letter, before any comment. Of a
 * block scalar that keeps its trailing blank lines (`|+`), the offset behind those.
 */
export function tokenEnd(token: CST.Token): number {
  if (token.type === 'block-map' || token.type === 'block-seq')
    return lastItemEnd(token.items) ?? token.offset
  if (token.type === 'block-scalar') return blockScalarEnd(token)
  const [bracket] = token.type === 'flow-collection' ? token.end : []
  if (bracket !== undefined) return bracket.offset + bracket.source.length
  return 'source' in token ? token.offset + token.source.length : token.offset
}

function lastItemEnd(items: readonly CST.CollectionItem[]): number | null {
  // From behind: entries of only space and comments come last, and collections can be long.
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    const end = item === undefined ? null : itemEnd(item)
    if (end !== null) return end
  }
  return null
}

/** The offset behind the content of one entry of a collection, or null when the entry is only space and comments. */
export function itemEnd(item: CST.CollectionItem): number | null {
  if (item.value !== undefined && !isEmptyScalar(item.value)) return tokenEnd(item.value)
  const last = [...item.start, ...(item.sep ?? [])].filter((token) => !fillers.has(token.type)).at(-1)
  const lastEnd = last === undefined ? null : last.offset + last.source.length
  const keyEnd = item.key ? tokenEnd(item.key) : null
  return lastEnd === null || keyEnd === null ? (lastEnd ?? keyEnd) : Math.max(lastEnd, keyEnd)
}

/** Whether a token is the empty text `yaml` puts where a value is left out. */
export function isEmptyScalar(token: CST.Token): boolean {
  return token.type === 'scalar' && token.source === ''
}

function blockScalarEnd(token: CST.BlockScalar): number {
  const header = token.props.find((prop) => prop.type === 'block-scalar-header')
  const sourceStart = token.props.reduce(
    (end, prop) => ('source' in prop ? prop.offset + prop.source.length : end),
    token.offset,
  )
  if (header !== undefined && 'source' in header && header.source.includes('+'))
    return sourceStart + token.source.length
  const content = token.source.trimEnd()
  if (content !== '') return sourceStart + content.length
  return header !== undefined && 'source' in header ? header.offset + header.source.length : token.offset
}

/** Whether the last text of an entry is a block scalar that ends with exactly one line end (`|`, `>`). */
export function endsInClippedBlock({ value }: CST.CollectionItem): boolean {
  if (value?.type === 'block-map' || value?.type === 'block-seq') {
    const last = value.items.findLast((item) => itemEnd(item) !== null)
    return last !== undefined && endsInClippedBlock(last)
  }
  return (
    value?.type === 'block-scalar' &&
    value.props.some(
      (prop) => prop.type === 'block-scalar-header' && 'source' in prop && !/[-+]/.test(prop.source),
    )
  )
}
