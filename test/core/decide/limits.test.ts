import { expect, test } from 'vitest'
import { limitWaits, tooMuchAtOnce } from '../../../src/core/decide/limits.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { LateMerge } from '../../../src/model/late-merge.js'
import type { Limits } from '../../../src/model/request-type.js'

const merged = (at: string, facts: Partial<LateMerge> = {}): LateMerge => ({
  issue: issueNumber(7),
  type: 'namespace',
  stage: null,
  at: `2026-11-20T${at}:00Z`,
  files: 2,
  places: 5,
  ...facts,
})
const lately = [merged('08:00'), merged('09:00'), merged('10:00', { files: 1, places: 1 })]

/** A plan that changes so many places, two in each file. */
const plan = (files: number) =>
  ({ files: Array.from({ length: files }, () => ({ places: [{}, {}] })) }) as never

function waits(limits: Limits, before: readonly LateMerge[] | null = lately, cause = 'asked') {
  const ledger = { records: [{ predicate: { chapter: 1, cause: { kind: cause } } }], earlier: [] }
  const reading = { snapshot: { ledger, details: { lately: before } } }
  const type = { name: 'namespace', limits }
  return limitWaits({ reading, understood: { type }, plan: plan(2) } as never).map(({ reached }) => reached)
}

test('as many requests as are left of a day are merged, and the next one waits until enough of them are a day old', () => {
  expect(waits({ requests: 4 })).toEqual([])
  expect(waits({ requests: 3 })).toEqual([
    { what: 'requests', most: 3, used: 3, stage: null, from: '2026-11-21T08:00:00Z' },
  ])
  expect(waits({ requests: 2 })).toMatchObject([{ from: '2026-11-21T09:00:00Z' }])
})

test('files and places are counted as well, by what each merge changed', () => {
  expect(waits({ files: 7, places: 15 })).toEqual([])
  expect(waits({ files: 6 })).toMatchObject([{ what: 'files', used: 5, from: '2026-11-21T08:00:00Z' }])
  expect(waits({ files: 3 })).toMatchObject([{ what: 'files', from: '2026-11-21T09:00:00Z' }])
  expect(waits({ places: 14 })).toMatchObject([{ what: 'places', used: 11, from: '2026-11-21T08:00:00Z' }])
})

test('other types do not count, and the limits of a stage count the merges of that stage alone', () => {
  const others = [merged('08:00', { type: 'access' }), merged('09:00', { stage: 'production' })]
  expect(waits({ requests: 2 }, others)).toEqual([])
  expect(waits({ requests: 1 }, others)).toHaveLength(1)
  expect(waits({ requests: 1, stage: 'staging' }, others)).toEqual([])
  expect(waits({ requests: 1, stage: 'production' }, others)).toMatchObject([{ stage: 'production' }])
})

test.each([
  ['asked', 1],
  ['stage', 1],
  ['restored', 1],
  ['taken-back', 0],
  ['ended', 0],
  ['extended', 0],
])('of what is %s, %d limits hold', (cause, count) => {
  expect(waits({ requests: 1 }, lately, cause)).toHaveLength(count)
})

test('where nobody can tell what was merged, what is limited waits', () => {
  expect(waits({ requests: 1 }, null)).toEqual([null])
  expect(waits({ atOnce: { files: 9 } }, null)).toEqual([])
})

test('a request that changes more than one may, or than a whole day has, is told so', () => {
  const at = (limits: Limits) => tooMuchAtOnce(plan(3), { limits, path: 'x.yml' } as never)?.what ?? null
  expect(at({ atOnce: { files: 3, places: 6 }, files: 3 })).toBeNull()
  expect(at({ requests: 1 })).toBeNull()
  expect(at({ atOnce: { files: 2 } })).toBe(
    'The request would change 3 files, and one request may change at most 2 (limits in x.yml).',
  )
  expect(at({ places: 5 })).toBe(
    'The request would change 6 places, and one request may change at most 5 (limits in x.yml).',
  )
})
