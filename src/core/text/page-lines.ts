/** A text with the places of its lines. Nothing is cut out of it: somebody may write as many lines as characters. */
export interface PageLines {
  readonly text: string
  readonly count: number
  /** Where each line begins; behind them, where one more would. */
  readonly starts: Int32Array
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Finds the lines of a comment or issue body, the same as `splitLines` gives. Linear. */
export function pageLines(text: string): PageLines {
  const count = 1 + lineEnds(text, null)
  const starts = new Int32Array(count + 1)
  lineEnds(text, starts)
  starts[count] = text.length + 1
  return { text, count, starts }
}

/** How many lines end in a text; puts behind each end, where it is asked to, where the next line begins. */
function lineEnds(text: string, starts: Int32Array | null): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code > carriageReturn || (code !== lineFeed && code !== carriageReturn)) continue
    if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at += 1
    count += 1
    if (starts !== null) starts[count] = at + 1
  }
  return count
}

/** Where a line begins. */
export function lineStart({ starts }: PageLines, index: number): number {
  return starts[index] ?? 0
}

/** Where a line ends, without what ends it. */
export function lineEnd({ text, count, starts }: PageLines, index: number): number {
  const end = (starts[index + 1] ?? 0) - 1
  const isPair =
    index + 1 < count &&
    end > (starts[index] ?? 0) &&
    text.charCodeAt(end) === lineFeed &&
    text.charCodeAt(end - 1) === carriageReturn
  return isPair ? end - 1 : end
}

/** The text of a line. */
export function lineText(lines: PageLines, index: number): string {
  return lines.text.slice(lineStart(lines, index), lineEnd(lines, index))
}

/** Whether a line holds nothing but ASCII spaces and tabs. Source: CommonMark, “Blank lines”. */
export function isBlankLine(line: string): boolean {
  let at = 0
  while (line[at] === ' ' || line[at] === '\t') at += 1
  return at === line.length
}

/**
 * The lines of a GitHub comment or issue body. CRLF and a lone CR count as LF, and only LF ends a line: U+2028, U+2029 and
 * U+0085 are ordinary characters, as they are to CommonMark (“Blocks and inlines”, line endings). A body without a line end
 * is one line. Linear in the length of the body.
 */
export function splitLines(body: string): readonly string[] {
  return body.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
}
