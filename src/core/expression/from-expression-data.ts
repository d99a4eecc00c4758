import { data } from '@actions/expressions'
import type { Json } from '../../model/json.js'

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
