import type { Beside } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import { isMap } from './json-shapes.js'

/** Fewer keys in order are so by accident more often than on purpose. */
const sortedFrom = 3

/**
 * Beside which entry of a map a new one goes: the wanted neighbour where it is there; else, where all keys are in order of their UTF-16
 * units, to its place among them; else null, which is the end. Resources of Kubernetes have an order of their own.
 */
export function neighbourOf(map: Json, key: string, wanted?: Beside): { readonly beside?: Beside } {
  if (!isMap(map)) return {}
  if (wanted !== undefined && Object.hasOwn(map, 'before' in wanted ? wanted.before : wanted.after))
    return { beside: wanted }
  const keys = Object.keys(map).filter((each) => each !== '<<')
  const isResource = keys.includes('apiVersion') && keys.includes('kind')
  // JavaScript lists keys that look like positions first, wherever they stand in the file.
  if (keys.length < sortedFrom || isResource || [key, ...keys].some((each) => /^\d+$/.test(each))) return {}
  if (keys.some((each, index) => each < (keys[index - 1] ?? ''))) return {}
  const next = keys.find((each) => each > key)
  return next === undefined ? {} : { beside: { before: next } }
}

/** The position beside a neighbour, among keys in their order; null where the neighbour is not among them. */
export function neighbourIndex(beside: Beside, keys: readonly unknown[]): number | null {
  const index = keys.indexOf('before' in beside ? beside.before : beside.after)
  if (index < 0) return null
  return 'before' in beside ? index : index + 1
}
