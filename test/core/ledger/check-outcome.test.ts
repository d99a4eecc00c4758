import { expect, test } from 'vitest'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import type { LedgerRecord, Predicate } from '../../../src/model/record.js'
import { approval, commitId, ledger, merge, record, request, rule } from './forged.js'
import { arrived, asked, broke, type Chapter, life, minute, promoted, signal, takenBack } from './staged.js'

function found(records: readonly LedgerRecord[]): readonly string[] {
  return verifyLedger(ledger(...records)).findings.map(({ code, what }) => `${code}: ${what}`)
}

const staging: Chapter = { cause: asked, stage: 'staging' }
const unsound = (what: string) => [`ledger/outcome-unsound: ${what}`]

/** What is found where something is told of a merge, in which some fields are otherwise. */
function told(decision: 'reached' | 'failed', more: Partial<Predicate> = {}): readonly string[] {
  return found(life({ ...staging, outcomes: [decision], but: { [decision]: more } }))
}

test('of a merge is told once that it arrived, or that it did not work', () => {
  expect(told('reached')).toEqual([])
  expect(told('failed')).toEqual([])
})

test('what did not work may arrive all the same, and nothing else follows', () => {
  expect(found(life({ ...staging, outcomes: ['failed', 'reached'] }))).toEqual([])
  for (const outcomes of [
    ['reached', 'reached'],
    ['reached', 'failed'],
    ['failed', 'failed'],
    ['failed', 'reached', 'failed'],
  ] as const)
    expect(found(life({ ...staging, outcomes }))).toEqual(
      unsound('What became of a merge does not follow the record of one.'),
    )
})

test('a request without stages arrives as well', () => {
  expect(found(life({ cause: asked, outcomes: ['reached'] }))).toEqual([])
})

test.each(['unchanged', 'rejected', 'withdrawn', 'lapsed', 'failed'] as const)(
  'nothing arrives that was %s',
  (end) => {
    expect(found(life({ ...staging, end, outcomes: ['reached'] }))).toContain(
      unsound('What became of a merge does not follow the record of one.')[0],
    )
  },
)

test('nothing arrives before it is merged', () => {
  const merged = life({ ...staging, outcomes: ['reached'] })
  const early = merged
    .filter(({ predicate }) => predicate.decision !== 'merged')
    .map((each, index) => ({ ...each, predicate: { ...each.predicate, sequence: index + 1 } }))
  const none = unsound('What became of a merge does not follow the record of one.')[0]
  expect(found(early)).toContain(none)
  expect(found([record(1, 'reached', { merge, outcome: arrived })])).toContain(none)
})

test('a merge arrives in its own chapter', () => {
  const production: Chapter = { cause: promoted('production'), stage: 'production' }
  const [first, second] = [life(staging), life(staging, { ...production, outcomes: ['reached'] })]
  const late = second
    .filter(({ predicate }) => predicate.decision === 'reached')
    .map(({ predicate, ...rest }) => ({
      ...rest,
      predicate: { ...predicate, sequence: first.length + 1 },
    }))
  expect(found([...first, ...late])).toContain(
    'ledger/chapter-broken: The record is of another chapter than the one before it.',
  )
})

/** What is found where the word of a merge is recorded in the chapter that was to take it back, after these records. */
function toldAfter(before: readonly LedgerRecord[]): readonly string[] {
  const { request, plan, pull, merge } = life(staging).at(-1)?.predicate ?? expect.fail('no merge')
  const late = record(before.length + 1, 'reached', {
    request,
    plan,
    pull,
    merge,
    chapter: 2,
    cause: takenBack('staging'),
    observedAt: minute(30),
    outcome: { signals: [signal({ at: minute(29) })] },
  })
  const known = found(before)
  return found([...before, late]).filter((each) => !known.includes(each))
}

test.each<[string, NonNullable<Chapter['end']>, readonly string[]]>([
  ['came to nothing', 'withdrawn', []],
  ['was carried out', 'merged', unsound('What became of a merge does not follow the record of one.')],
  ['went wrong', 'failed', unsound('What became of a merge does not follow the record of one.')],
])(
  'what becomes of a merge is told after a chapter that was to take it back and %s: %s',
  (_, end, expected) => {
    expect(toldAfter(life(staging, { cause: takenBack('staging'), end }))).toEqual(expected)
  },
)

