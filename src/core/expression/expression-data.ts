import { data } from '@actions/expressions'
import { isList, type Json } from '../../model/json.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'

/** In levels; deeper data cannot come from a form and would nest as many calls. */
const depthMax = 50

/**
 * The engine's form of a JSON value, or a sentence that says why it has none. The engine's own `reviver` loses keys
 * silently: those every object has, and the second of two that differ only by case.
 */
export function toExpressionData(value: Json, depth = 0): data.ExpressionData | string {
  if (depth > depthMax) return `it is nested more than ${depthMax} levels deep`
  if (value === null) return new data.Null()
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  return isList(value) ? listData(value, depth) : mapData(value, depth)
}

function listData(items: readonly Json[], depth: number): data.ExpressionData | string {
  const list = new data.Array()
  for (const item of items) {
    const converted = toExpressionData(item, depth + 1)
    if (typeof converted === 'string') return converted
    list.add(converted)
  }
  return list
}

function mapData(map: { readonly [key: string]: Json }, depth: number): data.ExpressionData | string {
  const dictionary = new data.Dictionary()
  const seen = new Set<string>()
  for (const [key, value] of Object.entries(map)) {
    if (isUnsafeName(key)) return `it has the key “${key}”`
    if (seen.has(key.toLowerCase())) return `it has two keys “${key}” that differ only by case`
    seen.add(key.toLowerCase())
    const converted = toExpressionData(value, depth + 1)
    if (typeof converted === 'string') return converted
    dictionary.add(key, converted)
  }
  return dictionary
}

/** The JSON value of what the engine computed, or null where a number in it is none that can be kept exactly. */
export function fromExpressionData(value: data.ExpressionData): { readonly json: Json } | null {
  if (value instanceof data.Null) return { json: null }
  if (value instanceof data.StringData) return { json: value.coerceString() }
  if (value instanceof data.BooleanData) return { json: value.value }
  if (value instanceof data.NumberData) return exactNumber(value.number())
  if (value instanceof data.Array) return list(value)
  return map(value)
}

/** Negative zero becomes zero: JSON text and canonical JSON know only one. */
function exactNumber(number: number): { readonly json: Json } | null {
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return null
  return { json: number === 0 ? 0 : number }
}

function list(value: data.Array): { readonly json: Json } | null {
  const items: Json[] = []
  for (const item of value.values()) {
    const converted = fromExpressionData(item)
    if (converted === null) return null
    items.push(converted.json)
  }
  return { json: items }
}

function map(value: data.Dictionary): { readonly json: Json } | null {
  const object: Record<string, Json> = Object.create(null)
  for (const pair of value.pairs()) {
    const converted = fromExpressionData(pair.value)
    if (converted === null) return null
    object[pair.key] = converted.json
  }
  return { json: object }
}
