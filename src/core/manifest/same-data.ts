import type { Json } from '../../model/json.js'
import { isList, isMap, ownValue } from './json-shapes.js'

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
