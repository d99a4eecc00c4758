import type { ItemChange, ValueChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { Edit, NodePath } from './edit.js'
import { findItemEdits } from './find-item-edits.js'
import { type FoundPlace, findPlace } from './find-place.js'
import { isMerged } from './is-merged.js'
import { isMap, mapOf } from './json-shapes.js'
import { neighbourOf } from './neighbour-of.js'
import { stepText } from './place-text.js'
import { sidesAt } from './reading.js'
import { reconcileSpelled } from './reconcile-spelled.js'
import { at, named, type SearchedDocument } from './searched-document.js'

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
