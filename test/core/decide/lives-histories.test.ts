import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { recordPath } from '../../../src/core/ledger/record-path.js'
import { type LedgerChange, verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import type { IssueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { user } from './given.js'
import { randomRun } from './random-run.js'
import { beginningOf, headOf, issueOf, onLedger, recordsOf, said, type Town } from './town.js'
import { playStep, type Step, witnessOf } from './town-acts.js'
import { day, history, later, opening, pause, step } from './town-histories.js'
import { type Judge, judgeRest, newJudge } from './town-judge.js'
import { firstFiles, kinds } from './town-requests.js'
import { drive, type Place, sweep, type Witness, run as wake } from './town-run.js'

/**
 * Each is a few requests over the same manifests, with an end or with stages, and two dozen random acts with the toolkit waking, crashing or asleep in between.
 * Many are taken back, restored, end and go on to another stage: that each of these happens is asked for below, and in one portion of a thousand one does not. What comes
 * in one history of ten, or fewer, is asked for only where all are played.
 */
const run = randomRun('requests that live on', { portion: 60, all: 1000 })

/** Far above what a history takes on an idle machine, in milliseconds. */
const timeLimitMs = run.numRuns * 2000
/** Sweeps after which there has to be nothing left to write: one for each issue, because a merge of one moves the others, and one more. */
const sweepsMax = 6

test(
  'whatever people, hands, the clock and crashes do to requests after their merge, only what was approved is written, taken back and ended, and every run comes to rest',
  () => {
    const ends = new Map<string, number>()
    fc.assert(
      fc.property(history, ({ kind, steps }) => {
        for (const [what, times] of play(kind, steps)) ends.set(what, (ends.get(what) ?? 0) + times)
      }),
      run,
    )
    // Properties of what never happens would prove nothing.
    for (const what of [...often, ...(run.numRuns < rareFrom ? [] : rare)])
      expect({ what, happened: ends.has(what) }).toEqual({ what, happened: true })
  },
  timeLimitMs,
)

/** What happens in every portion, and what only in many histories. */
const often = [
  'asked merged',
  'taken-back merged',
  'ended merged',
  'stage merged',
  'outcome reached',
  'restored unchanged',
]
const rare = [
  'restored merged',
  'taken-back after restored',
  'ended after restored',
  'extended unchanged',
  'outcome failed',
  'stage unchanged',
  'taken-back unchanged',
  'taken-back downTo',
]
const rareFrom = 1000

/** Plays a history; how chapters ended. */
function play(kind: number, steps: readonly Step[]): Judge['ends'] {
  const { policy } = kinds[kind] ?? kinds[0]
  const place: Place = { town: beginningOf(policy, firstFiles) }
  const judged = newJudge()
  const witness = witnessOf(judged)
  for (const each of steps) playStep(place, judged, each, witness)
  // First what was begun, and then every end that is left.
  for (const passed of [1, 21 * day]) {
    place.town = { ...place.town, now: place.town.now + passed }
    let sweeps = 1
    while (sweep(place, witness)) {
      sweeps += 1
      if (sweeps > sweepsMax) throw new Error('the sweeps do not come to rest')
    }
    judgeRest(judged, place.town)
  }
  judgeLedger(place.town)
  return judged.ends
}

/** The ledger that was written verifies, but for what it tells itself of merges that were made by hand. */
function judgeLedger({ ledger }: Town): void {
  const { findings } = verifyLedger(ledger)
  expect(findings.filter(({ ofMerge }) => ofMerge !== true)).toEqual([])
}

/** What somebody who can push to the ledger does to the records of an issue. */
const forgeries = ['approves', 'ends', 'changes', 'removes', 'swaps'] as const
type Forgery = (typeof forgeries)[number]

const forgedHistory = fc.tuple(
  opening(0),
  fc.array(step, { maxLength: 4 }),
  fc.constantFrom(...forgeries),
  fc.array(fc.oneof(later, pause), { minLength: 1, maxLength: 4 }),
)

test(
  'whatever somebody pushes into the records of a request, nothing of it is merged from then on, and whoever looks is told',
  () => {
    let stopped = 0
    fc.assert(
      fc.property(forgedHistory, ([first, before, how, after]) => {
        stopped += playForged([...first, ...before], how, after.flat()) ? 1 : 0
      }),
      { ...run, numRuns: Math.ceil(run.numRuns / 3) },
    )
    // Where there is no record yet, there is none to forge.
    expect(stopped).toBeGreaterThan(run.numRuns / 10)
  },
  timeLimitMs,
)

/** Whether something was forged, and whoever looked was told. */
function playForged(before: readonly Step[], how: Forgery, after: readonly Step[]): boolean {
  const place: Place = { town: beginningOf(kinds[0].policy, firstFiles) }
  const judged = newJudge()
  for (const each of before) playStep(place, judged, each, witnessOf(judged))
  const [number] = place.town.issues.keys()
  const next = number === undefined ? null : forge(place.town, number, how)
  if (number === undefined || next === null || issueOf(next, number).gone) return false
  place.town = next
  const witness: Witness = (_, issue, { kind }) => {
    if (issue === number) expect(kind).not.toBe('merge-pull')
  }
  for (const each of after) playStep(place, judged, each, witness)
  place.town = said({ ...place.town, now: place.town.now + 1 }, number, user('alice'), '/rollback')
  drive(wake(place, number, witness))
  expect(issueOf(place.town, number).labels).toContain('issueops:held')
  return true
}

/** The town with forged records of an issue; null where there is none that could be forged so. */
function forge(town: Town, number: IssueNumber, how: Forgery): Town | null {
  const { records } = recordsOf(town, number)
  const [last, other] = [records.at(-1), records.at(-2)]
  if (last === undefined || other === undefined) return null
  const { predicate } = last
  const { sequence } = predicate
  const text = (facts: Partial<LedgerRecord['predicate']>) =>
    encodeRecord({ ...last, predicate: { ...predicate, ...facts } })
  const put = (status: 'added' | 'changed', at: number, what: string): LedgerChange => ({
    status,
    path: recordPath(number, at),
    kind: 'file',
    text: what,
  })
  const next = { sequence: sequence + 1, previous: headOf(town) ?? predicate.previous, evidence: [] }
  switch (how) {
    case 'approves': {
      const rules = [{ kind: 'automatic', rule: 1, when: 'always' }] as const
      const approved = text({ ...next, decision: 'approved', rules, reason: 'always' })
      return onLedger(town, [put('added', sequence + 1, approved)], false)
    }
    case 'ends':
      return onLedger(
        town,
        [put('added', sequence + 1, text({ ...next, decision: 'withdrawn', merge: null }))],
        false,
      )
    case 'changes':
      // What nobody is shown is not looked for once everything is settled.
      return onLedger(
        town,
        [put('changed', sequence, text({ request: { ...predicate.request, title: 'Something else' } }))],
        false,
      )
    case 'removes': {
      const gone = {
        status: 'removed',
        path: recordPath(number, sequence),
        kind: 'file',
        text: null,
      } as const
      return onLedger(town, [gone], false)
    }
    case 'swaps': {
      const swapped = [
        put('changed', sequence - 1, encodeRecord(last)),
        put('changed', sequence, encodeRecord(other)),
      ]
      return onLedger(town, swapped, false)
    }
  }
}
