import type { Json } from '../../model/json.js'
import type { Edit, NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'
import type { Sides } from './reading.js'
import { reconcileData } from './reconcile-data.js'
import { sameData } from './same-data.js'

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
