import type { Json } from '../../model/json.js'
import type { PathStep, Place, Plan } from '../../model/plan.js'
import { isMap, ownValue, sameData } from '../manifest/json-shapes.js'
import { placeName } from '../manifest/place-text.js'

/** One place that changes, in texts that can be shown as they are (each belongs into code style). */
export interface PlaceChange {
  readonly path: string
  /** The position of the document, from 0; null where the file has one. */
  readonly document: number | null
  /** As in `images › registry.example/shop › digest`; empty for the whole file. */
  readonly place: string
  /** JSON on one line, or a line of a text file as it is; null where nothing was there. */
  readonly old: string | null
  /** As `old`, null where nothing is left. */
  readonly new: string | null
}

/** What a plan changes, sorted by file and place. Maps are told apart entry by entry, so that only what differs is listed. */
export function planPlaces(plan: Pick<Plan, 'files'>): readonly PlaceChange[] {
  return plan.files
    .flatMap(({ path, places }) => places.flatMap((place) => placeChanges(path, place)))
    .sort(
      (a, b) => compare(a.path, b.path) || (a.document ?? 0) - (b.document ?? 0) || compare(a.place, b.place),
    )
}

function placeChanges(path: string, place: Place): readonly PlaceChange[] {
  const base = { path, document: place.document ?? null }
  const [step] = place.at
  if (place.at.length === 1 && typeof step === 'object' && 'line' in step) {
    return [{ ...base, place: placeName(place), old: lineText(place.old), new: lineText(place.new) }]
  }
  return differences(place.at, place.old, place.new).map((found) => ({ ...base, ...found }))
}

function lineText(side: Json | undefined): string | null {
  return typeof side === 'string' ? side : null
}

function differences(
  at: readonly PathStep[],
  old: Json | undefined,
  written: Json | undefined,
): readonly Pick<PlaceChange, 'place' | 'old' | 'new'>[] {
  if (isMap(old) && isMap(written)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(written)])
    return [...keys].flatMap((key) => differences([...at, key], ownValue(old, key), ownValue(written, key)))
  }
  if (old !== undefined && written !== undefined && sameData(old, written)) return []
  return [{ place: placeName(changed(at, old, written)), old: jsonText(old), new: jsonText(written) }]
}

function changed(
  at: readonly PathStep[],
  old: Json | undefined,
  written: Json | undefined,
): Pick<Place, 'at' | 'old' | 'new'> {
  return { at, ...(old === undefined ? {} : { old }), ...(written === undefined ? {} : { new: written }) }
}

function jsonText(side: Json | undefined): string | null {
  return side === undefined ? null : JSON.stringify(side)
}

/** By UTF-16 units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
