import { expect, test } from 'vitest'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { planDigest } from '../../../src/core/plan/plan-digest.js'
import { requestDigest } from '../../../src/core/request/request-digest.js'
import { sha256 } from '../../../src/core/text/digest.js'
import type { End } from '../../../src/model/end.js'
import { pullNumber, userId } from '../../../src/model/ids.js'
import type { Cause, Evidence, LedgerRecord, Predicate } from '../../../src/model/record.js'
import {
  alice,
  approval,
  bob,
  carol,
  codes,
  commitId,
  ledger,
  merge,
  plan,
  record,
  request,
  rule,
} from './forged.js'

/** carol, who is neither the requester nor an approver of the request, takes it back. */
const command: Evidence = {
  command: 'rollback',
  comment: 20,
  person: carol,
  role: 'maintain',
  as: ['role:maintain'],
  createdAt: '2026-11-20T10:05:00Z',
  body: '/rollback it is too big',
  bodySha256: sha256('/rollback it is too big'),
}
const cause = { kind: 'taken-back', comment: 20, by: carol, reason: 'it is too big' } as const

/** The plan of a later chapter, which binds why it began. */
function planOf(
  number: number,
  why: Cause,
  files = plan.files,
  end: End | null = null,
): NonNullable<Predicate['plan']> {
  const { typeBlob: type, formBlob: form, digest } = request
  const target = { repository: null, branch: 'main' }
  const bound = {
    request: digest,
    type,
    form,
    policy: null,
    templates: [],
    end,
    stage: null,
    emergency: null,
    target,
    files,
  }
  const chapter = number === 1 ? null : { number, cause: why }
  return { ...plan, files, ...(end === null ? {} : { end }), digest: planDigest({ ...bound, chapter }) }
}

const yes = approval({ comment: 21, createdAt: '2026-11-20T10:20:00Z' })

/** A record of the chapter that takes the request back, as the toolkit would write it, with some fields otherwise. */
function later(
  sequence: number,
  decision: Predicate['decision'],
  more: Partial<Predicate> = {},
): LedgerRecord {
  const begins = decision === 'begun'
  const merged = decision === 'merged' ? { ...merge, at: '2026-11-20T10:29:00Z' } : null
  return record(sequence, decision, {
    chapter: 2,
    cause,
    observedAt: begins ? '2026-11-20T10:06:00Z' : '2026-11-20T10:30:00Z',
    plan: begins ? null : planOf(more.chapter ?? 2, more.cause ?? cause),
    pull: begins
      ? null
      : {
          number: pullNumber(44),
          head: commitId(94),
          publication: { checkRun: 8, at: '2026-11-20T10:10:00Z' },
        },
    evidence: begins ? [command] : ['approved', 'merged'].includes(decision) ? [yes] : [],
    merge: merged,
    ...more,
  })
}

const first = [record(1, 'proposed'), record(2, 'approved'), record(3, 'merged')]

/** What is found in a ledger of a merged request that somebody takes back, in which one record is otherwise. */
function takenBack(...others: readonly LedgerRecord[]): readonly string[] {
  const all = [...first, later(4, 'begun'), later(5, 'proposed'), later(6, 'approved'), later(7, 'merged')]
  const records = all.map((each, index) => others.find((other) => sequenceOf(other) === index + 1) ?? each)
  return told(...records)
}

const sequenceOf = ({ predicate }: LedgerRecord) => predicate.sequence

function told(...records: readonly LedgerRecord[]): readonly string[] {
  return verifyLedger(ledger(...records)).findings.map(({ code, what }) => `${code}: ${what}`)
}

test('a request that was merged and taken back is two chapters, each with its plan, approval and merge', () => {
  expect(takenBack()).toEqual([])
})

test('the plan of a later chapter is no plan of another chapter, nor of another cause', () => {
  const another = { ...cause, comment: 22 }
  for (const wrong of [plan, planOf(3, cause), planOf(2, another)])
    expect(takenBack(later(5, 'proposed', { plan: wrong }))[0]).toBe(
      'ledger/digest-mismatch: The digest of the plan is not that of the request and its files.',
    )
})

const broken = (what: string) => `ledger/chapter-broken: ${what}`

test.each<[string, Partial<Predicate>]>([
  ['another number', { chapter: 2 }],
  ['a command for its cause', { cause }],
])('the first chapter is what the form asked for, and has not %s', (_, more) => {
  expect(told(record(1, 'proposed', { plan: null, pull: null, ...more }))).toEqual([
    broken('The first chapter of a request is what its form asked for.'),
  ])
})

