import type { Beside } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { isMap, ownValue, sameData } from '../manifest/json-shapes.js'

/** Beside which entry of a map another one comes back: below the nearest it stood below that is still there, else above the nearest it stood above. */
export function restoredBeside(before: Json, key: string, now: Json): { readonly beside?: Beside } {
  if (!isMap(before) || !isMap(now)) return {}
  const keys = Object.keys(before).filter((each) => each !== '<<')
  // JavaScript lists keys that look like positions first, wherever they stand in the file.
  if ([...keys, key].some((each) => /^\d+$/.test(each))) return {}
  const position = keys.indexOf(key)
  const isThere = (each: string) => Object.hasOwn(now, each)
  const above = keys.slice(0, Math.max(position, 0)).findLast(isThere)
  if (above !== undefined) return { beside: { after: above } }
  const below = keys.slice(position + 1).find(isThere)
  return below === undefined ? {} : { beside: { before: below } }
}

/** The position at which the item that stood at a position of a list comes back, by the same rule; at the end where none of its neighbours is there. */
export function restoredIndex(
  before: readonly Json[],
  position: number,
  now: readonly Json[],
  step: PathStep | undefined,
): number {
  for (let index = position - 1; index >= 0; index--) {
    const hit = soleHit(now, before[index] ?? null, step)
    if (hit !== null) return hit + 1
  }
  for (let index = position + 1; index < before.length; index++) {
    const hit = soleHit(now, before[index] ?? null, step)
    if (hit !== null) return hit
  }
  return now.length
}

/** Where the list has an item once: by its name, where items have one, else by its value. */
function soleHit(list: readonly Json[], item: Json, step: PathStep | undefined): number | null {
  const names = typeof step === 'object' && isMap(item) ? Object.keys(step) : []
  const isIt = (each: Json) =>
    names.length === 0
      ? sameData(each, item)
      : isMap(each) &&
        isMap(item) &&
        names.every((name) => sameData(ownValue(each, name) ?? null, ownValue(item, name) ?? null))
  const hits = [...list.keys()].filter((index) => isIt(list[index] ?? null))
  return hits.length === 1 ? (hits[0] ?? null) : null
}

/** Where the item at a position of a list stands in that list as it is now; null where that cannot be told. */
export function positionNow(list: readonly Json[], now: readonly Json[], position: number): number | null {
  const item = list[position]
  if (item === undefined) return null
  const isSame = (index: number) => sameData(list[index] ?? null, now[index] ?? null)
  const sameLength = list.length === now.length
  if (sameLength && isSame(position)) return position
  const hit = soleHit(now, item, undefined)
  if (hit !== null) return hit
  const othersStay = sameLength && [...list.keys()].every((index) => index === position || isSame(index))
  return othersStay ? position : null
}