test('what becomes of a merge is not told while it is being taken back', () => {
  const before = life(staging, { cause: takenBack('staging'), end: 'withdrawn' })
  expect(toldAfter(before.slice(0, -1))).toEqual(
    unsound('What became of a merge does not follow the record of one.'),
  )
})

const other = record(1, 'proposed').predicate

test.each<[string, Partial<Predicate>]>([
  ['request', { request: { ...request, title: 'Another' } }],
  ['plan', { plan: { ...(other.plan ?? expect.fail('no plan')), base: commitId(80) } }],
  ['pull request', { pull: null }],
  ['merge', { merge: { ...merge, at: minute(4) } }],
])('what is told of a merge is about that merge, and not about another %s', (_, more) => {
  expect(told('reached', more)).toContain(
    unsound('What became of a merge is about another one than the record before it.')[0],
  )
})

test.each<[string, 'reached' | 'failed', Partial<Predicate>, string]>([
  [
    'without a signal',
    'reached',
    { outcome: { signals: [] } },
    'What became of a merge rests on nothing that was said of it.',
  ],
  [
    'with a failure where it arrived',
    'reached',
    { outcome: { signals: [signal(), signal({ name: 'smoke', state: 'failure' })] } },
    'The signal smoke says failure, and not success.',
  ],
  [
    'with what is still under way',
    'reached',
    { outcome: { signals: [signal({ state: 'pending' })] } },
    'The signal kustomization/staging says pending, and not success.',
  ],
  [
    'with a success where it did not work',
    'failed',
    { outcome: arrived },
    'The signal kustomization/staging says success, and not failure.',
  ],
  [
    'before it was there',
    'reached',
    { observedAt: minute(4), outcome: { signals: [signal({ at: minute(4) })] } },
    'What became of a merge was known before it.',
  ],
  [
    'by people',
    'reached',
    { evidence: [approval({ createdAt: minute(5) })] },
    'What became of a merge rests on comments or on approval rules.',
  ],
  [
    'by approval rules',
    'reached',
    { rules: [rule] },
    'What became of a merge rests on comments or on approval rules.',
  ],
])('nothing is told of a merge %s', (_, decision, more, what) => {
  expect(told(decision, more)).toContain(unsound(what)[0])
})

test('a merge arrives because somebody said so', () => {
  const [{ outcome: _, ...without }] = life({ ...staging, outcomes: ['reached'] })
    .slice(-1)
    .map(({ predicate }) => predicate) as [Predicate]
  expect(found([...life(staging), record(4, 'reached', without)])).toContain(
    unsound('A merge is said to have arrived, and nobody said so.')[0],
  )
})

test('no other decision says what became of a merge', () => {
  expect(found(life({ ...staging, but: { merged: { outcome: arrived } } }))).toContain(
    unsound('A decision “merged” does not say what became of a merge.')[0],
  )
})

test('no signal is of a time that has not come', () => {
  const said = (at: string) => told('reached', { outcome: { signals: [signal({ at })] } })
  expect(said(minute(8))).toEqual([])
  expect(said(minute(9))).toEqual([
    'ledger/time-impossible: The times of the record do not follow one another.',
  ])
})

test('what was merged otherwise than planned is told as that, whatever is said to have become of it', () => {
  const inexact = { decision: 'failed', merge: { ...merge, exact: false }, outcome: broke } as const
  const records = life(staging)
  const hidden = record(3, 'failed', { ...records[2]?.predicate, ...inexact, evidence: [] })
  expect(found([...records.slice(0, 2), hidden])).toContain(
    unsound('What became of a merge does not follow the record of one.')[0],
  )
})

test('what was said before a merge arrived is heard: its chapter had ended', () => {
  const production: Chapter = { cause: promoted('production'), stage: 'production' }
  const begun = life(staging, production).flatMap(({ predicate: { decision, evidence } }) =>
    decision === 'begun' ? evidence : [],
  )
  const early = begun.map((each) => ({ ...each, createdAt: minute(6.5) }))
  const chapters = [
    { ...staging, outcomes: ['reached'] as const },
    { ...production, but: { begun: { evidence: early } } },
  ]
  expect(found(life(...chapters))).toEqual([])
})
