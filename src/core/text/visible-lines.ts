import {
  atxHeading,
  breakStart,
  fenceCloses,
  fenceLength,
  htmlBlockStart,
  isSetextUnderline,
  isThematicBreak,
  listMarkerWidth,
  mark,
  skipSpaces,
  startsTable,
} from './block-start.js'
import { behindQuoteMark, containersDeepMax, matchContainers, openContainer } from './containers.js'
import { type LineView, type LineViews, viewAt, viewCode } from './line-views.js'
import { isBlankLine, lineEnd, lineStart, lineText, type PageLines, pageLines } from './page-lines.js'
import {
  beginScan,
  closeLeaf,
  closeTo,
  type Leaf,
  type Line,
  noLeaf,
  readHtml,
  readParagraph,
  type Scan,
  show,
  tableLeaf,
} from './page-scan.js'

export type { LineView } from './line-views.js'

/**
 * Says for every line of a body whether a reader sees it as ordinary text.
 * @param lines the body's lines as `splitLines` gives them.
 */
export function visibleLines(lines: readonly string[]): readonly LineView[] {
  const views = readViews(pageLines(lines.join('\n')))
  return lines.map((_, index) => viewAt(views, index))
}

/**
 * Says for every line of a comment or issue body whether a reader sees it as ordinary text.
 *
 * A linear pass that follows CommonMark's block structure (“Container blocks”, “Leaf blocks”; “Tables” of GitHub Flavored Markdown) and,
 * for raw HTML, what an HTML parser makes of the page: `<details>` folds away everything up to its end tag, and a comment or tag that its
 * block leaves unfinished swallows the rest. Own code because no full Markdown tree is wanted here: published parsers take seconds, or
 * overflow the stack, on 65,536 hostile characters. Where versions of CommonMark differ, a line counts as hidden. Never throws.
 */
export function readViews(lines: PageLines): LineViews {
  const scan = beginScan(lines)
  const hasTabs = lines.text.includes('\t')
  for (let index = 0; index < lines.count; index += 1) {
    if (scan.swallowedAt !== null) return scan.views.fill(viewCode('html', scan.swallowedAt), index)
    scan.line.index = index
    scan.line.start = lineStart(lines, index)
    scan.line.end = lineEnd(lines, index)
    scan.line.breakStart = null
    if (hasTabs) expandTabs(scan)
    readLine(scan)
  }
  closeLeaf(scan)
  return scan.views
}

/** Tabs as the spaces they stand for, with tab stops of 4 columns; how many a blank line has makes no difference. Source: CommonMark, “Tabs”. */
function expandTabs({ lines, line }: Scan): void {
  const typed = lineText(lines, line.index)
  line.text = typed.includes('\t') ? withoutTabs(typed) : lines.text
  if (line.text === lines.text) return
  line.start = 0
  line.end = line.text.length
}

function withoutTabs(line: string): string {
  if (isBlankLine(line)) return ''
  let text = ''
  let from = 0
  for (let at = line.indexOf('\t'); at >= 0; at = line.indexOf('\t', from)) {
    let end = at + 1
    while (line[end] === '\t') end += 1
    text += line.slice(from, at)
    // A run at once: one string for each tab of 65,536 would be most of the time a body takes.
    text += ' '.repeat(tabWidth * (end - at) - (text.length % tabWidth))
    from = end
  }
  return text + line.slice(from)
}

/** Where in the whole text stands what is at `at` of a line, which may have lost its tabs. */
function placeInPage({ lines, line }: Scan, at: number): number {
  if (line.text === lines.text) return at
  let place = lineStart(lines, line.index)
  for (let column = 0; column < at; place += 1) {
    column += lines.text.charCodeAt(place) === tab ? tabWidth - (column % tabWidth) : 1
  }
  return place
}

function readLine(scan: Scan): void {
  const { containers, line, matched } = scan
  matchContainers(containers, line.text, line.start, line.end, matched)
  if (matched.depth === containers.open.length && continuesLeaf(scan)) return
  openBlocks(scan)
}