test('a first chapter does not begin with a command', () => {
  expect(told(later(1, 'begun', { chapter: 1, cause: { kind: 'asked' } }))).toContain(
    broken('The first chapter of a request is what its form asked for.'),
  )
})

test('no chapter begins before the one before it has ended', () => {
  const records = [record(1, 'proposed'), record(2, 'approved'), later(3, 'begun')]
  expect(told(...records)).toContain(broken('A chapter begins before the one before it has ended.'))
})

test('chapters count up', () => {
  expect(told(...first, later(4, 'begun', { chapter: 3 }))).toEqual([broken('Chapter 3 follows chapter 1.')])
})

test('a chapter says that it begins, and why', () => {
  expect(told(...first, later(4, 'proposed'))).toEqual([
    'ledger/after-the-end: The chapter was finished before (merged).',
    broken('The record is of another chapter than the one before it.'),
  ])
})

test('a record after the end of its chapter is found', () => {
  expect(told(...first, record(4, 'hold', { evidence: [approval({ command: 'hold' })] }))).toEqual([
    'ledger/after-the-end: The chapter was finished before (merged).',
  ])
})

test.each<[string, Partial<Predicate>]>([
  ['number', { chapter: 3 }],
  ['cause', { cause: { ...cause, reason: 'no longer needed' } }],
  ['kind of cause', { cause: { kind: 'asked' } }],
])('all of a chapter has one %s', (_, more) => {
  expect(takenBack(later(5, 'proposed', { plan: null, ...more }))).toContain(
    broken('The record is of another chapter than the one before it.'),
  )
})

test('a form asks once', () => {
  expect(told(...first, later(4, 'begun', { cause: { kind: 'asked' }, evidence: [] }))).toEqual([
    broken('The chapter names a cause that an earlier one has.'),
  ])
})

/** A chapter that began and was rejected, with what follows it. */
function rejected(...next: readonly LedgerRecord[]): readonly string[] {
  const no = approval({
    command: 'reject',
    body: '/reject no',
    comment: 22,
    createdAt: '2026-11-20T10:25:00Z',
  })
  return told(
    ...first,
    later(4, 'begun'),
    later(5, 'proposed'),
    later(6, 'rejected', { evidence: [no] }),
    ...next,
  )
}

const again = { ...command, comment: 23, createdAt: '2026-11-20T10:40:00Z' }
const next = { chapter: 3, cause: { ...cause, comment: 23 }, observedAt: '2026-11-20T10:41:00Z' }

test('each command begins one chapter', () => {
  expect(rejected(later(7, 'begun', { ...next, evidence: [again] }))).toEqual([])
  const used = { ...again, comment: 20 }
  expect(rejected(later(7, 'begun', { ...next, cause, evidence: [used] }))).toEqual([
    broken('The chapter names a cause that an earlier one has.'),
  ])
})

const gone = 'The chapter is about what was never merged, or is in force no more.'

test('only what was merged is taken back', () => {
  const closed = record(2, 'withdrawn', { reason: 'The issue was closed.' })
  expect(told(record(1, 'proposed'), closed, later(3, 'begun'))).toEqual([broken(gone)])
})

test('what was taken back is not taken back again', () => {
  const taken = [later(4, 'begun'), later(5, 'proposed'), later(6, 'approved'), later(7, 'merged')]
  expect(told(...first, ...taken, later(8, 'begun', { ...next, evidence: [again] }))).toEqual([broken(gone)])
})

const until = '2026-11-22T00:00:00Z'
const ends = { kind: 'at', at: until } as const
const temporary = planOf(1, { kind: 'asked' }, plan.files, ends)
const withEnd = [
  record(1, 'proposed', { plan: temporary }),
  record(2, 'approved', { plan: temporary }),
  record(3, 'merged', { plan: temporary }),
]
const clock = { kind: 'ended', at: until } as const
const due = { cause: clock, evidence: [], observedAt: '2026-11-22T00:05:00Z' }

/** What is found where a request ends and nothing of what it wrote is left; the beginning of the chapter is otherwise. */
function ended(more: Partial<Predicate>): readonly string[] {
  const pull = { plan: planOf(2, clock, []), pull: null }
  const agreed = { ...due, ...pull, rules: [{ kind: 'automatic', rule: 1, when: 'true' } as const] }
  const chapter = [
    later(4, 'begun', { ...due, ...more }),
    later(5, 'proposed', { ...due, ...pull }),
    later(6, 'approved', agreed),
    later(7, 'unchanged', agreed),
  ]
  return told(...withEnd, ...chapter)
}

test('a request ends when that was approved with it, without a comment', () => {
  expect(ended({})).toEqual([])
})

