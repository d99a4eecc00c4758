import { htmlBlockEnds } from './block-start.js'
import { type Containers, closeContainers, type Matched } from './containers.js'
import { type LineViews, type ViewKind, viewCode } from './line-views.js'
import { lineEnd, type PageLines } from './page-lines.js'
import { type ParagraphReader, scanParagraph } from './scan-paragraph.js'
import { bringToRest, type HtmlState, htmlAtRest, readToTag, type TrackedElement } from './scan-raw-html.js'

/** The line that is being read, with the spaces that its tabs stand for. */
export interface Line {
  index: number
  text: string
  /** Where it begins and ends in `text`. */
  start: number
  end: number
  /** From where on no more than a thematic break may stand on it; null until that is asked for. */
  breakStart: number | null
}

/** The block that lines go into, inside the innermost container. */
export type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'paragraph'; readonly first: number; last: number }
  | { readonly kind: 'table' }
  | { readonly kind: 'indented'; readonly first: number }
  | { readonly kind: 'fence'; readonly first: number; readonly code: number; readonly length: number }
  | { readonly kind: 'html'; readonly first: number; readonly type: number; readonly doubtful: boolean }

export const noLeaf: Leaf = { kind: 'none' }
export const tableLeaf: Leaf = { kind: 'table' }

interface OpenElement {
  readonly element: TrackedElement
  /** How many containers were open where it began; it ends with the innermost of them. */
  readonly depth: number
  /** The outermost line that folds away what stands inside, or null when a reader sees it. */
  readonly foldedAt: number | null
  /** The place of the innermost barrier, itself included; -1 where there is none. */
  readonly barrierAt: number
  /** The place of the next element of its name around it; -1 where there is none. */
  readonly sameAt: number
}

/** How far a body has been read; the functions of this room are the only ones that change it. */
export interface Scan {
  readonly lines: PageLines
  readonly line: Line
  readonly views: LineViews
  /** Where in the text the first line of a paragraph begins behind its marks, and so each other of its lines. */
  readonly contents: Int32Array
  readonly containers: Containers
  readonly matched: Matched
  readonly elements: OpenElement[]
  /** The place of the innermost open element of each name. */
  readonly innermost: Map<TrackedElement, number>
  /** Where the tokenizer of raw HTML stands within the open HTML block. */
  readonly html: HtmlState
  leaf: Leaf
  /** The line whose unfinished markup swallows the rest of the page, or null. */
  swallowedAt: number | null
  /** Where the next `<` stands, as far as it was looked for. */
  nextLess: number
}

/** The state before the first line. */
export function beginScan(lines: PageLines): Scan {
  return {
    lines,
    line: { index: 0, text: lines.text, start: 0, end: 0, breakStart: null },
    views: new Int32Array(lines.count),
    contents: new Int32Array(lines.count),
    containers: { open: [], quotes: [] },
    matched: { depth: 0, at: 0 },
    elements: [],
    innermost: new Map(),
    html: htmlAtRest(),
    leaf: noLeaf,
    swallowedAt: null,
    nextLess: -1,
  }
}

/** Reads the line from `at` on as one of the HTML block that is open. */
export function readHtml(
  scan: Scan,
  at: number,
  leaf: { readonly first: number; readonly type: number },
): void {
  const { index, text, end } = scan.line
  show(scan, index, 'html', leaf.first)
  const { html } = scan
  let next = readToTag(text, at, end, html)
  while (next >= 0) {
    if (html.element !== null) meetTag(scan, html.element, html.isEnd, index)
    next = readToTag(text, next, end, html)
  }
  if (htmlBlockEnds(leaf.type, text, at, end)) closeLeaf(scan)
}

/** Closes the containers beyond `depth` with everything inside them. */
export function closeTo(scan: Scan, depth: number): void {
  if (scan.containers.open.length <= depth) return
  closeLeaf(scan)
  closeContainers(scan.containers, depth)
  while ((scan.elements.at(-1)?.depth ?? 0) > depth) closeElement(scan)
}

/** Closes the innermost block. What it does to the rest of the page is known only now. */
export function closeLeaf(scan: Scan): void {
  const { leaf, html } = scan
  scan.leaf = noLeaf
  if (leaf.kind === 'paragraph') readParagraph(scan, leaf.first, leaf.last)
  if (leaf.kind !== 'html') return
  // The page goes on inside the unfinished comment or tag, whatever Markdown has closed: the HTML parser does not know of it.
  if (html.mode !== 'data') scan.swallowedAt ??= leaf.first
  bringToRest(html)
}

/** Looks for inline HTML in the lines of a paragraph or heading. */
export function readParagraph(scan: Scan, first: number, last: number): void {
  const { lines, contents } = scan
  const from = contents[first] ?? 0
  if (scan.nextLess < from) {
    const found = lines.text.indexOf('<', from)
    scan.nextLess = found < 0 ? Number.POSITIVE_INFINITY : found
  }
  if (scan.nextLess < lineEnd(lines, last))
    scanParagraph({ lines, contents, first, last }, paragraphReader(scan))
}

/** Notes what inline HTML changes. */
function paragraphReader(scan: Scan): ParagraphReader {
  let changed = false
  return {
    row: (row, hiddenBy) => {
      if (hiddenBy !== null) show(scan, row, 'html', hiddenBy)
      else if (changed) show(scan, row)
    },
    tag: (row, element, isEnd) => {
      changed = true
      meetTag(scan, element, isEnd, row)
    },
  }
}

/** Keeps the open elements as an HTML parser does: an end tag closes its element unless a table or the like stands between. */
function meetTag(scan: Scan, element: TrackedElement, isEnd: boolean, index: number): void {
  const { elements, innermost } = scan
  const around = elements.at(-1)
  const sameAt = innermost.get(element) ?? -1
  if (isEnd) {
    if (sameAt < 0 || sameAt < (around?.barrierAt ?? -1)) return
    while (elements.length > sameAt) closeElement(scan)
    return
  }
  innermost.set(element, elements.length)
  elements.push({
    element,
    depth: scan.containers.open.length,
    foldedAt: around?.foldedAt ?? (element.hides ? index : null),
    barrierAt: element.barrier ? elements.length : (around?.barrierAt ?? -1),
    sameAt,
  })
}

function closeElement({ elements, innermost }: Scan): void {
  const closed = elements.pop()
  if (closed !== undefined) innermost.set(closed.element, closed.sameAt)
}

/** Notes how a line is seen. The outermost reason counts: the page swallowed, a quotation, the block itself, a folded element. */
export function show(scan: Scan, index: number, kind: ViewKind = 'text', openedAt = index): void {
  scan.views[index] = codeOf(scan, kind, openedAt)
}

function codeOf({ swallowedAt, containers, elements }: Scan, kind: ViewKind, openedAt: number): number {
  if (swallowedAt !== null) return viewCode('html', swallowedAt)
  const quotedAt = containers.open.at(-1)?.quotedAt ?? null
  if (quotedAt !== null) return viewCode('quote', quotedAt)
  const foldedAt = kind === 'text' ? (elements.at(-1)?.foldedAt ?? null) : null
  return foldedAt === null ? viewCode(kind, openedAt) : viewCode('folded', foldedAt)
}
