/**
 * Whether a reader sees a line as ordinary top-level text, and if not, what hides it: a code block, a quotation, HTML (a comment, a
 * block of raw HTML, an unfinished tag), or an element that folds its content away, such as `<details>`.
 */
export interface LineView {
  readonly kind: ViewKind
  /** Index of the line that opened what hides this one; the line's own index for text. */
  readonly openedAt: number
}

export type ViewKind = 'text' | 'fence' | 'indented' | 'quote' | 'html' | 'folded'

/** How each line of a page is seen, a number for each: an object for each would take most of the time that a page of short lines costs. */
export type LineViews = Int32Array

const kinds = ['text', 'fence', 'indented', 'quote', 'html', 'folded'] as const satisfies readonly ViewKind[]
const kindCodes: Readonly<Record<ViewKind, number>> = {
  text: 0,
  fence: 1,
  indented: 2,
  quote: 3,
  html: 4,
  folded: 5,
}
const kindBits = 3
const kindMask = 7

/** The number of a line's view; that of text is 0 on every line. */
export function viewCode(kind: ViewKind, openedAt: number): number {
  return kind === 'text' ? 0 : (openedAt << kindBits) | kindCodes[kind]
}

/** How a line is seen. */
export function viewAt(views: LineViews, index: number): LineView {
  const code = views[index] ?? 0
  const kind = kinds[code & kindMask] ?? 'text'
  return { kind, openedAt: kind === 'text' ? index : code >> kindBits }
}
