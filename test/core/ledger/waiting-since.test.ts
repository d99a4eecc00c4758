import { expect, test } from 'vitest'
import { orderFaults } from '../../../src/core/ledger/check-order.js'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { dueReminder } from '../../../src/core/ledger/due-reminder.js'
import { answeredAt, waitingSince } from '../../../src/core/ledger/waiting-since.js'
import { digest } from '../../../src/model/ids.js'
import type { Predicate, RecordedDecision } from '../../../src/model/record.js'
import { alice, approval, commitId, record, request } from './forged.js'

const at = (hour: string) => `2026-11-20T${hour}:00Z`

/** Records of one chapter, each at its hour. */
function chapter(...said: readonly (readonly [RecordedDecision, string, Partial<Predicate>?])[]) {
  return said.map(([decision, hour, more], index) =>
    record(index + 1, decision, { observedAt: at(hour), evidence: [], ...more }),
  )
}

const edited = { request: { ...request, digest: digest('1'.repeat(64)), bodyLastEditedAt: at('10:30') } }
const otherRules = { request: { ...request, typeBlob: commitId(90) } }

test.each<[string, ReturnType<typeof chapter>, string | null]>([
  ['the proposal', chapter(['proposed', '10:00']), at('10:00')],
  [
    'the first proposal of what is only planned again',
    chapter(['proposed', '10:00'], ['proposed', '12:00']),
    at('10:00'),
  ],
  [
    'the proposal of what was edited',
    chapter(['proposed', '10:00'], ['proposed', '11:00', edited]),
    at('11:00'),
  ],
  [
    'the proposal under other rules',
    chapter(['proposed', '10:00'], ['proposed', '11:00', otherRules]),
    at('11:00'),
  ],
  [
    'the last approval that was counted',
    chapter(['proposed', '10:00'], ['approval-given', '11:00']),
    at('11:00'),
  ],
  [
    'the moment at which an approval fell away',
    chapter(['proposed', '10:00'], ['approval-given', '11:00'], ['revoked', '12:00']),
    at('12:00'),
  ],
  ['the end of a hold', chapter(['proposed', '10:00'], ['hold', '11:00'], ['unhold', '12:00']), at('12:00')],
  ['nothing, while somebody holds it', chapter(['proposed', '10:00'], ['hold', '11:00']), null],
  ['nothing, once it is approved', chapter(['proposed', '10:00'], ['approved', '11:00']), null],
  ['nothing, once it has ended', chapter(['proposed', '10:00'], ['withdrawn', '11:00']), null],
  ['nothing, before there is a plan', [], null],
])('people are waited for since %s', (_, records, since) => {
  expect(waitingSince(records)).toBe(since)
})

test('a later chapter is waited for since its own beginning', () => {
  const [first, second] = chapter(['proposed', '10:00'], ['merged', '11:00'])
  const cause = { kind: 'taken-back', comment: 5, by: alice, reason: null } as const
  const begun = record(3, 'begun', { chapter: 2, cause, observedAt: at('12:00'), plan: null, pull: null })
  const proposed = record(4, 'proposed', { chapter: 2, cause, observedAt: at('13:00') })
  const records = [first, second, begun, proposed].flatMap((each) => each ?? [])
  expect([waitingSince(records), answeredAt(records)]).toEqual([at('13:00'), at('12:00')])
})

test.each<[string, ReturnType<typeof chapter>, string | null]>([
  [
    'its beginning, where nobody has answered',
    chapter(['proposed', '10:00'], ['proposed', '12:00']),
    at('10:00'),
  ],
  ['an edit', chapter(['proposed', '10:00'], ['proposed', '12:00', edited]), at('10:30')],
  [
    'an approval',
    chapter(['proposed', '10:00'], ['approval-given', '11:00'], ['proposed', '12:00']),
    at('11:00'),
  ],
  ['a hold', chapter(['proposed', '10:00'], ['hold', '11:00']), at('11:00')],
  ['nothing, once it is over', chapter(['proposed', '10:00'], ['rejected', '11:00']), null],
])('the last answer is %s', (_, records, answered) => {
  expect(answeredAt(records)).toBe(answered)
})

const remind = { after: 86_400, escalate: { after: 3 * 86_400, to: [] } } as const
const alone = { after: 86_400, escalate: null } as const
const soon = { after: 86_400, escalate: { after: 90_000, to: [] } } as const

