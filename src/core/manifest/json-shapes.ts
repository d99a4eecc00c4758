import { isList, type Json, type JsonObject } from '../../model/json.js'
import type { NodePath } from './edit.js'

/** Whether data is a map. */
export function isMap(data: Json | undefined): data is JsonObject {
  return data !== null && typeof data === 'object' && !Array.isArray(data)
}

/** The value of an own key, or undefined; what a map inherits is never data. */
export function ownValue(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** A map without a prototype, so that any key is only a key. */
export function mapOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  const map: Record<string, Json> = Object.create(null)
  for (const [key, value] of entries) map[key] = value
  return map
}

/** Whether two values are the same data. The order of a map's keys does not count; text and number are never the same. */
export function sameData(a: Json, b: Json): boolean {
  if (Object.is(a, b) || a === b) return true
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => sameData(item, b[index] ?? null))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) => Object.hasOwn(b, key) && sameData(ownValue(a, key) ?? null, ownValue(b, key) ?? null),
  )
}

/** Whether the map at `path` gets `key` from another one by YAML's merge key `<<`, which is read here as a key like any other. */
export function isMerged(root: Json, path: NodePath, key: string): boolean {
  let node: Json | undefined = root
  for (const step of path) {
    node =
      typeof step === 'number'
        ? isList(node)
          ? node[step]
          : undefined
        : isMap(node)
          ? ownValue(node, step)
          : undefined
  }
  return isMap(node) && gives(ownValue(node, '<<'), key)
}

function gives(source: Json | undefined, key: string): boolean {
  if (isList(source)) return source.some((item) => gives(item, key))
  return isMap(source) && (Object.hasOwn(source, key) || gives(ownValue(source, '<<'), key))
}
