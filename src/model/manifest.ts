import type { Oid } from './ids.js'

/** The permission bits git keeps of a regular file. Source: git's documentation of tree objects. */
export type FileMode = '100644' | '100755'

/** What stands at one path of the target repository at one commit. */
export type ObservedFile =
  | {
      readonly kind: 'text'
      readonly path: string
      readonly mode: FileMode
      readonly oid: Oid
      readonly text: string
    }
  | { readonly kind: 'absent'; readonly path: string }
  /** The path, or a folder on the way to it, is something a change must not write through. `at` is the entry that stands in the way. */
  | {
      readonly kind: 'blocked'
      readonly path: string
      readonly by: 'symlink' | 'submodule' | 'folder' | 'file' | 'case-collision'
      readonly at: string
    }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: 'not-utf-8' | 'too-large' }

/** The manifests a request touches, all read at one commit. */
export interface Manifests {
  readonly commit: Oid
  readonly tree: Oid
  readonly files: readonly ObservedFile[]
}
