import type { ItemChange, ValueChange } from '../../model/change.js'
import { isList, type Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import { at, named, at as placeOf, type SearchedDocument } from './choose-document.js'
import type { Edit, NodePath } from './edit.js'
import { type FoundPlace, findPlace } from './find-place.js'
import { isMap, isMerged, mapOf, ownValue, sameData } from './json-shapes.js'
import { onLines } from './line-finder.js'
import { neighbourOf } from './neighbour-of.js'
import { stepText } from './place-text.js'
import { sidesAt } from './reading.js'
import { reconcileSpelled } from './reconcile-data.js'
import { taggedProblem, tagOf } from './tagged.js'

/** What a change means for the data of one document; without edits the document is as requested. */
export interface FoundEdits {
  readonly edits: readonly Edit[]
  readonly place: Place | null
}

const nothing: FoundEdits = { edits: [], place: null }

/** The edits that bring about a change of a value or a list item in one document of `change.file`. */
export function findEdits(document: SearchedDocument, change: ValueChange | ItemChange): Result<FoundEdits> {
  const found = findPlace(document, change.at)
  if (!found.ok) return found
  const place = found.value
  if (place.kind === 'no-item')
    return change.ensure === 'absent' ? ok(nothing) : noItem(document, place, change)
  if (place.kind === 'missing') return missing(document, place, change)
  if (change.kind === 'item' && place.value !== null) return findItemEdits(document, place.path, change)
  if (change.ensure === 'absent')
    return change.kind === 'item' ? ok(nothing) : removed(document, place, change)
  const wanted = change.kind === 'item' ? [change.item] : change.value
  const edits = reconcileSpelled(place.path, sidesAt(document, place.path), wanted)
  if (edits.length === 0) return ok(nothing)
  return ok({ edits, place: { at: change.at, old: place.value, new: wanted } })
}

function removed(
  document: SearchedDocument,
  place: FoundPlace & { kind: 'found' },
  change: ValueChange,
): Result<FoundEdits> {
  const step = place.path.at(-1)
  if (step === undefined) return wholeDocument(change)
  if (typeof change.at.at(-1) === 'number' && typeof step === 'number')
    return byPosition(document, place.path, change)
  const path = place.path.slice(0, -1)
  if (typeof step === 'string' && isMerged(document.data, path, step)) return merged(document, path, step)
  const edit: Edit =
    typeof step === 'string'
      ? { kind: 'delete-key', path, key: step }
      : { kind: 'delete-item', path, index: step }
  return ok({ edits: [edit], place: { at: change.at, old: place.value } })
}

function missing(
  document: SearchedDocument,
  place: FoundPlace & { kind: 'missing' },
  change: ValueChange | ItemChange,
): Result<FoundEdits> {
  const [key, ...below] = place.missing
  // An own entry hides a merged one of the same name, with everything in it.
  const hides = below.length > 0 || change.kind === 'item' || change.ensure === 'absent'
  if (hides && isMerged(document.data, place.path, key)) return merged(document, place.path, key)
  if (change.ensure === 'absent') return ok(nothing)
  const wanted = change.kind === 'item' ? [change.item] : change.value
  const value = below.reduceRight<Json>((inner, name) => mapOf([[name, inner]]), wanted)
  // The entry beside which a new one goes is an entry of the map at the end of the way.
  const wantedNeighbour = change.kind === 'value' && below.length === 0 ? change.beside : undefined
  const edit: Edit =
    isMap(place.value) && Object.keys(place.value).length > 0
      ? { kind: 'add-key', path: place.path, key, value, ...neighbourOf(place.value, key, wantedNeighbour) }
      : { kind: 'replace', path: place.path, value: mapOf([[key, value]]) }
  return ok({ edits: [edit], place: { at: change.at, new: wanted } })
}

function noItem(
  document: SearchedDocument,
  { path, step }: FoundPlace & { kind: 'no-item' },
  change: ValueChange | ItemChange,
) {
  return fail({
    code: 'change/item-missing',
    ...at(document, path),
    what: `No item of ${named(change.at.slice(0, path.length))} in ${document.file} is “${stepText(step)}”.`,
    fix: 'Correct the request, or add the item to the file first.',
  })
}

function merged(document: SearchedDocument, path: NodePath, key: string) {
  return fail({
    code: 'change/merge-key',
    ...at(document, [...path, '<<']),
    what: `“${key}” in ${document.file} comes from another entry, by the merge key “<<”.`,
    fix: 'Change that other entry, or write the entry out in the file first.',
  })
}

function wholeDocument(change: ValueChange) {
  return fail({
    code: 'change/step',
    file: change.file,
    what: `A change of ${change.file} names no place in it.`,
    fix: 'Give “at” at least one step in the request type, or leave “at” out to ensure the whole file.',
  })
}

/** No state: the next item moves up, and would be removed the next time. */
function byPosition(document: SearchedDocument, path: NodePath, change: ValueChange) {
  return fail({
    code: 'change/step',
    ...at(document, path),
    what: `An item of a list in ${change.file} is to be removed by its position, to which the next one moves up.`,
    fix: 'Name what the item has in the request type, as in { name: app }, or use item: with its key.',
  })
}

/**
 * The edits that make an item of the list at `path` present or absent. A scalar is present when the list has it; in a sorted
 * list it goes to its place. A map is the item with the same value under `key`; it becomes exactly the wanted one.
 */
function findItemEdits(
  document: SearchedDocument,
  path: NodePath,
  change: ItemChange,
): Result<{ readonly edits: readonly Edit[]; readonly place: Place | null }> {
  const { data: list, spelled } = sidesAt(document, path)
  const tag = tagOf(list)
  if (tag !== null) return fail({ ...taggedProblem(change.file, change.at, tag), ...placeOf(document, path) })
  if (!isList(list)) return notAList(document, path, change)
  const hits = [...list.keys()].filter((index) => isSameItem(list[index] ?? null, change))
  if (change.key !== null && hits.length > 1) return ambiguous(document, path, hits, change)
  const [hit] = hits
  if (hit === undefined) {
    if (change.ensure === 'absent') return ok({ edits: [], place: null })
    const index = insertionIndex(list, change.item)
    const edit: Edit = { kind: 'insert-item', path, index, value: change.item }
    return ok({ edits: [edit], place: { at: [...change.at, itemStep(change, index)], new: change.item } })
  }
  const old = list[hit] ?? null
  const at = [...change.at, itemStep(change, hit)]
  if (change.ensure === 'absent') {
    const edits = hits.toReversed().map((index): Edit => ({ kind: 'delete-item', path, index }))
    return ok({ edits, place: { at, old } })
  }
  const sides = { data: old, spelled: isList(spelled) ? (spelled[hit] ?? null) : old }
  const edits = reconcileSpelled([...path, hit], sides, change.item)
  return ok({ edits, place: edits.length === 0 ? null : { at, old, new: change.item } })
}

function isSameItem(candidate: Json, change: ItemChange): boolean {
  if (change.key === null) return sameData(candidate, change.item)
  if (!isMap(candidate) || !isMap(change.item)) return false
  const found = ownValue(candidate, change.key)
  return found !== undefined && found === ownValue(change.item, change.key)
}

/** The end, or the place that keeps a list of at least two texts in order of their UTF-16 units. */
function insertionIndex(list: readonly Json[], item: Json): number {
  if (typeof item !== 'string' || list.length < 2) return list.length
  let previous: string | null = null
  for (const entry of list) {
    if (typeof entry !== 'string' || (previous !== null && entry < previous)) return list.length
    previous = entry
  }
  const after = list.findIndex((entry) => typeof entry === 'string' && entry > item)
  return after < 0 ? list.length : after
}

function itemStep(
  change: ItemChange,
  index: number,
): number | Readonly<Record<string, string | number | boolean>> {
  if (change.key === null || !isMap(change.item)) return index
  const identity = ownValue(change.item, change.key)
  return identity === undefined || identity === null || typeof identity === 'object'
    ? index
    : { [change.key]: identity }
}

function notAList(document: SearchedDocument, path: NodePath, change: ItemChange) {
  return fail({
    code: 'change/shape',
    ...placeOf(document, path),
    what: `An item is wanted in ${document.file} at ${named(change.at)}, where there is no list.`,
    fix: 'Correct “at” in the request type, or the file.',
  })
}

function ambiguous(document: SearchedDocument, path: NodePath, hits: readonly number[], change: ItemChange) {
  const paths = hits.map((index) => [...path, index])
  return fail({
    code: 'change/item-ambiguous',
    ...placeOf(document, paths[0] ?? path),
    what: `${hits.length} items of ${named(change.at)} in ${document.file} have the same “${change.key}” as the one requested${onLines(paths.map(document.lineOf))}.`,
    fix: 'Remove all but one of them from the file.',
  })
}
