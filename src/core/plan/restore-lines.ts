import type { Place } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { type EditedLines, type LineSplice, spliceLines } from '../manifest/edit-lines.js'
import { lineSubjects } from '../manifest/lines/line-subjects.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { alignLines } from '../text/align-lines.js'
import { restoreConflict } from './conflict.js'
import { valueDigest, wholeFile } from './recorded-place.js'
import { type AlignedLines, align, linesOf, placeOf, positionOf, sectionOf } from './take-back-lines.js'

/** A text as it is to say it, and as it is now. */
export interface ShownTexts {
  readonly file: string
  readonly shown: string
  readonly now: string
}

/**
 * The text of now with the lines a request wrote as it is to show them, and without those it removed; every other line as it is. Where a line gives
 * a key a value, it comes in the place of the one that gives it another; else where it stood. A line that has only moved is there.
 */
export function restoreLines(texts: ShownTexts, places: readonly RecordedPlace[]): Result<EditedLines> {
  const { file, shown, now } = texts
  const aligned = align({ file, before: shown, shown, after: now, now })
  if (aligned === null) return fail(restoreConflict(file, []))
  const named = places.flatMap((place) => linePlaces(aligned, place))
  const splices = new Map(named.map(({ splice, added, removed }) => [`${added} ${removed}`, splice]))
  if (splices.size === 0) return ok({ text: now, places: [] })
  // Lines that come back in one gap are in the order they had; a line that goes from there goes after they came.
  const order = [...splices.values()].toSorted((a, b) => a.at - b.at || a.removes - b.removes)
  const text = spliceLines(now, file, order)
  return text.ok ? ok({ text: text.value, places: named.map((each) => each.place) }) : text
}

/** What becomes of one line: which line of now goes, which line of what is to show comes back. */
interface Turned {
  readonly added: number | null
  readonly removed: number | null
  readonly splice: LineSplice
  readonly place: Place
}

function linePlaces(aligned: AlignedLines, { at: [step], after }: RecordedPlace): readonly Turned[] {
  if (typeof step !== 'object' || typeof step.line !== 'string') return []
  const { line } = step
  const { before: wanted, after: now, fresh, gone } = aligned
  if (after === undefined)
    return fresh
      .filter((index) => now[index] === line)
      .map((added) => turned(aligned, { added, removed: null }))
  const missing = gone.filter((index) => wanted[index] === line)
  return missing.flatMap((removed) => {
    const beside = fresh.filter((index) => isInSection(aligned, index, removed))
    if (beside.some((index) => now[index] === line)) return []
    return turned(aligned, { added: rivalOf(aligned, beside, line), removed })
  })
}

function turned(aligned: AlignedLines, place: Pick<Turned, 'added' | 'removed'>): Turned {
  const { added, removed } = place
  const adds = removed === null ? [] : [aligned.before[removed] ?? '']
  const splice: LineSplice =
    added === null
      ? { at: positionOf(aligned, removed ?? 0), removes: 0, adds }
      : { at: added, removes: 1, adds }
  return { ...place, splice, place: placeOf(aligned, place) }
}

/** In an INI file a line means another thing in each section. */
function isInSection({ file, before, after }: AlignedLines, index: number, removed: number): boolean {
  return lineFormat(file) !== 'ini' || sectionOf(after, index) === sectionOf(before, removed)
}

/** The line that says something else about the same. */
function rivalOf({ file, after: now }: AlignedLines, among: readonly number[], line: string): number | null {
  const format = lineFormat(file)
  const subjects = new Set(lineSubjects(format, line))
  return (
    among.find((index) => lineSubjects(format, now[index] ?? '').some((each) => subjects.has(each))) ?? null
  )
}

/** The lines that a request has changed in a text of which no place is named; of too different texts the whole. */
export function linesBetween(before: string, after: string): readonly RecordedPlace[] {
  const [old, written] = [linesOf(before), linesOf(after)]
  const toAfter = alignLines(old, written)
  if (toAfter === null) return [wholeFile]
  const kept = new Set(toAfter)
  const gone = old.filter((_, index) => toAfter[index] === null)
  const fresh = written.filter((_, index) => !kept.has(index))
  return [
    ...gone.map((line): RecordedPlace => ({ at: [{ line }], before: valueDigest(line) })),
    ...fresh.map((line): RecordedPlace => ({ at: [{ line }], after: valueDigest(line) })),
  ]
}
