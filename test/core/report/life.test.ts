import { expect, test } from 'vitest'
import { chapterName, lifeSoFar } from '../../../src/core/report/life.js'
import type { Cause, LedgerRecord } from '../../../src/model/record.js'
import { bob, carol, merge, plan, record } from '../ledger/forged.js'

const promoted: Cause = { kind: 'stage', stage: 'production', comment: 12, by: carol, reason: null }
const byItself: Cause = { kind: 'stage', stage: 'production', after: 'reached' }
const takenBack: Cause = { kind: 'taken-back', comment: 13, by: bob, reason: null }

const staging = { plan: { ...plan, stage: 'staging' } }
const production = { plan: { ...plan, stage: 'production' } }

function ended(chapter: number, cause: Cause, more: Parameters<typeof record>[2] = {}): LedgerRecord {
  return record(chapter * 2, 'merged', { chapter, cause, ...more })
}

function became(end: LedgerRecord, decision: 'reached' | 'failed'): LedgerRecord {
  return record(end.predicate.sequence + 1, decision, {
    ...end.predicate,
    decision,
    sequence: end.predicate.sequence + 1,
    evidence: [],
    outcome: { signals: [] },
  })
}

const rows = (records: readonly LedgerRecord[]) =>
  (lifeSoFar(records)?.source ?? '').split('\n').filter((line) => /^\| \d/.test(line))

test.each([
  ['asked for', { kind: 'asked' }],
  ['its end', { kind: 'ended', at: merge.at }],
  ['a later end', { kind: 'extended', until: merge.at, comment: 1, by: bob, reason: null }],
  ['taking back', takenBack],
  ['taking back of production', { ...takenBack, stage: 'production' }],
  ['production', promoted],
  ['production', byItself],
] as const)('a chapter is called “%s”', (name, cause) => {
  expect(chapterName(cause)).toBe(name)
})

test('each stage has a row of its own, with its name and who asked for it', () => {
  const records = [
    ended(1, { kind: 'asked' }, staging),
    ended(2, promoted, production),
    ended(3, { ...takenBack, stage: 'production', downTo: 'staging' }),
    ended(4, byItself, production),
  ]
  expect(rows(records)).toEqual([
    '| 1. staging | `alice` | merged | `2026-11-20T09:59:00Z` | `bob` | #43 |',
    '| 2. production | `carol` | merged | `2026-11-20T09:59:00Z` | `bob` | #43 |',
    '| 3. taking back of production | `bob` | taken back | `2026-11-20T09:59:00Z` | `bob` | #43 |',
    '| 4. production | the stage before | merged | `2026-11-20T09:59:00Z` | `bob` | #43 |',
  ])
})

test('what became of a merge is told in the row of its chapter, as it was told last', () => {
  const first = ended(1, { kind: 'asked' }, staging)
  const row = (outcome: string) =>
    `| 1. staging | \`alice\` | ${outcome} | \`2026-11-20T09:59:00Z\` | \`bob\` | #43 |`
  expect(rows([first, became(first, 'reached')])).toEqual([row('reached')])
  expect(rows([first, became(first, 'failed')])).toEqual([row('failed')])
  expect(rows([first, became(first, 'failed'), became(first, 'reached')])).toEqual([row('reached')])
})

test('a request without stages is told as asked for', () => {
  expect(rows([ended(1, { kind: 'asked' })])).toEqual([
    '| 1. asked for | `alice` | merged | `2026-11-20T09:59:00Z` | `bob` | #43 |',
  ])
})
