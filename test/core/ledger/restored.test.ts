import { expect, test } from 'vitest'
import { inForce, standing } from '../../../src/core/ledger/in-force.js'
import { carriedOut, doneStages, ownStanding, stageOf } from '../../../src/core/ledger/own-standing.js'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import type { Predicate } from '../../../src/model/record.js'
import { ledger, rule } from './forged.js'
import { asked, type Chapter, life, promoted, restoredAs, takenBack } from './staged.js'

function told(...chapters: readonly Chapter[]): readonly string[] {
  return verifyLedger(ledger(...life(...chapters))).findings.map(({ code, what }) => `${code}: ${what}`)
}

const broken = (what: string) => [`ledger/chapter-broken: ${what}`]
const first: Chapter = { cause: asked }
const staging: Chapter = { cause: asked, stage: 'staging' }
const production: Chapter = { cause: promoted('production'), stage: 'production' }
const whole: Chapter = { cause: restoredAs(null) }

/** What needed no merge holds neither approvals nor rules, and its plan changes nothing. */
const already: Partial<Predicate> = { evidence: [], merge: null }

test.each<[string, readonly Chapter[]]>([
  ['with an approval and a merge', [first, whole]],
  [
    'without an approval where nothing has changed',
    [first, { ...whole, end: 'unchanged', but: { unchanged: already } }],
  ],
  ['in one of several stages', [staging, production, { cause: restoredAs('staging') }]],
  ['again by another command', [first, whole, { cause: restoredAs(null, 51) }]],
  [
    'not at all, where it gives way',
    [first, { ...whole, end: 'lapsed' }, { ...whole, cause: restoredAs(null, 51) }],
  ],
])('what was merged is restored %s', (_title, chapters) => {
  expect(told(...chapters)).toEqual([])
})

test('what is in force stays in force, with its merge, whatever comes of a chapter that restores it', () => {
  for (const end of ['merged', 'unchanged', 'failed', 'rejected', 'withdrawn', 'lapsed'] as const) {
    const [before, after] = [[first], [first, { ...whole, end }]].map((chapters) => life(...chapters))
    expect(ownStanding(after ?? [])).toEqual(ownStanding(before ?? []))
    expect(standing(inForce(after ?? []))).toEqual(standing(inForce(before ?? [])))
    const stages = life(staging, production, { cause: restoredAs('staging'), end })
    expect(doneStages(stages).map(stageOf)).toEqual(['staging', 'production'])
  }
})

test('word of a merge is waited for as before once something is restored, but not where that has failed', () => {
  for (const end of ['merged', 'unchanged', 'rejected', 'withdrawn', 'lapsed'] as const)
    expect(carriedOut(life(first, { ...whole, end }))?.predicate.chapter).toBe(1)
  expect(carriedOut(life(first, { ...whole, end: 'failed' }))).toBe(null)
})

test('what became of the stage that was merged last is told after another one is restored', () => {
  const merged = life(staging, production).at(-1)
  if (merged === undefined) throw new Error('a life has records')
  const { plan, pull, merge } = merged.predicate
  const restored: Chapter = { cause: restoredAs('staging'), stage: 'staging', outcomes: ['reached'] }
  expect(told(staging, production, { ...restored, but: { reached: { plan, pull, merge } } })).toEqual([])
  expect(told(staging, production, restored)).toEqual([
    'ledger/outcome-unsound: What became of a merge is about another one than the record before it.',
  ])
})

test('what was restored is taken back as ever', () => {
  const back = { cause: { ...takenBack('x'), kind: 'taken-back' } } as const
  const { stage: _, ...cause } = back.cause
  expect(told(first, whole, { cause })).toEqual([])
  expect(ownStanding(life(first, whole, { cause }))).toBe(null)
})

test('only what is in force is restored', () => {
  const { stage: _, ...cause } = takenBack('x')
  expect(told(first, { cause }, whole)).toEqual(
    broken('The chapter is about what was never merged, or is in force no more.'),
  )
  expect(
    told(staging, production, { cause: takenBack('production') }, { cause: restoredAs('production') }),
  ).toEqual(broken('The stage production is restored, and it is not in force.'))
})

test('of several stages in force the one that is restored is named', () => {
  expect(told(staging, production, whole)).toEqual(
    broken('The chapter does not say which of the stages in force it restores.'),
  )
})

test('a command restores once', () => {
  expect(told(first, whole, whole)).toEqual(broken('The chapter names a cause that an earlier one has.'))
})

test('another command restores nothing', () => {
  const chapters = life(first, whole)
  const begun = chapters.findIndex(({ predicate }) => predicate.decision === 'begun')
  const records = chapters.map((record, index) =>
    index !== begun
      ? record
      : {
          ...record,
          predicate: {
            ...record.predicate,
            evidence: record.predicate.evidence.map((each) => ({ ...each, command: 'rollback' })),
          },
        },
  )
  expect(verifyLedger(ledger(...records)).findings.map(({ code }) => code)).toContain(
    'ledger/evidence-unsound',
  )
})

test('nothing is restored without a change on approvals that no record before it has', () => {
  const claimed = { ...already, rules: [rule] }
  expect(told(first, { ...whole, end: 'unchanged', but: { unchanged: claimed } })).toEqual([
    'ledger/evidence-unsound: What changes nothing does not rest on the approval before it.',
  ])
})
