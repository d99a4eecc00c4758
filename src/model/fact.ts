import type { KnownPerson } from './authority.js'
import type { Oid } from './ids.js'
import type { Locks } from './lock.js'
import type { Told } from './notice.js'
import type { Gate, ObservedPull, Publication, QueueEntry } from './pull.js'
import type { LedgerRecord } from './record.js'
import type { ObservedBranch, ObservedComment } from './snapshot.js'

/** What a write has made true, as GitHub answered it. Folded into the snapshot, so that deciding goes on without another read. */
export type Fact =
  | {
      readonly kind: 'ledger'
      readonly head: Oid
      readonly record: LedgerRecord | null
      /** Everybody known by login from now on; left out where nobody is new. */
      readonly people?: readonly KnownPerson[]
    }
  /** What is locked now. */
  | { readonly kind: 'locks'; readonly head: Oid; readonly locks: Locks }
  | { readonly kind: 'branch'; readonly branch: ObservedBranch }
  | { readonly kind: 'branch-deleted'; readonly name: string }
  | { readonly kind: 'pull'; readonly pull: ObservedPull }
  | { readonly kind: 'published'; readonly publication: Publication }
  | { readonly kind: 'gate'; readonly gate: Gate }
  | { readonly kind: 'auto-merge'; readonly on: boolean }
  | { readonly kind: 'queued'; readonly entry: QueueEntry | null }
  /** GitHub refused to wait with a merge for which there is nothing to wait. */
  | { readonly kind: 'mergeable-now' }
  | { readonly kind: 'comment'; readonly comment: ObservedComment }
  | { readonly kind: 'comment-deleted'; readonly comment: number }
  | { readonly kind: 'labels'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'closed'; readonly reason: 'completed' | 'not-planned' }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'pull-merged'; readonly commit: Oid }
  | { readonly kind: 'merge-refused'; readonly why: string }
  | { readonly kind: 'pull-closed' }
  /** A receiver was told, or could not be, and why, without its address. */
  | { readonly kind: 'told'; readonly told: Told; readonly why: string | null }
  /** GitHub does not let the token write to the other repository the manifests live in. */
  | { readonly kind: 'target-refused'; readonly operation: string; readonly permission: string | null }

/** What one effect did. */
export interface Outcome {
  /** The effect's key. */
  readonly key: string
  readonly did: 'created' | 'updated' | 'deleted' | 'refused'
  readonly fact: Fact
}
