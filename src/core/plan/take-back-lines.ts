import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { type EditedLines, type LineSplice, spliceLines } from '../manifest/edit-lines.js'
import { lineSubjects } from '../manifest/lines/line-subjects.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { alignLines } from '../text/align-lines.js'
import { type Clash, conflict, textConflict } from './conflict.js'
import { type FileTexts, wholeBack } from './lines-back.js'
import { valueDigest } from './recorded-place.js'

/** The lines of a text before a request, after it, and now, and which of them are the same. */
export interface AlignedLines {
  readonly file: string
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly now: readonly string[]
  /** For each line before, the line after that it is. */
  readonly toAfter: readonly (number | null)[]
  /** For each line after, the line now that it is. */
  readonly toNow: readonly (number | null)[]
  /** The positions of lines that the request added, and removed. */
  readonly fresh: readonly number[]
  readonly gone: readonly number[]
  /** The positions of lines somebody has written since. */
  readonly others: readonly number[]
}

/** A line the request wrote, or removed, or both: then one took the place of the other. */
export interface LinePlace {
  readonly added: number | null
  readonly removed: number | null
}

/**
 * The text of now without the lines a request wrote, and with those it removed where they stood; every other line as it is. A line that gives
 * a key a value is changed by hand where the key has another value now.
 */
