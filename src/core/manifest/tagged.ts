import type { Json } from '../../model/json.js'
import { isMap, ownValue } from './json-shapes.js'

// U+0000 cannot stand in YAML: nothing in a file is mistaken for these keys.

/** The key under which the tag of a value with a tag of another tool is kept. */
export const tagKey = '\0tag'
/** The key under which the value itself is kept. */
export const taggedKey = '\0value'

/** The tag of a value that has one of another tool's, as in `!vault`; null for any other. */
export function tagOf(value: Json | undefined): string | null {
  const tag = isMap(value) ? ownValue(value, tagKey) : undefined
  return typeof tag === 'string' ? tag : null
}
