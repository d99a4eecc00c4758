import type { Json } from '../../../model/json.js'
import { isList } from '../json-shapes.js'
import { spelledSource } from '../spelling.js'
import { isScalarData, keyText, type QuoteStyle, scalarText } from './scalar-text.js'

/** Data on one line, in YAML's flow style. */
export function flowText(value: Json, quotes: QuoteStyle): string {
  // Only an undo writes one, as it stood there before.
  const spelled = spelledSource(value)
  if (spelled !== null) return spelled
  if (isScalarData(value)) return scalarText(value, quotes, true)
  if (isList(value)) return `[${value.map((item) => flowText(item, quotes)).join(', ')}]`
  const entries = Object.entries(value).map(
    ([key, entry]) => `${keyText(key, quotes, true)}: ${flowText(entry, quotes)}`,
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
