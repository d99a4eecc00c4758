import { expect, test } from 'vitest'
import { due } from '../../../src/core/sweep/due.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { merge, plan, record } from '../ledger/forged.js'

const now = '2026-12-02T00:00:00Z'
const policy = {
  candidates: [],
  broken: [],
  others: [],
  calendar: { kind: 'none' },
} as unknown as Parameters<typeof due>[1]

const endsOn = (at: string) =>
  record(3, 'merged', {
    merge,
    plan: { ...plan, end: { kind: 'at', at } },
    observedAt: '2026-11-20T10:00:00Z',
  })

const found = (...last: readonly LedgerRecord[]) =>
  due(new Map(last.map((each, index) => [issueNumber(index + 1), [each]])), policy, now)

test('what has ended longest is looked at first, and what has not ended is not', () => {
  expect(
    found(endsOn('2026-12-01T00:00:00Z'), endsOn('2026-11-25T00:00:00Z'), endsOn('2027-01-01T00:00:00Z')),
  ).toEqual([
    { issue: 2, why: 'end', at: '2026-11-25T00:00:00Z' },
    { issue: 1, why: 'end', at: '2026-12-01T00:00:00Z' },
  ])
})

test('before any end comes what may be merged without a record, because what ends beside it waits for that', () => {
  const open = record(1, 'proposed')
  const approved = record(2, 'approved')
  expect(found(endsOn('2026-11-25T00:00:00Z'), open, approved)).toEqual([
    { issue: 3, why: 'unrecorded', at: approved.predicate.observedAt },
    { issue: 1, why: 'end', at: '2026-11-25T00:00:00Z' },
    { issue: 2, why: 'chapter', at: open.predicate.observedAt },
  ])
})
