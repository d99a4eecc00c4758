import type { Effect } from '../../model/effect.js'
import { isBefore, secondsAfter } from '../../model/instant.js'
import type { Cause, FinalRecord, LedgerRecord } from '../../model/record.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { ownStanding } from '../ledger/own-standing.js'
import { endWarning, warningMarker } from '../report/end-warning.js'
import { appendRecord, evidence } from './build-record.js'
import { type FirstReading, isWhole } from './reading.js'
import { allRecords, mayWish, ruledBy, type Wish, wishes } from './wishes.js'

/** What begins a chapter. */
interface Beginning {
  readonly cause: Exclude<Cause, { kind: 'asked' }>
  /** The command, where somebody gave one. */
  readonly wish: Wish | null
}

/**
 * What begins the next chapter, the most important first: an end that has come goes before everything, and of what people ask for taking back goes
 * before the rest. Null where nothing does.
 */
export function nextBeginning(reading: FirstReading): Beginning | null {
  const due = dueEnd(reading)
  if (due !== null) return { cause: due, wish: null }
  if (!isWhole(reading)) return null
  const may = mayWish(reading)
  const entitled = wishes(reading).flatMap((wish) =>
    'code' in wish || may(wish.command, wish.person).as.length === 0 ? [] : [wish],
  )
  const wish = entitled.find(({ command }) => command === 'rollback') ?? entitled[0]
  return wish === undefined ? null : { cause: wish.cause, wish }
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
  { cause, wish }: Beginning,
): readonly Effect[] {
  const basis = ownStanding(allRecords(reading))?.merges.at(-1)
  if (basis === undefined) throw new Error('a chapter begins of which nothing is in force')
  const begun = appendRecord(reading, {
    decision: 'begun',
    begins: { chapter: record.predicate.chapter + 1, cause },
    request: basis.predicate.request,
    plan: null,
    pull: null,
    evidence: wish === null ? [] : [evidenceOf(reading, wish)],
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
const order: readonly Cause['kind'][] = ['ended', 'taken-back', 'extended']

/** The record that ends a chapter because something goes before it; null where nothing does. */
export function givingWay(reading: FirstReading): readonly Effect[] | null {
  const { cause } = chapterOf(reading.snapshot.ledger)
  const next = cause.kind === 'asked' ? null : nextBeginning(reading)
  if (next === null || order.indexOf(next.cause.kind) >= order.indexOf(cause.kind)) return null
  const last: LedgerRecord | undefined = reading.snapshot.ledger.records.at(-1)
  if (last === undefined) throw new Error('a chapter gives way that has not begun')
  const { request, plan, pull } = last.predicate
  const lapsed = { decision: 'lapsed', request, plan, pull, evidence: [], merge: null } as const
  return [appendRecord(reading, { ...lapsed, reason: `It gave way to ${wordsOf(next.cause)}.` })]
}

function wordsOf(cause: Beginning['cause']): string {
  switch (cause.kind) {
    case 'ended':
      return `the end of the request, ${cause.at}`
    case 'taken-back':
      return `the /rollback of ${cause.by.login}`
    case 'extended':
      return `the /extend of ${cause.by.login}`
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
