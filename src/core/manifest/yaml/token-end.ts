import type { CST } from 'yaml'

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
