/** Characters that Markdown gives a meaning, as `charCodeAt` tells them. */
export const mark = {
  bang: 0x21,
  hash: 0x23,
  closingBracket: 0x29,
  star: 0x2a,
  plus: 0x2b,
  dash: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  backslash: 0x5c,
  squareEnd: 0x5d,
  underscore: 0x5f,
  backtick: 0x60,
  bar: 0x7c,
  tilde: 0x7e,
} as const

const space = 0x20

/** Where the blanks that begin at `at` end, before `end`. */
export function skipSpaces(text: string, at: number, end: number): number {
  let next = at
  while (next < end && text.charCodeAt(next) === space) next += 1
  return next
}

/** Whether an ATX heading begins at `at`. Source: CommonMark, “ATX headings”. */
export function atxHeading(text: string, at: number, end: number): boolean {
  const hashes = runLength(text, at, end)
  return hashes <= 6 && isSpaceOrEnd(text, at + hashes, end)
}

/** Whether the line, of whose mark `=` or `-` the first is at `at`, underlines a setext heading. Source: CommonMark, “Setext headings”. */
export function isSetextUnderline(text: string, at: number, end: number): boolean {
  return skipSpaces(text, at + runLength(text, at, end), end) === end
}

/** From where on a line holds nothing but spaces and one mark: no thematic break begins before it. */
export function breakStart(text: string, start: number, end: number): number {
  let at = end
  while (at > start && text.charCodeAt(at - 1) === space) at -= 1
  const code = at > start ? text.charCodeAt(at - 1) : space
  while (at > start && (text.charCodeAt(at - 1) === code || text.charCodeAt(at - 1) === space)) at -= 1
  return at
}

/** Whether the line, of whose mark `*`, `-` or `_` the first is at `at`, is a thematic break. Source: CommonMark, “Thematic breaks”. */
export function isThematicBreak(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at)
  let count = 0
  for (let next = at; next < end; next += 1) {
    const code = text.charCodeAt(next)
    if (code === first) count += 1
    else if (code !== space) return false
  }
  return count >= 3
}

/** How many marks the fence has that begins at `at` with a `` ` `` or `~`; 0 where none begins. Source: CommonMark, “Fenced code blocks”. */
export function fenceLength(text: string, at: number, end: number): number {
  const length = runLength(text, at, end)
  if (length < 3) return 0
  if (text.charCodeAt(at) === mark.tilde) return length
  for (let next = at + length; next < end; next += 1) if (text.charCodeAt(next) === mark.backtick) return 0
  return length
}

/** Whether the line closes a fence of so many marks. */
export function fenceCloses(
  text: string,
  at: number,
  end: number,
  fence: { readonly code: number; readonly length: number },
): boolean {
  if (at >= end || text.charCodeAt(at) !== fence.code) return false
  const length = runLength(text, at, end)
  return length >= fence.length && skipSpaces(text, at + length, end) === end
}

/**
 * How wide the marker of the list item is that begins at `at`, with the spaces behind it; 0 where none begins. Source: CommonMark, “List items”,
 * with its exceptions for a paragraph that is open.
 */
export function listMarkerWidth(text: string, at: number, end: number, inParagraph: boolean): number {
  const digits = digitsAt(text, at, end)
  const behind = at + digits + 1
  if (behind > end || digits > 9 || !isListMark(text.charCodeAt(behind - 1), digits)) return 0
  if (!isSpaceOrEnd(text, behind, end)) return 0
  const content = skipSpaces(text, behind, end)
  const empty = content === end
  if (inParagraph && (empty || (digits > 0 && Number(text.slice(at, behind - 1)) !== 1))) return 0
  return digits + 1 + (empty || content - behind > 4 ? 1 : content - behind)
}

function isListMark(code: number, digits: number): boolean {
  return digits === 0
    ? code === mark.dash || code === mark.plus || code === mark.star
    : code === mark.dot || code === mark.closingBracket
}

