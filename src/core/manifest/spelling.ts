import type { Json } from '../../model/json.js'
import { isMap, mapOf, ownValue } from './json-shapes.js'

// U+0000 cannot stand in YAML: nothing in a file is mistaken for this key.
const spelledKey = '\0spelled'

/** A value that readers take for different things, as it is spelled. */
export function spelling(source: string): Json {
  return mapOf([[spelledKey, source]])
}

/** How such a value is spelled; null for any other data. */
export function spelledSource(value: Json | undefined): string | null {
  const source = isMap(value) ? ownValue(value, spelledKey) : undefined
  return typeof source === 'string' ? source : null
}
