/**
 * The lines of a GitHub comment or issue body. CRLF and a lone CR count as LF, and only LF ends a line: U+2028, U+2029 and
 * U+0085 are ordinary characters, as they are to CommonMark (“Blocks and inlines”, line endings). A body without a line end
 * is one line. Linear in the length of the body.
 */
export function splitLines(body: string): readonly string[] {
  return body.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
}
