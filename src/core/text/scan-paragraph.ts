import { isLetter, mark } from './block-start.js'
import { lineEnd, type PageLines } from './page-lines.js'
import { type TrackedElement, trackedElement } from './scan-raw-html.js'

/** The lines of a paragraph, and where on each of them its text begins, behind the marks of the blocks it stands in. */
export interface ParagraphRows {
  readonly lines: PageLines
  readonly contents: Int32Array
  readonly first: number
  readonly last: number
}

/** Whom the findings are told, in their order. */
export interface ParagraphReader {
  /** Each row behind the first, with the earlier row whose comment or tag it lies in, or null. */
  readonly row: (row: number, hiddenBy: number | null) => void
  /** Each tag of an element that matters, behind its row. */
  readonly tag: (row: number, element: TrackedElement, isEnd: boolean) => void
}

interface Walk {
  readonly rows: ParagraphRows
  readonly text: string
  row: number
  /** Where the row ends. */
  end: number
  /** Where each backtick run of a length begins, ascending, and how many of them are behind; null until one is asked for. */
  runs: ReadonlyMap<number, { readonly starts: readonly number[]; passed: number }> | null
  /** Where the next end of a comment, and of a tag, was found, so that none is looked for twice. */
  commentEnd: number
  tagEnd: number
  /** Rows that begin before `hiddenUntil` lie inside what began in row `hiddenBy`. */
  hiddenUntil: number
  hiddenBy: number
  /**
   * Set by anything that may be a link or a tag: from there on a backtick may be part of a link target and no code span. An opening tag then
   * counts even where it looks like code, and an end tag does not count, so that a mistake can only hide a line.
   */
  doubt: boolean
}

/**
 * Finds the inline HTML of a paragraph that folds text away or hides it. Not an inline parser: what cannot be told without one counts as
 * hiding. Linear. Source: CommonMark, “Raw HTML”, “Code spans” and “Backslash escapes”.
 */
export function scanParagraph(rows: ParagraphRows, reader: ParagraphReader): void {
  const { first, last, contents, lines } = rows
  const walk: Walk = {
    rows,
    text: lines.text,
    row: first,
    end: 0,
    runs: null,
    commentEnd: -1,
    tagEnd: -1,
    hiddenUntil: 0,
    hiddenBy: first,
    doubt: false,
  }
  let at = 0
  for (let row = first; row <= last; row += 1) {
    if (row > first) reader.row(row, walk.end < walk.hiddenUntil ? walk.hiddenBy : null)
    walk.row = row
    walk.end = lineEnd(lines, row)
    // What is read on from an earlier row, as inline code is, may end behind this one.
    at = Math.max(at, contents[row] ?? 0)
    while (at < walk.end) at = step(walk, at, reader)
  }
}

/** Where to go on behind what stands at `at`. */
function step(walk: Walk, at: number, reader: ParagraphReader): number {
  switch (walk.text.charCodeAt(at)) {
    case mark.backslash:
      return at + 2
    case mark.squareEnd:
      walk.doubt = true
      return at + 1
    case mark.backtick:
      return behindBackticks(walk, at)
    case mark.less:
      return behindTag(walk, at, reader)
    default:
      return at + 1
  }
}

function behindBackticks(walk: Walk, at: number): number {
  const behind = backticksEnd(walk.text, at)
  if (walk.doubt) return behind
  walk.runs ??= backtickRuns(walk)
  const runs = walk.runs.get(behind - at)
  if (runs === undefined) return behind
  while ((runs.starts[runs.passed] ?? behind) < behind) runs.passed += 1
  const closing = runs.starts[runs.passed]
  return closing === undefined ? behind : closing + behind - at
}

/** The backtick runs of this row and those behind it. */
function backtickRuns({ rows, text, row: from }: Walk): NonNullable<Walk['runs']> {
  const runs = new Map<number, { starts: number[]; passed: number }>()
  for (let row = from; row <= rows.last; row += 1) {
    const end = lineEnd(rows.lines, row)
    for (let at = rows.contents[row] ?? 0; at < end; at += 1) {
      if (text.charCodeAt(at) !== mark.backtick) continue
      const behind = backticksEnd(text, at)
      const known = runs.get(behind - at)
      if (known === undefined) runs.set(behind - at, { starts: [at], passed: 0 })
      else known.starts.push(at)
      at = behind
    }
  }
  return runs
}

function backticksEnd(text: string, at: number): number {
  let behind = at + 1
  while (text.charCodeAt(behind) === mark.backtick) behind += 1
  return behind
}

/** Longest name that can be a tag's, in characters: longer than all that matter. */
const nameMax = 20

function behindTag(walk: Walk, at: number, reader: ParagraphReader): number {
  const { text } = walk
  const code = text.charCodeAt(at + 1)
  const isEnd = code === mark.slash
  const from = isEnd ? at + 2 : at + 1
  const behind = tagNameEnd(text, from)
  if (behind === from && !isEnd && code !== mark.bang && code !== mark.question) return at + 1
  const hasName = behind > from && behind - from <= nameMax && endsName(text, behind, walk.end)
  const isPlain = hasName && text.charCodeAt(behind) === mark.greater
  const element = hasName ? trackedElement(text, from, behind) : null
  if (element !== null && !(isEnd && (walk.doubt || !isPlain))) reader.tag(walk.row, element, isEnd)
  if (isPlain) return behind + 1
  walk.doubt = true
  hideRows(walk, at)
  return at + 1
}

/** Where the name ends that begins with a letter at `from`, as far as names that matter go; `from` where none does. */
function tagNameEnd(text: string, from: number): number {
  if (!isLetter(text.charCodeAt(from))) return from
  let behind = from + 1
  while (behind - from <= nameMax && isNamePart(text.charCodeAt(behind))) behind += 1
  return behind
}

function isNamePart(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === mark.dash
}

function endsName(text: string, behind: number, end: number): boolean {
  return behind >= end || /[\s/>]/.test(text.charAt(behind))
}

/** Notes that the rows between the beginning of a comment or tag and its end, if it has one, lie inside it. */
function hideRows(walk: Walk, at: number): void {
  let end: number
  if (walk.text.startsWith('<!--', at)) {
    if (walk.commentEnd < at) walk.commentEnd = findInRows(walk, at, '-->')
    end = walk.commentEnd
  } else {
    if (walk.tagEnd < at) walk.tagEnd = findInRows(walk, at, '>')
    end = walk.tagEnd
  }
  if (end > walk.hiddenUntil && end !== nowhere) {
    walk.hiddenUntil = end
    walk.hiddenBy = walk.row
  }
}

const nowhere = Number.POSITIVE_INFINITY

/** Where an end mark stands, from `at` on; the marks of quotations before the rows are none. */
function findInRows({ rows, text, row: current }: Walk, at: number, endMark: string): number {
  for (let row = current; row <= rows.last; row += 1) {
    const end = lineEnd(rows.lines, row)
    for (let next = row === current ? at : (rows.contents[row] ?? 0); next < end; next += 1) {
      if (text.charCodeAt(next) !== endMark.charCodeAt(0)) continue
      if (text.startsWith(endMark, next)) return next
    }
  }
  return nowhere
}
