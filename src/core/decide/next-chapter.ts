import type { Effect } from '../../model/effect.js'
import { isBefore, secondsAfter } from '../../model/instant.js'
import type { Cause, Evidence, FinalRecord, LedgerRecord } from '../../model/record.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { doneStages, ownStanding, stageOf } from '../ledger/own-standing.js'
import { endWarning, warningMarker } from '../report/end-warning.js'
import { appendRecord, evidence } from './build-record.js'
import { beginsByItself } from './following.js'
import { type FirstReading, isWhole } from './reading.js'
import { isConfirmed, unreviewed } from './review.js'
import { nextStage } from './stage-line.js'
import { allRecords, mayWish, ruledBy, type Wish, wishes } from './wishes.js'

/** What begins a chapter. */
interface Beginning {
  readonly cause: Exclude<Cause, { kind: 'asked' }>
  /** The command, where somebody gave one. */
  readonly evidence: readonly Evidence[]
}

/**
 * What begins the next chapter, the most important first: an end that has come goes before everything, and of what people ask for taking back goes
 * before the rest. What nobody has reviewed in time gives way to what somebody wants of it. Null where nothing does.
 */
export function nextBeginning(reading: FirstReading): Beginning | null {
  const due = dueEnd(reading)
  if (due !== null) return { cause: due, evidence: [] }
  return stillToTakeBack(reading) ?? wished(reading) ?? unreviewed(reading) ?? byItself(reading)
}

/** What people ask for, the most important first; their standing is known once the details were read. */
function wished(reading: FirstReading): Beginning | null {
  if (!isWhole(reading)) return null
  const may = mayWish(reading)
  const entitled = wishes(reading).flatMap((wish) =>
    'code' in wish || may(wish.command, wish.person).as.length === 0 ? [] : [wish],
  )
  const [wish] = order.flatMap((kind) => entitled.filter(({ cause }) => cause.kind === kind))
  return wish === undefined ? null : { cause: wish.cause, evidence: [evidenceOf(reading, wish)] }
}

/** The stage that a `/rollback` is about once the one after it is taken back, by the same command. */
function stillToTakeBack(reading: FirstReading): Beginning | null {
  const records = allRecords(reading)
  const last = records.at(-1)?.predicate
  if (last === undefined || (last.decision !== 'merged' && last.decision !== 'unchanged')) return null
  if (last.cause.kind !== 'taken-back' || 'overdue' in last.cause) return null
  if (last.cause.downTo === undefined) return null
  const { kind, downTo, comment, by, reason } = last.cause
  const stages = ownStanding(records)?.merges.flatMap((merge) => stageOf(merge) ?? []) ?? []
  const stage = stages.at(-1)
  if (stage === undefined || !stages.includes(downTo)) return null
  const begun = records.find(({ predicate }) => predicate.decision === 'begun' && isOf(predicate, comment))
  const further = stage === downTo ? {} : { downTo }
  return {
    cause: { kind, stage, ...further, comment, by, reason },
    evidence: begun?.predicate.evidence ?? [],
  }
}

function isOf({ cause }: LedgerRecord['predicate'], comment: number): boolean {
  return 'comment' in cause && cause.comment === comment
}

/**
 * The next stage, where its type has it begin by itself: once after the stage before, and only on an issue that nobody has closed. Where it was declined,
 * somebody has to ask for it.
 */
function byItself(reading: FirstReading): Beginning | null {
  const { issue } = reading.snapshot
  const records = allRecords(reading)
  const type = ruledBy(reading)
  const next = type === null ? null : nextStage(records, type)
  if (next === null || next.standing !== 'ready') return null
  const { name, after } = next.stage
  if (after === 'promote' || issue.state === 'closed' || issue.gone === true) return null
  return beginsByItself(next, records) ? { cause: { kind: 'stage', stage: name, after }, evidence: [] } : null
}

/** Whether somebody asks for another chapter, whoever it is: then their standing has to be looked up. */
export function isWished(reading: FirstReading): boolean {
  return wishes(reading).some((wish) => !('code' in wish))
}

/** After how long an end that has failed is tried again, in seconds: a maintainer has to look at it first, and every try merges something. */
const endRetriedAfter = 24 * 60 * 60

