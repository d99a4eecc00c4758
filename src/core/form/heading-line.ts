/** A line that is, or to a reader looks like, a heading. */
export interface HeadingLine {
  /** 1 to 6, the number of its number signs. */
  readonly level: number
  /** What stands behind the number signs. */
  readonly text: string
  /** Whether GitHub renders it as a heading; others only look like one in the text of the issue. */
  readonly genuine: boolean
}

/**
 * The heading a line could be taken for, or null. Invisible characters and the blank behind the number signs do not count; four columns of
 * indentation make a line code. Linear. Source: CommonMark, “ATX headings”.
 */
export function headingLine(line: string): HeadingLine | null {
  // Most lines begin with a visible character of ASCII; the search below costs much more.
  const first = line.charCodeAt(0)
  if (line === '' || (first > 0x20 && first < 0x7f && first !== numberSign)) return null
  const start = headingStart.exec(line)
  if (start === null || /^(?: {4}| {0,3}\t)/.test(line.slice(0, 4))) return null
  const level = (start[1] ?? '').replace(/[^#\uFE5F\uFF03]/g, '').length
  const text = line.slice(start[0].length)
  if (level > 6 || text === '') return null
  return { level, text, genuine: /^ {0,3}#{1,6}[ \t]/.test(line.slice(0, 10)) }
}

const numberSign = 0x23

/** Everything that NFKC turns into `#` counts: NUMBER SIGN, SMALL NUMBER SIGN, FULLWIDTH NUMBER SIGN. No part can match what another does. */
const headingStart =
  /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*((?:[#\uFE5F\uFF03][\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*)+)/u
