import type { Oid } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import type { TreeEntry } from '../../model/target-tree.js'
import type { Layer } from '../ledger/in-force.js'
import type { OwedFile } from './owed.js'

/** A file that is not as it should be. */
export interface DriftedFile {
  readonly file: OwedFile
  /** What stands there now; null where no file does. */
  readonly now: Oid | null
  readonly findings: readonly DriftFinding[]
}

/** What is not as it should be; `of` are the places it is owed to. */
export type DriftFinding =
  /** A place says something else; a side is left out where nothing stands. */
  | {
      readonly kind: 'changed'
      readonly of: readonly [Layer]
      readonly document?: RecordedPlace['document']
      readonly at: readonly PathStep[]
      readonly expected?: Json
      readonly found?: Json
    }
  /** What is around a place is another thing, so that it cannot be put back. */
  | { readonly kind: 'displaced'; readonly of: readonly Layer[]; readonly why: Problem }
  /** There is no file any more. */
  | { readonly kind: 'missing'; readonly of: readonly Layer[] }
  /** The same file stands elsewhere. */
  | { readonly kind: 'moved'; readonly of: readonly Layer[]; readonly to: string }
  /** A request removed the file, and there is one. */
  | { readonly kind: 'back'; readonly of: readonly Layer[] }
  /** No request asked for the file, which stands where requests write. */
  | { readonly kind: 'unrequested'; readonly of: readonly []; readonly copyOf: string | null }
  /** Something else than a file stands there, or on the way to it. */
  | {
      readonly kind: 'blocked'
      readonly of: readonly Layer[]
      readonly by: TreeEntry['kind']
      readonly at: string
    }
  /** Nobody can read it any more, so nobody can tell what it says. */
  | { readonly kind: 'unreadable'; readonly of: readonly Layer[]; readonly why: string }
