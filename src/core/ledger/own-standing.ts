import { type Instant, secondsAfter } from '../../model/instant.js'
import {
  type FinalRecord,
  isAccepted,
  isFinal,
  isOutcome,
  isOver,
  type LedgerRecord,
  type OutcomeRecord,
} from '../../model/record.js'
import { isLetGo } from './accepted-places.js'

/** What of one request is in force, as its own records tell: places that others have superseded since are not looked at. */
export interface OwnStanding {
  /** What was merged, oldest first: one merge, and of a request with stages one of each stage in force. */
  readonly merges: readonly FinalRecord[]
  /** When it ends, as it was approved and extended since; null where it never does. */
  readonly until: Instant | null
  /** How often it was extended. */
  readonly extended: number
}

/** How a request stands; null where nothing of it was merged, or where all of it was taken back, let go of, or has ended. */
export function ownStanding(records: readonly LedgerRecord[]): OwnStanding | null {
  const own = chapterEnds(records).reduce<OwnStanding | null>(after, null)
  if (own === null || !records.some(isAccepted)) return own
  const merges = own.merges.filter((merge) => !isLetGo(merge, records))
  return merges.length === 0 ? null : { ...own, merges }
}

/** What ended chapters. What became of a merge is told after the end, and ends nothing; nor does what lets go of places. */
export function chapterEnds(records: readonly LedgerRecord[]): readonly FinalRecord[] {
  return records.filter(isFinal).filter((record) => !isOutcome(record))
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
    case 'stage': {
      if (decision !== 'merged' || merge === null) return before
      const others = without(before?.merges ?? [], cause.stage)
      return { until: null, extended: 0, ...before, merges: [...others, record] }
    }
    case 'extended':
      return before === null || decision !== 'unchanged'
        ? before
        : { ...before, until: cause.until, extended: before.extended + 1 }
    case 'restored':
      return before
    case 'ended':
      return takesEffect(record) ? null : before
    case 'taken-back': {
      if (before === null || !takesEffect(record)) return before
      const left = cause.stage === undefined ? [] : without(before.merges, cause.stage)
      return left.length === 0 ? null : { ...before, merges: left }
    }
  }
}

/** Unchanged, what takes back takes effect as well: nothing of it was left, or what it wrote is superseded everywhere. */
export function takesEffect({ predicate: { decision } }: FinalRecord): boolean {
  return decision === 'merged' || decision === 'unchanged'
}

function without(records: readonly FinalRecord[], stage: string): readonly FinalRecord[] {
  return records.filter((record) => stageOf(record) !== stage)
}

/** The stage whose manifests a record is about; null where its request has none. */
export function stageOf({ predicate: { plan, cause } }: LedgerRecord): string | null {
  return plan?.stage ?? ('stage' in cause ? (cause.stage ?? null) : null)
}

/**
 * The stages of a request that are done, in the order they came, each by the end of its chapter: merged, or with nothing to change. What was taken
 * back is done no more, nor is what came after it and changed nothing.
 */
export function doneStages(records: readonly LedgerRecord[]): readonly FinalRecord[] {
  return chapterEnds(records).filter(takesEffect).reduce(done, [])
}

function done(before: readonly FinalRecord[], record: FinalRecord): readonly FinalRecord[] {
  const { cause } = record.predicate
  switch (cause.kind) {
    case 'asked':
    case 'stage': {
      const stage = stageOf(record)
      return stage === null ? before : [...without(before, stage), record]
    }
    case 'restored':
    case 'extended':
      return before
    case 'ended':
      return []
    case 'taken-back':
      return cause.stage === undefined ? [] : before.slice(0, placeOf(cause.stage, before))
  }
}

function placeOf(stage: string, records: readonly FinalRecord[]): number {
  const found = records.findIndex((record) => stageOf(record) === stage)
  return found === -1 ? records.length : found
}

/**
 * What became of the merge of a chapter, as it was told last; null where nothing was told yet. It may be told in a later chapter, once that has come
 * to nothing.
 */
export function outcomeOf(records: readonly LedgerRecord[], chapter: number): OutcomeRecord | null {
  const isAbout = (index: number) => carriedOut(records.slice(0, index))?.predicate.chapter === chapter
  return (
    records.findLast((record, index): record is OutcomeRecord => isOutcome(record) && isAbout(index)) ?? null
  )
}

/**
 * The merge of which word is waited for: the last one, where it carries out what was asked for. What was to be taken back and was not, what is restored, and a later end,
 * leave it as it was. Null where something else has ended last.
 */
export function carriedOut(records: readonly LedgerRecord[]): FinalRecord | null {
  const last = chapterEnds(records).findLast((record) => !leavesAsItWas(record))
  if (last === undefined) return null
  const { cause, decision, merge } = last.predicate
  const carries = cause.kind === 'asked' || cause.kind === 'stage'
  return carries && decision === 'merged' && merge !== null ? last : null
}

/** Whether a chapter that has ended came to nothing that a system could notice. */
export function leavesAsItWas({ predicate: { cause, decision } }: FinalRecord): boolean {
  // What is restored says again what was merged: word of that is word of what stands there.
  if (cause.kind === 'extended' || (cause.kind === 'restored' && decision !== 'failed')) return true
  const declined = decision === 'rejected' || decision === 'withdrawn' || decision === 'lapsed'
  return cause.kind === 'taken-back' && declined
}

/** Since when an end is open that has begun; null where none is. @param records those of the chapter at hand. */
export function overdueSince({ records }: { readonly records: readonly LedgerRecord[] }): Instant | null {
  const last = records.at(-1)
  if (last === undefined || isOver(last)) return null
  const { cause } = last.predicate
  return cause.kind === 'ended' ? cause.at : null
}