/** How many digits begin at `at`; of more than a list's number may have, one more than that. */
function digitsAt(text: string, at: number, end: number): number {
  let next = at
  while (next < end && next - at < 10 && isDigit(text.charCodeAt(next))) next += 1
  return next - at
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isSpaceOrEnd(text: string, at: number, end: number): boolean {
  return at === end || text.charCodeAt(at) === space
}

/** How often the character at `at` stands there in a row. */
function runLength(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at)
  let next = at + 1
  while (next < end && text.charCodeAt(next) === code) next += 1
  return next - at
}

/** A block of raw HTML that begins on a line. */
export interface HtmlBlockStart {
  /** 1 to 7 as CommonMark numbers them: 1 to 5 run through blank lines to their end mark, 6 and 7 end at a blank line. */
  readonly type: number
  /** Whether versions of CommonMark disagree on it, so that nobody can say where it ends. */
  readonly doubtful: boolean
}

/**
 * The HTML block that begins at `at` with a `<`, or null. Source: CommonMark, “HTML blocks”. A block of type 7 cannot interrupt a paragraph.
 */
export function htmlBlockStart(
  text: string,
  at: number,
  end: number,
  inParagraph: boolean,
): HtmlBlockStart | null {
  const code = at + 1 < end ? text.charCodeAt(at + 1) : 0
  if (code === mark.bang) return declarationStart(text, at, end)
  if (code === mark.question) return { type: 3, doubtful: false }
  if (code !== mark.slash && !isLetter(code)) return null
  const known = knownStart(text, at, end)
  if (known !== null) return known
  return !inParagraph && isLoneTag(text, at, end) ? { type: 7, doubtful: false } : null
}

/** What begins with `<!`. */
function declarationStart(text: string, at: number, end: number): HtmlBlockStart | null {
  const begins = (head: string) => at + head.length <= end && text.startsWith(head, at)
  if (begins('<!--')) return { type: 2, doubtful: false }
  if (begins('<![CDATA[')) return { type: 5, doubtful: false }
  const code = at + 2 < end ? text.charCodeAt(at + 2) : 0
  // Before version 0.30 only a capital letter began a declaration.
  return isLetter(code) ? { type: 4, doubtful: code >= smallA } : null
}

/** The block that a tag of a known name begins, whatever stands behind the name. */
function knownStart(text: string, at: number, end: number): HtmlBlockStart | null {
  const isEnd = text.charCodeAt(at + 1) === mark.slash
  const from = isEnd ? at + 2 : at + 1
  if (from >= end || !isLetter(text.charCodeAt(from))) return null
  const behind = nameEnd(text, from, end)
  const endsName =
    behind === end ||
    text.charCodeAt(behind) === 0x20 ||
    text.charCodeAt(behind) === mark.greater ||
    (behind + 1 < end && text.startsWith('/>', behind))
  if (!endsName || behind - from > nameMax) return null
  const name = text.slice(from, behind).toLowerCase()
  if (!isEnd && rawTextNames.has(name)) return { type: 1, doubtful: name === 'textarea' }
  return blockNames.has(name) ? { type: 6, doubtful: disputedNames.has(name) } : null
}

/** Whether an open HTML block of this type ends with this line; types 6 and 7 end before a blank line instead. */
export function htmlBlockEnds(type: number, text: string, at: number, end: number): boolean {
  switch (type) {
    case 1:
      return holds(text, at, end, '>') && /<\/(?:script|pre|style|textarea)>/i.test(text.slice(at, end))
    case 2:
      return holds(text, at, end, '-->')
    case 3:
      return holds(text, at, end, '?>')
    case 4:
      return holds(text, at, end, '>')
    case 5:
      return holds(text, at, end, ']]>')
    default:
      return false
  }
}

/** Whether a part of a text holds a mark that ends with `>`. Only the part is looked at, because somebody may ask for each of many lines. */
function holds(text: string, at: number, end: number, endMark: string): boolean {
  for (let next = at + endMark.length - 1; next < end; next += 1) {
    if (text.charCodeAt(next) === mark.greater && text.startsWith(endMark, next + 1 - endMark.length))
      return true
  }
  return false
}

/** Longest name of a tag that is looked up, in characters: longer than every name below. */
const nameMax = 20

