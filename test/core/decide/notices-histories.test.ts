import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideAndTell } from '../../../src/core/decide/notices.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { IssueNumber } from '../../../src/model/ids.js'
import { notifyPath, type Policy, type PolicyFile } from '../../../src/model/policy.js'
import { isFinal, type LedgerRecord } from '../../../src/model/record.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { published } from './played.js'
import { randomRun } from './random-run.js'
import { beginningOf, issueOf, recordsOf } from './town.js'
import { playStep, type Step, witnessOf } from './town-acts.js'
import { day, later, opening, step } from './town-histories.js'
import { newJudge } from './town-judge.js'
import { firstFiles, kinds } from './town-requests.js'
import { type Place, sweep } from './town-run.js'
import { apply, land, observe, policyOf, readOn, said, typeText, type World } from './world.js'

/**
 * Each is a request or two that are filed, approved and perhaps taken back, extended or carried on, with the toolkit waking, crashing before any of its
 * steps, or asleep in between.
 */
const run = randomRun('what receivers are told', { portion: 25, all: 250 })

/** Far above what a history takes on an idle machine, in milliseconds. */
const timeLimitMs = run.numRuns * 1000
const sweepsMax = 8

const text = `receivers:
  chat: { kind: slack }
  siem: { kind: cloudevents }
routes:
  - { on: [awaiting-approval, approved, merged, unchanged, reached, failed, rejected, withdrawn], to: [chat] }
  - { on: [taken-back, restored, extended, ended, on-hold, released, revoked, lapsed, overdue], to: [chat] }
  - { on: [awaiting-approval, merged], types: [limit], to: [siem] }
`
const notify: PolicyFile = { path: notifyPath, blob: gitBlobOid(text), text }

/** Two runs at once about one issue may both tell, as neither knows of the other; they are no part of this. */
const alone = ({ waking, seconds, ...rest }: Step): Step => ({
  ...rest,
  // Somebody looks once a day at least: later nobody is told of what has only happened.
  seconds: Math.min(seconds, day / 4),
  waking: waking === 'two' ? 'crash' : waking,
})

const history = fc.record({
  kind: fc.nat(kinds.length - 2),
  /** Of which messages the answer is lost, or nobody answers. */
  lost: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
  steps: fc
    .tuple(
      opening(0),
      fc.array(
        fc.oneof(
          step.map((each): readonly Step[] => [each]),
          later,
        ),
        { minLength: 1, maxLength: 2 },
      ),
    )
    .map(([first, rest]) => [...first, ...rest.flat()].map(alone)),
})

test(
  'whatever people do and wherever a run crashes, nobody is told twice what a status comment vouches for, and whoever is to be told is told',
  () => {
    const happened = new Set<string>()
    fc.assert(
      fc.property(history, ({ kind, lost, steps }) => {
        for (const what of play(kind, lost, steps)) happened.add(what)
      }),
      run,
    )
    // Properties of what never happens would prove nothing; in a few histories not all of it does.
    const expected = run.numRuns < 1000 ? ['merged'] : ['again after a crash', 'merged', 'taken-back']
    expect([...happened]).toEqual(expect.arrayContaining(expected))
  },
  timeLimitMs,
)

/** What was told, and what nobody needs to be told any more. */
interface Told {
  /** By receiver and event: how often it was sent, and whether the status comment has said so since. */
  readonly sent: Map<string, { readonly issue: IssueNumber; times: number; vouched: boolean }>
}

/** Plays a history; what happened in it. */
function play(kind: number, lost: readonly boolean[], steps: readonly Step[]): readonly string[] {
  const { policy } = kinds[kind] ?? kinds[0]
  const told: Told = { sent: new Map() }
  const happened: string[] = []
  let messages = 0
  const place: Place = {
    town: { ...beginningOf(policy, firstFiles), notify },
    tell: (issue, { receiver, of, message }) => {
      const key = `${receiver} ${issue} ${of.stream} ${of.number}`
      const before = told.sent.get(key)
      // The status comment vouches for it: whoever looks knows that it was sent.
      expect({ key, vouched: before?.vouched ?? false }).toEqual({ key, vouched: false })
      if (before !== undefined) happened.push('again after a crash')
      if (message.by === 'https')
        happened.push(...(/ is (merged|taken back)\./.exec(message.body)?.slice(1, 2) ?? []))
      told.sent.set(key, { issue, times: (before?.times ?? 0) + 1, vouched: false })
      messages += 1
      return lost[messages % lost.length] !== true
    },
  }
  const judged = newJudge()
  const judges = witnessOf(judged)
  const witness: typeof judges = (town, issue, effect, reading) => {
    judges(town, issue, effect, reading)
    if (effect.kind !== 'ensure-status') return
    for (const each of told.sent.values()) if (each.issue === issue) each.vouched = true
  }
  for (const each of steps) {
    playStep(place, judged, each, witness)
    if (each.waking === 'sweep') judgeTold(place, told)
  }
  let sweeps = 1
  while (sweep(place, witness)) {
    sweeps += 1
    if (sweeps > sweepsMax) throw new Error('the sweeps do not come to rest')
  }
  judgeTold(place, told)
  return happened.map((what) => (what === 'taken back' ? 'taken-back' : what))
}

