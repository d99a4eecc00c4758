import { isList, type Json } from '../../model/json.js'
import { applyEdit } from './apply-edit.js'
import type { Edit, NodePath } from './edit.js'
import { isMap, mapOf, ownValue } from './json-shapes.js'
import { coreValue } from './yaml/ambiguous-scalar.js'

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

// U+0000 cannot stand in YAML: nothing in a file is mistaken for this key.
const spelledKey = '\0spelled'

/** A value that readers take for different things, as it is spelled. */
export function spelling(source: string): Json {
  return mapOf([[spelledKey, source]])
}

/** How such a value is spelled; null for any other data. */
export function spelledSource(value: Json | undefined): string | null {
  const source = isMap(value) ? ownValue(value, spelledKey) : undefined
  return typeof source === 'string' ? source : null
}

/** What a file says after an edit of one of its documents. */
export function editedReading({ documents, spelled }: Reading, index: number, edit: Edit): Reading {
  const edited = (all: readonly Json[], one: Edit) => all.with(index, applyEdit(all[index] ?? null, one))
  const data = edited(documents, plainEdit(edit))
  // One list stands for both where readers agree; what an undo writes as it was spelled ends that.
  const isShared = spelled === documents && !('value' in edit && hasSpelling(edit.value))
  return { documents: data, spelled: isShared ? data : edited(spelled, edit) }
}

function plainEdit(edit: Edit): Edit {
  return 'value' in edit && hasSpelling(edit.value) ? { ...edit, value: plainData(edit.value) } : edit
}

function hasSpelling(value: Json): boolean {
  if (isList(value)) return value.some(hasSpelling)
  return isMap(value) && (spelledSource(value) !== null || Object.values(value).some(hasSpelling))
}

/** The data of what may stand there as it is spelled. */
export function plainData(value: Json): Json {
  const source = spelledSource(value)
  if (source !== null) return single(coreValue(source))
  if (isList(value)) return value.map(plainData)
  return isMap(value) ? mapOf(Object.entries(value).map(([key, entry]) => [key, plainData(entry)])) : value
}

function single(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
