import { foldPath } from '../../model/fold-path.js'
import type { PathStep, Place, PlannedFile } from '../../model/plan.js'
import type { RecordedPlace } from '../../model/record.js'
import { lineSubjects } from '../manifest/lines/line-subjects.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { placeName } from '../manifest/place-text.js'

/** The part of a planned file that says what it touches. */
export type TouchedFile = Pick<PlannedFile, 'path' | 'places'>

/** A recorded place as that of a plan; of a list item without a key only the list is known. */
export function touchedPlace({ document, at }: RecordedPlace): Place {
  if (document === undefined) return { at }
  return typeof document === 'number' ? { document, at } : { resource: document, at }
}

/** A place two plans touch. */
export interface Overlap {
  readonly path: string
  /** As in `spec › replicas`; empty for the whole file. */
  readonly at: string
}

/**
 * The places two plans both touch, one of them inside the other or the same, sorted; each as the first plan names it. A list item one plan
 * names by position and the other by what it has counts as the same: which one it is cannot be told without the file. Two lines are about the same
 * where they give one key, pattern or name an answer each, as `TAG=1` and `TAG=2` in a `.env` file do.
 */
export function overlaps(a: readonly TouchedFile[], b: readonly TouchedFile[]): readonly Overlap[] {
  const found = new Map<string, Overlap>()
  for (const { path, places } of a) {
    const others = b.filter((file) => foldPath(file.path) === foldPath(path)).flatMap((file) => file.places)
    for (const place of places) {
      if (!others.some((other) => meets(place, other) || sharesSubject(path, place, other))) continue
      const at = placeName(place)
      found.set(JSON.stringify([path, at]), { path, at })
    }
  }
  return [...found].sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0)).map(([, overlap]) => overlap)
}

function meets(a: Place, b: Place): boolean {
  if (inOtherDocuments(a, b)) return false
  const shorter = Math.min(a.at.length, b.at.length)
  for (let index = 0; index < shorter; index++) {
    const [step, other] = [a.at[index], b.at[index]]
    if (step === undefined || other === undefined || !mayBeSame(step, other)) return false
  }
  return true
}

/** By what the documents say they are, where that is known of both; else by where they stand. */
function inOtherDocuments(a: Place, b: Place): boolean {
  if (a.resource !== undefined && b.resource !== undefined)
    return a.resource.kind !== b.resource.kind || a.resource.name !== b.resource.name
  return a.document !== b.document && a.document !== undefined && b.document !== undefined
}

/** In an INI file, keys of two sections count as one: a line does not tell its section. */
function sharesSubject(path: string, a: Place, b: Place): boolean {
  const format = lineFormat(path)
  const subjects = new Set(linesOf(a).flatMap((line) => lineSubjects(format, line)))
  return linesOf(b).some((line) => lineSubjects(format, line).some((subject) => subjects.has(subject)))
}

/** A line of a text file, and the one it takes the place of. */
function linesOf({ at: [step, ...below], old }: Place): readonly string[] {
  if (below.length > 0 || typeof step !== 'object' || typeof step.line !== 'string') return []
  return typeof old === 'string' ? [step.line, old] : [step.line]
}

function mayBeSame(a: PathStep, b: PathStep): boolean {
  if (typeof a === 'object' && typeof b === 'object')
    return Object.entries(a).every(([key, value]) => b[key] === undefined || b[key] === value)
  // A number is a position in a list, or the name of an entry of a map.
  return typeof a === 'object'
    ? typeof b === 'number'
    : typeof b === 'object'
      ? typeof a === 'number'
      : String(a) === String(b)
}
