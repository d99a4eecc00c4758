import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Verdict } from '../../../src/model/verdict.js'
import { randomRun } from '../decide/random-run.js'
import { oracle, shapes } from './approval-oracle.js'
import {
  digests,
  type Happening,
  ownerTexts,
  people,
  readRules,
  verdictAfter,
  words,
} from './approval-world.js'

/**
 * Each is up to 18 things that happen in random order, many in the same second. The rarest rule is satisfied in one of about two thousand: of a smaller
 * portion some rule would be satisfied in none, in one run of ten.
 */
const run = randomRun('approvals', { portion: 25_000, all: 50_000 })

const rules = shapes.map(({ approval }) => readRules(approval))

/** One number is one thing that happens: its digits say what, who, which and when. Cheap to make, and small numbers make short stories. */
function happeningOf(seed: number, at: number): Happening {
  const [kind, who, more] = [seed % 24, Math.floor(seed / 24) % people.length, Math.floor(seed / 120)]
  const word = words[more % words.length] ?? 'chat'
  if (kind < 9) return { at, did: 'say', who, word }
  if (kind < 13) return { at, did: 'publish' }
  const content = more % digests.length
  const all: readonly Happening[] = [
    { at, did: 'rules', rules: more % rules.length },
    { at, did: 'rules', rules: more % rules.length },
    { at, did: 'edit-issue', who, content: more % 2 === 0 ? 0 : content },
    { at, did: 'replan', content: more % 2 === 0 ? 0 : content },
    { at, did: 'rewrite', which: more % 5, word },
    { at, did: more % 2 === 0 ? 'delete' : 'hide', which: Math.floor(more / 2) % 5 },
    { at, did: more % 2 === 0 ? 'leave' : 'join', who, team: more % 4 < 2 ? 'platform' : 'dba' },
    { at, did: 'join', who, team: more % 2 === 0 ? 'platform' : 'dba' },
    { at, did: 'role', who, role: more % 6 },
    more % 5 === 0 ? { at, did: 'edit-by-ghost' } : { at, did: 'owners', owners: more % ownerTexts.length },
    { at, did: more % 3 === 0 ? 'lose-sight' : 'see-again', of: more % 2 === 0 ? 'platform' : who },
  ]
  return all[kind - 13] ?? { at, did: 'publish' }
}

/** Time often stands still, and sometimes an hour goes by. */
function secondsOf(seed: number): number {
  const part = Math.floor(seed / 7) % 40
  if (part === 0) return 3600
  return part === 1 ? 3599 : part % 3
}

function historyOf(seeds: readonly number[]): {
  readonly history: readonly Happening[]
  readonly now: number
} {
  const history: Happening[] = [{ at: 0, did: 'rules', rules: (seeds[0] ?? 0) % rules.length }]
  let now = 0
  for (const seed of seeds.slice(1)) {
    now += secondsOf(seed)
    history.push(happeningOf(seed, now))
  }
  return { history, now: now + ((seeds[0] ?? 0) % 2) }
}

test(`in ${run.numRuns.toLocaleString('en')} histories the verdict is satisfied exactly when the rules, read out one by one, say so`, () => {
  const seen = new Map<Verdict['state'], number>()
  const satisfied = new Set<number>()
  const seeds = fc.array(fc.nat(2 ** 31 - 1), { minLength: 4, maxLength: 18, size: 'max' })
  fc.assert(
    fc.property(seeds, (numbers) => {
      const { history, now } = historyOf(numbers)
      const verdict = verdictAfter(history, rules, now)
      seen.set(verdict.state, (seen.get(verdict.state) ?? 0) + 1)
      const wanted = oracle(history, now)
      if (wanted !== (verdict.state === 'satisfied'))
        throw new Error(`${verdict.state}, and the rules say ${wanted}: ${JSON.stringify({ history, now })}`)
      if (wanted) satisfied.add(history.findLast((each) => each.did === 'rules')?.rules ?? 0)
      if (verdict.state === 'unreachable' && oracle(history, now, true)) throw new Error('it is within reach')
    }),
    run,
  )
  // A property in which no rule is ever satisfied, or nothing ever out of reach or unknown, would prove nothing.
  expect(satisfied.size).toBe(rules.length)
  for (const state of ['satisfied', 'pending', 'unknown', 'unreachable'] as const)
    expect({ state, enough: (seen.get(state) ?? 0) > run.numRuns / 100 }).toEqual({ state, enough: true })
}, 300_000)
