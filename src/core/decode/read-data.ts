import { okUnless, type Result } from '../../model/problem.js'
import { type Dialect, newDecoding, usualDialect, type Wrong, wrong } from './decoding.js'
import { type Key, optional, required } from './keys.js'
import { list, type Shape } from './shape.js'
import type { Tree } from './tree.js'

/** What a file that a person wrote says; all problems at once, each with its line. */
export function readTree<T>(shape: Shape<T>, tree: Tree, path: string, dialect: Dialect): Result<T> {
  const decoding = newDecoding(path, dialect)
  const value = shape.decode(decoding, { tree, place: '' })
  return okUnless(decoding.problems, () => {
    if (value === wrong) throw new Error(`nothing is wrong with ${path}, and yet it was not read`)
    return value
  })
}

/** JSON text that a program wrote, of a shape; see {@link readData}. */
export function readJson<T>(shape: Shape<T>, text: string): T | Wrong {
  try {
    return readData(shape, JSON.parse(text))
  } catch {
    return wrong
  }
}

/** Data that a program wrote, of a shape; whoever reads it tells on its own what it is not. */
export function readData<T>(shape: Shape<T>, data: unknown): T | Wrong {
  const decoding = newDecoding('', usualDialect('data'))
  const value = shape.decode(decoding, { tree: treeOf(data), place: '' })
  return decoding.problems.length === 0 ? value : wrong
}

/** A key that such data has. Nobody is told how it is written. */
export const has = <T>(shape: Shape<T>): Key<T> => required(shape, '')
export const mayHave = <T>(shape: Shape<T>): Key<T | undefined> => optional(shape, undefined)
export const some = <T>(item: Shape<T>): Shape<readonly T[]> => list(item, '', { least: 0 })

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
