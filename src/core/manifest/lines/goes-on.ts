import type { LineFormat } from './read-line.js'

/**
 * For each line of a text, the index of the line whose value it goes on, at least to some readers, or null: below a backslash in a `.properties`
 * file; below one, or inside quotes, of a `.env` file, which shells read too; inside quotes, or deeper than its key, in an INI file. Sources: the
 * documentation of `java.util.Properties`; Docker Compose's “Env file syntax”; POSIX, “Quoting”; Python's `configparser`, “Supported INI File
 * Structure”; PHP's `parse_ini_file`.
 */
export function goesOn(format: LineFormat, lines: readonly string[]): readonly (number | null)[] {
  switch (format) {
    case 'properties':
      return belowBackslashes(lines)
    case 'dotenv':
      return either(belowBackslashes(lines), insideQuotes(lines))
    case 'ini':
      return either(belowKeys(lines), insideQuotes(lines))
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
      return line.endsWith('\\') || openQuote(line) !== null
    case 'ini':
      return /^\s/.test(line) || openQuote(line) !== null
    case 'codeowners':
    case 'hosts':
    case 'markdown':
    case 'plain':
      return false
  }
}

type Owners = readonly (number | null)[]

function either(one: Owners, other: Owners): Owners {
  return one.map((owner, index) => owner ?? other[index] ?? null)
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

/**
 * The quote of a value that is open at the end of its line. A double one may stand anywhere in a value; another one that does not begin it, or go on
 * behind a quote or a dollar sign, is an apostrophe to most readers. What stands behind a blank and a comment's mark is no value.
 */
function openQuote(line: string): string | null {
  const [, value = ''] = /^\s*[^#;\s=:][^=:]*[=:]\s*(.*)$/su.exec(line) ?? []
  const text = value.replace(/\\./gsu, '')
  let open: string | null = null
  for (const [at, each] of [...text].entries()) {
    const before = text[at - 1] ?? ''
    if (open !== null) open = each === open ? null : open
    else if (/[#;]/.test(each) && /\s/.test(before)) return null
    else if (each === '"' || (quotes.includes(each) && (at === 0 || `${quotes}$`.includes(before))))
      open = each
  }
  return open
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
