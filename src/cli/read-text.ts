import { readFileSync } from 'node:fs'
import { UsageError } from './exit-code.js'

/**
 * The text of a file the user named; `-` is standard input. Byte for byte: the line ends of an issue body have a meaning.
 * @throws UsageError when it cannot be read or is not UTF-8.
 */
export function readText(path: string): string {
  try {
    const bytes = readFileSync(path === '-' ? 0 : path)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
