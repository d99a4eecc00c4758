import { type Decoding, type Dialect, type Wrong, wrong } from './decoding.js'
import type { Shape } from './shape.js'
import type { Tree } from './tree.js'

/** Data that a program wrote, of a shape; whoever reads it tells on its own what it is not. */
export function readData<T>(shape: Shape<T>, data: unknown): T | Wrong {
  const decoding: Decoding = { path: '', problems: [], lines: new Map(), files: [], dialect: untold }
  const value = shape.decode(decoding, { tree: treeOf(data), place: '' })
  return decoding.problems.length === 0 ? value : wrong
}

const words = { what: '', fix: '' }
const untold: Dialect = {
  codes: { value: 'type/value', unknownKey: 'type/unknown-key', missing: 'type/missing' },
  called: () => '',
  unknownKey: () => words,
  missing: () => words,
  isLeftOut: () => false,
}

/** JSON as a tree without lines. What is no JSON is nothing. */
export function treeOf(data: unknown): Tree {
  if (Array.isArray(data)) return { kind: 'list', line: 1, items: data.map(treeOf) }
  if (typeof data === 'object' && data !== null) {
    const entries = Object.entries(data).map(([key, value]) => ({ key, line: 1, value: treeOf(value) }))
    return { kind: 'map', line: 1, entries }
  }
  const known = typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean'
  return {
    kind: 'scalar',
    line: 1,
    value: known ? data : null,
    source: known ? String(data) : '',
    plain: false,
  }
}
