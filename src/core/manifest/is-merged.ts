import type { Json } from '../../model/json.js'
import type { NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'

/** Whether the map at `path` gets `key` from another one by YAML's merge key `<<`, which is read here as a key like any other. */
export function isMerged(root: Json, path: NodePath, key: string): boolean {
  let node: Json | undefined = root
  for (const step of path) {
    node =
      typeof step === 'number'
        ? isList(node)
          ? node[step]
          : undefined
        : isMap(node)
          ? ownValue(node, step)
          : undefined
  }
  return isMap(node) && gives(ownValue(node, '<<'), key)
}

function gives(source: Json | undefined, key: string): boolean {
  if (isList(source)) return source.some((item) => gives(item, key))
  return isMap(source) && (Object.hasOwn(source, key) || gives(ownValue(source, '<<'), key))
}