/** The end of a request that GitHub's clock has passed: once, and again while something else is merged in its place. */
function dueEnd(reading: FirstReading): Extract<Cause, { kind: 'ended' }> | null {
  const records = allRecords(reading)
  const now = reading.snapshot.viewer.observedAt
  const until = ownStanding(records)?.until ?? null
  if (until === null || isBefore(now, until)) return null
  const last = records.findLast(({ predicate: { cause } }) => cause.kind === 'ended' && cause.at === until)
  const { decision, observedAt } = last?.predicate ?? {}
  const due =
    observedAt === undefined ||
    (decision === 'failed' && !isBefore(now, secondsAfter(observedAt, endRetriedAfter)))
  return due ? { kind: 'ended', at: until } : null
}

/** The record with which a chapter begins once the one before it has ended. */
export function begin(
  reading: FirstReading,
  record: FinalRecord,
  { cause, evidence: of }: Beginning,
): readonly Effect[] {
  const records = allRecords(reading)
  const basis = ownStanding(records)?.merges.at(-1) ?? doneStages(records).at(-1)
  if (basis === undefined) throw new Error('a chapter begins of which nothing is in force')
  const begun = appendRecord(reading, {
    decision: 'begun',
    begins: { chapter: record.predicate.chapter + 1, cause },
    request: basis.predicate.request,
    plan: null,
    pull: null,
    evidence: of,
    merge: null,
    reason: 'reason' in cause ? cause.reason : null,
  })
  return [begun]
}

function evidenceOf(reading: FirstReading, { command, comment, person }: Wish) {
  const { as, role } = mayWish(reading)(command, person)
  return evidence(command, comment, { person, role, as })
}

/** In which order chapters go: what comes first closes what comes later. */
const order: readonly Cause['kind'][] = ['ended', 'taken-back', 'restored', 'extended', 'stage']

/** Whether a chapter waits until places are let go of: what takes back or puts back goes before that, and what carries on after it. */
export function goesAfterAccepting({ kind }: Cause): boolean {
  return kind === 'extended' || kind === 'stage'
}

/** The record that ends a chapter because something goes before it; null where nothing does. */
export function givingWay(reading: FirstReading): readonly Effect[] | null {
  const { cause } = chapterOf(reading.snapshot.ledger)
  const isLate = 'overdue' in cause && isConfirmed(reading)
  const next = cause.kind === 'asked' ? null : nextBeginning(reading)
  if (isLate && next?.cause.kind !== 'ended') return [lapse(reading, 'the review, which came after its time')]
  if (next === null || order.indexOf(next.cause.kind) >= order.indexOf(cause.kind)) return null
  return [lapse(reading, wordsOf(next.cause))]
}

function lapse(reading: FirstReading, to: string): Effect {
  const last: LedgerRecord | undefined = reading.snapshot.ledger.records.at(-1)
  if (last === undefined) throw new Error('a chapter gives way that has not begun')
  const { request, plan, pull } = last.predicate
  const lapsed = { decision: 'lapsed', request, plan, pull, evidence: [], merge: null } as const
  return appendRecord(reading, { ...lapsed, reason: `It gave way to ${to}.` })
}

function wordsOf(cause: Beginning['cause']): string {
  switch (cause.kind) {
    case 'ended':
      return `the end of the request, ${cause.at}`
    case 'taken-back':
      return 'overdue' in cause
        ? `the review that was due at ${cause.overdue}`
        : `the ${cause.review === undefined ? '/rollback' : '/reject'} of ${cause.by.login}`
    case 'restored':
      return `the /restore of ${cause.by.login}`
    case 'extended':
      return `the /extend of ${cause.by.login}`
    case 'stage':
      return `the stage ${cause.stage}`
  }
}

/** Says once that an end is near, where the request type wants that. */
export function warning(reading: FirstReading, record: FinalRecord): readonly Effect[] {
  const own = ownStanding(allRecords(reading))
  const until = own?.until ?? null
  const type = ruledBy(reading)
  if (own === null || until === null || type?.warn === undefined) return []
  const { viewer, issue } = reading.snapshot
  const near =
    !isBefore(viewer.observedAt, secondsAfter(until, -type.warn)) && isBefore(viewer.observedAt, until)
  const marker = warningMarker(until)
  if (!near || issue.comments.some(({ own, body }) => own && body.startsWith(marker))) return []
  const { requester } = record.predicate.request
  const later = type.extend !== undefined && own.extended < type.extend.times ? type.extend.by : null
  return [
    {
      kind: 'notice',
      about: `end-${until}`,
      body: endWarning({ until, requester, later }),
    },
  ]
}
