import { isOutcome, isReview, type LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { approveLine } from '../approval/refuse-vote.js'
import {
  carriedOut,
  doneStages,
  leavesAsItWas,
  outcomeOf,
  ownStanding,
  stageOf,
  takesEffect,
} from '../ledger/own-standing.js'
import { hasProposed, isLate, openReview, reviewOf } from '../ledger/review.js'
import type { Following, NextInLine, StagePlace } from '../report/following.js'
import type { ReviewStanding } from '../report/review-words.js'
import { stageAfter, stageNamed } from '../request-type/stages.js'
import { typeOf } from './later-chapter.js'
import { expectation } from './merge-outcome.js'
import type { FirstReading } from './reading.js'
import { lastDone, type NextStage, nextStage } from './stage-line.js'
import { toldOutcome, viewOf } from './told-outcome.js'
import type { Finished } from './understand.js'
import { allRecords, ruledBy } from './wishes.js'

/** What follows the end of a chapter; null where nothing does, because requests of its kind have no stages and wait for nothing. */
export function followingOf(reading: FirstReading, finished: Finished): Following | null {
  const { record } = finished
  const type = typeOf(record.predicate.request, reading.policy)?.type ?? null
  const records = withRecord(reading, finished)
  const inForce = ownStanding(records)?.merges.flatMap((merge) => stageOf(merge) ?? []) ?? []
  const review = reviewStanding(records)
  if (stageOf(record) === null && inForce.length === 0 && type?.reached === undefined && review === null)
    return null
  const next = type === null ? null : nextStage(records, type)
  const lost = lostBy(reading, records)
  const arrives = isTold(finished)
  const about = arrives ? finished.carried?.record : record
  return {
    stage: stageOf(about ?? record),
    arrival: arrives ? arrivalOf(reading, finished, type) : null,
    outcome: arrives ? toldOutcome(reading, finished) : null,
    next: next === null ? null : inLine(next, records, reading),
    lost,
    line: type === null ? [] : lineOf(type, records),
    inForce,
    review,
    organization: reading.snapshot.repository.owner,
  }
}

/** How the review of the emergency stands that was merged last; null where none is in force. */
function reviewStanding(records: readonly LedgerRecord[]): ReviewStanding | null {
  const open = openReview(records)
  if (open !== null) {
    const { review, due, digest } = open
    const line = approveLine('prefix', digest)
    // Until taking it back was proposed, that comes next.
    return { kind: hasProposed(records, open) ? 'overdue' : 'awaited', review, due, line }
  }
  const last = ownStanding(records)?.merges.at(-1)
  const given = last === undefined ? null : reviewOf(records, last)
  if (given === null) return null
  const by = given.predicate.evidence.map(({ person }) => person.login)
  return { kind: 'reviewed', by, at: given.predicate.observedAt, late: isLate(given) }
}

/** Whether it is told what became of a merge: of the one that has ended the last chapter, and of one before as long as that is news. */
function isTold({ carried, record, outcome }: Finished): boolean {
  if (carried === null) return false
  return carried.record === record || outcome !== null || carried.outcome?.predicate.decision !== 'reached'
}

/** Who has closed the issue waits for no other stage. */
function lostBy(reading: FirstReading, records: readonly LedgerRecord[]): string | null {
  const type = ruledBy(reading)
  const last = lastDone(records)
  if (type === null || last === null || reading.snapshot.issue.state === 'closed') return null
  const isLost = stageNamed(type, last.name) === null
  const done = doneStages(records).map(stageOf)
  const isLeft = type.stages?.some(({ name }) => !done.includes(name)) === true
  const turnsBack = isLeft && nextStage(records, type) === null && stageAfter(type, last.name) !== null
  return isLost || turnsBack ? type.path : null
}

function inLine(
  next: NextStage,
  records: readonly LedgerRecord[],
  { snapshot: { issue } }: FirstReading,
): NextInLine {
  const alone = issue.state === 'open' ? 'itself' : 'reopening'
  return {
    stage: next.stage.name,
    by: beginsByItself(next, records) ? alone : 'promote',
    waits: next.standing !== 'ready',
  }
}

function arrivalOf(
  reading: FirstReading,
  finished: Finished,
  type: RequestType | null,
): Following['arrival'] {
  const became = finished.carried?.outcome ?? null
  if (became !== null) return became.predicate.decision
  if (type?.reached === undefined) return null
  if (!expectation(reading, finished).ok) return 'unclear'
  const kind = viewOf(reading, finished)?.kind
  return kind === 'silent' || kind === 'one-of' ? 'unclear' : 'awaited'
}

/** The records of all chapters, with the end that is only about to be recorded. */
function withRecord(reading: FirstReading, { record }: Finished): readonly LedgerRecord[] {
  const records = allRecords(reading)
  const known = records.some(({ predicate }) => predicate.sequence === record.predicate.sequence)
  return known ? records : [...records, record]
}

/** Whether a stage begins by itself once the one before allows it: it does so once, and whatever came of that, somebody has to ask for it then. */
export function beginsByItself({ stage, before }: NextStage, records: readonly LedgerRecord[]): boolean {
  const since = records.filter(({ predicate }) => predicate.sequence > before.record.predicate.sequence)
  // What was restored, or not, is nobody's word on the stage to come.
  return (
    stage.after !== 'promote' &&
    since.every(
      (record) => isOutcome(record) || isReview(record) || record.predicate.cause.kind === 'restored',
    )
  )
}

/** Whether something is still to come of a request, so that its issue stays open. */
export function goesOn(following: Following | null, { record }: Finished): boolean {
  const done = writes(record.predicate) && takesEffect(record)
  if (following === null || !(done || leavesAsItWas(record))) return false
  const { next, lost, arrival, review } = following
  if (review !== null && review.kind !== 'reviewed') return true
  return next !== null || lost !== null || (arrival !== null && arrival !== 'reached')
}

function lineOf(type: RequestType, records: readonly LedgerRecord[]): readonly StagePlace[] {
  const done = new Map(doneStages(records).map((record) => [stageOf(record), record]))
  const merged = new Set(
    records.filter(({ predicate }) => predicate.decision === 'merged' && writes(predicate)).map(stageOf),
  )
  return (type.stages ?? []).map(({ name }) => {
    const record = done.get(name)
    if (record === undefined) return { name, at: merged.has(name) ? 'taken-back' : 'to-come' }
    const { chapter, decision } = record.predicate
    const became = outcomeOf(records, chapter)?.predicate.decision
    // What is merged is listened for until something else begins.
    const isLast = chapter === carriedOut(records)?.predicate.chapter
    const isAwaited = type.reached !== undefined && decision === 'merged' && isLast
    return { name, at: became ?? (isAwaited ? 'here' : 'done') }
  })
}

/** Whether a chapter carries out what was asked for. */
function writes({ cause }: LedgerRecord['predicate']): boolean {
  return cause.kind === 'asked' || cause.kind === 'stage'
}
