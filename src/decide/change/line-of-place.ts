import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import { isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml'

/**
 * The line, counted from 1, on which the value at a JSON Pointer begins, or null where the file's layout does not tell.
 * Source of the escapes: RFC 6901, JSON Pointer.
 * @param text YAML or JSON that was read before.
 */
export function lineOfPlace(text: string, file: string, document: number, pointer: string): number | null {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const offset = /\.jsonc?$/i.test(file) ? jsonOffset(text, steps) : yamlOffset(text, document, steps)
  return offset === null ? null : text.slice(0, offset).split('\n').length
}

function jsonOffset(text: string, steps: readonly string[]): number | null {
  let node = parseTree(text, [], { allowTrailingComma: true })
  for (const step of steps) {
    if (node === undefined) return null
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(step) : step])
  }
  return node === undefined ? null : node.parent?.type === 'property' ? node.parent.offset : node.offset
}

function yamlOffset(text: string, document: number, steps: readonly string[]): number | null {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  if (!Array.isArray(documents)) return null
  let node: unknown = documents[document]?.contents
  let offset = isNode(node) ? (node.range?.[0] ?? null) : null
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      if (pair === undefined) return offset
      node = pair.value
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset
    } else return offset
  }
  return offset
}
