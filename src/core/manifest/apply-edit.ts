import { isList, type Json } from '../../model/json.js'
import type { Edit, NodePath } from './edit.js'
import { isMap, mapOf, ownValue } from './json-shapes.js'
import { neighbourIndex } from './neighbour-of.js'

/**
 * The data after an edit; the data before is left as it is.
 * @throws if the edit's path does not exist: edits are made from the same data.
 */
export function applyEdit(data: Json, edit: Edit): Json {
  return at(data, edit.path, (node) => changed(node, edit))
}

function changed(node: Json, edit: Edit): Json {
  if (edit.kind === 'replace') return edit.value
  if (edit.kind === 'insert-item' && isList(node)) return node.toSpliced(edit.index, 0, edit.value)
  if (edit.kind === 'delete-item' && isList(node)) return node.toSpliced(edit.index, 1)
  if (edit.kind === 'add-key' && isMap(node)) {
    const entries = Object.entries(node)
    // The order of keys is no data; but where the next new one goes depends on it.
    const index = edit.beside === undefined ? null : neighbourIndex(edit.beside, Object.keys(node))
    return mapOf(entries.toSpliced(index ?? entries.length, 0, [edit.key, edit.value]))
  }
  if (edit.kind === 'delete-key' && isMap(node))
    return mapOf(Object.entries(node).filter(([key]) => key !== edit.key))
  throw new Error(`an edit does not fit the data: ${edit.kind}`)
}

function at(node: Json, path: NodePath, change: (node: Json) => Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return change(node)
  const child =
    typeof step === 'number'
      ? isList(node)
        ? node[step]
        : undefined
      : isMap(node)
        ? ownValue(node, step)
        : undefined
  if (child === undefined) throw new Error(`an edit goes to a place that is not there: ${String(step)}`)
  const next = at(child, rest, change)
  if (isList(node)) return node.map((item, index) => (index === step ? next : item))
  if (!isMap(node)) throw new Error('an edit goes through a scalar')
  return mapOf(Object.entries(node).map(([key, value]) => (key === step ? [key, next] : [key, value])))
}
