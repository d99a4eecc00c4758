/** One part of a line, as a reader of its format takes it. */
export interface LinePart {
  readonly kind:
    | 'comment'
    | 'pattern'
    | 'owner'
    | 'word'
    | 'section'
    | 'key'
    | 'value'
    | 'single-quoted'
    | 'double-quoted'
    | 'prose'
    | 'plain'
  readonly text: string
}

/**
 * The parts of a line. Sources: GitHub's documentation, “About code owners”; the page of hosts(5); Docker Compose's “Env file syntax”; the
 * documentation of `java.util.Properties`; Python's `configparser`.
 */
export function readLine(format: LineFormat, line: string): readonly LinePart[] {
  switch (format) {
    case 'codeowners':
      return words(line, '#').map((part, index) =>
        part.kind === 'comment' ? part : { ...part, kind: index === 0 ? 'pattern' : 'owner' },
      )
    case 'hosts':
      return words(line, '#')
    case 'dotenv':
      return readEntry(line, /[=:]/, '#')
    case 'properties':
      return readEntry(line, /(?<!\\)[=:\s]/u, '#!')
    case 'ini':
      return readEntry(line, /[=:]/, '#;')
    case 'markdown':
      return [{ kind: 'prose', text: line }]
    case 'plain':
      return [{ kind: 'plain', text: line }]
  }
}

/** Words between white space, up to a comment; what a backslash stands before belongs to the word. */
function words(line: string, mark: string): readonly LinePart[] {
  const parts: LinePart[] = []
  let rest = line.trim()
  while (rest !== '') {
    if (rest.startsWith(mark)) return [...parts, { kind: 'comment', text: rest }]
    const [text = rest] = /^(?:\\.|[^\s\\])+/su.exec(rest) ?? []
    parts.push({ kind: 'word', text })
    rest = rest.slice(text.length).trimStart()
  }
  return parts
}

/** A key and its value. A line that has no separator is a key alone. */
function readEntry(line: string, separator: RegExp, marks: string): readonly LinePart[] {
  const text = line.trim()
  if (text === '') return []
  if (marks.includes(text.charAt(0))) return [{ kind: 'comment', text }]
  if (marks.includes(';') && text.startsWith('[')) return readSection(text)
  const at = text.search(separator)
  if (at < 0) return [{ kind: 'key', text }]
  const key = text.slice(0, at).trimEnd()
  // In a properties file a blank separates as well, and may stand beside the sign that does.
  const value = text.slice(at).replace(/^\s*[=:]?/, '')
  return [{ kind: 'key', text: key }, ...readValue(value.trim(), marks)]
}

function readSection(text: string): readonly LinePart[] {
  const end = text.indexOf(']')
  if (end < 0) return [{ kind: 'section', text: text.slice(1) }]
  const rest = text.slice(end + 1).trim()
  const name: LinePart = { kind: 'section', text: text.slice(1, end) }
  return rest === '' ? [name] : [name, { kind: 'comment', text: rest }]
}

/** A value in quotes ends at the next one of them; without quotes it ends at a comment behind a blank. */
function readValue(value: string, marks: string): readonly LinePart[] {
  const quote = value.charAt(0)
  if (!marks.includes('!') && (quote === '"' || quote === "'")) {
    const end = value.indexOf(quote, 1)
    const kind = quote === '"' ? 'double-quoted' : 'single-quoted'
    if (end < 0) return [{ kind, text: value.slice(1) }]
    const rest = value.slice(end + 1).trim()
    const more: readonly LinePart[] =
      rest === '' ? [] : [{ kind: marks.includes(rest.charAt(0)) ? 'comment' : 'value', text: rest }]
    return [{ kind, text: value.slice(1, end) }, ...more]
  }
  const at = marks.includes('!') ? -1 : value.search(new RegExp(`\\s[${marks}]`, 'u'))
  if (at < 0) return [{ kind: 'value', text: value }]
  return [
    { kind: 'value', text: value.slice(0, at).trim() },
    { kind: 'comment', text: value.slice(at).trim() },
  ]
}

/**
 * What the lines of a plain text are made of, as far as its name tells: `keyed` formats give a key one value. `plain` is everything else, whose
 * separators nobody here knows.
 */
export type LineFormat = 'codeowners' | 'dotenv' | 'properties' | 'ini' | 'hosts' | 'markdown' | 'plain'

/** Whether a file that is written whole is read by people alone, so that its lines are the only parts it has. */
export function isPlainReading(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return name.endsWith('.txt') && !/^(?:requirements|constraints|cmakelists|robots)/.test(name)
}

/** The format of a text's lines by the name of its file. */
export function lineFormat(path: string): LineFormat {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name === 'codeowners' || name === 'hosts') return name
  if (/^\.env(?:\.|$)|\.env$/.test(name)) return 'dotenv'
  if (name.endsWith('.properties')) return 'properties'
  if (/\.(?:ini|cfg)$|^\.(?:editorconfig|npmrc)$/.test(name)) return 'ini'
  return /\.(?:md|markdown)$/.test(name) ? 'markdown' : 'plain'
}
