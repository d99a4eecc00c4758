import type { ItemChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { Edit, NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'
import { onLines } from './on-lines.js'
import { sidesAt } from './reading.js'
import { reconcileSpelled } from './reconcile-spelled.js'
import { sameData } from './same-data.js'
import { named, at as placeOf, type SearchedDocument } from './searched-document.js'
import { tagOf } from './tagged.js'
import { taggedProblem } from './tagged-problem.js'

/**
 * The edits that make an item of the list at `path` present or absent. A scalar is present when the list has it; in a sorted
 * list it goes to its place. A map is the item with the same value under `key`; it becomes exactly the wanted one.
 */
export function findItemEdits(
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