test.each<[string, Partial<Predicate>, string]>([
  ['before its time', { observedAt: '2026-11-21T23:59:59Z' }, 'The end had not come yet.'],
  [
    'with a comment',
    { evidence: [command] },
    'What begins by itself names a comment, and nobody has to write one.',
  ],
])('no request ends %s', (_, more, what) => {
  expect(ended(more)).toContain(broken(what))
})

test('a request ends when it was to, and where it has no end, never', () => {
  const early = { ...due, cause: { ...clock, at: '2026-11-21T00:00:00Z' } }
  expect(told(...withEnd, later(4, 'begun', early))).toEqual([
    broken('The request does not end at 2026-11-21T00:00:00Z, but 2026-11-22T00:00:00Z.'),
  ])
  expect(told(...first, later(4, 'begun', due))).toEqual([
    broken('The request does not end at 2026-11-22T00:00:00Z, but never.'),
  ])
})

test.each<['withdrawn' | 'rejected', Partial<Evidence>]>([
  ['withdrawn', { command: 'withdraw', body: '/withdraw', person: alice }],
  ['rejected', { command: 'reject', body: '/reject no' }],
])('an end is not called off: %s', (decision, words) => {
  const said = approval({ ...words, comment: 31, createdAt: '2026-11-22T00:04:00Z' })
  const off = later(5, decision, { ...due, plan: null, pull: null, evidence: [said] })
  expect(told(...withEnd, later(4, 'begun', due), off)).toEqual([
    'ledger/evidence-unsound: An end that was approved with its request is not called off.',
  ])
})

test('a request ends once', () => {
  const once = [later(4, 'begun', due), later(5, 'lapsed', { ...due, plan: null, pull: null })]
  expect(told(...withEnd, ...once, later(6, 'begun', { ...due, chapter: 3 }))).toEqual([
    broken('The chapter names a cause that an earlier one has.'),
  ])
})

test('an end in whose place something else was merged is tried again', () => {
  const wrong = later(5, 'failed', { ...due, plan: null, pull: null })
  expect(
    told(...withEnd, later(4, 'begun', due), wrong, later(6, 'begun', { ...due, chapter: 3 })),
  ).not.toContain(broken('The chapter names a cause that an earlier one has.'))
})

const longer = { ...cause, kind: 'extended', until: '2026-12-24T00:00:00Z' } as const

/** What is found where carol asks for a later end, and somebody approves that. */
function extended(more: Partial<Evidence>, rules = [rule]): readonly string[] {
  const asked = { ...command, command: 'extend', body: '/extend', bodySha256: sha256('/extend') }
  const shown = { cause: longer, plan: planOf(2, longer, []), pull: null }
  const body = `/approve ${shown.plan.digest}`
  const vote = { ...yes, body, bodySha256: sha256(body), createdAt: '2026-11-20T10:35:00Z', ...more }
  const approved = { ...shown, observedAt: '2026-11-20T10:40:00Z', evidence: [vote], rules }
  return told(
    ...withEnd,
    later(4, 'begun', { cause: longer, evidence: [asked] }),
    later(5, 'proposed', shown),
    later(6, 'approved', approved),
    later(7, 'unchanged', approved),
  )
}

test('a request is extended with an approval, which neither who asks for that gives nor who asked for the request', () => {
  const selfish = (login: string) =>
    `ledger/self-approval: ${login} approved what they asked for or edited, or is recorded as if.`
  const unmet = 'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.'
  expect(extended({})).toEqual([])
  for (const as of [['team:platform'], ['team:platform', 'self:asker'], ['team:platform', 'self:requester']])
    expect(extended({ person: carol, as })).toEqual([selfish('carol'), unmet])
  expect(extended({ person: alice })).toEqual([selfish('alice'), unmet])
})

test('a chapter hears only what was said since the one before it ended', () => {
  const inTheSameSecond = { ...command, createdAt: '2026-11-20T10:00:00Z' }
  expect(takenBack(later(4, 'begun', { evidence: [inTheSameSecond] }))).toEqual([
    'ledger/evidence-unsound: Comment 20: it is not newer than the end of the chapter before.',
  ])
  const hold = approval({ command: 'hold', body: '/hold', comment: 8, createdAt: '2026-11-20T09:45:00Z' })
  expect(
    told(...first, later(4, 'begun'), later(5, 'proposed'), later(6, 'hold', { evidence: [hold] })),
  ).toEqual(['ledger/evidence-unsound: Comment 8: it is not newer than the end of the chapter before.'])
})