test.each([
  ['a second too early', remind, '2026-11-21T09:59:59Z', null],
  ['when the time has come', remind, '2026-11-21T10:00:00Z', 'reminder'],
  ['until a day later', remind, '2026-11-22T09:59:59Z', 'reminder'],
  ['and no later', remind, '2026-11-22T10:00:00Z', null],
  ['then to others', remind, '2026-11-23T10:00:00Z', 'escalation'],
  ['until a day later as well', remind, '2026-11-24T10:00:00Z', null],
  ['weeks later to nobody', remind, '2026-12-24T10:00:00Z', null],
  ['never to others, where the type names none', alone, '2026-11-23T10:00:00Z', null],
  ['not beside what is told to others', soon, '2026-11-21T11:00:00Z', 'escalation'],
])('it is told %s', (_, times, now, kind) => {
  expect(dueReminder(times, at('10:00'), now)?.kind ?? null).toBe(kind)
})

/** What is wrong with a withdrawal because nobody had answered. */
function withdrawn(more: Partial<Predicate>, ...earlier: ReturnType<typeof chapter>) {
  const last = record(earlier.length + 1, 'withdrawn', {
    observedAt: '2026-12-04T10:00:00Z',
    unanswered: { since: at('10:00'), lifetime: 14 * 86_400 },
    ...more,
  })
  return [...recordFaults(last), ...orderFaults(last, earlier)].map(({ what }) => what)
}

test('what nobody has answered is withdrawn without anybody’s word', () => {
  expect(withdrawn({}, ...chapter(['proposed', '10:00'], ['proposed', '11:00']))).toEqual([])
})

const notWaited = 'Nobody was waited for when it was withdrawn unanswered.'

test.each<[string, Partial<Predicate>, ReturnType<typeof chapter>, readonly string[]]>([
  [
    'before its time',
    { observedAt: '2026-12-04T09:59:59Z' },
    chapter(['proposed', '10:00']),
    ['It was withdrawn before its time to be answered was over.'],
  ],
  [
    'although an approval was counted since',
    {},
    chapter(['proposed', '10:00'], ['approval-given', '11:00', { evidence: [approval()] }]),
    [`It was answered at ${at('11:00')}, and withdrawn as if it had not been.`],
  ],
  [
    'from before it was asked',
    {},
    chapter(['proposed', '11:00']),
    [`It was answered at ${at('11:00')}, and withdrawn as if it had not been.`],
  ],
  ['although somebody held it', {}, chapter(['proposed', '09:00'], ['hold', '09:30']), [notWaited]],
  ['although it was approved', {}, chapter(['proposed', '09:00'], ['approved', '09:30']), [notWaited]],
  [
    'by somebody’s word',
    { evidence: [approval({ command: 'withdraw', body: '/withdraw', person: alice })] },
    chapter(['proposed', '10:00']),
    ['What nobody had answered was taken back by a comment.'],
  ],
])('a withdrawal %s is found', (_, more, earlier, what) => {
  expect(withdrawn(more, ...earlier)).toEqual(what)
})

test('nothing but a withdrawal says that nobody had answered', () => {
  const rejected = record(2, 'rejected', {
    evidence: [approval({ command: 'reject', body: '/reject no' })],
    observedAt: '2026-12-04T10:00:00Z',
    unanswered: { since: at('10:00'), lifetime: 60 },
  })
  expect(recordFaults(rejected).map(({ what }) => what)).toEqual([
    'That nobody had answered stands in another record than a withdrawal.',
    'What nobody had answered was taken back by a comment.',
  ])
})

test('what a command began may be withdrawn unanswered, and an end never', () => {
  const cause = { kind: 'taken-back', comment: 5, by: alice, reason: null } as const
  const of = (cause: Predicate['cause']) => {
    const more = { chapter: 2, cause }
    const { predicate } = record(9, 'withdrawn', {
      ...more,
      observedAt: '2026-12-04T10:00:00Z',
      unanswered: { since: at('10:00'), lifetime: 60 },
    })
    return recordFaults(record(9, 'withdrawn', predicate)).map(({ what }) => what)
  }
  expect(of(cause)).toEqual([])
  expect(of({ kind: 'ended', at: at('10:00') })).toEqual([
    'An end that was approved with its request is not called off.',
  ])
})
