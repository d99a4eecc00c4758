import type { LineFormat } from './line-format.js'

/**
 * For each line of a text, the index of the line whose value it goes on, at least to some readers, or null: below a backslash in a `.properties`
 * file, inside quotes of a `.env` file, deeper than its key in an INI file. Sources: the documentation of `java.util.Properties`; Docker Compose's
 * “Env file syntax”; Python's `configparser`, “Supported INI File Structure”.
 */
export function goesOn(format: LineFormat, lines: readonly string[]): readonly (number | null)[] {
  switch (format) {
    case 'properties':
      return belowBackslashes(lines)
    case 'dotenv':
      return insideQuotes(lines)
    case 'ini':
      return belowKeys(lines)
    case 'codeowners':
    case 'hosts':
    case 'markdown':
    case 'plain':
      return lines.map(() => null)
  }
}

/** Whether a value of several lines may begin or go on with a line: where none of a text does, no value of it has several. */
export function isOpen(format: LineFormat, line: string): boolean {
  switch (format) {
    case 'properties':
      return line.endsWith('\\')
    case 'dotenv':
      return openQuote(line) !== null
    case 'ini':
      return /^\s/.test(line)
    case 'codeowners':
    case 'hosts':
    case 'markdown':
    case 'plain':
      return false
  }
}

function belowBackslashes(lines: readonly string[]): readonly (number | null)[] {
  let next: number | null = null
  return lines.map((line, index) => {
    const owner = next
    const isComment = owner === null && /^\s*[#!]/.test(line)
    const [backslashes = ''] = /\\*$/.exec(line) ?? []
    next = !isComment && backslashes.length % 2 === 1 ? (owner ?? index) : null
    return owner
  })
}

/** A quote that is never closed ends with its line. */
function insideQuotes(lines: readonly string[]): readonly (number | null)[] {
  const owners: (number | null)[] = lines.map(() => null)
  const lastWith = new Map([...quotes].map((quote) => [quote, lines.findLastIndex(closes(quote))]))
  for (let index = 0; index < lines.length; index++) {
    const quote = openQuote(lines[index] ?? '')
    if (quote === null || (lastWith.get(quote) ?? 0) <= index) continue
    const owner = index
    do {
      index += 1
      owners[index] = owner
    } while (!closes(quote)(lines[index] ?? quote))
  }
  return owners
}

/** The quote with which a value begins that does not end on its line. */
function openQuote(line: string): string | null {
  const [, quote = '', rest = ''] = /^\s*[^#\s=][^=]*=\s*(["'`])(.*)$/su.exec(line) ?? []
  return quote === '' || closes(quote)(rest) ? null : quote
}

const quotes = '"\'`'

function closes(quote: string): (text: string) => boolean {
  return (text) => text.replace(/\\./gsu, '').includes(quote)
}

/** Blank lines and comments may stand in between. */
function belowKeys(lines: readonly string[]): readonly (number | null)[] {
  let key: { readonly index: number; readonly indent: number } | null = null
  return lines.map((line, index) => {
    const text = line.trimStart()
    if (text === '' || /^[#;]/.test(text)) return null
    const indent = line.length - text.length
    if (key !== null && indent > key.indent) return key.index
    key = text.startsWith('[') ? null : { index, indent }
    return null
  })
}