test('a chapter gives way to a command that was given to it', () => {
  const given = { ...again, createdAt: '2026-11-20T10:15:00Z' }
  const lapsed = later(6, 'lapsed', { observedAt: '2026-11-20T10:16:00Z' })
  const opened = [...first, later(4, 'begun'), later(5, 'proposed', { observedAt: '2026-11-20T10:12:00Z' })]
  const begun = later(7, 'begun', { ...next, observedAt: '2026-11-20T10:17:00Z', evidence: [given] })
  expect(told(...opened, lapsed, begun)).toEqual([])
})

test.each<[string, Partial<Predicate>]>([
  ['no evidence', { evidence: [] }],
  ['another comment', { evidence: [{ ...command, comment: 24 }] }],
  ['one more comment', { evidence: [command, { ...command, comment: 24 }] }],
])('a chapter begins with its command, and not with %s', (_, more) => {
  expect(takenBack(later(4, 'begun', more))).toEqual([
    broken('The evidence of what begins a chapter is not its one command.'),
  ])
})

test('a chapter begins with the command of whom it names', () => {
  for (const person of [bob, { ...carol, id: userId(33) }, { ...carol, login: 'caroline' }])
    expect(takenBack(later(4, 'begun', { evidence: [{ ...command, person }] }))).toEqual([
      broken(`The chapter names carol, and its command is by ${person.login}.`),
    ])
})

test('a chapter that is taken back does not begin with another command', () => {
  const evidence = [{ ...command, command: 'reject' }]
  expect(takenBack(later(4, 'begun', { evidence }))).toEqual([
    'ledger/evidence-unsound: A decision “begun” does not rest on such comments.',
  ])
})

test('a command of yesterday begins nothing', () => {
  const begun = (observedAt: string) => told(...first, later(4, 'begun', { observedAt }))
  expect(begun('2026-11-21T10:05:00Z')).toEqual([])
  expect(begun('2026-11-21T10:05:01Z')).toEqual([
    broken('Comment 20 was more than a day old when the chapter began.'),
  ])
})

test.each<[string, Partial<Predicate>]>([
  ['a plan', { plan: planOf(2, cause) }],
  ['a pull request', { pull: record(1, 'proposed').predicate.pull }],
  ['rules', { rules: [rule] }],
  ['a merge', { merge }],
])('what begins a chapter holds no %s', (_, more) => {
  expect(takenBack(later(4, 'begun', more))).toEqual([
    broken('What begins a chapter holds a plan, a pull request, rules or a merge already.'),
  ])
})

test('after the first merge the recorded values count, whatever the issue says', () => {
  const values = { ...request.values, name: 'orders' }
  const edited = { ...request, values, digest: requestDigest(request.type, values) }
  for (const decision of ['begun', 'rejected'] as const)
    expect(takenBack(later(decision === 'begun' ? 4 : 5, decision, { request: edited }))).toContain(
      broken('The record is about another request than was merged.'),
    )
})

test('an edit of the issue after an approval says nothing about what is taken back', () => {
  const edited = { ...request, bodyLastEditedAt: '2026-11-20T10:25:00Z' }
  expect(
    codes(
      ledger(...first, later(4, 'begun'), later(5, 'proposed'), later(6, 'approved', { request: edited })),
    ),
  ).not.toContain('ledger/evidence-unsound')
})

const nothing = planOf(2, cause, [])
const named = `/approve ${nothing.digest.slice(0, 12)}`
const seen = { ...yes, body: named, bodySha256: sha256(named), createdAt: '2026-11-20T10:35:00Z' }
const shownByRecord = { plan: nothing, pull: null }

/** What is found where a chapter changes no file, and so is shown by its record; the approval or the end is otherwise. */
function withoutFiles(approved: Partial<Predicate>, ended: Partial<Predicate> = {}): readonly string[] {
  const moments = { observedAt: '2026-11-20T10:40:00Z', evidence: [seen], rules: [rule] }
  return told(
    ...first,
    later(4, 'begun'),
    later(5, 'proposed', shownByRecord),
    later(6, 'approved', { ...shownByRecord, ...moments, ...approved }),
    later(7, 'unchanged', { ...shownByRecord, ...moments, ...approved, ...ended }),
  )
}

test('a chapter that changes no file is shown by its record, and approved by who names it', () => {
  expect(withoutFiles({})).toEqual([])
})

test('what no pull request shows has to be named', () => {
  const bare = { ...seen, body: '/approve', bodySha256: sha256('/approve') }
  expect(withoutFiles({ evidence: [bare] })).toEqual([
    'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
  ])
})

