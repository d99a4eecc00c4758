import type { Json } from '../../model/json.js'
import { applyEdit } from './apply-edit.js'
import type { Edit } from './edit.js'
import { isList, isMap, mapOf } from './json-shapes.js'
import type { Reading } from './reading.js'
import { spelledSource } from './spelling.js'
import { coreValue } from './yaml/ambiguous-scalar.js'

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

function plainData(value: Json): Json {
  const source = spelledSource(value)
  if (source !== null) return single(coreValue(source))
  if (isList(value)) return value.map(plainData)
  return isMap(value) ? mapOf(Object.entries(value).map(([key, entry]) => [key, plainData(entry)])) : value
}

function single(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