/** Whether the line belongs to a code or HTML block that is open; no other block can begin there. */
function continuesLeaf(scan: Scan): boolean {
  const { leaf, matched } = scan
  if (leaf.kind === 'none' || leaf.kind === 'paragraph' || leaf.kind === 'table') return false
  const { index, text, end } = scan.line
  const at = skipSpaces(text, matched.at, end)
  const isIndented = at - matched.at >= 4
  const isBlank = at === end
  switch (leaf.kind) {
    case 'fence':
      show(scan, index, 'fence', leaf.first)
      if (!isIndented && fenceCloses(text, at, end, leaf)) scan.leaf = noLeaf
      return true
    case 'html':
      if (leaf.type >= 6 && isBlank) break
      if (leaf.doubtful) scan.swallowedAt ??= leaf.first
      readHtml(scan, matched.at, leaf)
      return true
    case 'indented':
      if (!isBlank && !isIndented) break
      show(scan, index, 'indented', leaf.first)
      return true
  }
  closeLeaf(scan)
  return false
}

/** Opens the blocks that begin on a line, containers first, and puts what remains of the line where it belongs. */
function openBlocks(scan: Scan): void {
  const { line, matched, containers } = scan
  const isWhole = matched.depth === containers.open.length
  let position = matched.at
  let isFresh = false
  while (containers.open.length < containersDeepMax || !isFresh) {
    const at = skipSpaces(line.text, position, line.end)
    if (at === line.end || at - position >= 4 || !beginsBlock(line.text.charCodeAt(at))) break
    const inParagraph = isWhole && !isFresh && scan.leaf.kind === 'paragraph'
    const isQuote = line.text.charCodeAt(at) === mark.greater
    const width = isQuote ? 0 : itemMarkerWidth(line, at, inParagraph)
    if (!isQuote && width === 0) {
      if (openLeaf(scan, position, at, isFresh ? containers.open.length : matched.depth, inParagraph)) return
      break
    }
    if (!isFresh) closeTo(scan, matched.depth)
    closeLeaf(scan)
    position = isQuote ? openQuote(scan, at) : openItem(scan, position, at - position + width)
    isFresh = true
  }
  putRest(scan, position, isWhole, isFresh)
}

/** Opens a quotation, and tells where the text goes on behind its mark at `at`. */
function openQuote({ containers, line }: Scan, at: number): number {
  const quotedAt = containers.open.at(-1)?.quotedAt ?? line.index
  openContainer(containers, { kind: 'quote', quotedAt })
  return behindQuoteMark(line.text, at)
}

/** Opens a list item as wide as given, and tells where the text goes on behind its marker. */
function openItem({ containers, line }: Scan, position: number, width: number): number {
  const quotedAt = containers.open.at(-1)?.quotedAt ?? null
  const behind = Math.min(position + width, line.end)
  const begun = skipSpaces(line.text, behind, line.end) < line.end
  openContainer(containers, { kind: 'item', quotedAt, width, begun })
  return behind
}

/** How wide the marker of the list item is that begins at `at`; 0 where none does, as at a thematic break. */
function itemMarkerWidth(line: Line, at: number, inParagraph: boolean): number {
  if (isBreakMark(line.text.charCodeAt(at))) {
    // Looked for once, because a line may begin many containers.
    line.breakStart ??= breakStart(line.text, line.start, line.end)
    if (at >= line.breakStart && isThematicBreak(line.text, at, line.end)) return 0
  }
  return listMarkerWidth(line.text, at, line.end, inParagraph)
}

