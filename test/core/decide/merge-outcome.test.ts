import { expect, test } from 'vitest'
import { listenedFor } from '../../../src/core/decide/merge-outcome.js'
import { closed, issueOf, landed, pushed } from './town.js'
import { reachedWithin } from './town-requests.js'
import {
  approve,
  hears,
  look,
  onceReached,
  passes,
  rollout,
  rolloutIssue,
  says,
  statusOf,
  sweeps,
  told,
} from './town-rollouts.js'
import type { Place } from './town-run.js'

const dev = 'asked: proposed approved merged'
const day = 86_400

/** A rollout that was merged in its first stage; what worked before is known. */
function merged(): Place {
  const place = rollout(onceReached)
  hears(place, 'dev', 'success')
  says(place, 'bob', '/approve')
  return place
}

function closes(place: Place): void {
  place.town = closed(place.town, issueOf(place.town, rolloutIssue), false)
  look(place)
}

test('what is said to have arrived is recorded once', () => {
  const place = merged()
  hears(place, 'dev', 'success')
  hears(place, 'dev', 'success')
  passes(place, day)
  sweeps(place)
  expect(told(place)[0]).toBe(`${dev} reached`)
})

test('a failure counts once its time is over, and is recorded once', () => {
  const place = merged()
  hears(place, 'dev', 'failure')
  expect(told(place)).toEqual([dev])
  passes(place, reachedWithin)
  passes(place, day)
  sweeps(place)
  expect(told(place)).toEqual([`${dev} failed`])
})

test('what has failed may arrive all the same, and goes on then', () => {
  const place = merged()
  hears(place, 'dev', 'failure')
  passes(place, reachedWithin)
  hears(place, 'dev', 'success')
  expect(told(place)).toEqual([`${dev} failed reached`, 'stage live after reached: begun proposed'])
})

test('the same word of another app is somebody else’s', () => {
  const place = merged()
  hears(place, 'dev', 'success', 'other')
  hears(place, 'live', 'success')
  expect(told(place)).toEqual([dev])
})

test('an issue that stays open waits however long it takes', () => {
  const place = merged()
  passes(place, 30 * day)
  hears(place, 'dev', 'success')
  expect(told(place)[0]).toBe(`${dev} reached`)
})

test('whoever closes the issue is listened for a while longer, and then no more', () => {
  const soon = merged()
  closes(soon)
  passes(soon, listenedFor)
  hears(soon, 'dev', 'success')
  expect(told(soon)).toEqual([`${dev} reached`])
  const late = merged()
  closes(late)
  passes(late, listenedFor + day)
  hears(late, 'dev', 'success')
  expect(told(late)).toEqual([dev])
})

test('what is taken back is not waited for', () => {
  const place = merged()
  hears(place, 'dev', 'success')
  approve(place)
  says(place, 'alice', '/rollback live')
  approve(place)
  expect(told(place).at(-1)).toBe('taken-back live: begun proposed approved merged')
  hears(place, 'live', 'success')
  expect(told(place).at(-1)).toBe('taken-back live: begun proposed approved merged')
})

test('what was to be taken back and was not is waited for as before', () => {
  const place = merged()
  says(place, 'alice', '/rollback')
  says(place, 'bob', '/reject it stays')
  hears(place, 'dev', 'success')
  expect(told(place)).toEqual([dev, 'taken-back dev: begun proposed rejected reached'])
  says(place, 'alice', '/promote')
  expect(told(place).at(-1)).toBe('stage live: begun proposed')
})

test('what was merged and is not what was planned is not waited for', () => {
  const place = rollout(onceReached)
  const issue = issueOf(place.town, rolloutIssue)
  const [name, branch] = [...issue.branches].at(-1) ?? []
  if (name === undefined || branch === undefined) throw new Error('nothing is proposed')
  const files = new Map([...branch.files, ['shadow.yaml', 'x: 1\n']])
  const town = pushed(place.town, issue, name, { ...branch, commits: 2, files })
  place.town = landed(town, issueOf(town, rolloutIssue), name) ?? town
  look(place)
  hears(place, 'dev', 'success')
  expect(told(place)).toEqual(['asked: proposed failed'])
  expect(statusOf(place)).not.toContain('arrived')
})
