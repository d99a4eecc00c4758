import { findNodeAtLocation, type Node as JsonNode, parseTree } from 'jsonc-parser'
import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { NodePath } from '../manifest/edit.js'
import { isList, isMap as isObject } from '../manifest/json-shapes.js'
import { placeText } from '../manifest/place-text.js'
import { spelledSource } from '../manifest/spelling.js'
import { isAmbiguous } from '../manifest/yaml/ambiguous-scalar.js'

/** A place of a source, all matchers resolved. */
export interface CopiedPlace {
  /** Without a byte order mark; it was read as data before, which bounds its depth. */
  readonly text: string
  readonly file: string
  readonly document: number
  readonly path: NodePath
  /** The steps that led there, for people. */
  readonly at: readonly PathStep[]
  /** What stands there, with what readers disagree about as it is spelled. */
  readonly spelled: Json
}

/**
 * Why a value is not copied although it was read, or null: data does not tell how a number was spelled, nor whether `yes` stood in quotes. What
 * would be written otherwise than it stands there, or what readers of YAML 1.1 and 1.2 take for different things, is refused.
 */
export function copiedScalarProblem(place: CopiedPlace): Problem | null {
  const fault = /\.jsonc?$/i.test(place.file)
    ? jsonFault(place)
    : (yamlFault(place) ?? firstSpelling(place.spelled))
  if (fault === null) return null
  return fault === 'tag'
    ? {
        code: 'change/tag',
        file: place.file,
        what: `The value at “${placeText(place.at)}” that is to be copied from ${place.file} has a tag, or cannot be found for certain.`,
        fix: 'Write this part of the file out plainly, or copy it by hand.',
      }
    : {
        code: 'change/copy-spelling',
        file: place.file,
        what: `The value ${fault} at “${placeText(place.at)}” that is to be copied from ${place.file} can be read or written in more than one way.`,
        fix: 'Put it in quotes there if it is a text; if it is a number, write it plainly, as in 8, -1 or 0.5.',
      }
}

function jsonFault({ text, path }: CopiedPlace): string | null {
  const root = parseTree(text, [], { allowTrailingComma: true })
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...path])
  return node === undefined ? 'tag' : numberFault(node, text)
}

function numberFault(node: JsonNode, text: string): string | null {
  if (node.type === 'number') {
    const source = text.slice(node.offset, node.offset + node.length)
    return source === String(node.value) ? null : source
  }
  for (const child of node.children ?? []) {
    const fault = numberFault(child, text)
    if (fault !== null) return fault
  }
  return null
}

function yamlFault({ text, document, path }: CopiedPlace): string | null {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  const parsed = Array.isArray(documents) ? documents[document] : undefined
  if (parsed === undefined) return 'tag'
  const resolve = (node: unknown): Node | null => {
    if (isAlias(node)) return node.resolve(parsed) ?? null
    return isScalar(node) || isMap(node) || isSeq(node) ? node : null
  }
  let node = resolve(parsed.contents)
  for (const step of path) node = resolve(childOf(node, step))
  return nodeFault(node, resolve)
}

/** Of two equal keys readers use the last. */
function childOf(node: Node | null, step: string | number): unknown {
  if (isSeq(node)) return node.items[Number(step)]
  if (!isMap(node)) return null
  return node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step))?.value
}

/** An entry without a value is null, and nothing is there. */
function nodeFault(node: Node | null, resolve: (node: unknown) => Node | null): string | null {
  if (node === null) return null
  if ('tag' in node && node.tag !== undefined && node.tag.startsWith('!')) return 'tag'
  if (isScalar(node)) return node.type === 'PLAIN' ? plainFault(node.source ?? '', node.value) : null
  const parts: readonly unknown[] = isMap(node)
    ? node.items.flatMap(({ key, value }) => [key, value])
    : isSeq(node)
      ? node.items
      : []
  for (const part of parts) {
    const fault = nodeFault(resolve(part), resolve)
    if (fault !== null) return fault
  }
  return null
}

/** Of keys as well; the merge key is refused for what it does. */
function plainFault(source: string, value: unknown): string | null {
  if (typeof value === 'number') return source === String(value) ? null : source
  return source !== '<<' && isAmbiguous(source) ? source : null
}

/** The first value readers take for different things, on one line. */
function firstSpelling(value: Json): string | null {
  const source = spelledSource(value)
  if (source !== null) return source.trim()
  const parts = isList(value) ? value : isObject(value) ? Object.values(value) : []
  for (const part of parts) {
    const found = firstSpelling(part)
    if (found !== null) return found
  }
  return null
}
