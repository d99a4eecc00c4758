import { expect, test } from 'vitest'
import { anyApp } from '../../../src/core/ledger/authorship.js'
import { countReviews } from '../../../src/core/ledger/review.js'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { planDigest } from '../../../src/core/plan/plan-digest.js'
import { userId } from '../../../src/model/ids.js'
import type { Evidence, LedgerRecord, Predicate } from '../../../src/model/record.js'
import {
  alice,
  approval,
  bob,
  carol,
  commitId,
  file,
  ledger,
  merge,
  plan,
  record,
  request,
  rule,
} from './forged.js'

const dan = { id: userId(4), login: 'dan', kind: 'user' } as const
const emergency = { review: { within: 86_400, from: ['team:security'], count: 1 } }
const reviewing = { ...rule, from: ['team:security'], requireDigest: 'prefix' } as const
const due = '2026-11-21T09:59:00Z'

const urgent: NonNullable<Predicate['plan']> = {
  ...plan,
  emergency,
  digest: planDigest({
    request: request.digest,
    type: request.typeBlob,
    form: request.formBlob,
    policy: null,
    templates: [],
    chapter: null,
    end: null,
    stage: null,
    emergency,
    target: { repository: null, branch: 'main' },
    files: [file],
  }),
}
const line = `/approve ${urgent.digest.slice(0, 12)}`

const merged = [
  record(1, 'proposed', { plan: urgent }),
  record(2, 'approved', { plan: urgent }),
  record(3, 'merged', { plan: urgent }),
]

function word(more: Partial<Evidence> = {}): Evidence {
  return approval({
    comment: 20,
    person: dan,
    role: null,
    as: ['team:security'],
    createdAt: '2026-11-20T10:30:00Z',
    body: line,
    ...more,
  })
}

function review(more: Partial<Predicate> = {}, sequence = 4): LedgerRecord {
  return record(sequence, 'reviewed', {
    plan: urgent,
    rules: [reviewing],
    evidence: [word()],
    merge,
    observedAt: '2026-11-20T11:00:00Z',
    ...more,
  })
}

function found(records: readonly LedgerRecord[], now?: string): readonly string[] {
  const { findings } = verifyLedger(ledger(...records), {
    hands: { host: 'github.com', ...anyApp },
    repository: null,
    ...(now === undefined ? {} : { now }),
  })
  return findings.map(({ code, what }) => `${code}: ${what}`)
}

function unsound(what: string) {
  return `ledger/review-unsound: ${what}`
}

const promised = unsound('The review was not weighed by what the plan of the emergency promises.')

test('an emergency is reviewed by one of those whom its plan names, after its merge', () => {
  expect(found([...merged, review()])).toEqual([])
  expect(found([...merged, review()], '2027-01-01T00:00:00Z')).toEqual([])
})

test('that it is an emergency, and who reviews it by when, is part of what its approvers agreed to', () => {
  const others = [
    { ...urgent, emergency: { review: { ...emergency.review, within: 172_800 } } },
    { ...urgent, emergency: { review: { ...emergency.review, from: ['team:platform'] } } },
    { ...urgent, digest: plan.digest },
  ]
  for (const each of others)
    expect(found([record(1, 'proposed', { plan: each })])).toEqual([
      'ledger/digest-mismatch: The digest of the plan is not that of the request and its files.',
    ])
})

test.each<[string, Partial<Predicate>, string]>([
  [
    'by other people than promised',
    { rules: [{ ...reviewing, from: ['team:platform', 'team:security'] }] },
    promised,
  ],
  ['by fewer than promised', { rules: [{ ...reviewing, count: 2 }] }, promised],
  ['by a rule that lets its requester', { rules: [{ ...reviewing, not: ['editors'] }] }, promised],
  ['by a rule that lets its editors', { rules: [{ ...reviewing, not: ['requester'] }] }, promised],
  ['by a rule that asks for no digest', { rules: [{ ...reviewing, requireDigest: 'none' }] }, promised],
  ['by a second rule beside it', { rules: [reviewing, reviewing] }, promised],
  [
    'before its merge',
    { evidence: [word({ createdAt: '2026-11-20T09:58:00Z' })] },
    unsound('Comment 20: it is older than the merge it confirms.'),
  ],
  [
    'before its merge was on record',
    { evidence: [word({ createdAt: '2026-11-20T10:00:00Z' })] },
    unsound('Comment 20: it is older than the record of the merge.'),
  ],
  [
    'by whoever had approved it',
    { evidence: [word({ person: bob })] },
    unsound('bob reviewed what they had approved.'),
  ],
  [
    'by its requester',
    { evidence: [word({ person: alice })] },
    'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
  ],
  [
    'without the digits of its plan',
    { evidence: [word({ body: '/approve' })] },
    'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
  ],
  [
    'by nobody',
    { evidence: [] },
    'ledger/evidence-unsound: A decision “reviewed” names no comment it rests on.',
  ],
  [
    'of another merge',
    { merge: { ...merge, commit: commitId(98) } },
    unsound('The review is of another merge than the one that waits for it.'),
  ],
])('a record of a review %s is found', (_, more, expected) => {
  expect(found([...merged, review(more)])).toContain(expected)
})

