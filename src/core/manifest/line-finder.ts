import { findNodeAtLocation, type Node as JsonNode, parseTree } from 'jsonc-parser'
import { isMap, isNode, isScalar, isSeq } from 'yaml'
import type { NodePath } from './edit.js'
import { type LocatingText, locatingText } from './yaml/locating-text.js'

/** Tells the line, counted from 1, on which a place of a document begins, or the nearest place around it; null where the layout does not tell. */
export type LineFinder = (document: number, path: NodePath) => number | null

/**
 * Finds lines in a manifest. It is parsed when the first line is asked for, and once.
 * @param text YAML or JSON that was read before.
 */
export function lineFinder(text: string, file: string): LineFinder {
  return /\.jsonc?$/i.test(file) ? jsonFinder(text) : yamlFinder(text)
}

function jsonFinder(text: string): LineFinder {
  let root: JsonNode | null | undefined
  return (_document, path) => {
    root ??= parseTree(text, [], { allowTrailingComma: true }) ?? null
    let node = root
    for (const step of path) {
      const next: JsonNode | undefined =
        node === null ? undefined : findNodeAtLocation(node, [node.type === 'array' ? Number(step) : step])
      if (next === undefined) break
      node = next
    }
    if (node === null) return null
    return lineOf(text, node.parent?.type === 'property' ? node.parent.offset : node.offset)
  }
}

function yamlFinder(text: string): LineFinder {
  let located: LocatingText | undefined
  return (document, path) => {
    located ??= locatingText(text)
    const offset = yamlOffset(located, document, path)
    return offset === null ? null : lineOf(located.source, offset)
  }
}

function yamlOffset({ documents }: LocatingText, document: number, path: NodePath): number | null {
  let node: unknown = documents[document]?.contents
  let offset = isNode(node) ? (node.range?.[0] ?? null) : null
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
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

/** The line, counted from 1, that an offset of a text is on. */
export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** Most lines told of one list. */
const linesMax = 10

/** The lines of some places, as in `, on lines 4 and 9`; nothing where they cannot be told. */
export function onLines(numbers: readonly (number | null)[]): string {
  const lines = numbers.slice(0, linesMax)
  if (lines.length === 0 || lines.includes(null)) return ''
  const more = numbers.length - lines.length
  const [last, ...others] = lines.toReversed()
  const listed = others.length === 0 ? `${last}` : `${others.toReversed().join(', ')} and ${last}`
  return `, on ${numbers.length === 1 ? 'line' : 'lines'} ${more > 0 ? `${lines.join(', ')} and ${more} more` : listed}`
}
