import type { Edit, NodePath } from '../edit.js'
import { neighbourIndex } from '../neighbour-of.js'

/** The length in UTF-16 units from which a text is masked; below it, parsing everything takes less than a tenth of a second. */
const maskedFrom = 65_536
/** Entries at the beginning of a collection that stay, so that the usual layout is still seen. */
const samplesMax = 20

/** Entries of a block collection: the lines of each. */
interface Collection {
  readonly isList: boolean
  readonly column: number
  readonly entries: readonly Entry[]
}

interface Entry {
  readonly from: number
  readonly to: number
  /** Of its dash or the first letter of its key. */
  readonly offset: number
  /** The key and the offset behind its colon, where it is a plain word; null otherwise. */
  readonly key: { readonly name: string; readonly end: number } | null
}

/** The way to an edit, and which entries of its last collection it needs; null for the whole node at its end. */
interface Way {
  readonly path: NodePath
  readonly edit: Edit
}

/**
 * A large text with everything overwritten by spaces that no edit comes near, every offset and every entry beside the way as it was, so that
 * it parses in a fraction of the time; null where that cannot be seen from the indentation. A mistake here costs time only: the edited
 * text is proven as a whole, and what cannot be proven is done again without a mask.
 */
export function maskedText(text: string, edits: readonly Edit[]): string | null {
  if (text.length < maskedFrom) return null
  const lines = outlineLines(text)
  if (lines === null) return null
  const masks: { readonly start: number; readonly end: number }[] = []
  const hide = (start: number, end: number): void => {
    // The line end stays, so that what follows begins on a line of its own.
    const stop = text[end - 1] === '\n' ? end - 1 : end
    if (stop > start) masks.push({ start, end: stop })
  }
  maskCollection(
    { text, lines, hide },
    { from: 0, to: lines.length, column: null },
    edits.map((edit) => ({ path: edit.path, edit })),
  )
  const pieces: string[] = []
  let at = 0
  for (const { start, end } of masks.toSorted((a, b) => a.start - b.start)) {
    pieces.push(text.slice(at, start), ' '.repeat(end - start))
    at = end
  }
  return [...pieces, text.slice(at)].join('')
}

interface Page {
  readonly text: string
  readonly lines: readonly OutlineLine[]
  readonly hide: (start: number, end: number) => void
}

/** Lines of one value; `column` where it begins behind a dash on the first of them. */
interface Range {
  readonly from: number
  readonly to: number
  readonly column: number | null
}

function maskCollection(page: Page, range: Range, ways: readonly Way[]): void {
  const collection = collectionIn(page, range)
  if (collection === null) return
  const { entries } = collection
  const kept = new Set<number>()
  const inside = new Map<number, Way[]>()
  for (const way of ways) {
    const [step, ...path] = way.path
    const hits =
      step === undefined
        ? neighbours(collection, way.edit)
        : [...entries.keys()].filter((index) => isStep(collection, index, step))
    for (const index of hits) {
      if (step === undefined || (path.length === 0 && way.edit.kind === 'replace') || hits.length > 1)
        kept.add(index)
      else inside.set(index, [...(inside.get(index) ?? []), { path, edit: way.edit }])
    }
  }
  for (const [index, entry] of entries.entries()) {
    const deeper = inside.get(index)
    if (kept.has(index)) continue
    if (deeper !== undefined) {
      const below = valueRange(page, collection, entry)
      if (below !== null) maskCollection(page, below, deeper)
    } else if (index >= samplesMax && (collection.isList || entry.key !== null)) {
      page.hide(entry.key?.end ?? entry.offset + 1, page.lines[entry.to - 1]?.next ?? entry.offset)
    }
  }
}

function isStep({ isList, entries }: Collection, index: number, step: string | number): boolean {
  return isList ? index === step : entries[index]?.key?.name === step
}

/** The entries beside one that comes or goes, and the last, whose end others look at. */
function neighbours({ entries }: Collection, edit: Edit): readonly number[] {
  const last = entries.length - 1
  const index =
    edit.kind === 'insert-item' || edit.kind === 'delete-item'
      ? edit.index
      : edit.kind === 'delete-key'
        ? entries.findIndex((entry) => entry.key?.name === edit.key)
        : edit.kind === 'add-key' && edit.beside !== undefined
          ? (neighbourIndex(
              edit.beside,
              entries.map((entry) => entry.key?.name),
            ) ?? last)
          : last
  return [index - 1, index, index + 1, last - 1, last].filter((each) => each >= 0 && each <= last)
}

