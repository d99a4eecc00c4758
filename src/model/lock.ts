import type { IssueNumber, Oid } from './ids.js'
import type { Instant } from './instant.js'
import type { Person } from './person.js'
import type { Evidence, Subject } from './record.js'

/** What a lock holds the merges of: all requests, those of a type, or those of one stage of a type. */
export type Locked =
  | { readonly kind: 'all' }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'stage'; readonly type: string; readonly stage: string }

/** A lock that somebody has given, as every run reads it. */
export interface Lock {
  /** Of its record, which tells the rest. */
  readonly number: number
  readonly of: Locked
  /** When it ends without anybody; null where it takes an `/unlock`. */
  readonly until: Instant | null
  /** That it holds ends as well; left out where these pass. */
  readonly ends?: 'hold'
  readonly reason: string
  readonly by: Person
  readonly issue: IssueNumber
  readonly comment: number
  /** When the comment was written. */
  readonly at: Instant
}

/**
 * What every run knows of locks, however many there were: those that were in force when the last record was written, and which comments were
 * carried out lately, so that none is carried out twice.
 */
export interface Locks {
  /** How many records of locks the ledger has. */
  readonly records: number
  readonly locks: readonly Lock[]
  readonly recent: readonly { readonly comment: number; readonly at: Instant }[]
}

export const lockPredicateType = 'urn:issueops:lock:v1'

/** Somebody has locked or unlocked something; an in-toto statement like every record of the ledger. */
export interface LockRecord {
  readonly _type: 'https://in-toto.io/Statement/v1'
  readonly subject: readonly Subject[]
  readonly predicateType: typeof lockPredicateType
  readonly predicate: LockPredicate
}

export type LockPredicate = {
  /** Counts the records of locks of a repository from 1 without a gap. */
  readonly sequence: number
  /** The ledger commit this record was appended to. */
  readonly previous: Oid
  readonly repository: string
  readonly repositoryId: number
  /** On which issue it was said. */
  readonly issue: IssueNumber
  readonly observedAt: Instant
  readonly of: Locked
  readonly evidence: Evidence
} & (
  | {
      readonly does: 'lock'
      readonly until: Instant | null
      readonly ends?: 'hold'
      readonly reason: string
    }
  | { readonly does: 'unlock'; readonly reason: string | null }
)

/** What such a record is about: the comment, on its issue. */
export function lockSubjects({
  repository,
  issue,
  evidence,
}: Pick<LockPredicate, 'repository' | 'issue' | 'evidence'>): readonly Subject[] {
  return [
    { name: `${repository}#${issue}/comments/${evidence.comment}`, digest: { sha256: evidence.bodySha256 } },
  ]
}

export function sameLocked(a: Locked, b: Locked): boolean {
  return lockedText(a) === lockedText(b)
}

/** As it is written behind `/lock`. */
export function lockedText(of: Locked): string {
  switch (of.kind) {
    case 'all':
      return 'all'
    case 'type':
      return of.type
    case 'stage':
      return `${of.type}/${of.stage}`
  }
}
