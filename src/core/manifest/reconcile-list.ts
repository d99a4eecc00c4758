import type { Json } from '../../model/json.js'
import type { Edit, NodePath } from './edit.js'
import { sameData } from './same-data.js'

/** In edits, each of which may take a reading of its own; beyond it a list is written anew. */
const editsMax = 20

/**
 * The edits that turn one list into another where they begin or end alike: items they share stay as they are, with their comments. Null
 * where they share nothing at either end, and the list is replaced as a whole.
 * @param reconcile what turns one item into another.
 */
export function reconcileList(
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
