import { expect, test } from 'vitest'
import { holdForFailure } from '../../../src/core/decide/hold-for-failure.js'
import { look } from './town.js'
import { approve, inTurn, rollout, rolloutIssue, says } from './town-rollouts.js'

test('where GitHub does not let the toolkit go on after a merge, people are told which stages can be taken back', () => {
  const place = rollout(inTurn)
  says(place, 'bob', '/approve')
  says(place, 'bob', '/promote')
  approve(place)
  const [status] = holdForFailure(look(place.town, rolloutIssue).snapshot, {
    operation: 'read the checks of a commit',
    permission: null,
  })
  const body = status?.kind === 'ensure-status' ? status.body : ''
  expect(body).toContain('**Not everything is done that comes after the merge.**')
  expect(body).toContain('To take a stage back, comment `/rollback live` or `/rollback dev` with the reason')
})
