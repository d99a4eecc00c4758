import type { Json } from './json.js'
import type { FileMode } from './manifest.js'
import type { PathStep } from './plan.js'

/** `present`: the state holds after the plan; `absent`: nothing of it is left. */
export type Ensure = 'present' | 'absent'

/** Which document of a YAML file with several a change means; exactly one must match. */
export type DocumentChoice =
  | { readonly by: 'index'; readonly index: number }
  /** Kubernetes' `kind` and `metadata.name`; null means that any value matches. */
  | { readonly by: 'resource'; readonly kind: string | null; readonly name: string | null }

interface ChangeBase {
  /** Path of the manifest from the root of the target repository; checked, one form per file. */
  readonly file: string
  readonly ensure: Ensure
  /** Null where the file holds one document. */
  readonly document: DocumentChoice | null
  /** Path, in the same repository, of the JSON Schema the document has to follow afterwards; null where none is named. */
  readonly validate: string | null
}

/** The whole file: text as it is, or data that is written as YAML or JSON by the file's extension. */
export interface FileChange extends ChangeBase {
  readonly kind: 'file'
  readonly content: Json
  /** The mode of a file that is new, where it is a copy of another; else new files are regular. */
  readonly mode?: FileMode
}

/** The value at one place. */
export interface ValueChange extends ChangeBase {
  readonly kind: 'value'
  readonly at: readonly PathStep[]
  readonly value: Json
  /** The entry beside which a new entry of a map goes, where one is named and is there. */
  readonly beside?: Beside
}

/** The key a new entry of a map goes directly before or after. */
export type Beside = { readonly before: string } | { readonly after: string }

/** One item of the list at a place: a scalar, or a map that `key` tells from its siblings. */
export interface ItemChange extends ChangeBase {
  readonly kind: 'item'
  readonly at: readonly PathStep[]
  readonly item: Json
  readonly key: string | null
}

/** One line of a text file. */
export interface LineChange extends ChangeBase {
  readonly kind: 'line'
  /** Without its line end. */
  readonly line: string
  /** Where a new line goes. */
  readonly order: LineOrder
}

export type LineOrder =
  | { readonly by: 'end' }
  /** To its place among the lines that are neither empty nor begin with `#`, if these are in order; else to the end. */
  | { readonly by: 'sorted' }
  /** Directly below the one line that is exactly this. */
  | { readonly by: 'after'; readonly line: string }

/**
 * A whole file, or the value at one place, as another file has it at the commit the manifests are read at. Planning makes a change of the file
 * or of the value of it; where nothing shall be left, there is nothing to copy and it is one of these from the start.
 */
export interface CopyChange extends ChangeBase {
  readonly kind: 'copy'
  readonly from: CopySource
  /** The place in `file`; null for the whole file. */
  readonly at: readonly PathStep[] | null
  readonly beside?: Beside
}

/** Where something is copied from; a way of no steps is the whole file. */
export interface CopySource {
  readonly file: string
  readonly at: readonly PathStep[]
  readonly document: DocumentChoice | null
}

/** A change that says itself what shall be there. */
export type PlainChange = FileChange | ValueChange | ItemChange | LineChange

/** One declared state of one place in one manifest, with every expression evaluated and every path checked. */
export type Change = PlainChange | CopyChange
