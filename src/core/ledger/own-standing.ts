import { type Instant, secondsAfter } from '../../model/instant.js'
import { type FinalRecord, isFinal, type LedgerRecord } from '../../model/record.js'

/** What of one request is in force, as its own records tell: places that others have superseded since are not looked at. */
export interface OwnStanding {
  /** What was merged, oldest first. */
  readonly merges: readonly FinalRecord[]
  /** When it ends, as it was approved and extended since; null where it never does. */
  readonly until: Instant | null
  /** How often it was extended. */
  readonly extended: number
}

/** How a request stands; null where nothing of it was merged, or where it was taken back or has ended. */
export function ownStanding(records: readonly LedgerRecord[]): OwnStanding | null {
  return records.filter(isFinal).reduce<OwnStanding | null>(after, null)
}

function after(before: OwnStanding | null, record: FinalRecord): OwnStanding | null {
  const { cause, decision, merge, plan } = record.predicate
  switch (cause.kind) {
    case 'asked': {
      if (decision !== 'merged' || merge === null) return before
      const end = plan?.end ?? null
      const until = end === null ? null : end.kind === 'at' ? end.at : secondsAfter(merge.at, end.seconds)
      return { merges: [...(before?.merges ?? []), record], until, extended: 0 }
    }
    case 'extended':
      return before === null || decision !== 'unchanged'
        ? before
        : { ...before, until: cause.until, extended: before.extended + 1 }
    case 'ended':
    case 'taken-back':
      // Unchanged: nothing of it was left, or what it wrote is superseded everywhere.
      return decision === 'merged' || decision === 'unchanged' ? null : before
  }
}

/** Since when an end is open that has begun; null where none is. @param records those of the chapter at hand. */
export function overdueSince({ records }: { readonly records: readonly LedgerRecord[] }): Instant | null {
  const last = records.at(-1)
  if (last === undefined || isFinal(last)) return null
  const { cause } = last.predicate
  return cause.kind === 'ended' ? cause.at : null
}