test('whom a field names does not review where the approval leaves them out', () => {
  const not = ['requester', 'editors', 'request.approver']
  const own = word({ person: carol })
  expect(found([...merged, review({ rules: [{ ...reviewing, not }], evidence: [own] })])).toContain(
    'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
  )
})

test('a review by a rule that leaves out fewer than the approval of the emergency did is found', () => {
  const leaving = [{ ...rule, not: ['requester', 'editors', 'request.approver'] }]
  const own = merged.map((each, index) =>
    index === 0
      ? each
      : record(index + 1, index === 1 ? 'approved' : 'merged', { plan: urgent, rules: leaving }),
  )
  const not = ['requester', 'editors', 'request.approver']
  expect(found([...own, review({ rules: [{ ...reviewing, not }] })])).toEqual([])
  expect(found([...own, review({ evidence: [word({ person: carol })] })])).toContain(
    unsound('Whom the approval of the emergency left out was not left out of its review.'),
  )
})

test('what is no emergency, not merged, or reviewed already is not reviewed', () => {
  const nothing = unsound('What is reviewed does not wait for a review.')
  const usual = [record(1, 'proposed'), record(2, 'approved'), record(3, 'merged')]
  expect(found([...usual, review({ plan })])).toContain(nothing)
  expect(found([...merged.slice(0, 2), review({}, 3)])).toContain(nothing)
  expect(found([...merged, review(), review({}, 5)])).toContain(nothing)
})

test('a review after its time, and one that never came, are told once they were due', () => {
  const late = review({
    observedAt: '2026-11-22T11:00:00Z',
    evidence: [word({ createdAt: '2026-11-22T10:30:00Z' })],
  })
  expect(found([...merged, late])).toEqual([
    `ledger/review-late: The emergency was reviewed after its time; that was due at ${due}.`,
  ])
  expect(found(merged, '2026-11-21T09:58:59Z')).toEqual([])
  expect(found(merged, due)).toEqual([
    `ledger/unreviewed: The emergency was to be reviewed by team:security until ${due}; nobody has, and nothing followed.`,
  ])
})

const back = { kind: 'taken-back', overdue: due } as const

/** The chapter that is proposed once a review is overdue. */
function takingBack(more: Partial<Predicate> = {}): LedgerRecord {
  const base = {
    chapter: 2,
    cause: back,
    plan: null,
    pull: null,
    observedAt: '2026-11-21T10:00:00Z',
  } as const
  return record(4, 'begun', { ...base, ...more })
}

test('a chapter takes back what was not reviewed, once that was due, and says when', () => {
  expect(found([...merged, takingBack()], '2026-11-25T00:00:00Z')).toEqual([])
  expect(found([...merged, takingBack({ observedAt: '2026-11-21T09:00:00Z' })])).toEqual([
    'ledger/chapter-broken: The review was not due yet.',
  ])
  expect(found([...merged, takingBack({ cause: { ...back, overdue: '2026-11-21T09:00:00Z' } })])).toEqual([
    `ledger/chapter-broken: The review was not due at 2026-11-21T09:00:00Z, but ${due}.`,
  ])
  const done = [...merged, review()]
  expect(found([...done, { ...takingBack({ sequence: 5, previous: commitId(4) }) }])).toContain(
    'ledger/chapter-broken: The chapter is about a review, and nothing waits for one.',
  )
})

test('nobody calls off what nobody has asked for', () => {
  const withdrawn = record(5, 'withdrawn', {
    ...takingBack().predicate,
    decision: 'withdrawn',
    sequence: 5,
    previous: commitId(4),
    evidence: [],
  })
  expect(found([...merged, takingBack(), withdrawn])).toContain(
    'ledger/evidence-unsound: Nobody had asked for what was called off: a review had not come.',
  )
})

test('a reviewer’s /reject begins taking back, and a /rollback is no refusal of a review', () => {
  const refused = { kind: 'taken-back', comment: 30, by: dan, reason: 'no', review: 'refused' } as const
  const by = (command: string) =>
    word({ command, comment: 30, body: `/${command} no`, createdAt: '2026-11-20T12:00:00Z' })
  const begun = (command: string) =>
    takingBack({ cause: refused, evidence: [by(command)], observedAt: '2026-11-20T12:01:00Z' })
  expect(found([...merged, begun('reject')])).toEqual([])
  expect(found([...merged, begun('rollback')])).toContain(
    'ledger/evidence-unsound: A decision “begun” does not rest on such comments.',
  )
})

test('emergencies are counted by what became of their review', () => {
  const counts = (records: readonly LedgerRecord[], now: string) => countReviews(records, now)
  expect(counts([...merged, review()], due)).toEqual({ reviewed: 1 })
  expect(counts(merged, '2026-11-20T12:00:00Z')).toEqual({ awaited: 1 })
  expect(counts(merged, due)).toEqual({ unreviewed: 1 })
  expect(counts([...merged, takingBack()], '2026-11-25T00:00:00Z')).toEqual({ awaited: 1 })
  expect(counts([record(1, 'proposed'), record(2, 'approved'), record(3, 'merged')], due)).toEqual({})
})
