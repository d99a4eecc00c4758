import { isList, type Json, type JsonObject } from '../../model/json.js'
import { applyEdit } from './apply-edit.js'
import type { Edit, NodePath } from './edit.js'
import { isMap, ownValue, sameData } from './json-shapes.js'
import { neighbourOf } from './neighbour-of.js'
import { type Sides, spelledSource } from './reading.js'

/**
 * The smallest edits that turn the data at `path` into the wanted data. Maps are compared entry by entry, so that comments
 * and layout of entries that stay survive, and items of lists where both begin or end alike. New entries come before removals: no
 * map is empty in between.
 */
export function reconcileData(path: NodePath, current: Json, wanted: Json): readonly Edit[] {
  if (sameData(current, wanted)) return []
  if (isList(current) && isList(wanted))
    return reconcileList(path, current, wanted, reconcileData) ?? [{ kind: 'replace', path, value: wanted }]
  if (!isEntries(current) || !isEntries(wanted)) return [{ kind: 'replace', path, value: wanted }]
  const edits: Edit[] = []
  let map: Json = current
  for (const [key, value] of Object.entries(wanted)) {
    const old = ownValue(current, key)
    if (old === undefined) {
      const edit: Edit = { kind: 'add-key', path, key, value, ...neighbourOf(map, key) }
      map = applyEdit(map, { ...edit, path: [] })
      edits.push(edit)
    } else edits.push(...reconcileData([...path, key], old, value))
  }
  for (const key of Object.keys(current)) {
    if (!Object.hasOwn(wanted, key)) edits.push({ kind: 'delete-key', path, key })
  }
  return edits
}

/** A map that is compared entry by entry: with entries, and not a value that is spelled out. */
function isEntries(data: Json): data is JsonObject {
  return isMap(data) && Object.keys(data).length > 0 && spelledSource(data) === null
}

/** In edits, each of which may take a reading of its own; beyond it a list is written anew. */
const editsMax = 20

/**
 * The edits that turn one list into another where they begin or end alike: items they share stay as they are, with their comments. Null
 * where they share nothing at either end, and the list is replaced as a whole.
 * @param reconcile what turns one item into another.
 */
function reconcileList(
  path: NodePath,
  current: readonly Json[],
  wanted: readonly Json[],
  reconcile: (path: NodePath, current: Json, wanted: Json) => readonly Edit[],
): readonly Edit[] | null {
  const shorter = Math.min(current.length, wanted.length)
  let head = 0
  while (head < shorter && sameData(current[head] ?? null, wanted[head] ?? null)) head += 1
  let tail = 0
  while (tail < shorter - head && sameData(current.at(-1 - tail) ?? null, wanted.at(-1 - tail) ?? null))
    tail += 1
  if (head + tail === 0) return null
  const gone = current.slice(head, current.length - tail)
  const fresh = wanted.slice(head, wanted.length - tail)
  const both = Math.min(gone.length, fresh.length)
  const edits = [
    ...fresh
      .slice(0, both)
      .flatMap((item, index) => reconcile([...path, head + index], gone[index] ?? null, item)),
    ...gone
      .slice(both)
      .map((_, index): Edit => ({ kind: 'delete-item', path, index: head + gone.length - 1 - index })),
    ...fresh
      .slice(both)
      .map((value, index): Edit => ({ kind: 'insert-item', path, index: head + both + index, value })),
  ]
  return edits.length > editsMax ? null : edits
}

/**
 * The smallest edits that turn the data at `path` into the wanted data for every reader: what is the wanted data to some readers only, as
 * `yes` is the wanted text to YAML 1.2 and true to Kubernetes, is written anew.
 */
export function reconcileSpelled(path: NodePath, current: Sides, wanted: Json): readonly Edit[] {
  return current.data !== current.spelled && sameData(current.data, wanted)
    ? respelled(path, current.spelled, wanted)
    : reconcileData(path, current.spelled, wanted)
}

/** `spelled` has the shape of `wanted`, so that also in lists every value is told apart. */
function respelled(path: NodePath, spelled: Json, wanted: Json): readonly Edit[] {
  if (sameData(spelled, wanted)) return []
  if (isList(spelled) && isList(wanted))
    return wanted.flatMap((item, index) => respelled([...path, index], spelled[index] ?? null, item))
  if (isMap(spelled) && isMap(wanted))
    return Object.entries(wanted).flatMap(([key, value]) =>
      respelled([...path, key], ownValue(spelled, key) ?? null, value),
    )
  return [{ kind: 'replace', path, value: wanted }]
}
