import { type Instant, secondsBetween } from '../../model/instant.js'
import type { NoticeEvent, Occasion } from '../../model/notice.js'
import { isOver, type LedgerRecord, type RecordedDecision } from '../../model/record.js'
import type { ObservedLedger } from '../../model/snapshot.js'
import { overdueSince } from '../ledger/own-standing.js'

/** Something that receivers can be told of. */
export interface Happened extends Occasion {
  readonly event: NoticeEvent
  readonly at: Instant
  /** The record it is about: type, stage and plan are as it says. */
  readonly record: LedgerRecord
  /** How it is with it now, however long it has been so: of what has only happened, nobody is told later than a day. */
  readonly lasts: boolean
}

/**
 * Everything that receivers can be told of an issue, oldest first in each stream. It follows from what is recorded and observed alone: whether
 * somebody was told of it, the status comment knows.
 */
export function occasions(ledger: Pick<ObservedLedger, 'records' | 'earlier'>): readonly Happened[] {
  return sources.flatMap((source) => source(ledger))
}

type Source = (ledger: Pick<ObservedLedger, 'records' | 'earlier'>) => readonly Happened[]

/** What is not on record has a stream of its own here, and numbers in it that only grow. */
const sources: readonly Source[] = [recorded, overdue]

function recorded({ earlier, records }: Parameters<Source>[0]): readonly Happened[] {
  const all = [...earlier, ...records]
  return all.flatMap((record, index) => {
    const event = eventOf(record)
    if (event === null) return []
    if (event === 'awaiting-approval' && !stillAsks(all, index)) return []
    const { sequence, observedAt } = record.predicate
    return { stream: 'record', number: sequence, event, at: observedAt, record, lasts: false }
  })
}

function overdue(ledger: Parameters<Source>[0]): readonly Happened[] {
  const at = overdueSince(ledger)
  const record = ledger.records.at(-1)
  if (at === null || record === undefined) return []
  const number = secondsBetween('1970-01-01T00:00:00Z', at)
  return [{ stream: 'overdue', number, event: 'overdue', at, record, lasts: true }]
}

const events: Readonly<Record<RecordedDecision, NoticeEvent | null>> = {
  begun: null,
  proposed: 'awaiting-approval',
  'approval-given': null,
  approved: 'approved',
  revoked: 'revoked',
  hold: 'on-hold',
  unhold: 'released',
  merged: 'merged',
  reached: 'reached',
  reviewed: null,
  unchanged: 'unchanged',
  failed: 'failed',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  // Whoever has accepted is answered, and nobody else has to act.
  accepted: null,
}

/** What a record tells; what takes back, restores, extends or ends is called so once it is done. */
function eventOf({ predicate: { decision, cause } }: LedgerRecord): NoticeEvent | null {
  if (decision !== 'merged' && decision !== 'unchanged') return events[decision]
  return cause.kind === 'asked' || cause.kind === 'stage' ? events[decision] : cause.kind
}

/**
 * Whether a proposal still asks somebody for something: nobody is asked to approve what is approved or over already, nor twice because the very same plan
 * was published on a newer base.
 */
function stillAsks(all: readonly LedgerRecord[], index: number): boolean {
  const proposal = all[index]?.predicate
  const ofChapter = (record: LedgerRecord) => record.predicate.chapter === proposal?.chapter
  const since = all.slice(index + 1).filter(ofChapter)
  const before = all.slice(0, index).filter(ofChapter)
  const asked = before.findLast(({ predicate }) => predicate.decision === 'proposed')
  if (asked?.predicate.plan?.digest === proposal?.plan?.digest) return false
  return !since.some((record) => record.predicate.decision === 'approved' || isOver(record))
}
