/** The offset of the first character of the line `offset` is on. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** The offset of the line end of the line `offset` is on (`\n` or `\r\n`), or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  if (newline < 0) return text.length
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline
}

/** The offset of the line after the one `offset` is on, or of the end of the text. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline + 1
}

/** How many characters stand before `offset` on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** An offset on the last line of a content that ends at `end`: a block scalar that keeps its blank lines ends behind a line end. */
export function lastLine(text: string, end: number): number {
  return end > 0 && text[end - 1] === '\n' ? end - 1 : end
}

/**
 * The offset on the last line of comments that belong to an entry at `column` whose content ends at `end`: comment lines below
 * it that are indented deeper than the entry. Left behind, they could become content of a block scalar above. `end` if none.
 */
export function deeperCommentsEnd(text: string, end: number, column: number): number {
  let last = end
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const stop = lineEnd(text, at)
    const line = text.slice(at, stop)
    const indent = line.length - line.trimStart().length
    if (line.trim() === '') continue
    if (indent <= column || line[indent] !== '#') break
    last = stop
  }
  return last
}

/** The beginning of the comment lines right above the line `offset` begins on, at its column; of its own line where there are none. */
export function commentsAbove(text: string, offset: number): number {
  let start = lineStart(text, offset)
  const column = offset - start
  for (;;) {
    const above = start === 0 ? start : lineStart(text, start - 1)
    const line = text.slice(above, start)
    if (line[column] !== '#' || line.slice(0, column).trim() !== '') return start
    start = above
  }
}

/** The line end most lines of a text have. */
export function majorityLineEnd(text: string): '\n' | '\r\n' {
  let crlf = 0
  let all = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    all += 1
    if (text[at - 1] === '\r') crlf += 1
  }
  return crlf * 2 > all ? '\r\n' : '\n'
}
