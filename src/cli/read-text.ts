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
    throw new UsageError(`${path} cannot be read: ${whyUnread(error)}`)
  }
}

/** Why a file cannot be read, and what to do, in words of somebody who does not know those of the machine. */
function whyUnread(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such file. Check the path; it counts from the folder you are in.'
    case 'EISDIR':
      return 'it is a folder. Name a file in it.'
    case 'ENOTDIR':
      return 'a part of the path is a file and not a folder. Check the path.'
    case 'EACCES':
    case 'EPERM':
      return 'you may not read it. Change its permissions, or name another file.'
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'it is not UTF-8 text. Save it as UTF-8.'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