const rawTextNames: ReadonlySet<string> = new Set(['script', 'pre', 'style', 'textarea'])

/** In the list of CommonMark 0.31 or in the one before, but not in both. */
const disputedNames: ReadonlySet<string> = new Set(['search', 'source'])

const blockNames: ReadonlySet<string> = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption ' +
    'figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol ' +
    'optgroup option p param search section source summary table tbody td tfoot th thead title tr track ul'
  ).split(' '),
)

/** Whether one complete tag, and nothing else, stands on the rest of the line. Source: CommonMark, “Raw HTML”. */
function isLoneTag(text: string, start: number, end: number): boolean {
  const isEnd = text.charCodeAt(start + 1) === mark.slash
  let at = start + (isEnd ? 2 : 1)
  if (at >= end || !isLetter(text.charCodeAt(at))) return false
  at = nameEnd(text, at, end)
  while (!isEnd) {
    const next = attributeEnd(text, at, end)
    if (next === null) return false
    if (next === at) break
    at = next
  }
  at = skipSpaces(text, at, end)
  if (!isEnd && at < end && text.charCodeAt(at) === mark.slash) at += 1
  return at < end && text.charCodeAt(at) === mark.greater && skipSpaces(text, at + 1, end) === end
}

const smallA = 0x61

export function isLetter(code: number): boolean {
  const small = code | 0x20
  return small >= smallA && small <= 0x7a
}

function nameEnd(text: string, at: number, end: number): number {
  let next = at
  while (next < end && isNamePart(text.charCodeAt(next))) next += 1
  return next
}

function isNamePart(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === mark.dash
}

/** Where the attribute behind some spaces ends; `at` when there is none; null when it is not well formed. */
function attributeEnd(text: string, at: number, end: number): number | null {
  const begin = skipSpaces(text, at, end)
  if (begin === at || begin === end || !/[A-Za-z_:]/.test(text.charAt(begin))) return at
  let behind = begin
  while (behind < end && /[A-Za-z0-9_.:-]/.test(text.charAt(behind))) behind += 1
  const equals = skipSpaces(text, behind, end)
  if (equals === end || text.charCodeAt(equals) !== mark.equals) return behind
  const value = skipSpaces(text, equals + 1, end)
  const quote = value < end ? text.charAt(value) : ''
  if (quote === '"' || quote === "'") {
    for (let next = value + 1; next < end; next += 1) if (text.charAt(next) === quote) return next + 1
    return null
  }
  let bare = value
  while (bare < end && /[^\s"'=<>`]/.test(text.charAt(bare))) bare += 1
  return bare === value ? null : bare
}

/** Whether a table begins with two rows: a head and a delimiter row of as many columns. Source: GitHub Flavored Markdown, “Tables”. */
export function startsTable(header: () => string, text: string, at: number, end: number): boolean {
  if (!mayDelimit(text, at, end)) return false
  const columns = delimiterRow(text.slice(at, end))
  return columns !== null && columns === cellsOf(header()).length
}

/** Whether a row holds nothing that no delimiter row holds, and what each of them does. Most rows need no further look. */
function mayDelimit(text: string, at: number, end: number): boolean {
  let dashes = false
  let marks = false
  for (let next = at; next < end; next += 1) {
    const code = text.charCodeAt(next)
    if (code === mark.dash) dashes = true
    else if (code === mark.bar || code === mark.colon) marks = true
    else if (code > 0x20 && code < 0x7f) return false
  }
  return dashes && marks
}

/** The number of columns of a table's delimiter row, or null. */
function delimiterRow(text: string): number | null {
  const cells = cellsOf(text)
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim())) ? cells.length : null
}

/** The cells of a table row. */
function cellsOf(text: string): readonly string[] {
  const row = text.trim()
  const cells: string[] = []
  let from = row.startsWith('|') ? 1 : 0
  for (let at = from; at < row.length; at += 1) {
    if (row[at] === '\\') at += 1
    else if (row[at] === '|') {
      cells.push(row.slice(from, at))
      from = at + 1
    }
  }
  if (from < row.length) cells.push(row.slice(from))
  return cells
}
