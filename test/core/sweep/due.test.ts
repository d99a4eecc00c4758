import { expect, test } from 'vitest'
import type { ReadPolicy } from '../../../src/core/request-type/read-policy.js'
import { due } from '../../../src/core/sweep/due.js'
import { type IssueNumber, issueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import type { RequestType } from '../../../src/model/request-type.js'
import { merge, plan, record } from '../ledger/forged.js'
import { asked, type Chapter, life, minute, promoted, takenBack } from '../ledger/staged.js'
import { planInput } from '../plan/plan-fixtures.js'

/** The merge of a first chapter of `life` is of this minute. */
const merged = 5
const within = 30
const { type, form } = planInput([], [])

const toldNobody = { plan: { receivers: [], routes: [] }, problems: [] }

/** The types of the repository, of which requests are named. */
function typesWith(more: Partial<RequestType>): ReadPolicy {
  return {
    candidates: [{ type: { ...type, name: 'namespace', ...more }, form }],
    broken: [],
    others: [],
    notices: toldNobody,
    calendar: { kind: 'none' },
  }
}

const waiting = typesWith({
  reached: { by: [{ kind: 'status', name: 'kustomization/**', app: 'flux' }], within: within * 60 },
})

/** Whether the sweep looks at a request some minutes after the first of its life. */
function isDue(records: readonly LedgerRecord[], minutes: number, types = waiting): boolean {
  const issues: ReadonlyMap<IssueNumber, readonly LedgerRecord[]> = new Map([[issueNumber(42), records]])
  return due(issues, types, minute(minutes)).length > 0
}

const staging: Chapter = { cause: asked, stage: 'staging' }
const production: Chapter = { cause: promoted('production'), stage: 'production' }
const days = 24 * 60
const last = merged + within + 3 * days

test('a merge is looked at until it was said to have arrived, and until three days after it was to', () => {
  const records = life(staging)
  expect(isDue(records, merged + 1)).toBe(true)
  expect(isDue(records, last - 1)).toBe(true)
  expect(isDue(records, last)).toBe(false)
  expect(isDue(life({ ...staging, outcomes: ['reached'] }), merged + 1)).toBe(false)
  expect(isDue(life({ ...staging, outcomes: ['failed', 'reached'] }), merged + 1)).toBe(false)
})

test('what did not work is looked at as long: it may arrive all the same', () => {
  const records = life({ ...staging, outcomes: ['failed'] })
  expect(isDue(records, last - 1)).toBe(true)
  expect(isDue(records, last)).toBe(false)
})

test('a later stage is looked at as the first one is', () => {
  expect(isDue(life(staging, production), 10 + last - 1)).toBe(true)
  expect(isDue(life(staging, { ...production, outcomes: ['reached'] }), 17)).toBe(false)
})

test('a merge is looked at as before where it was to be taken back and was not', () => {
  const back: Chapter = { cause: takenBack('staging'), end: 'withdrawn' }
  expect(isDue(life(staging, back), last - 1)).toBe(true)
  expect(isDue(life(staging, back), last)).toBe(false)
  expect(isDue(life(staging, { ...back, outcomes: ['reached'] }), 17)).toBe(false)
  expect(isDue(life(staging, { cause: takenBack('staging') }), 17)).toBe(false)
})

test('nothing is looked at that waits for nothing', () => {
  expect(isDue(life(staging), merged + 1, typesWith({}))).toBe(false)
  expect(
    isDue(life(staging), merged + 1, {
      candidates: [],
      broken: [],
      others: [],
      notices: toldNobody,
      calendar: { kind: 'none' },
    }),
  ).toBe(false)
})

test.each(['unchanged', 'rejected', 'failed'] as const)('nothing is waited for that was %s', (end) => {
  const but = { failed: { merge: { ...merge, at: minute(merged), exact: false } } }
  expect(isDue(life({ ...staging, end, but }), merged + 1)).toBe(false)
})

test('nothing is waited for where a request was taken back', () => {
  expect(isDue(life(staging, { cause: takenBack('staging') }), 16)).toBe(false)
})

test('what was to arrive first is looked at first', () => {
  const later = life(staging, production)
  const issues = new Map([
    [issueNumber(1), later],
    [issueNumber(2), life(staging)],
  ])
  expect(due(issues, waiting, minute(20))).toEqual([
    { issue: 2, why: 'outcome', at: minute(merged + within) },
    { issue: 1, why: 'outcome', at: minute(10 + merged + within) },
  ])
})

const ends = '2026-12-20T00:00:00Z'
const untilThen = life({
  cause: asked,
  but: {
    proposed: { plan: { ...plan, end: { kind: 'at', at: ends } } },
    approved: { plan: { ...plan, end: { kind: 'at', at: ends } } },
    merged: { plan: { ...plan, end: { kind: 'at', at: ends } } },
  },
})

/** What is due with a request that ends and whose type has people warned a week before. */
function dueOn(now: string) {
  return due(new Map([[issueNumber(42), untilThen]]), typesWith({ warn: 7 * 24 * 60 * 60 }), now)
}

test('a warning is due for three days from the day it is of, and then the end is', () => {
  const warning = { issue: 42, why: 'warning', at: '2026-12-13T00:00:00Z' }
  expect(dueOn('2026-12-12T23:59:59Z')).toEqual([])
  expect(dueOn('2026-12-13T00:00:00Z')).toEqual([warning])
  expect(dueOn('2026-12-15T23:59:59Z')).toEqual([warning])
  expect(dueOn('2026-12-16T00:00:00Z')).toEqual([])
  expect(dueOn('2026-12-20T00:00:00Z')).toEqual([{ issue: 42, why: 'end', at: ends }])
})

test('a chapter is due from its last record on as long as it is open, and an end that has come goes before it', () => {
  const [merged] = untilThen.slice(-1)
  const begun = record(9, 'begun', { chapter: 2, cause: takenBack('staging'), observedAt: minute(60) })
  const records = new Map([[issueNumber(42), merged === undefined ? [] : [merged, begun]]])
  expect(due(records, typesWith({}), minute(90))).toEqual([{ issue: 42, why: 'chapter', at: minute(60) }])
  expect(due(records, typesWith({}), ends)).toEqual([{ issue: 42, why: 'end', at: ends }])
})
