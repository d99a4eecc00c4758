import { expect, test } from 'vitest'
import { judgeRequest } from '../../../src/core/decide/judge-request.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Authority } from '../../../src/model/authority.js'
import { body } from '../../acceptance/given.js'
import { authority, team, user } from './given.js'
import { beginning, observe, policyOf, typeText } from './world.js'

const nobody = authority({ teams: [team('platform', [])] })
const alice = authority({ teams: [team('platform', [user('alice').id])] })
const unseen = authority({ teams: [{ team: 'platform', known: false, why: 'it is hidden' }] })

function judge(text: string, people: Authority) {
  const world = beginning(text)
  world.policy = policyOf(typeText.replace('fields:\n', 'requesters: [team:platform]\nfields:\n'))
  const snapshot = observe(world)
  const { state, reasons, permitted, request } = judgeRequest(read(snapshot).understanding, snapshot, people)
  return [state, reasons[0], permitted, request?.type ?? null]
}

test('a valid request is judged with its end, and one whose end has passed is not valid', () => {
  const ends = (expires: string) => {
    const world = { ...beginning(body()), policy: policyOf(`${typeText}expires: ${expires}\n`) }
    const snapshot = observe(world)
    const { state, reasons, end } = judgeRequest(read(snapshot).understanding, snapshot, alice)
    return [state, reasons[0], end]
  }
  expect(ends('30 days')).toEqual(['valid', 'validate/valid', { kind: 'after', seconds: 2_592_000 }])
  expect(ends('2026-12-31')).toEqual(['valid', 'validate/valid', { kind: 'at', at: '2027-01-01T00:00:00Z' }])
  expect(ends('2026-11-19')).toEqual(['held', 'request/end-passed', null])
})

test.each([
  ['a member', body(), alice, ['valid', 'validate/valid', 'true', 'namespace']],
  ['somebody else', body(), nobody, ['not-permitted', 'state/requester-not-permitted', 'false', 'namespace']],
  [
    'somebody else with mistakes',
    body({ cpu: '99' }),
    nobody,
    ['not-permitted', 'state/requester-not-permitted', 'false', null],
  ],
  ['a member with mistakes', body({ cpu: '99' }), alice, ['invalid', 'request/range', 'true', null]],
  ['a team that is hidden', body(), unseen, ['held', 'state/requester-unknown', 'unknown', 'namespace']],
  ['a hidden team and mistakes', body({ cpu: '99' }), unseen, ['invalid', 'request/range', 'unknown', null]],
  ['no request', 'It is slow.', alice, ['ignored', 'state/no-request', 'unknown', null]],
])('%s', (_, text, authority, expected) => {
  expect(judge(text, authority)).toEqual(expected)
})
