import { expect, test } from 'vitest'
import { user } from './given.js'
import { closed, issueOf, recordsOf, said, withIssue } from './town.js'
import { firstSizes } from './town-requests.js'
import {
  approve,
  byItself,
  hears,
  look,
  onceReached,
  passes,
  rollout,
  rolloutIssue,
  says,
  stateOf,
  sweeps,
  told,
} from './town-rollouts.js'
import type { Place } from './town-run.js'

const dev = 'asked: proposed approved merged'

test('what comes after the merge begins by itself, once', () => {
  const place = rollout(byItself)
  says(place, 'bob', '/approve')
  expect(told(place)).toEqual([dev, 'stage live after merged: begun proposed'])
  says(place, 'bob', '/reject no')
  reopens(place)
  passes(place, 60)
  sweeps(place)
  expect(told(place)).toEqual([dev, 'stage live after merged: begun proposed rejected'])
})

/** Somebody opens the issue again. */
function reopens(place: Place): void {
  const issue = {
    ...issueOf(place.town, rolloutIssue),
    state: 'open',
    stateReason: 'reopened',
    closing: null,
  } as const
  place.town = withIssue(place.town, issue)
  look(place)
}

test('what was declined begins again only because somebody asks for it', () => {
  const place = rollout(byItself)
  says(place, 'bob', '/approve')
  says(place, 'bob', '/reject no')
  says(place, 'bob', '/promote')
  expect(told(place).at(-1)).toBe('stage live: begun proposed')
})

test('what comes once the stage before has arrived begins by itself then, and not before', () => {
  const place = rollout(onceReached)
  says(place, 'bob', '/approve')
  passes(place, 60)
  expect(told(place)).toEqual([dev])
  hears(place, 'dev', 'success')
  expect(told(place)).toEqual([`${dev} reached`, 'stage live after reached: begun proposed'])
})

test('on an issue that somebody has closed no stage begins by itself', () => {
  const place = rollout(onceReached)
  says(place, 'bob', '/approve')
  place.town = closed(place.town, issueOf(place.town, rolloutIssue), false)
  hears(place, 'dev', 'success')
  expect(told(place)).toEqual([`${dev} reached`])
  expect(stateOf(place)).toBe('closed')
})

test('a stage may come after one in which no file had to change', () => {
  const place = rollout(byItself, firstSizes({ red: 'dev2' }))
  expect(told(place)).toEqual(['asked: unchanged', 'stage live after merged: begun proposed'])
})

/** A rollout that has come to its last stage. */
function throughAll(): Place {
  const place = rollout(onceReached)
  says(place, 'bob', '/approve')
  hears(place, 'dev', 'success')
  approve(place)
  hears(place, 'live', 'success')
  says(place, 'dave', '/promote')
  approve(place)
  return place
}

test('one command takes back what came later, and then the stage it names', () => {
  const place = throughAll()
  says(place, 'alice', '/rollback live carts are empty')
  expect(told(place).slice(3)).toEqual(['taken-back world down to live: begun proposed'])
  says(place, 'carol', '/approve')
  says(place, 'bob', '/approve')
  expect(told(place).slice(3)).toEqual([
    'taken-back world down to live: begun proposed approval-given approved merged',
    'taken-back live: begun proposed',
  ])
  const begun = recordsOf(place.town, rolloutIssue).records.filter(
    ({ predicate: { decision, cause } }) => decision === 'begun' && cause.kind === 'taken-back',
  )
  const [first, second] = begun.map(({ predicate }) => predicate.evidence)
  expect(first?.map(({ body }) => body)).toEqual(['/rollback live carts are empty'])
  expect(second).toEqual(first)
})

test('where what came later is not taken back, neither is the stage that was named', () => {
  const place = throughAll()
  says(place, 'alice', '/rollback dev')
  says(place, 'bob', '/reject no')
  passes(place, 60)
  expect(told(place).slice(3)).toEqual(['taken-back world down to dev: begun proposed rejected'])
})

test('a command that goes down by two stages says so at each', () => {
  const place = throughAll()
  says(place, 'alice', '/rollback dev')
  says(place, 'carol', '/approve')
  says(place, 'bob', '/approve')
  says(place, 'erin', '/approve')
  says(place, 'carol', '/approve')
  expect(told(place).slice(3)).toEqual([
    'taken-back world down to dev: begun proposed approval-given approved merged',
    'taken-back live down to dev: begun proposed approved merged',
    'taken-back dev: begun proposed approved merged',
  ])
})

test('whoever takes back goes before a stage that would begin by itself', () => {
  const place = rollout(onceReached)
  says(place, 'bob', '/approve')
  place.town = said({ ...place.town, now: place.town.now + 1 }, rolloutIssue, user('alice'), '/rollback')
  hears(place, 'dev', 'success')
  look(place)
  expect(told(place).at(-1)).toBe('taken-back dev: begun proposed')
})
