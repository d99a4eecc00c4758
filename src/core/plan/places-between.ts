import { isList, type Json, type JsonObject } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { isMap, ownValue, sameData } from '../manifest/json-shapes.js'
import { plainData, spelledSource } from '../manifest/reading.js'
import { canonicalJson } from '../text/digest.js'

/** A place by what it is called: an entry of a map or an item with a name; or an item of a list that only its value tells from the others. */
export type NamedPlace =
  | { readonly kind: 'entry'; readonly at: readonly PathStep[] }
  /** The way to its list, and the item. */
  | { readonly kind: 'item'; readonly at: readonly PathStep[]; readonly item: Json }

/** The places in which the data of one document differs before and after, as far inside as can be told. */
export function placesBetween(
  before: Json,
  after: Json,
  at: readonly PathStep[] = [],
): readonly NamedPlace[] {
  if (sameData(before, after)) return []
  const whole: NamedPlace = { kind: 'entry', at }
  if (isEntries(before) && isEntries(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => entryBetween(ownValue(before, key), ownValue(after, key), [...at, key]))
  }
  if (!isList(before) || !isList(after)) return [whole]
  return namedItemsBetween(before, after, at) ?? itemsBetween(before, after, at) ?? [whole]
}

/** A value that is spelled out has no entries to tell apart. */
function isEntries(data: Json): data is JsonObject {
  return isMap(data) && spelledSource(data) === null
}

function entryBetween(
  before: Json | undefined,
  after: Json | undefined,
  at: readonly PathStep[],
): readonly NamedPlace[] {
  return before === undefined || after === undefined
    ? [{ kind: 'entry', at }]
    : placesBetween(before, after, at)
}

/** What tells one item of a list from the others in most manifests, the most usual first. */
const names = ['name', 'id', 'key']

/** Null where no entry names every item, or where items have changed places. */
function namedItemsBetween(
  before: readonly Json[],
  after: readonly Json[],
  at: readonly PathStep[],
): readonly NamedPlace[] | null {
  for (const name of names) {
    const [old, written] = [itemsByName(before, name), itemsByName(after, name)]
    if (old === null || written === null) continue
    const kept = [...old.keys()].filter((each) => written.has(each))
    if (
      !sameData(
        kept,
        [...written.keys()].filter((each) => old.has(each)),
      )
    )
      return null
    return [...new Set([...old.keys(), ...written.keys()])].flatMap((each) =>
      entryBetween(old.get(each), written.get(each), [...at, { [name]: each }]),
    )
  }
  return null
}

function itemsByName(list: readonly Json[], name: string): ReadonlyMap<string | number, Json> | null {
  const found = new Map<string | number, Json>()
  for (const item of list) {
    const each = isMap(item) ? ownValue(item, name) : undefined
    if ((typeof each !== 'string' && typeof each !== 'number') || found.has(each)) return null
    found.set(each, item)
  }
  return found
}

/** Null where the items are not told from each other by their values, or have changed places. */
function itemsBetween(
  before: readonly Json[],
  after: readonly Json[],
  at: readonly PathStep[],
): readonly NamedPlace[] | null {
  const [old, written] = [before, after].map((list) => list.map((item) => canonicalJson(item)))
  if (old === undefined || written === undefined) return null
  const [wasThere, isThere] = [new Set(old), new Set(written)]
  const gone = [...before.keys()].filter((index) => !isThere.has(old[index] ?? ''))
  const fresh = [...after.keys()].filter((index) => !wasThere.has(written[index] ?? ''))
  if (gone.length > 0 && before.length === after.length && sameData(gone, fresh))
    return gone.flatMap((index) => placesBetween(before[index] ?? null, after[index] ?? null, [...at, index]))
  const kept = old.filter((item) => isThere.has(item))
  const keptStill = written.filter((item) => wasThere.has(item))
  if (!sameData(kept, keptStill)) return null
  const items = [...gone.map((index) => before[index]), ...fresh.map((index) => after[index])]
  return items.map((item = null): NamedPlace => ({ kind: 'item', at, item: plainData(item) }))
}
