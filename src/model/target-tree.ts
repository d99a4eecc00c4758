import type { Oid } from './ids.js'

/** What stands at one path of a branch. */
export interface TreeEntry {
  readonly kind: 'file' | 'symlink' | 'submodule' | 'folder'
  readonly oid: Oid
}

/** What stands in a branch at one commit. */
export interface TargetTree {
  /** By path; of a part, what was asked about and is there. */
  readonly entries: ReadonlyMap<string, TreeEntry>
  /** Whether it holds everything that stands there: of a part nobody can tell where a file has gone. */
  readonly isWhole: boolean
}

/** What a blob says, or why that is not known. */
export type TargetText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: 'too-large' | 'not-utf-8' }
  | { readonly kind: 'missing' }

/** The texts that are known, by blob. */
export type TargetTexts = ReadonlyMap<Oid, TargetText>