/** After a sweep nobody is left untold, of an issue that is there. */
function judgeTold({ town }: Place, { sent }: Told): void {
  for (const issue of town.issues.keys()) {
    if (issueOf(town, issue).gone) continue
    const { records } = recordsOf(town, issue)
    const owed = records.filter((record, index) => tells(record) && !isPast(records, index))
    const missing = owed.filter(({ predicate }) => !sent.has(`chat ${issue} record ${predicate.sequence}`))
    expect(missing.map(({ predicate }) => `${issue} ${predicate.sequence} ${predicate.decision}`)).toEqual([])
  }
}

/** What only begins, or counts one of several approvals, is told nobody. */
function tells({ predicate: { decision } }: LedgerRecord): boolean {
  return decision !== 'begun' && decision !== 'approval-given'
}

/** A question that was asked already, or that nobody has to answer any more. */
function isPast(records: readonly LedgerRecord[], index: number): boolean {
  const own = records[index]?.predicate
  if (own?.decision !== 'proposed') return false
  const chapter = records.filter(({ predicate }) => predicate.chapter === own.chapter)
  return chapter.some(
    (record) =>
      (record.predicate.sequence > own.sequence &&
        (isFinal(record) || record.predicate.decision === 'approved')) ||
      (record.predicate.sequence < own.sequence && record.predicate.plan?.digest === own.plan?.digest),
  )
}

/** One for all histories, so that it is read once. */
const firstPolicy: Policy = { ...policyOf(typeText), notify }

/** The same of one request until its first end, which takes a third of the time. */
const first = randomRun('what receivers are told of a first chapter', { portion: 50, all: 2750 })

const firstHistory = fc.record({
  environment: fc.constantFrom('dev' as const, 'prod' as const),
  lost: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
  steps: fc.array(
    fc.record({
      who: fc.constantFrom('alice', 'bob', 'carol', 'mallory'),
      words: fc.constantFrom(
        '/approve',
        '/approve',
        '/hold wait',
        '/unhold',
        '/reject no',
        '/withdraw',
        'Thanks.',
      ),
      seconds: fc.nat(day / 8),
      /** Writes and messages of the run before it crashes; null where it goes to its end. */
      cut: fc.option(fc.nat(5)),
    }),
    { minLength: 1, maxLength: 6 },
  ),
})

test(
  'a run of a first chapter that crashes anywhere is made up for by the next one, which tells nobody again what the comment vouches for',
  () => {
    let again = 0
    fc.assert(
      fc.property(firstHistory, ({ environment, lost, steps }) => {
        const world = published(environment)
        world.policy = firstPolicy
        const sent = new Map<number, { times: number; vouched: boolean }>()
        let messages = 0
        const tell: Tell = (number) => {
          const times = (sent.get(number)?.times ?? 0) + 1
          expect({ number, vouched: sent.get(number)?.vouched ?? false }).toEqual({ number, vouched: false })
          sent.set(number, { times, vouched: false })
          messages += 1
          again += times > 1 ? 1 : 0
          return lost[messages % lost.length] !== true
        }
        const vouch = () => {
          for (const each of sent.values()) each.vouched = true
        }
        for (const { who, words, seconds, cut } of [
          ...steps,
          { who: 'bob', words: 'Well.', seconds: 1, cut: null },
        ]) {
          world.now += seconds
          world.comments.push(said(world, user(who), words))
          runFirst(world, tell, vouch, cut ?? Number.POSITIVE_INFINITY)
          if (cut !== null) continue
          const owed = world.records.filter((record, index) => tells(record) && !isPast(world.records, index))
          const missing = owed.filter(({ predicate }) => !sent.has(predicate.sequence))
          expect(missing.map(({ predicate }) => predicate.decision)).toEqual([])
        }
      }),
      first,
    )
    expect(again).toBeGreaterThan(0)
  },
  timeLimitMs,
)

type Tell = (number: number) => boolean

/** A run that goes on with what it has told, until nothing is left to write or it crashes. */
function runFirst(world: World, tell: Tell, vouch: () => void, cut: number): void {
  let told: Snapshot['told'] = []
  let left = cut
  for (let round = 1; round <= 32; round += 1) {
    const { effects } = decideAndTell(readOn({ ...observe(world), told }))
    if (effects.length === 0) return
    for (const effect of effects) {
      if (left === 0) return
      left -= 1
      if (effect.kind === 'notify') {
        const delivered = tell(effect.of.number)
        if (effect.receiver === 'chat') told = [...told, { receiver: 'chat', ...effect.of, delivered }]
        continue
      }
      if (apply(world, effect) === 'merge') land(world)
      if (effect.kind === 'ensure-status') vouch()
    }
  }
  throw new Error('the run does not come to rest')
}
