import { type LineFormat, readLine } from './read-line.js'

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

/** The key a line gives a value, or null where it gives none: in these formats a key has one value, so that a second line would be a second answer. */
export function lineKey(format: LineFormat, line: string): string | null {
  if (format !== 'dotenv' && format !== 'properties' && format !== 'ini') return null
  const [key, value] = readLine(format, line)
  // A key alone has the value “nothing” there; in a `.env` file it only hands on what was given before.
  if (key?.kind !== 'key' || (value === undefined && format === 'dotenv')) return null
  return format === 'ini' ? key.text.toLowerCase() : key.text.replace(/^export\s+/, '')
}
