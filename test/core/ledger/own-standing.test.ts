import { expect, test } from 'vitest'
import {
  carriedOut,
  doneStages,
  outcomeOf,
  ownStanding,
  stageOf,
} from '../../../src/core/ledger/own-standing.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { carol, merge } from './forged.js'
import { asked, type Chapter, life, promoted, takenBack } from './staged.js'

const stages = (records: readonly LedgerRecord[] = []) => records.map(stageOf)
const inForce = (...chapters: readonly Chapter[]) => stages(ownStanding(life(...chapters))?.merges)
const done = (...chapters: readonly Chapter[]) => stages(doneStages(life(...chapters)))

const staging: Chapter = { cause: asked, stage: 'staging' }
const production: Chapter = { cause: promoted('production'), stage: 'production' }
const live: Chapter = { cause: { kind: 'stage', stage: 'live', after: 'merged' }, stage: 'live' }
const all = [staging, production, live]

test('of a request with stages each is in force that was merged', () => {
  expect(inForce(...all)).toEqual(['staging', 'production', 'live'])
  expect(done(...all)).toEqual(['staging', 'production', 'live'])
})

test('a stage with nothing to change is done, and not in force', () => {
  const nothing = { ...staging, end: 'unchanged' } as const
  expect(inForce(nothing, production)).toEqual(['production'])
  expect(done(nothing, production)).toEqual(['staging', 'production'])
  expect(ownStanding(life(nothing))).toBe(null)
})

test.each(['rejected', 'withdrawn', 'lapsed', 'failed'] as const)('a stage that was %s is neither', (end) => {
  expect(inForce(staging, { ...production, end })).toEqual(['staging'])
  expect(done(staging, { ...production, end })).toEqual(['staging'])
})

test.each(['merged', 'unchanged'] as const)('what is taken back is one stage: %s', (end) => {
  expect(inForce(...all, { cause: takenBack('live'), end })).toEqual(['staging', 'production'])
  expect(done(...all, { cause: takenBack('live'), end })).toEqual(['staging', 'production'])
})

test('a stage that is taken back can come again', () => {
  const again = [{ cause: takenBack('live') }, { ...live, cause: promoted('live', 33) }]
  expect(inForce(...all, ...again)).toEqual(['staging', 'production', 'live'])
  expect(done(...all, ...again)).toEqual(['staging', 'production', 'live'])
})

test('a stage is in force once, whatever a ledger says that nobody should go by', () => {
  const twice = [...all.slice(0, 2), { ...production, cause: promoted('production', 31) }]
  expect(inForce(...twice)).toEqual(['staging', 'production'])
  expect(done(...twice)).toEqual(['staging', 'production'])
})

test('with a stage goes what came after it and changed nothing', () => {
  const nothing = { ...live, end: 'unchanged' } as const
  expect(done(staging, production, nothing, { cause: takenBack('production') })).toEqual(['staging'])
})

test('nothing is in force once the last stage is taken back, and where all of a request is', () => {
  const one = { cause: takenBack('staging') }
  const whole = { cause: { kind: 'taken-back', comment: 40, by: carol, reason: null } } as const
  for (const chapters of [
    [staging, one],
    [...all, whole],
    [...all, { cause: { kind: 'ended', at: '2027-01-01T00:00:00Z' } } as const],
  ]) {
    expect(ownStanding(life(...chapters))).toBe(null)
    expect(done(...chapters)).toEqual([])
  }
})

test('what is taken back without effect stays', () => {
  expect(inForce(...all, { cause: takenBack('live'), end: 'rejected' })).toEqual([
    'staging',
    'production',
    'live',
  ])
})

test('what became of a merge takes nothing back', () => {
  for (const outcomes of [['reached'], ['failed'], ['failed', 'reached']] as const) {
    expect(inForce({ ...staging, outcomes })).toEqual(['staging'])
    expect(done({ ...staging, outcomes })).toEqual(['staging'])
  }
})

test('what became of a merge is what was told last of its chapter', () => {
  const decision = (chapters: readonly Chapter[], chapter: number) =>
    outcomeOf(life(...chapters), chapter)?.predicate.decision ?? null
  expect(decision([staging], 1)).toBe(null)
  expect(decision([{ ...staging, outcomes: ['failed'] }], 1)).toBe('failed')
  expect(decision([{ ...staging, outcomes: ['failed', 'reached'] }], 1)).toBe('reached')
  const both = [{ ...staging, outcomes: ['reached'] as const }, production]
  expect([decision(both, 1), decision(both, 2)]).toEqual(['reached', null])
  expect(outcomeOf([], 1)).toBe(null)
})

test.each(['rejected', 'withdrawn', 'lapsed'] as const)(
  'what was to be taken back and was %s is waited for as before, and what becomes of it is told of its own merge',
  (end) => {
    const back: Chapter = { cause: takenBack('staging'), end }
    expect(carriedOut(life(staging, back))?.predicate.chapter).toBe(1)
    const told = life(staging, { ...back, outcomes: ['failed', 'reached'] })
    expect([1, 2].map((chapter) => outcomeOf(told, chapter)?.predicate.decision)).toEqual([
      'reached',
      undefined,
    ])
  },
)

test('a later end leaves a merge as it was', () => {
  const later = {
    kind: 'extended',
    until: '2027-01-01T00:00:00Z',
    comment: 50,
    by: carol,
    reason: null,
  } as const
  expect(carriedOut(life(staging, { cause: later, end: 'unchanged' }))?.predicate.chapter).toBe(1)
})

test('of what was taken back no word is waited for, nor of what was merged before a stage that came to nothing', () => {
  for (const chapters of [
    [staging, { cause: takenBack('staging') }],
    [staging, { cause: takenBack('staging'), end: 'failed' }],
    [staging, { ...production, end: 'rejected' }],
    [{ ...staging, end: 'unchanged' }],
    // What was merged is not what was planned.
    [{ ...staging, end: 'failed', but: { failed: { merge } } }],
  ] as const)
    expect(carriedOut(life(...chapters))).toBe(null)
  expect(carriedOut(life(staging, production))?.predicate.chapter).toBe(2)
})
