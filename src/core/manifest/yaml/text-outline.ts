/** A line of a YAML text. */
export interface OutlineLine {
  readonly start: number
  /** Of the line after it. */
  readonly next: number
  /** Columns of spaces before the first other character. */
  readonly indent: number
  /** Whether it is neither blank nor a comment. */
  readonly hasContent: boolean
}

/**
 * The lines of a YAML text, or null where its outline cannot be seen from its indentation: several documents, directives, tabs.
 * What looks like content inside a block scalar counts as content; it is always deeper than what holds it.
 */
export function outlineLines(text: string): readonly OutlineLine[] | null {
  const lines: OutlineLine[] = []
  let isFirst = true
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    let at = start
    while (text[at] === ' ') at += 1
    const first = at < next ? text[at] : '\n'
    if (first === '\t') return null
    const isMarker =
      at === start && (text.startsWith('---', at) || text.startsWith('...', at) || first === '%')
    if (isMarker && !(isFirst && text.slice(at, next).trim() === '---')) return null
    const hasContent = !isMarker && first !== '\n' && first !== '\r' && first !== '#'
    if (hasContent || isMarker) isFirst = false
    lines.push({ start, next, indent: at - start, hasContent })
    start = next
  }
  return lines
}
