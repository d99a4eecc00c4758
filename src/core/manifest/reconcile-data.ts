import type { Json, JsonObject } from '../../model/json.js'
import { applyEdit } from './apply-edit.js'
import type { Edit, NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'
import { neighbourOf } from './neighbour-of.js'
import { reconcileList } from './reconcile-list.js'
import { sameData } from './same-data.js'
import { spelledSource } from './spelling.js'

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
