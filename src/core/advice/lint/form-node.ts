import type { FormNode } from '../../decode/read-form-yaml.js'

/** The value of a key; null where the node is no map or has no such key. */
export function valueAt(node: FormNode | null, key: string): FormNode | null {
  return node?.kind === 'map' ? (node.entries.find((entry) => entry.key === key)?.value ?? null) : null
}

/** The items of a list; none of anything else. */
export function listOf(node: FormNode | null): readonly FormNode[] {
  return node?.kind === 'list' ? node.items : []
}
