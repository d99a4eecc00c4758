import {
  atxHeading,
  breakStart,
  type Container,
  containersDeepMax,
  delimiterRow,
  fenceCloses,
  fenceStart,
  indentAt,
  isSetextUnderline,
  isThematicBreak,
  listMarker,
  matchContainers,
  tableCells,
} from './block-start.js'
import { htmlBlockStart } from './html-block-start.js'
import { isBlankLine } from './is-blank-line.js'
import {
  beginScan,
  closeLeaf,
  closeTo,
  type LineView,
  readHtml,
  readParagraph,
  type Scan,
  show,
} from './page-scan.js'
import { readPlainLine } from './read-plain-line.js'

export type { LineView } from './page-scan.js'

/**
 * Says for every line of a comment or issue body whether a reader sees it as ordinary text.
 *
 * A linear pass that follows CommonMark's block structure (“Container blocks”, “Leaf blocks”; “Tables” of GitHub Flavored Markdown) and,
 * for raw HTML, what an HTML parser makes of the page: `<details>` folds away everything up to its end tag, and a comment or tag that its
 * block leaves unfinished swallows the rest. Own code because no full Markdown tree is wanted here: published parsers take seconds, or
 * overflow the stack, on 65,536 hostile characters. Where versions of CommonMark differ, a line counts as hidden. Never throws.
 * @param lines the body's lines as `splitLines` gives them.
 */
export function visibleLines(lines: readonly string[]): readonly LineView[] {
  const scan = beginScan()
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (scan.swallowedAt !== null) show(scan, index)
    else if (scan.containers.length > 0 || !readPlainLine(scan, line, index))
      readLine(scan, withoutTabs(line), index)
  }
  closeLeaf(scan)
  return scan.views
}

/** Tabs as the spaces they stand for, with tab stops of 4 columns; how many a blank line has makes no difference. Source: CommonMark, “Tabs”. */
function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line
  if (isBlankLine(line)) return ''
  let text = ''
  let from = 0
  for (let tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
    let end = tab + 1
    while (line[end] === '\t') end += 1
    text += line.slice(from, tab)
    // A run at once: one string for each tab of 65,536 would be most of the time a body takes.
    text += ' '.repeat(4 * (end - tab) - (text.length % 4))
    from = end
  }
  return text + line.slice(from)
}

/** The characters a block other than a paragraph or indented code can begin with. */
const blockMarks: ReadonlySet<string> = new Set('>#`~<*-_+=0123456789')

function readLine(scan: Scan, text: string, index: number): void {
  const { position, matched } = matchContainers(scan.containers, text)
  if (matched === scan.containers.length && continuesLeaf(scan, text, position, index)) return
  openBlocks(scan, text, position, matched, index)
}

/** Whether the line belongs to a code or HTML block that is open; no other block can begin there. */
function continuesLeaf(scan: Scan, text: string, position: number, index: number): boolean {
  const { leaf } = scan
  const indent = indentAt(text, position)
  const blank = position + indent >= text.length
  switch (leaf.kind) {
    case 'fence':
      show(scan, index, 'fence', leaf.first)
      if (fenceCloses(text, position, leaf)) scan.leaf = { kind: 'none' }
      return true
    case 'html':
      if (leaf.type >= 6 && blank) break
      if (leaf.doubtful) scan.swallowedAt ??= leaf.first
      readHtml(scan, text, position, index, leaf)
      return true
    case 'indented':
      if (!blank && indent < 4) break
      show(scan, index, 'indented', leaf.first)
      return true
    case 'none':
    case 'paragraph':
    case 'table':
      return false
  }
  closeLeaf(scan)
  return false
}

