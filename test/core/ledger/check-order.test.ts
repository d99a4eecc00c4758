import { expect, test } from 'vitest'
import { mergeFaults, orderFaults } from '../../../src/core/ledger/check-order.js'
import { digest } from '../../../src/model/ids.js'
import type { Predicate } from '../../../src/model/record.js'
import { carol, plan, record, request } from './forged.js'

const other = { ...plan, digest: digest('1'.repeat(64)) }
const pull = record(1, 'proposed').predicate.pull

/** The publication of a plan, other than it was recorded. */
function published(more: Partial<NonNullable<Predicate['pull']>['publication']>): Partial<Predicate> {
  return { pull: pull && { ...pull, publication: { ...pull.publication, ...more } } }
}

/** What does not follow of an approval after the proposal of its plan. */
function approval(more: Partial<Predicate>, ...earlier: readonly ReturnType<typeof record>[]) {
  const before = earlier.length === 0 ? [record(1, 'proposed')] : earlier
  return orderFaults(record(before.length + 1, 'approved', more), before).map(({ what }) => what)
}

const unproposed = 'The approval is of a plan that was not recorded as proposed.'
const unfounded =
  'The approval rests on an earlier publication of the plan, and none was recorded, or another plan came in between.'

test('an approval follows from the proposal of its very plan', () => {
  expect(approval({})).toEqual([])
})

test.each<[string, Partial<Predicate>]>([
  ['another plan', { plan: other }],
  ['another publication', published({ checkRun: 8 })],
])('an approval of %s than was proposed is found', (_, more) => {
  expect(approval(more)).toEqual([unproposed])
})

test('an approval may rest on the first of several publications of its plan, and on none before it', () => {
  const again = published({ checkRun: 8, at: '2026-11-20T09:50:00Z' })
  const since = (at: string) => published({ checkRun: 8, at: '2026-11-20T09:50:00Z', since: at })
  const twice = [record(1, 'proposed'), record(2, 'proposed', again)]
  expect(approval(since('2026-11-20T09:30:00Z'), ...twice)).toEqual([])
  expect(approval(since('2026-11-20T09:29:59Z'), ...twice)).toEqual([unfounded])
})

test('an approval rests on no publication before another plan was proposed', () => {
  const again = published({ checkRun: 8, at: '2026-11-20T09:50:00Z' })
  const since = published({ checkRun: 8, at: '2026-11-20T09:50:00Z', since: '2026-11-20T09:30:00Z' })
  const between = [
    record(1, 'proposed'),
    record(2, 'proposed', { plan: other }),
    record(3, 'proposed', again),
  ]
  expect(approval(since, ...between)).toEqual([unfounded])
})

test.each<[string, Partial<Predicate>, string]>([
  ['repository', { repositoryId: 8 }, 'The record is of acme/platform, the one before it of acme/platform.'],
  [
    'requester',
    { request: { ...request, requester: carol } },
    'The record names another requester than the one before it.',
  ],
])('a record of another %s than the one before it is found', (_, more, what) => {
  expect(approval(more)).toEqual([what])
})

test.each<[string, readonly ReturnType<typeof record>[]]>([
  ['nothing', []],
  ['a proposal', [record(1, 'proposed')]],
  ['an approval of another plan', [record(1, 'approved', { plan: other })]],
  ['an approval that was taken back', [record(1, 'approved'), record(2, 'revoked')]],
])('a merge that follows %s follows no approval', (_, earlier) => {
  expect(mergeFaults(record(earlier.length + 1, 'merged'), earlier).map(({ what }) => what)).toEqual([
    'The merge follows no recorded approval of its plan.',
  ])
})
