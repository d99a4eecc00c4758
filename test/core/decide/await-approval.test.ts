import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Decision } from '../../../src/model/decision.js'
import type { Effect } from '../../../src/model/effect.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import { user } from './given.js'
import { blocked, published, rest, type Sight, says, withPull, withTarget } from './played.js'
import { apply, observe, policyOf, said, typeText, type World } from './world.js'

/** A pull request that waits for a required check, in a repository where GitHub may merge by itself. */
const waitsForChecks: Sight = (snapshot) => withTarget({ autoMergeAllowed: true })(blocked(snapshot))

/** A published request whose type leaves the merge to GitHub, approved by bob. */
function approved(): World {
  const world = published()
  world.policy = policyOf(`${typeText}merge: auto\n`)
  rest(world)
  world.now += 1
  world.comments.push(said(world, user('bob'), '/approve'))
  return world
}

/** What is written, round by round, until GitHub is told to merge. */
function roundsUntilArmed(world: World): readonly (readonly Effect['kind'][])[] {
  const rounds: Effect['kind'][][] = []
  while (rounds.length < 6 && rounds.at(-1)?.includes('arm-merge') !== true) {
    const { effects } = decide(read(waitsForChecks(observe(world))))
    rounds.push(effects.map(({ kind }) => kind))
    for (const effect of effects) if (effect.kind !== 'arm-merge') apply(world, effect)
  }
  return rounds
}

test('GitHub is told to merge only once the approval is on record and the gate stands open', () => {
  expect(roundsUntilArmed(approved())).toEqual([['append-record', 'set-gate'], ['arm-merge']])
})

test('a gate that was closed in between is opened before GitHub is told to merge', () => {
  const world = approved()
  roundsUntilArmed(world)
  world.gates.clear()
  expect(roundsUntilArmed(world)).toEqual([['set-gate'], ['arm-merge']])
})

test.each<[string, Partial<ObservedPull>, Decision['next']]>([
  ['can be merged', {}, 'merge'],
  ['waits for a required check', { mergeState: 'blocked' }, 'done'],
  ['was read before GitHub saw what was written', { mergeState: 'outdated' }, 'look-again'],
  ['is not computed yet', { mergeable: 'unknown' }, 'wait'],
])('of an approved pull request that %s a run does next what brings it further', (_, said, next) => {
  const world = published()
  expect(says(world, 'bob', '/approve', withPull(said))).toMatchObject({ state: 'approved', next })
})

test('nothing is looked at again while an approval is missing, whatever GitHub says of the pull request', () => {
  expect(rest(published(), waitsForChecks)).toMatchObject({ state: 'awaiting-approval', next: 'done' })
})
