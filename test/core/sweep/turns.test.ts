import { expect, test } from 'vitest'
import { type SweepView, turnsOf } from '../../../src/core/sweep/turns.js'
import type { DueWhy } from '../../../src/model/due.js'
import { type IssueNumber, issueNumber } from '../../../src/model/ids.js'
import { secondsAfter } from '../../../src/model/instant.js'

const midnight = '2026-12-01T00:00:00Z'
const hour = 60 * 60

const numbered = (count: number, first = 1): readonly IssueNumber[] =>
  Array.from({ length: count }, (_, index) => issueNumber(first + index))

const nothing: SweepView = { due: [], open: [], touched: [], branches: [] }

const dueAt = (at: string, why: DueWhy, issues: readonly number[]) =>
  issues.map((issue) => ({ issue: issueNumber(issue), why, at }))

const issuesOf = (turns: readonly { readonly issue: IssueNumber }[]) => turns.map(({ issue }) => issue)

test('each issue has one turn, for the most urgent of what it is looked at for', () => {
  const issues = numbered(1)
  const view: SweepView = {
    due: dueAt(midnight, 'end', [1]),
    open: issues,
    touched: issues,
    branches: issues,
  }
  expect(turnsOf(view, midnight)).toEqual({ urgent: [{ issue: 1, why: 'end', at: midnight }], others: [] })
})

test('what has come due within the hour goes as the table has it: merges that may be on no record, then the ends', () => {
  const due = [...dueAt('2026-12-01T00:10:00Z', 'unrecorded', [9]), ...dueAt(midnight, 'end', [1, 2, 3])]
  const { urgent, others } = turnsOf({ ...nothing, due }, '2026-12-01T00:17:00Z')
  expect([issuesOf(urgent), others]).toEqual([[9, 1, 2, 3], []])
})

test('what was due before and is still there comes in turn with what has just come due', () => {
  const due = [
    ...dueAt('2026-11-30T00:00:00Z', 'end', [1, 2, 3]),
    ...dueAt('2026-12-01T00:00:00Z', 'end', [7, 8, 9]),
  ]
  const { urgent } = turnsOf({ ...nothing, due }, '2026-12-01T00:17:00Z')
  const [fresh, before] = [0, 1].map((side) => issuesOf(urgent).filter((_, index) => index % 2 === side))
  expect(fresh).toEqual([7, 8, 9])
  expect(before?.toSorted()).toEqual([1, 2, 3])
})

test('what people have touched, and what a time asks for, is looked at in turn with what stands open', () => {
  const view: SweepView = {
    due: dueAt(midnight, 'warning', [1]),
    touched: numbered(2, 2),
    open: numbered(2, 4),
    branches: numbered(4, 6),
  }
  const { urgent, others } = turnsOf(view, midnight)
  expect(urgent).toEqual([])
  expect(others.slice(0, 6).map(({ why }) => ['warning', 'touched'].includes(why))).toEqual(
    Array.from({ length: 6 }, (_, index) => index % 2 === 0),
  )
})

/** The turns of one sweep after the other of issues that none of them can get rid of. */
function sweeps(count: number, issues: readonly IssueNumber[], every = hour): readonly (readonly number[])[] {
  const due = dueAt('2026-11-01T00:00:00Z', 'end', issues)
  return Array.from({ length: count }, (_, index) =>
    issuesOf(turnsOf({ ...nothing, due }, secondsAfter(midnight, index * every)).urgent),
  )
}

test.each([2, 3, 5, 20, 200])(
  'of %i that nobody gets rid of, none is the first of two sweeps one after the other',
  (count) => {
    const firsts = sweeps(200, numbered(count)).map(([first]) => first)
    expect(firsts.filter((first, index) => index > 0 && first === firsts[index - 1])).toEqual([])
  },
)

test.each([
  ['every hour', hour, 60],
  ['every two hours', 2 * hour, 60],
  ['every six hours', 6 * hour, 150],
  ['every day', 24 * hour, 300],
])('swept %s, all of 1,000 have their turn although each sweep has calls for 30', (_, every, within) => {
  const seen = new Set(sweeps(within, numbered(1000), every).flatMap((order) => order.slice(0, 30)))
  expect(seen.size).toBe(1000)
})

test('what comes and goes between keeps nobody from having a turn', () => {
  const stuck = numbered(1000)
  const seen = new Set<number>()
  for (let index = 0; index < 100; index += 1) {
    const came = numbered(index * 20, 5000).filter((issue) => !seen.has(issue))
    const due = dueAt('2026-11-01T00:00:00Z', 'end', [...stuck, ...came])
    const { urgent } = turnsOf({ ...nothing, due }, secondsAfter(midnight, index * hour))
    for (const issue of issuesOf(urgent.slice(0, 50))) seen.add(issue)
  }
  expect(stuck.filter((issue) => !seen.has(issue))).toEqual([])
})

test('the same hour has the same order, whoever sweeps', () => {
  const due = dueAt('2026-11-01T00:00:00Z', 'end', numbered(50))
  const at = (now: string) => turnsOf({ ...nothing, due }, now)
  expect(at('2026-12-01T05:00:00Z')).toEqual(at('2026-12-01T05:59:59Z'))
})
