import type { Json } from '../../../model/json.js'

/**
 * Data as JSON text below a line with `indent`; `step` is added per level, null or empty writes it on one line.
 */
export function jsonLines(value: Json, indent: string, step: string | null, eol: string): string {
  if (step === null || step === '') return flat(value)
  return JSON.stringify(value, null, step).split('\n').join(`${eol}${indent}`)
}

/** On one line with a space behind each comma and colon, as people write it. */
function flat(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isItems(value)) return `[${value.map(flat).join(', ')}]`
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${flat(entry)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function isItems(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
