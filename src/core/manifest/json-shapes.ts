import type { Json, JsonObject } from '../../model/json.js'

/** Whether data is a list. */
export function isList(data: Json | undefined): data is readonly Json[] {
  return Array.isArray(data)
}

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
