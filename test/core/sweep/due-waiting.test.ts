import { expect, test } from 'vitest'
import type { ReadPolicy } from '../../../src/core/request-type/read-policy.js'
import { due } from '../../../src/core/sweep/due.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { RequestType } from '../../../src/model/request-type.js'
import { record } from '../ledger/forged.js'
import { planInput } from '../plan/plan-fixtures.js'

const { type, form } = planInput([], [])
const toldNobody = { plan: { receivers: [], routes: [] }, problems: [] }
const day = 24 * 60 * 60
const keys: Partial<RequestType> = {
  remind: { after: day, escalate: { after: 3 * day, to: [{ kind: 'team', slug: 'leads' }] } },
  lifetime: 14 * day,
}

function typesWith(more: Partial<RequestType>): ReadPolicy {
  return {
    candidates: [{ type: { ...type, name: 'namespace', ...more }, form }],
    broken: [],
    others: [],
    notices: toldNobody,
    calendar: { kind: 'none' },
  }
}

/** What the sweep looks at a request for that was proposed on 20 November at ten, and why. */
function dueAt(now: string, more = keys, decision: 'proposed' | 'approved' | 'hold' = 'proposed') {
  const records = [record(1, 'proposed', { observedAt: '2026-11-20T10:00:00Z' })]
  const later = decision === 'proposed' ? [] : [record(2, decision, { observedAt: '2026-11-20T11:00:00Z' })]
  return due(new Map([[issueNumber(42), [...records, ...later]]]), typesWith(more), now).map(
    ({ why, at }) => `${why} ${at}`,
  )
}

const open = 'chapter 2026-11-20T10:00:00Z'

test.each([
  ['2026-11-21T09:59:59Z', open],
  ['2026-11-21T10:00:00Z', 'reminder 2026-11-21T10:00:00Z'],
  ['2026-11-22T10:00:00Z', open],
  ['2026-11-23T10:00:00Z', 'escalation 2026-11-23T10:00:00Z'],
  ['2026-11-24T10:00:00Z', open],
  ['2026-12-04T09:59:59Z', open],
  ['2026-12-04T10:00:00Z', 'lifetime 2026-12-04T10:00:00Z'],
  ['2026-12-07T10:00:00Z', open],
])('at %s a request that nobody answers is due as %s', (now, why) => {
  expect(dueAt(now)).toEqual([why])
})

test('where the type says nothing of it, a request that waits is due like every open one', () => {
  expect(dueAt('2026-11-21T10:00:00Z', {})).toEqual([open])
  expect(dueAt('2026-12-04T10:00:00Z', {})).toEqual([open])
})

test('nobody is waited for of what is approved, or held', () => {
  expect(dueAt('2026-12-04T11:00:00Z', keys, 'approved')).toEqual(['unrecorded 2026-11-20T11:00:00Z'])
  expect(dueAt('2026-12-04T11:00:00Z', keys, 'hold')).toEqual(['chapter 2026-11-20T11:00:00Z'])
})

test('what is to be told goes before what is merely open, and what is withdrawn before both', () => {
  const proposed = (at: string) => [record(1, 'proposed', { observedAt: at })]
  const issues = new Map([
    [issueNumber(1), proposed('2026-11-25T00:00:00Z')],
    [issueNumber(2), proposed('2026-12-03T00:00:00Z')],
    [issueNumber(3), proposed('2026-12-01T00:00:00Z')],
    [issueNumber(4), proposed('2026-11-20T00:00:00Z')],
  ])
  expect(due(issues, typesWith(keys), '2026-12-04T06:00:00Z').map(({ issue, why }) => [issue, why])).toEqual([
    [4, 'lifetime'],
    [3, 'escalation'],
    [2, 'reminder'],
    [1, 'chapter'],
  ])
})