/** Opens the blocks that begin on a line, containers first, and puts what remains of the line where it belongs. */
function openBlocks(scan: Scan, text: string, start: number, matched: number, index: number): void {
  const whole = matched === scan.containers.length
  let position = start
  let fresh = false
  // Looked for once, because a line may begin many containers.
  const breaks = breakStart(text)
  while (scan.containers.length < containersDeepMax || !fresh) {
    const indent = indentAt(text, position)
    const at = position + indent
    const inParagraph = whole && !fresh && scan.leaf.kind === 'paragraph'
    if (indent >= 4 || !blockMarks.has(text.charAt(at))) break
    const depth = fresh ? scan.containers.length : matched
    const quotedAt = scan.containers[depth - 1]?.quotedAt ?? null
    const container = containerAt(text, position, index, quotedAt, inParagraph, breaks)
    if (container === null) {
      if (openLeaf(scan, text, position, depth, index, inParagraph)) return
      break
    }
    if (!fresh) closeTo(scan, matched)
    closeLeaf(scan)
    scan.containers.push(container.container)
    position = container.position
    fresh = true
  }
  putRest(scan, text, position, matched, index, whole, fresh)
}

function containerAt(
  text: string,
  position: number,
  index: number,
  quotedAt: number | null,
  inParagraph: boolean,
  breaks: number,
): { readonly container: Container; readonly position: number } | null {
  const indent = indentAt(text, position)
  const at = position + indent
  if (text[at] === '>') {
    return {
      container: { kind: 'quote', quotedAt: quotedAt ?? index },
      position: text[at + 1] === ' ' ? at + 2 : at + 1,
    }
  }
  if (at >= breaks && isThematicBreak(text, at)) return null
  const marker = listMarker(text, at, inParagraph)
  if (marker === null) return null
  const width = indent + marker.width
  return {
    container: { kind: 'item', quotedAt, width, begun: !marker.empty },
    position: Math.min(position + width, text.length),
  }
}

/** Begins a leaf block other than a paragraph, if one begins here, or ends a paragraph that the line makes a heading. */
function openLeaf(
  scan: Scan,
  text: string,
  position: number,
  depth: number,
  index: number,
  inParagraph: boolean,
): boolean {
  const at = position + indentAt(text, position)
  if (inParagraph && isSetextUnderline(text, at)) {
    show(scan, index)
    closeLeaf(scan)
    return true
  }
  const heading = atxHeading(text, at)
  const fence = fenceStart(text, at)
  const html = htmlBlockStart(text, at, inParagraph)
  // Implementations differ on a lone tag where a paragraph inside an unmatched container could go on.
  const lazyTag = !inParagraph && scan.leaf.kind === 'paragraph' && html?.type === 7
  if (!heading && fence === null && html === null && !isThematicBreak(text, at)) return false
  closeTo(scan, depth)
  closeLeaf(scan)
  if (fence !== null) {
    scan.leaf = { kind: 'fence', first: index, ...fence }
    show(scan, index, 'fence', index)
  } else if (html !== null) {
    scan.leaf = { kind: 'html', first: index, type: html.type, doubtful: html.doubtful || lazyTag }
    readHtml(scan, text, position, index, { first: index, type: html.type })
  } else {
    show(scan, index)
    if (heading) readParagraph(scan, [text.slice(at)], [index])
  }
  return true
}

function putRest(
  scan: Scan,
  text: string,
  position: number,
  matched: number,
  index: number,
  whole: boolean,
  fresh: boolean,
): void {
  const indent = indentAt(text, position)
  const blank = position + indent >= text.length
  const lazy = !blank && !fresh && !whole && scan.leaf.kind === 'paragraph'
  if (!fresh && !lazy) closeTo(scan, matched)
  if (blank) {
    closeLeaf(scan)
    show(scan, index)
    return
  }
  const rest = text.slice(position + indent)
  if (scan.leaf.kind === 'paragraph') {
    if (!lazy && startsTable(scan.leaf.texts.at(-1) ?? '', rest)) {
      closeLeaf(scan)
      scan.leaf = { kind: 'table' }
    } else {
      scan.leaf.texts.push(rest)
      scan.leaf.indexes.push(index)
    }
    show(scan, index)
  } else if (indent >= 4) {
    closeLeaf(scan)
    scan.leaf = { kind: 'indented', first: index }
    show(scan, index, 'indented', index)
  } else {
    // What opens inside a table cell ends with it, so that rows need no look inside.
    if (scan.leaf.kind !== 'table') scan.leaf = { kind: 'paragraph', texts: [rest], indexes: [index] }
    show(scan, index)
  }
}

function startsTable(header: string, rest: string): boolean {
  const columns = delimiterRow(rest)
  return columns !== null && columns === tableCells(header)
}
