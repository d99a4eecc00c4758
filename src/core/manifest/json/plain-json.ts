/** A part of a text, from `start` up to `end`. */
type Range = readonly [start: number, end: number]

/**
 * A JSON text with its comments, and its commas behind a last entry, overwritten by spaces, so that line and column of everything
 * else stay; null where there is no comment and the file is of a kind that has none. Own code, because it is what proves the edits of the
 * library that locates. Linear.
 * @param allowsCommas whether a comma behind a last entry is read also where there is no comment.
 */
export function plainJson(text: string, allowsCommas: boolean): string | null {
  const comments: Range[] = []
  for (let at = 0; at < text.length; ) {
    const character = text[at]
    const end = character === '"' ? stringEnd(text, at) : character === '/' ? commentEnd(text, at) : at + 1
    if (character === '/' && end > at + 1) comments.push([at, end])
    at = end
  }
  return comments.length === 0 && !allowsCommas ? null : withoutLastCommas(blanked(text, comments))
}

function withoutLastCommas(text: string): string {
  const commas: Range[] = []
  let comma: number | null = null
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? ''
    if (comma !== null && (character === ']' || character === '}')) commas.push([comma, comma + 1])
    if (character === ',') comma = at
    else if (!' \t\r\n'.includes(character)) comma = null
    at = character === '"' ? stringEnd(text, at) : at + 1
  }
  return commas.length === 0 ? text : blanked(text, commas)
}

function blanked(text: string, ranges: readonly Range[]): string {
  const pieces: string[] = []
  let from = 0
  for (const [start, end] of ranges) {
    pieces.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, ' '))
    from = end
  }
  return [...pieces, text.slice(from)].join('')
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

/** `start + 1` where no comment begins. */
function commentEnd(text: string, start: number): number {
  if (text[start + 1] === '/') {
    const newline = text.indexOf('\n', start)
    return newline < 0 ? text.length : newline
  }
  if (text[start + 1] !== '*') return start + 1
  const close = text.indexOf('*/', start + 2)
  return close < 0 ? text.length : close + 2
}
