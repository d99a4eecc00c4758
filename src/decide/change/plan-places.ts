import type { Json } from '../../model/json.js'
import type { Place, Plan } from '../../model/plan.js'
import { isMap, ownValue } from './json-shapes.js'
import { pointerText } from './pointer-text.js'
import { sameData } from './same-data.js'

/** One place that changes, in texts that can be shown as they are (each belongs into code style). */
export interface PlaceChange {
  readonly path: string
  /** The position of the document, from 0; null where the file has one. */
  readonly document: number | null
  /** A JSON Pointer with matchers in JSON; empty for the whole file. */
  readonly pointer: string
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
      (a, b) =>
        compare(a.path, b.path) || (a.document ?? 0) - (b.document ?? 0) || compare(a.pointer, b.pointer),
    )
}

function placeChanges(path: string, place: Place): readonly PlaceChange[] {
  const base = { path, document: place.document ?? null }
  const [step] = place.at
  if (place.at.length === 1 && typeof step === 'object' && 'line' in step) {
    const pointer = pointerText(place.at)
    return [{ ...base, pointer, old: lineText(place.old), new: lineText(place.new) }]
  }
  return differences(pointerText(place.at), place.old, place.new).map((found) => ({ ...base, ...found }))
}

function lineText(side: Json | undefined): string | null {
  return typeof side === 'string' ? side : null
}

function differences(
  pointer: string,
  old: Json | undefined,
  written: Json | undefined,
): readonly Pick<PlaceChange, 'pointer' | 'old' | 'new'>[] {
  if (isMap(old) && isMap(written)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(written)])
    return [...keys].flatMap((key) =>
      differences(`${pointer}${pointerText([key])}`, ownValue(old, key), ownValue(written, key)),
    )
  }
  if (old !== undefined && written !== undefined && sameData(old, written)) return []
  return [{ pointer, old: jsonText(old), new: jsonText(written) }]
}

function jsonText(side: Json | undefined): string | null {
  return side === undefined ? null : JSON.stringify(side)
}

/** By UTF-16 units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
