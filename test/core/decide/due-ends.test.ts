import { expect, test } from 'vitest'
import { dueIssues } from '../../../src/core/decide/due.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { merge, plan, record } from '../ledger/forged.js'

const now = '2026-12-02T00:00:00Z'
const policy = { candidates: [], broken: [], others: [] } as unknown as Parameters<typeof dueIssues>[1]

const endsOn = (at: string) =>
  record(3, 'merged', {
    merge,
    plan: { ...plan, end: { kind: 'at', at } },
    observedAt: '2026-11-20T10:00:00Z',
  })

const due = (...last: readonly LedgerRecord[]) =>
  dueIssues(new Map(last.map((each, index) => [issueNumber(index + 1), [each]])), policy, now)

test('what has ended longest is looked at first, and what has not ended is not', () => {
  expect(
    due(endsOn('2026-12-01T00:00:00Z'), endsOn('2026-11-25T00:00:00Z'), endsOn('2027-01-01T00:00:00Z')),
  ).toEqual([2, 1])
})

test('before any end comes what may be merged without a record, because what ends beside it waits for that', () => {
  expect(due(endsOn('2026-11-25T00:00:00Z'), record(1, 'proposed'), record(2, 'approved'))).toEqual([3, 1, 2])
})
