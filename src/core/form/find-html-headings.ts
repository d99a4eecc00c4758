/** A heading written in HTML. */
export interface HtmlHeading {
  /** Index of the line its tag begins on. */
  readonly line: number
  readonly level: number
  /** From its tag to the next tag of a heading. */
  readonly text: string
}

/** Finds `<h1>` to `<h6>`, which GitHub renders like headings in Markdown, over several lines too. Linear. */
export function findHtmlHeadings(lines: readonly string[]): readonly HtmlHeading[] {
  const headings: HtmlHeading[] = []
  let open: { readonly line: number; readonly level: number; readonly parts: string[] } | null = null
  const close = () => {
    if (open !== null) headings.push({ line: open.line, level: open.level, text: open.parts.join('') })
    open = null
  }
  for (let line = 0; line < lines.length; line += 1) {
    const text = lines[line] ?? ''
    let from = 0
    for (const tag of text.includes('<') ? text.matchAll(headingTag) : []) {
      open?.parts.push(text.slice(from, tag.index))
      close()
      from = tag.index
      if (tag[1] === '') open = { line, level: Number(tag[2]), parts: [] }
    }
    open?.parts.push(text.slice(from), '\n')
  }
  close()
  return headings
}

const headingTag = /<(\/?)h([1-6])(?![A-Za-z0-9])/gi
