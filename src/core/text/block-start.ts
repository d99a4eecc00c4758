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
