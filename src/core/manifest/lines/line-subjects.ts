import type { LineFormat } from './line-format.js'
import { lineKey } from './line-key.js'
import { readLine } from './read-line.js'

/**
 * What a line says something about, so that another line about the same says something else: the key of a value, the files of an owner, the names
 * of an address. Nothing for a comment, a heading, and in formats that are not known.
 */
export function lineSubjects(format: LineFormat, line: string): readonly string[] {
  switch (format) {
    case 'dotenv':
    case 'properties':
    case 'ini': {
      const key = lineKey(format, line)
      return key === null ? [] : [key]
    }
    case 'codeowners':
      return readLine(format, line).flatMap(({ kind, text }) => (kind === 'pattern' ? [text] : []))
    case 'hosts': {
      // Names count without case, and one address may have many.
      const [, ...names] = readLine(format, line).filter(({ kind }) => kind === 'word')
      return names.map(({ text }) => text.toLowerCase())
    }
    case 'markdown':
    case 'plain':
      return []
  }
}
