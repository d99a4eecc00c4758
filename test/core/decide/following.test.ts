import { expect, test } from 'vitest'
import { closed, issueOf } from './town.js'
import {
  approve,
  byItself,
  hears,
  inTurn,
  look,
  onceReached,
  policyOf,
  rollout,
  rolloutIssue,
  says,
  stateOf,
  statusOf,
  told,
  typesGone,
} from './town-rollouts.js'
import type { Place } from './town-run.js'

/** A rollout that was approved in its first stage. */
function inDev(kind: number): Place {
  const place = rollout(kind)
  says(place, 'bob', '/approve')
  return place
}

test('the issue stays open while another stage is to come, and closes with the last', () => {
  const place = inDev(inTurn)
  expect(stateOf(place)).toBe('open')
  says(place, 'bob', '/promote')
  approve(place)
  expect([told(place).at(-1), stateOf(place)]).toEqual([
    'stage live: begun proposed approved merged',
    'closed',
  ])
})

test('the issue stays open until the last stage has arrived', () => {
  const place = inDev(byItself)
  approve(place)
  hears(place, 'live', 'success')
  says(place, 'alice', '/promote')
  approve(place)
  expect([told(place).at(-1), stateOf(place)]).toEqual([
    'stage world: begun proposed approved merged',
    'open',
  ])
  hears(place, 'world', 'success')
  expect([told(place).at(-1), stateOf(place)]).toEqual([
    'stage world: begun proposed approved merged reached',
    'closed',
  ])
})

test('the issue stays open while its type has lost the stage it is in', () => {
  const place = inDev(inTurn)
  place.town = { ...place.town, policy: policyOf(typesGone) }
  look(place)
  expect(stateOf(place)).toBe('open')
})

test('where the type has the stages in an order that leads back, a maintainer is told', () => {
  const place = inDev(byItself)
  approve(place)
  expect(statusOf(place)).not.toContain('in another order')
  const { types, ...policy } = place.town.policy
  const turned = types.map((file) => ({
    ...file,
    text:
      file.text
        ?.replace(/, after: \w+/g, '')
        .replace(/( {2}- \{ name: dev.*\n)( {2}- \{ name: live.*\n)/, '$2$1') ?? null,
  }))
  place.town = { ...place.town, policy: { ...policy, types: turned } }
  look(place)
  expect(statusOf(place)).toContain('in another order')
})

test('whoever takes a stage back has the issue closed, although another could come', () => {
  const place = inDev(inTurn)
  says(place, 'bob', '/promote')
  approve(place)
  says(place, 'alice', '/rollback live')
  expect(stateOf(place)).toBe('open')
  approve(place)
  expect([told(place).at(-1), stateOf(place)]).toEqual([
    'taken-back live: begun proposed approved merged',
    'closed',
  ])
})

test('the issue stays open where something was to be taken back and was not', () => {
  const place = inDev(inTurn)
  says(place, 'alice', '/rollback')
  says(place, 'bob', '/reject it stays')
  expect([told(place).at(-1), stateOf(place)]).toEqual(['taken-back dev: begun proposed rejected', 'open'])
})

test('whoever rejects a stage has the issue closed, although it could be asked for again', () => {
  const place = inDev(inTurn)
  says(place, 'bob', '/promote')
  says(place, 'erin', '/reject no')
  expect([told(place).at(-1), stateOf(place)]).toEqual(['stage live: begun proposed rejected', 'closed'])
})

test('the status says whether the next stage begins by itself', () => {
  const alone = inDev(onceReached)
  const asked = inDev(inTurn)
  expect(statusOf(alone)).not.toContain('/promote')
  expect(statusOf(asked)).toContain('/promote')
  // It would, if somebody had not closed the issue.
  alone.town = closed(alone.town, issueOf(alone.town, rolloutIssue), false)
  hears(alone, 'dev', 'success')
  expect(told(alone)).toEqual(['asked: proposed approved merged reached'])
  expect(statusOf(alone)).toContain('to go on to live, reopen this issue or comment')
})

test('whoever is told to look whether a stage works is told how to take that stage back, whatever was restored since', () => {
  const place = inDev(byItself)
  approve(place)
  says(place, 'alice', '/restore dev')
  place.town = { ...place.town, now: place.town.now + 3600 }
  look(place)
  expect(told(place).at(-1)).toBe('restored dev: begun unchanged')
  expect(statusOf(place)).toContain('if it does not, comment `/rollback live` with the reason')
})
