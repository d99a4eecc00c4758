import { isList, type Json, type JsonObject } from '../../model/json.js'
import type { Edit, NodePath } from '../manifest/edit.js'
import { isMap, ownValue, sameData } from '../manifest/json-shapes.js'
import { spelledSource } from '../manifest/reading.js'
import { reconcileData } from '../manifest/reconcile-data.js'

/** The three states of one place: before a plan, after it, and now; undefined where nothing is there. */
interface Sides {
  readonly before: Json | undefined
  readonly after: Json | undefined
  readonly now: Json | undefined
}

/** What undoes a plan in data that others have changed since: the edits, in order, and the places where both changed the same. */
export interface Revert {
  readonly edits: readonly Edit[]
  readonly conflicts: readonly NodePath[]
}

/**
 * Undoes in `now` what turned `before` into `after`, entry by entry. What the plan did not touch stays as it is now; what somebody changed
 * that the plan had written is a conflict. Items of a list are found by their data, not by their position.
 */
export function revertData(before: Json, after: Json, now: Json): Revert {
  return revert([], { before, after, now })
}

const nothing: Revert = { edits: [], conflicts: [] }

function revert(path: NodePath, { before, after, now }: Sides): Revert {
  if (same(before, after) || same(now, before)) return nothing
  if (same(now, after)) return { edits: restored(path, before, now), conflicts: [] }
  if (isEntries(before) && isEntries(after) && isEntries(now)) return revertMap(path, before, after, now)
  if (isList(before) && isList(after) && isList(now)) return revertList(path, before, after, now)
  return { edits: [], conflicts: [path] }
}

/** A value that is spelled out has no entries to tell apart. */
function isEntries(side: Json | undefined): side is JsonObject {
  return isMap(side) && spelledSource(side) === null
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameData(a, b)
}

/** From now to before, of which not both are nothing. */
function restored(path: NodePath, before: Json | undefined, now: Json | undefined): readonly Edit[] {
  if (before !== undefined && now !== undefined) return reconcileData(path, now, before)
  const key = path.at(-1)
  if (typeof key !== 'string') throw new Error('only an entry of a map comes or goes as a whole')
  const parent = path.slice(0, -1)
  if (before !== undefined) return [{ kind: 'add-key', path: parent, key, value: before }]
  return [{ kind: 'delete-key', path: parent, key }]
}

function revertMap(path: NodePath, before: JsonObject, after: JsonObject, now: JsonObject): Revert {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  const found = [...keys].map((key) =>
    revert([...path, key], {
      before: ownValue(before, key),
      after: ownValue(after, key),
      now: ownValue(now, key),
    }),
  )
  const edits = found.flatMap((one) => one.edits)
  // New entries come before removals, so that no map is empty in between.
  const order = [
    ...edits.filter((edit) => edit.kind !== 'delete-key'),
    ...edits.filter((edit) => edit.kind === 'delete-key'),
  ]
  return { edits: order, conflicts: found.flatMap((one) => one.conflicts) }
}

function revertList(
  path: NodePath,
  before: readonly Json[],
  after: readonly Json[],
  now: readonly Json[],
): Revert {
  const added = without(after, before)
  const removed = without(before, after)
  if (added.length > 0 && removed.length > 0) {
    const isChange = added.length === removed.length && before.length === after.length
    return isChange ? changedItems(path, removed, added, now) : { edits: [], conflicts: [path] }
  }
  const hits = added.map((item) => positions(now, item))
  if (hits.some((found) => found.length > 1)) return { edits: [], conflicts: [path] }
  const deletions = hits
    .flat()
    .sort((a, b) => b - a)
    .map((index): Edit => ({ kind: 'delete-item', path, index }))
  const missing = removed.filter((item) => positions(now, item).length === 0)
  return { edits: [...deletions, ...insertions(path, before, missing, now)], conflicts: [] }
}

function changedItems(
  path: NodePath,
  old: readonly Json[],
  written: readonly Json[],
  now: readonly Json[],
): Revert {
  const edits: Edit[] = []
  for (const [index, item] of written.entries()) {
    const [hit, ...more] = positions(now, item)
    const wanted = old[index]
    if (hit === undefined || more.length > 0 || wanted === undefined) return { edits: [], conflicts: [path] }
    edits.push(...reconcileData([...path, hit], item, wanted))
  }
  return { edits, conflicts: [] }
}

/** Each below the item it stood below, where that is still there; else at the end. */
function insertions(
  path: NodePath,
  before: readonly Json[],
  missing: readonly Json[],
  now: readonly Json[],
): readonly Edit[] {
  let list = now
  const edits: Edit[] = []
  for (const value of missing) {
    const index = before.findIndex((item) => sameData(item, value))
    const previous = before[index - 1]
    const [above] = previous === undefined ? [] : positions(list, previous)
    const to = index === 0 ? 0 : above === undefined ? list.length : above + 1
    edits.push({ kind: 'insert-item', path, index: to, value })
    list = list.toSpliced(to, 0, value)
  }
  return edits
}

function positions(list: readonly Json[], item: Json): readonly number[] {
  return [...list.keys()].filter((index) => sameData(list[index] ?? null, item))
}

/** The items of one list that another does not have, counted as often as they are there more often. */
function without(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const rest = [...other]
  return list.filter((item) => {
    const index = rest.findIndex((candidate) => sameData(candidate, item))
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