test('what changes a file is approved where a pull request shows it', () => {
  const unshown = 'ledger/evidence-unsound: No pull request showed what is approved.'
  const alone = { plan: planOf(2, cause), pull: null }
  const late = approval({
    ...seen,
    body: `/approve ${alone.plan.digest}`,
    bodySha256: sha256(`/approve ${alone.plan.digest}`),
  })
  const approved = later(6, 'approved', { ...alone, observedAt: '2026-11-20T10:40:00Z', evidence: [late] })
  expect(told(...first, later(4, 'begun'), later(5, 'proposed', alone), approved)).toEqual([unshown])
  const asked = { ...plan, files: [] }
  expect(
    told(
      record(1, 'proposed', { plan: asked, pull: null }),
      record(2, 'approved', { plan: asked, pull: null }),
    ),
  ).toContain(unshown)
})

const unapproved = 'ledger/evidence-unsound: What changes nothing does not rest on the approval before it.'

test.each<[string, Partial<Predicate>]>([
  ['nobody', { evidence: [] }],
  ['other people', { evidence: [{ ...seen, comment: 29 }] }],
  ['other rules', { rules: [{ ...rule, from: ['team:security'] }] }],
  ['the approval of another plan', { plan: planOf(2, cause) }],
])('a later chapter that changes no file does not end because of %s', (_, ended) => {
  expect(withoutFiles({}, ended)).toEqual([unapproved])
})

test('a later chapter that changes no file does not end unapproved', () => {
  const end = later(6, 'unchanged', { ...shownByRecord, evidence: [] })
  expect(told(...first, later(4, 'begun'), later(5, 'proposed', shownByRecord), end)).toEqual([unapproved])
})

test('what a form asks for and is there already rests on nothing', () => {
  expect(told(record(1, 'unchanged', { pull: null }))).toEqual([])
  expect(told(record(1, 'unchanged', { pull: null, evidence: [approval()] }))).toEqual([unapproved])
  expect(told(record(1, 'unchanged', { pull: null, rules: [rule] }))).toEqual([unapproved])
})

/** What is found where a chapter that carol began is withdrawn so. */
function withdrawn(more: Partial<Predicate>): readonly string[] {
  return told(...first, later(4, 'begun'), later(5, 'proposed'), later(6, 'withdrawn', more))
}

const nevermind = approval({
  command: 'withdraw',
  body: '/withdraw',
  as: ['asker'],
  comment: 25,
  createdAt: '2026-11-20T10:25:00Z',
})

test('what a command asked for is withdrawn by whoever gave it, and by nobody else', () => {
  expect(withdrawn({ evidence: [{ ...nevermind, person: carol }] })).toEqual([])
  expect(withdrawn({ evidence: [{ ...nevermind, person: alice }] })).toEqual([
    'ledger/evidence-unsound: Somebody else than carol, who asked for it, took it back.',
  ])
})

test('closing the issue withdraws nothing that a command asked for', () => {
  expect(withdrawn({ reason: 'The issue was closed.' })).toEqual([
    'ledger/evidence-unsound: A chapter that a command began was taken back without a comment.',
  ])
})

/** What is found where carol takes a request back, or somebody else, and these approve it. */
function approvedBy(more: Partial<Evidence>, by: typeof carol | typeof bob | typeof alice = carol) {
  const why = { ...cause, by }
  const rules = [{ ...rule, not: ['requester', 'editors', 'request.approver'] }]
  const all = { cause: why, request: { ...request, editors: [bob] } }
  const asked = { ...command, person: by }
  return told(
    ...first,
    later(4, 'begun', { ...all, evidence: [asked] }),
    later(5, 'proposed', all),
    later(6, 'approved', { ...all, rules, evidence: [{ ...yes, ...more }] }),
  )
}

test('the requester, editors and whom a field names may approve that somebody else takes a request back', () => {
  expect(approvedBy({ person: alice })).toEqual([])
  expect(approvedBy({ person: bob })).toEqual([])
  expect(approvedBy({ person: carol }, alice)).toEqual([])
})

test.each<[string, typeof alice | typeof bob | typeof carol]>([
  ['the requester', alice],
  ['an editor', bob],
  ['a maintainer', carol],
])('whoever asks that a request is taken back does not approve it: %s', (_, asker) => {
  const self = `ledger/self-approval: ${asker.login} approved what they asked for or edited, or is recorded as if.`
  for (const as of [['team:platform'], ['team:platform', 'self:asker'], ['team:platform', 'self:requester']])
    expect(approvedBy({ person: asker, as }, asker)).toEqual([
      self,
      'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
    ])
})

test('nobody else is said to have asked for it', () => {
  expect(approvedBy({ person: alice, as: ['team:platform', 'self:requester'] })).toEqual([
    'ledger/self-approval: alice approved what they asked for or edited, or is recorded as if.',
  ])
})
