/** Whether nothing but white space stands before `offset` on its line, and it is not the first line. */
export function startsLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start > 0 && text.slice(start, offset).trim() === ''
}

/** The white space at the beginning of the line `offset` is on. */
export function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return line.slice(0, line.length - line.trimStart().length)
}

/** Where a file has nothing to copy from. */
export const usualStep = '  '

/** The white space of the first indented line, or none in a file of one line. */
export function stepOf(text: string): string {
  const [, step] = /\n([ \t]+)[^\s*/]/.exec(text) ?? []
  return step ?? (text.includes('\n') && text.trim().length > 2 ? '' : usualStep)
}

/** Whether a piece of text between two entries has a comment in it; there are no texts in such a piece. */
export function hasComment(between: string): boolean {
  return between.includes('//') || between.includes('/*')
}