function collectionIn({ text, lines }: Page, range: Range): Collection | null {
  let from = range.from
  while (from < range.to && lines[from]?.hasContent !== true) from += 1
  const head = lines[from]
  if (head === undefined || from >= range.to) return null
  const column = range.column ?? head.indent
  const isList = isDash(text, head.start + column)
  const starts: number[] = [from]
  for (let index = from + 1; index < range.to; index++) {
    const line = lines[index]
    if (line === undefined || !line.hasContent || line.indent > column) continue
    const dash = isDash(text, line.start + line.indent)
    if (line.indent < column || (isList && !dash)) return null
    if (isList === dash) starts.push(index)
  }
  const entries = starts.map((start, index): Entry => {
    const offset = (lines[start]?.start ?? 0) + column
    return {
      from: start,
      to: starts[index + 1] ?? range.to,
      offset,
      key: isList ? null : keyAt(text, offset),
    }
  })
  return { isList, column, entries }
}

function isDash(text: string, offset: number): boolean {
  return text[offset] === '-' && ' \r\n'.includes(text[offset + 1] ?? '\n')
}

function keyAt(text: string, offset: number): { readonly name: string; readonly end: number } | null {
  const colon = text.indexOf(':', offset)
  const name = text.slice(offset, Math.max(colon, offset))
  if (!/^[A-Za-z_][\w./-]{0,99}$/.test(name) || !' \r\n'.includes(text[colon + 1] ?? '\n')) return null
  return { name, end: colon + 1 }
}

/** Where the value of an entry is, if it is a block collection; null where it is anything else, which then stays as it is. */
function valueRange({ text, lines }: Page, collection: Collection, entry: Entry): Range | null {
  const behind = entry.key?.end ?? entry.offset + 1
  const line = lines[entry.from]
  if (line === undefined) return null
  const rest = text.slice(behind, line.next)
  const content = rest.trimStart()
  if (content === '' || content.startsWith('#')) return { from: entry.from + 1, to: entry.to, column: null }
  if (!collection.isList) return null
  const offset = behind + rest.length - content.length
  const isCollection = isDash(text, offset) || keyAt(text, offset) !== null
  return isCollection ? { from: entry.from, to: entry.to, column: offset - line.start } : null
}

/** A line of a YAML text. */
interface OutlineLine {
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
function outlineLines(text: string): readonly OutlineLine[] | null {
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

/**
 * A text of several documents with those overwritten by spaces that no edit is in, every offset and the number of documents as they were; null
 * where that cannot be seen from the lines: directives, `...`. As with `maskedText`, a mistake costs time only.
 * @param edited the documents that stay, counted from 0.
 */
export function maskedDocuments(text: string, edited: ReadonlySet<number>): string | null {
  if (text.length < maskedFrom) return null
  const starts = documentStarts(text)
  if (starts === null) return null
  const pieces = starts.map((start, index) => {
    const piece = text.slice(start, starts[index + 1] ?? text.length)
    return edited.has(index) ? piece : hidden(piece)
  })
  return [text.slice(0, starts[0]), ...pieces].join('')
}

/** The first document may begin without a marker. */
function documentStarts(text: string): readonly number[] | null {
  const marks: number[] = []
  for (const { index, 0: mark } of text.matchAll(/^(?:---(?=\s|$)|\.\.\.|%)/gm)) {
    if (mark !== '---') return null
    marks.push(index)
  }
  const head = text.slice(0, marks[0])
  return /^[ \t]*[^\s#]/m.test(head) ? [0, ...marks] : marks
}

/** The marker stays, and the last line end, so that what follows begins on a line of its own. Without a marker nothing would be left of a document. */
function hidden(document: string): string {
  if (!document.startsWith('---')) return document
  const end = document.endsWith('\n') ? '\n' : ''
  return `${document.slice(0, 3)}${' '.repeat(document.length - end.length - 3)}${end}`
}
