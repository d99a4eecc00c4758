import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { type LineOf, onLine } from './choose-document.js'
import type { Edit, NodePath } from './edit.js'
import { onLines } from './line-finder.js'
import { applySplices, type LineRange, type Splice, type SplicePlan } from './splice.js'

/** An edit of one document of a stream, the first being 0. */
export interface DocumentEdit {
  readonly document: number
  readonly edit: Edit
  /** Where the places of the document it is made in stand in the file as that is, for whom it has to be refused. */
  readonly lineOf: LineOf
}

/** The lines of edits that are refused together: of each as far as it can be told. */
export function linesOfEdits(edits: readonly DocumentEdit[]): readonly (number | null)[] {
  return [...new Set(edits.map(({ edit, lineOf }) => lineOf(placeOf(edit))))]
}

/** What an edit is about: an entry that goes, else what it is made in. */
function placeOf(edit: Edit): NodePath {
  if (edit.kind === 'delete-key') return [...edit.path, edit.key]
  return edit.kind === 'delete-item' ? [...edit.path, edit.index] : edit.path
}

/**
 * The text with all edits spliced in, in order. Edits that do not meet share one parse; one that needs the result of an earlier
 * one waits for the next. After each round every line outside the places has to be as it was; the data is not proven yet.
 * @param parse reads a text once, and plans edits in it.
 */
export function spliceInBatches(
  text: string,
  edits: readonly DocumentEdit[],
  parse: (text: string) => (edit: DocumentEdit) => Result<SplicePlan>,
): Result<string> {
  let current = text
  let waiting = edits
  while (waiting.length > 0) {
    const batch = nextBatch(waiting, parse(current))
    if (!batch.ok) return batch
    const splices = batch.value.flatMap((plan) => plan.splices)
    const next = applySplices(current, splices)
    const lines = batch.value.map((plan) => plan.lines)
    if (!keepsOtherLines(current, next, splices, lines))
      return otherLines(waiting.slice(0, batch.value.length))
    current = next
    waiting = waiting.slice(batch.value.length)
  }
  return ok(current)
}

/** The longest run of edits that can be located in one parse of the same text. */
function nextBatch(
  edits: readonly DocumentEdit[],
  planIn: (edit: DocumentEdit) => Result<SplicePlan>,
): Result<readonly SplicePlan[]> {
  const batch: SplicePlan[] = []
  for (const edit of edits) {
    const plan = planIn(edit)
    if (!plan.ok) return batch.length === 0 ? refused(plan.problems[0], edit) : ok(batch)
    if (batch.some((earlier) => meet(earlier, plan.value))) return ok(batch)
    batch.push(plan.value)
  }
  return ok(batch)
}

/** A problem that names no line of its own is on that of its edit. */
function refused(problem: Problem, edit: DocumentEdit) {
  return fail({ ...onLine(linesOfEdits([edit])[0]), ...problem })
}

function meet(earlier: SplicePlan, later: SplicePlan): boolean {
  const shared = earlier.container !== null && earlier.container === later.container
  if (shared) return !(earlier.isAppend && later.isAppend && isBehind(later.position, earlier.position))
  // Positions in a list shift when one before them comes or goes.
  const shifts = earlier.container !== null && earlier.isList && !earlier.isAppend
  if (shifts && [...later.ancestors, later.container].includes(earlier.container)) return true
  return earlier.splices.some((a) => later.splices.some((b) => a.start <= b.end && b.start <= a.end))
}

/** Keys are added in order; an item that goes before one added in the same parse cannot be located in it. */
function isBehind(later: number | null, earlier: number | null): boolean {
  return later === null || earlier === null || later > earlier
}

function otherLines(edits: readonly DocumentEdit[]) {
  const lines = linesOfEdits(edits)
  return fail({
    code: 'change/other-lines',
    ...onLine(lines[0]),
    what: `The change would touch lines outside the place it is meant for${onLines(lines)}, so it is not made.`,
    fix: 'Write the part of the file that is to change out plainly, one entry per line, or change it by hand.',
  })
}

/**
 * Whether two texts differ in the given lines only. Parsers prove the data; this proves that no comment, blank line or
 * spelling outside the declared places goes, over the whole file. Linear in its length.
 * @param before the text the splices and ranges count in.
 */
export function keepsOtherLines(
  before: string,
  after: string,
  splices: readonly Splice[],
  lines: readonly LineRange[],
): boolean {
  let from = 0
  let shift = 0
  let spliced = 0
  for (const range of merged(lines)) {
    const inside = splices.filter((splice) => range.start <= splice.start && splice.end <= range.end)
    spliced += inside.length
    const grown = inside.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0)
    if (before.slice(from, range.start) !== after.slice(from + shift, range.start + shift)) return false
    const written = { start: range.start + shift, end: range.end + shift + grown }
    if (!isWholeLines(before, range, after, written)) return false
    from = range.end
    shift += grown
  }
  return spliced === splices.length && before.slice(from) === after.slice(from + shift)
}

function merged(lines: readonly LineRange[]): readonly LineRange[] {
  const ranges: LineRange[] = []
  for (const range of lines.toSorted((a, b) => a.start - b.start)) {
    const last = ranges.at(-1)
    if (last === undefined || last.end < range.start) ranges.push(range)
    else ranges[ranges.length - 1] = { start: last.start, end: Math.max(last.end, range.end) }
  }
  return ranges
}

/** Nothing may run into the line before or the line behind. */
function isWholeLines(before: string, range: LineRange, after: string, written: LineRange): boolean {
  const begins =
    range.start === 0 ||
    before[range.start - 1] === '\n' ||
    /^(?:$|\r?\n)/.test(after.slice(written.start, Math.min(written.end, written.start + 2)))
  const ends = range.end === before.length || written.end === 0 || after[written.end - 1] === '\n'
  return begins && ends
}
