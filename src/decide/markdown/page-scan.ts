import type { Container } from './block-start.js'
import { htmlBlockEnds } from './html-block-start.js'
import { scanParagraph } from './scan-paragraph.js'
import { type HtmlState, type HtmlTag, htmlAtRest, scanRawHtml, trackedElement } from './scan-raw-html.js'

/**
 * Whether a reader sees a line as ordinary top-level text, and if not, what hides it: a code block, a quotation, HTML (a comment, a
 * block of raw HTML, an unfinished tag), or an element that folds its content away, such as `<details>`.
 */
export interface LineView {
  readonly kind: 'text' | 'fence' | 'indented' | 'quote' | 'html' | 'folded'
  /** Index of the line that opened what hides this one; the line's own index for text. */
  readonly openedAt: number
}

/** The block that lines go into, inside the innermost container. */
export type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'paragraph'; readonly texts: string[]; readonly indexes: number[] }
  | { readonly kind: 'table' }
  | { readonly kind: 'indented'; readonly first: number }
  | { readonly kind: 'fence'; readonly first: number; readonly mark: string; readonly length: number }
  | { readonly kind: 'html'; readonly first: number; readonly type: number; readonly doubtful: boolean }

interface OpenElement {
  readonly name: string
  readonly barrier: boolean
  /** How many containers were open where it began; it ends with the innermost of them. */
  readonly depth: number
  /** The outermost line that folds away what stands inside, or null when a reader sees it. */
  readonly foldedAt: number | null
}

/** How far a body has been read; the functions below are the only ones that change it. */
export interface Scan {
  readonly views: LineView[]
  readonly containers: Container[]
  readonly elements: OpenElement[]
  leaf: Leaf
  /** Where the tokenizer of raw HTML stands within the open HTML block. */
  html: HtmlState
  /** The line whose unfinished markup swallows the rest of the page, or null. */
  swallowedAt: number | null
}

/** The state before the first line. */
export function beginScan(): Scan {
  return {
    views: [],
    containers: [],
    elements: [],
    leaf: { kind: 'none' },
    html: htmlAtRest,
    swallowedAt: null,
  }
}

/** Reads a line of the HTML block that is open. */
export function readHtml(
  scan: Scan,
  text: string,
  position: number,
  index: number,
  leaf: { first: number; type: number },
): void {
  show(scan, index, 'html', leaf.first)
  const { state, tags } = scanRawHtml(text.slice(position), scan.html)
  scan.html = state
  for (const tag of tags) meetTag(scan, tag, index)
  if (htmlBlockEnds(leaf.type, text, position)) closeLeaf(scan)
}

/** Closes the containers beyond `depth` with everything inside them. */
export function closeTo(scan: Scan, depth: number): void {
  if (scan.containers.length <= depth) return
  closeLeaf(scan)
  scan.containers.length = depth
  while ((scan.elements.at(-1)?.depth ?? 0) > depth) scan.elements.pop()
}

/** Closes the innermost block. What it does to the rest of the page is known only now. */
export function closeLeaf(scan: Scan): void {
  const { leaf } = scan
  scan.leaf = { kind: 'none' }
  if (leaf.kind === 'paragraph') readParagraph(scan, leaf.texts, leaf.indexes)
  if (leaf.kind !== 'html') return
  // The page goes on inside the unfinished comment or tag, whatever Markdown has closed: the HTML parser does not know of it.
  if (scan.html.mode !== 'data') scan.swallowedAt ??= leaf.first
  scan.html = htmlAtRest
}

/** Looks for inline HTML in the lines of a paragraph or heading. */
export function readParagraph(scan: Scan, texts: readonly string[], indexes: readonly number[]): void {
  if (!texts.some((text) => text.includes('<'))) return
  const found = scanParagraph(texts)
  // Nothing changes how the lines are seen.
  if (found.tags.length === 0 && found.hiddenBy.every((by) => by === null)) return
  let next = 0
  for (const [row, index] of indexes.entries()) {
    show(scan, index)
    const hiddenAt = found.hiddenBy[row]
    if (hiddenAt !== null && hiddenAt !== undefined) show(scan, index, 'html', indexes[hiddenAt] ?? index)
    for (let tag = found.tags[next]; tag?.row === row; tag = found.tags[next]) {
      meetTag(scan, tag, index)
      next += 1
    }
  }
}

/** Keeps the open elements as an HTML parser does: an end tag closes its element unless a table or the like stands between. */
function meetTag(scan: Scan, tag: HtmlTag, index: number): void {
  const { elements } = scan
  const tracked = trackedElement(tag.name)
  if (tracked === null) return
  if (!tag.end) {
    const foldedAt = elements.at(-1)?.foldedAt ?? (tracked.hides ? index : null)
    elements.push({ name: tag.name, barrier: tracked.barrier, depth: scan.containers.length, foldedAt })
    return
  }
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    const element = elements[at]
    if (element?.name === tag.name) elements.length = at
    if (element?.name === tag.name || element?.barrier === true) return
  }
}

/** Notes how a line is seen. The outermost reason counts: the page swallowed, a quotation, the block itself, a folded element. */
export function show(
  scan: Scan,
  index: number,
  kind: 'fence' | 'indented' | 'html' | 'text' = 'text',
  openedAt = index,
): void {
  const quotedAt = scan.containers.at(-1)?.quotedAt ?? null
  const foldedAt = scan.elements.at(-1)?.foldedAt ?? null
  let view: LineView = { kind, openedAt }
  if (scan.swallowedAt !== null) view = { kind: 'html', openedAt: scan.swallowedAt }
  else if (quotedAt !== null) view = { kind: 'quote', openedAt: quotedAt }
  else if (kind === 'text' && foldedAt !== null) view = { kind: 'folded', openedAt: foldedAt }
  scan.views[index] = view
}
