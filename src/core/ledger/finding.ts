import type { CodesOf } from '../../model/problem.js'

/**
 * What is wrong with a ledger, or has to be looked at. Codes are public API. `error`: the ledger is not what the toolkit appended, or what
 * was merged is not what was approved; `warning`: the toolkit told something of a merge that somebody has to look at.
 */
export interface Fault {
  readonly code: Exclude<CodesOf<'ledger'>, NoteCode>
  readonly severity: 'error' | 'warning'
  /** What is the matter, in plain text. */
  readonly what: string
  /** The toolkit itself records it, of a merge: then the ledger is whole, and something else is not. */
  readonly ofMerge?: true
}

export function fault(code: Fault['code'], what: string, severity: Fault['severity'] = 'error'): Fault {
  return { code, severity, what }
}

/** Collects what is found one after the other. */
export function collector() {
  const found: Fault[] = []
  const tell = (...told: Parameters<typeof fault>) => {
    found.push(fault(...told))
  }
  return { found, tell }
}

/** A fault and the commit that brought it. */
export interface LedgerFinding extends Fault {
  readonly commit: string
  readonly path: string | null
}

/** A finding as programs are told it. */
export function findingJson({ ofMerge: _, ...finding }: LedgerFinding) {
  return finding
}

/** What a verification does not decide about, and yet must not pass over: what could not be looked at here, and what people may do. Codes are public API. */
export interface LedgerNote {
  readonly code: NoteCode
  readonly what: string
}

type NoteCode = Extract<
  CodesOf<'ledger'>,
  | 'ledger/signature-unchecked'
  | 'ledger/comments-unchecked'
  | 'ledger/clone-behind'
  | 'ledger/rules-returned'
  | 'ledger/comment-deleted'
  | 'ledger/comment-edited'
>
