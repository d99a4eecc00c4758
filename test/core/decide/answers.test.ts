import { expect, test } from 'vitest'
import { replyMarker } from '../../../src/core/report/reply.js'
import { issueOf } from './town.js'
import { approve, hears, inTurn, rollout, rolloutIssue, says } from './town-rollouts.js'
import type { Place } from './town-run.js'

/** How many comments of a person the toolkit has answered. */
function answers({ town }: Place, login: string): number {
  const { comments } = issueOf(town, rolloutIssue)
  return comments.filter(
    ({ id, author }) =>
      author?.login === login && comments.some(({ own, body }) => own && body.startsWith(replyMarker(id))),
  ).length
}

test('nobody is answered more than five times in one chapter, and in the next one again', () => {
  const place = rollout(inTurn)
  hears(place, 'dev', 'success')
  approve(place)
  const before = answers(place, 'bob')
  for (let time = 1; time <= 7; time += 1) says(place, 'bob', '/promote nowhere')
  expect(answers(place, 'bob')).toBe(5)
  expect(before).toBeLessThan(5)
  says(place, 'bob', '/promote')
  says(place, 'bob', '/promote nowhere')
  expect(answers(place, 'bob')).toBe(6)
})