/** Begins a leaf block other than a paragraph, if one begins here, or ends a paragraph that the line makes a heading. */
function openLeaf(scan: Scan, position: number, at: number, depth: number, inParagraph: boolean): boolean {
  const { index, text, end } = scan.line
  const code = text.charCodeAt(at)
  const isRule = code === mark.equals || code === mark.dash
  if (inParagraph && isRule && isSetextUnderline(text, at, end)) {
    show(scan, index)
    closeLeaf(scan)
    return true
  }
  if (code === mark.less) return openHtml(scan, position, at, depth, inParagraph)
  if (code === mark.backtick || code === mark.tilde) return openFence(scan, at, depth)
  const isHeading = code === mark.hash && atxHeading(text, at, end)
  if (!isHeading && !(isBreakMark(code) && isThematicBreak(text, at, end))) return false
  closeTo(scan, depth)
  closeLeaf(scan)
  show(scan, index)
  if (isHeading) {
    scan.contents[index] = placeInPage(scan, at)
    readParagraph(scan, index, index)
  }
  return true
}

function openFence(scan: Scan, at: number, depth: number): boolean {
  const { index, text, end } = scan.line
  const length = fenceLength(text, at, end)
  if (length === 0) return false
  closeTo(scan, depth)
  closeLeaf(scan)
  scan.leaf = { kind: 'fence', first: index, code: text.charCodeAt(at), length }
  show(scan, index, 'fence', index)
  return true
}

function openHtml(scan: Scan, position: number, at: number, depth: number, inParagraph: boolean): boolean {
  const { index, text, end } = scan.line
  const html = htmlBlockStart(text, at, end, inParagraph)
  if (html === null) return false
  // Implementations differ on a lone tag where a paragraph inside an unmatched container could go on.
  const isLazyTag = !inParagraph && scan.leaf.kind === 'paragraph' && html.type === 7
  closeTo(scan, depth)
  closeLeaf(scan)
  const leaf = { kind: 'html', first: index, type: html.type, doubtful: html.doubtful || isLazyTag } as const
  scan.leaf = leaf
  readHtml(scan, position, leaf)
  return true
}

function putRest(scan: Scan, position: number, isWhole: boolean, isFresh: boolean): void {
  const { index, text, end } = scan.line
  const at = skipSpaces(text, position, end)
  const isLazy = at < end && !isFresh && !isWhole && scan.leaf.kind === 'paragraph'
  if (!isFresh && !isLazy) closeTo(scan, scan.matched.depth)
  if (at === end) closeLeaf(scan)
  else if (scan.leaf.kind === 'paragraph') goOn(scan, scan.leaf, at, isLazy)
  else if (at - position >= 4) {
    closeLeaf(scan)
    scan.leaf = { kind: 'indented', first: index }
    show(scan, index, 'indented', index)
    return
  } else if (scan.leaf.kind !== 'table') {
    // What opens inside a table cell ends with it, so that rows need no look inside.
    scan.contents[index] = placeInPage(scan, at)
    scan.leaf = { kind: 'paragraph', first: index, last: index }
  }
  show(scan, index)
}

/** Goes on with a paragraph, unless it is the head of a table that begins with this line. */
function goOn(
  scan: Scan,
  paragraph: Leaf & { readonly kind: 'paragraph' },
  at: number,
  isLazy: boolean,
): void {
  const { index, text, end } = scan.line
  const header = () =>
    scan.lines.text.slice(scan.contents[paragraph.last] ?? 0, lineEnd(scan.lines, paragraph.last))
  if (!isLazy && startsTable(header, text, at, end)) {
    closeLeaf(scan)
    scan.leaf = tableLeaf
    return
  }
  scan.contents[index] = placeInPage(scan, at)
  paragraph.last = index
}

const tab = 0x09
const tabWidth = 4

function isBreakMark(code: number): boolean {
  return code === mark.star || code === mark.dash || code === mark.underscore
}

/** By code, 1 for the characters with which a block other than a paragraph or indented code can begin. */
const blockMarks = new Uint8Array(0x80)
for (const each of '>#`~<*-_+=0123456789') blockMarks[each.charCodeAt(0)] = 1

function beginsBlock(code: number): boolean {
  return code < blockMarks.length && blockMarks[code] === 1
}
