import { expect, test } from 'vitest'
import { maybeMerged, mergedLately } from '../../../src/core/ledger/merged-lately.js'
import { issueNumber } from '../../../src/model/ids.js'
import { merge, plan, record } from './forged.js'

const at = (time: string) => `2026-11-${time}:00Z`
const landed = (time: string) => record(3, 'merged', { merge: { ...merge, at: at(time) } })
const counted = (...args: Parameters<typeof mergedLately>) => mergedLately(...args).map((each) => each.at)

test('a merge counts for 24 hours, by GitHub’s time of it', () => {
  const own = [record(1, 'proposed'), record(2, 'approved'), landed('20T11:00')]
  expect(mergedLately([own], [], at('21T10:59'))).toEqual([
    { issue: 42, type: 'namespace', stage: null, at: at('20T11:00'), files: 1, places: 1 },
  ])
  expect(mergedLately([own], [], at('21T11:00'))).toEqual([])
})

test('what is approved counts once it is known to be merged, though no record says so yet', () => {
  const own = [record(1, 'proposed'), record(2, 'approved')]
  const [, approved] = own
  const now = at('20T12:00')
  expect(counted([own], [], now)).toEqual([])
  expect(counted([own], [issueNumber(42)], now)).toEqual([approved?.predicate.observedAt])
})

test('a merge counts once, though its emergency was reviewed since', () => {
  const reviewed = record(4, 'reviewed', { merge: { ...merge, at: at('20T11:00') } })
  const own = [record(1, 'proposed'), record(2, 'approved'), landed('20T11:00'), reviewed]
  expect(counted([own], [], at('20T12:00'))).toEqual([at('20T11:00')])
})

test('what takes back or ends counts for nothing', () => {
  const cause = { kind: 'ended', at: at('20T10:00') } as const
  const ended = record(3, 'merged', { cause, merge: { ...merge, at: at('20T11:00') } })
  expect(counted([[ended]], [], at('20T12:00'))).toEqual([])
})

test('a pull request of an approved request is looked for where it was proposed, and not under its number in the target of another stage', () => {
  const approved = record(2, 'approved')
  const elsewhere = record(2, 'approved', { plan: { ...plan, repository: 'acme/production' } })
  const of = { type: 'namespace', besides: issueNumber(7), repository: 'Acme/Platform' }
  expect(maybeMerged([[approved], [elsewhere]], of)).toEqual([approved])
  expect(maybeMerged([[approved]], { ...of, repository: 'acme/production' })).toEqual([])
  expect(maybeMerged([[record(1, 'proposed')]], of)).toEqual([])
  expect(maybeMerged([[approved]], { ...of, besides: issueNumber(42) })).toEqual([])
  expect(maybeMerged([[approved]], { ...of, type: 'access' })).toEqual([])
})
