import type { LineFormat } from './line-format.js'
import { readLine } from './read-line.js'

/** The key a line gives a value, or null where it gives none: in these formats a key has one value, so that a second line would be a second answer. */
export function lineKey(format: LineFormat, line: string): string | null {
  if (format !== 'dotenv' && format !== 'properties' && format !== 'ini') return null
  const [key, value] = readLine(format, line)
  // A key alone has the value “nothing” there; in a `.env` file it only hands on what was given before.
  if (key?.kind !== 'key' || (value === undefined && format === 'dotenv')) return null
  return format === 'ini' ? key.text.toLowerCase() : key.text.replace(/^export\s+/, '')
}