export function takeBackLines(texts: FileTexts, places: readonly RecordedPlace[]): Result<EditedLines> {
  if (places.some(({ at }) => at.length === 0)) return wholeBack(texts)
  const aligned = align(texts)
  if (aligned === null) return fail(textConflict(texts.file, texts.after, texts.now))
  const named = linePlaces(aligned, places)
  if (named === null) return fail(textConflict(texts.file, texts.after, texts.now))
  const problems: Problem[] = []
  const splices: LineSplice[] = []
  const changed: Place[] = []
  for (const each of named) {
    const taken = takeBackLine(aligned, each)
    if (!taken.ok) problems.push(...taken.problems)
    else if (taken.value !== null) {
      splices.push(taken.value)
      changed.push(placeOf(aligned, each))
    }
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  if (splices.length === 0) return ok({ text: texts.now, places: [] })
  // Lines that come back in one gap are in the order they had; a line that goes from there goes after they came.
  const order = splices.toSorted((a, b) => a.at - b.at || a.removes - b.removes)
  const text = spliceLines(texts.now, texts.file, order)
  return text.ok ? ok({ text: text.value, places: changed }) : text
}

export function align({ file, shown, ...texts }: FileTexts): AlignedLines | null {
  const [before, after, now] = [shown, texts.after, texts.now].map(linesOf)
  if (before === undefined || after === undefined || now === undefined) return null
  const [toAfter, toNow] = [alignLines(before, after), alignLines(after, now)]
  if (toAfter === null || toNow === null) return null
  const [kept, still] = [new Set(toAfter), new Set(toNow)]
  return {
    file,
    before,
    after,
    now,
    toAfter,
    toNow,
    fresh: [...after.keys()].filter((line) => !kept.has(line)),
    gone: [...before.keys()].filter((line) => toAfter[line] === null),
    others: [...now.keys()].filter((line) => !still.has(line)),
  }
}

export function linesOf(text: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** Null where the record names something that is no line the request wrote or removed. */
function linePlaces(aligned: AlignedLines, places: readonly RecordedPlace[]): readonly LinePlace[] | null {
  const { before, after, fresh, gone } = aligned
  const found = new Map<string, LinePlace>()
  for (const { at, before: digest } of places) {
    const [step] = at
    if (typeof step !== 'object' || typeof step.line !== 'string') return null
    const { line } = step
    const added = linesAbout(aligned, { lines: after, among: fresh }, (each) => each === line, line)
    const wasThere = (each: string) => valueDigest(each) === digest
    const removed = linesAbout(aligned, { lines: before, among: gone }, wasThere, line)
    if (added.length > 0 && removed.length > 0 && added.length !== removed.length) return null
    for (const index of Array(Math.max(added.length, removed.length)).keys()) {
      const place = { added: added[index] ?? null, removed: removed[index] ?? null }
      found.set(JSON.stringify(place), place)
    }
  }
  return [...found.values()]
}

/** The lines that are it; where none is, those that say something about the same: what shows through may have been another value. */
function linesAbout(
  { file }: AlignedLines,
  { lines, among }: { readonly lines: readonly string[]; readonly among: readonly number[] },
  isIt: (line: string) => boolean,
  line: string,
): readonly number[] {
  const exact = among.filter((index) => isIt(lines[index] ?? ''))
  if (exact.length > 0) return exact
  const format = lineFormat(file)
  const subjects = new Set(lineSubjects(format, line))
  return among.filter((index) => lineSubjects(format, lines[index] ?? '').some((each) => subjects.has(each)))
}

export function placeOf({ before, after }: AlignedLines, { added, removed }: LinePlace): Place {
  const [old, restored] = [
    added === null ? undefined : after[added],
    removed === null ? undefined : before[removed],
  ]
  return {
    at: [{ line: restored ?? old ?? '' }],
    ...(old === undefined ? {} : { old }),
    ...(restored === undefined ? {} : { new: restored }),
  }
}

/** Null where the line is back, or gone, already. */
function takeBackLine(aligned: AlignedLines, place: LinePlace): Result<LineSplice | null> {
  const { before, after, now, toNow } = aligned
  const restored = place.removed === null ? null : (before[place.removed] ?? '')
  const since = writtenSince(aligned, place)
  const isBack = since.some((line) => now[line] === restored)
  const written = place.added === null ? null : (after[place.added] ?? '')
  if (written === null || place.added === null) {
    const rival = rivalOf(aligned, since, restored ?? '')
    if (isBack) return ok(null)
    if (rival !== null) return clash(aligned, restored ?? '', { expected: undefined, line: rival })
    return ok({ at: positionOf(aligned, place.removed ?? 0), removes: 0, adds: [restored ?? ''] })
  }
  const again = since.filter((line) => now[line] === written)
  const own = toNow[place.added] ?? (again.length === 1 ? (again[0] ?? null) : null)
  if (own !== null) {
    const [twice] = again.filter((line) => line !== own)
    if (twice !== undefined || isBack)
      return clash(aligned, written, { expected: written, line: twice ?? own })
    return ok({ at: own, removes: 1, adds: restored === null ? [] : [restored] })
  }
  const rival = rivalOf(aligned, since, written)
  const isGone = restored === null && rival === null && again.length === 0
  return isBack || isGone ? ok(null) : clash(aligned, written, { expected: written, line: rival })
}

/** The lines somebody has written since, in an INI file those of the same section: there one line means another thing in each. */
function writtenSince(
  { file, before, after, now, others }: AlignedLines,
  place: LinePlace,
): readonly number[] {
  if (lineFormat(file) !== 'ini') return others
  const section = place.added === null ? sectionOf(before, place.removed ?? 0) : sectionOf(after, place.added)
  return others.filter((line) => sectionOf(now, line) === section)
}

export function sectionOf(lines: readonly string[], index: number): string {
  return (
    lines
      .slice(0, index)
      .findLast((line) => line.trimStart().startsWith('['))
      ?.trim() ?? ''
  )
}

/** The line that says something else about the same. */
function rivalOf({ file, now }: AlignedLines, since: readonly number[], line: string): number | null {
  const format = lineFormat(file)
  const subjects = new Set(lineSubjects(format, line))
  return (
    since.find((index) => lineSubjects(format, now[index] ?? '').some((each) => subjects.has(each))) ?? null
  )
}

/** Below the nearest line it stood below that is still there, else above the nearest it stood above, else at the end. */
export function positionOf({ toAfter, toNow, now }: AlignedLines, removed: number): number {
  const gap = toAfter.slice(0, removed).findLast((line) => line !== null) ?? null
  const from = gap === null ? 0 : gap + 1
  if (from === 0 && toNow[0] === 0) return 0
  const above = toNow.slice(0, from).findLast((line) => line !== null) ?? null
  if (above !== null) return above + 1
  return toNow.slice(from).find((line) => line !== null) ?? now.length
}

function clash(
  { file, now }: AlignedLines,
  line: string,
  { expected, line: found }: { readonly expected: Clash['expected']; readonly line: number | null },
): Result<never> {
  const sides = found === null ? { found: undefined } : { found: now[found], line: found + 1 }
  return fail(conflict(file, [{ line }], { expected, ...sides }))
}
