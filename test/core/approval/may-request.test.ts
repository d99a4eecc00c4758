import { expect, test } from 'vitest'
import { mayRequest, requestersOf } from '../../../src/core/approval/may-request.js'
import type { Principal } from '../../../src/model/request-type.js'
import type { ObservedRepository } from '../../../src/model/snapshot.js'
import { requestType } from '../request-type/fixtures.js'
import { authority, type Name, person } from './story.js'

const repository = (isPrivate: boolean) => ({ private: isPrivate }) as ObservedRepository
const answer = (name: Name, requesters: readonly Principal[]) => {
  const who = person(name)
  if (who === null) throw new Error('nobody asks')
  return mayRequest(who, requesters, authority).answer
}

test('without requesters everyone may ask in a private repository, and from triage upwards in a public one', () => {
  expect(requestersOf(requestType(''), repository(true))).toBe('everyone')
  expect(requestersOf(requestType(''), repository(false))).toEqual([{ kind: 'role', role: 'triage' }])
  const named = requestType('requesters: [mona]')
  expect(requestersOf(named, repository(true))).toEqual([{ kind: 'user', login: 'mona' }])
})

test('only the named may ask, and what could not be found out is not called a no', () => {
  expect(answer('bob', [{ kind: 'team', slug: 'platform' }])).toBe('yes')
  expect(answer('dave', [{ kind: 'team', slug: 'platform' }])).toBe('no')
  expect(answer('dave', [{ kind: 'team', slug: 'leads' }])).toBe('unknown')
  expect(answer('mona', [{ kind: 'user', login: 'Mona' }])).toBe('yes')
  expect(answer('fake', [{ kind: 'user', login: 'mona' }])).toBe('unknown')
})
