import type { Json } from '../../model/json.js'
import type { NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'

/** What a manifest says. */
export interface Reading {
  /** The data of every document. */
  readonly documents: readonly Json[]
  /**
   * The same data, except that a value which readers take for different things stands there as it is spelled, and so equals no value that
   * a change can ask for. The same list as `documents` where all readers agree.
   */
  readonly spelled: readonly Json[]
}

/** One document, or one place of it, both ways. */
export interface Sides {
  readonly data: Json
  readonly spelled: Json
}

/** A place of a document, both ways; both have the same shape down to it. */
export function sidesAt({ data, spelled }: Sides, path: NodePath): Sides {
  if (data === spelled) {
    const value = valueAt(data, path)
    return { data: value, spelled: value }
  }
  return { data: valueAt(data, path), spelled: valueAt(spelled, path) }
}

function valueAt(data: Json, path: NodePath): Json {
  let node: Json | undefined = data
  for (const step of path)
    node = isList(node) ? node[Number(step)] : isMap(node) ? ownValue(node, String(step)) : undefined
  return node ?? null
}
