/**
 * A file as data with the line of everything in it, so that every later check can say where it is. Independent of the library that
 * read it.
 */
export type Tree = TreeScalar | TreeList | TreeMap

export interface TreeScalar {
  readonly kind: 'scalar'
  readonly line: number
  readonly value: null | boolean | number | string
  /** As it is written in the file, without quotes. */
  readonly source: string
  /** Whether it stands there without quotes, so that its type was guessed from its looks. */
  readonly plain: boolean
}

export interface TreeList {
  readonly kind: 'list'
  readonly line: number
  readonly items: readonly Tree[]
}

export interface TreeMap {
  readonly kind: 'map'
  readonly line: number
  readonly entries: readonly TreeEntry[]
}

export interface TreeEntry {
  readonly key: string
  /** The line of the key. */
  readonly line: number
  readonly value: Tree
}
