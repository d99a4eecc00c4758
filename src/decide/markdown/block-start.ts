/** A block that holds other blocks. `quotedAt` is the line that began the outermost quotation around what stands in it. */
export type Container =
  | { readonly kind: 'quote'; readonly quotedAt: number }
  /** `width` is how far a line must be indented to belong to the item; `begun` is false while it holds nothing at all. */
  | { readonly kind: 'item'; readonly quotedAt: number | null; readonly width: number; begun: boolean }

/** How many containers may be nested, so that a line costs at most this many steps; GitHub's own parser stops at 100 lists. */
export const containersDeepMax = 100

/** How many spaces stand at `position`. */
export function indentAt(text: string, position: number): number {
  let end = position
  while (text[end] === ' ') end += 1
  return end - position
}

/** How many of the open containers a line belongs to, and where its text goes on behind their marks. */
export function matchContainers(
  containers: readonly Container[],
  text: string,
): { readonly position: number; readonly matched: number } {
  let position = 0
  // The first character that is not a blank: looked for once, because a deeply indented line has many containers.
  let at = 0
  for (const [matched, container] of containers.entries()) {
    at = Math.max(at, position)
    at += indentAt(text, at)
    const indent = at - position
    const blank = at >= text.length
    if (container.kind === 'quote') {
      if (indent >= 4 || text[at] !== '>') return { position, matched }
      position = text[at + 1] === ' ' ? at + 2 : at + 1
    } else if (blank) {
      if (!container.begun) return { position, matched }
      position = text.length
    } else {
      if (indent < container.width) return { position, matched }
      container.begun = true
      position += container.width
    }
  }
  return { position, matched: containers.length }
}

/** Whether an ATX heading begins at `at`. Source: CommonMark, “ATX headings”. */
export function atxHeading(text: string, at: number): boolean {
  const hashes = runLength(text, at, '#')
  const next = text[at + hashes]
  return hashes >= 1 && hashes <= 6 && (next === ' ' || next === undefined)
}

/** Whether the line underlines a setext heading. Source: CommonMark, “Setext headings”. */
export function isSetextUnderline(text: string, at: number): boolean {
  const mark = text[at]
  if (mark !== '=' && mark !== '-') return false
  return isBlankFrom(text, at + runLength(text, at, mark))
}

/** From where on a line holds nothing but spaces and one mark: no thematic break begins before it. */
export function breakStart(text: string): number {
  let at = text.length
  while (text[at - 1] === ' ') at -= 1
  const mark = text[at - 1]
  while (at > 0 && (text[at - 1] === mark || text[at - 1] === ' ')) at -= 1
  return at
}

/** Whether the line is a thematic break. Source: CommonMark, “Thematic breaks”. */
export function isThematicBreak(text: string, at: number): boolean {
  const mark = text[at]
  if (mark !== '*' && mark !== '-' && mark !== '_') return false
  let count = 0
  for (let next = at; next < text.length; next += 1) {
    if (text[next] === mark) count += 1
    else if (text[next] !== ' ') return false
  }
  return count >= 3
}

/** The fence that begins at `at`, or null. Source: CommonMark, “Fenced code blocks”. */
export function fenceStart(
  text: string,
  at: number,
): { readonly mark: string; readonly length: number } | null {
  const mark = text[at]
  if (mark !== '`' && mark !== '~') return null
  const length = runLength(text, at, mark)
  if (length < 3) return null
  return mark === '`' && text.includes('`', at + length) ? null : { mark, length }
}

/** Whether the line closes an open fence. */
export function fenceCloses(
  text: string,
  position: number,
  fence: { readonly mark: string; readonly length: number },
): boolean {
  const indent = indentAt(text, position)
  const length = runLength(text, position + indent, fence.mark)
  return indent < 4 && length >= fence.length && isBlankFrom(text, position + indent + length)
}

/**
 * The list item that begins at `at`: how wide its marker is with the spaces behind it, and whether nothing follows.
 * Source: CommonMark, “List items”, with its exceptions for a paragraph that is open.
 */
export function listMarker(
  text: string,
  at: number,
  inParagraph: boolean,
): { readonly width: number; readonly empty: boolean } | null {
  const digits = digitsAt(text, at)
  const behind = at + digits + 1
  const mark = text[behind - 1]
  const marks = digits === 0 ? mark === '-' || mark === '+' || mark === '*' : mark === '.' || mark === ')'
  if (!marks || digits > 9 || (behind < text.length && text[behind] !== ' ')) return null
  const spaces = indentAt(text, behind)
  const empty = behind + spaces >= text.length
  if (inParagraph && (empty || (digits > 0 && Number(text.slice(at, behind - 1)) !== 1))) return null
  return { width: digits + 1 + (empty || spaces > 4 ? 1 : spaces), empty }
}

/** How many digits begin at `at`; of more than a list's number may have, one more than that. */
function digitsAt(text: string, at: number): number {
  let end = at
  while (end - at < 10 && isDigit(text.charCodeAt(end))) end += 1
  return end - at
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** The number of columns of a table's delimiter row, or null. Source: GitHub Flavored Markdown, “Tables”. */
export function delimiterRow(text: string): number | null {
  if (!text.includes('-') || !(text.includes('|') || text.includes(':'))) return null
  const cells = cellsOf(text)
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim())) ? cells.length : null
}

/** The number of cells of a table row. */
export function tableCells(text: string): number {
  return cellsOf(text).length
}

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

function runLength(text: string, at: number, mark: string): number {
  let end = at
  while (text[end] === mark) end += 1
  return end - at
}

function isBlankFrom(text: string, at: number): boolean {
  return at + indentAt(text, at) >= text.length
}
