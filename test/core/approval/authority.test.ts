import { expect, test } from 'vitest'
import { may, type People, type Stopping, takesPart } from '../../../src/core/approval/authority.js'
import type { Role } from '../../../src/model/request-type.js'
import { authority, team, user } from '../decide/given.js'

const has = (login: string, role: Role) =>
  ({ login, known: true, id: role === 'none' ? null : user(login).id, role }) as const

/** alice asks; bob is named by a rule that applies, carol by one that does not; dave keeps the repository; mallory is nobody. */
const people: People = {
  authority: authority({
    roles: [
      has('alice', 'write'),
      has('bob', 'write'),
      has('carol', 'read'),
      has('dave', 'maintain'),
      has('mallory', 'none'),
    ],
    teams: [team('platform', [user('bob').id]), team('audit', [user('carol').id])],
  }),
  requester: user('alice'),
  deciders: [
    { kind: 'team', slug: 'platform' },
    { kind: 'team', slug: 'audit' },
  ],
  enders: [{ kind: 'team', slug: 'platform' }],
}

const as = (command: Stopping, login: string, known = people) => may(command, user(login), known).as

test.each<[command: Stopping, who: string, may: Readonly<Record<string, readonly string[]>>]>([
  [
    'hold',
    'its requester, whom any rule names, and maintainers',
    {
      alice: ['requester'],
      bob: ['team:platform'],
      carol: ['team:audit'],
      dave: ['role:maintain'],
      mallory: [],
    },
  ],
  [
    'unhold',
    'of what others hold, maintainers',
    { alice: [], bob: [], carol: [], dave: ['role:maintain'], mallory: [] },
  ],
  [
    'reject',
    'whom a rule names that applies',
    { alice: [], bob: ['team:platform'], carol: [], dave: [], mallory: [] },
  ],
  ['withdraw', 'its requester', { alice: ['requester'], bob: [], carol: [], dave: [], mallory: [] }],
])('/%s is given by %s', (command, _, expected) => {
  const found = Object.keys(expected).map((login) => [login, as(command, login)])
  expect(Object.fromEntries(found)).toEqual(expected)
})

test('requesters release nothing that others hold, whatever their role, and stop as what they are', () => {
  const own = { ...people, requester: user('dave') }
  expect(may('unhold', user('dave'), own)).toEqual({ as: [], role: null, unknown: [] })
  expect(may('hold', user('dave'), own)).toEqual({
    as: ['requester', 'role:maintain'],
    role: 'maintain',
    unknown: [],
  })
})

test('whoever filed the request stops what somebody else has begun with it, and neither takes it back nor lets go what others stopped', () => {
  const begun = { ...people, requester: user('bob'), filedBy: user('dave') }
  expect([as('hold', 'dave', begun), as('hold', 'bob', begun)]).toEqual([
    ['requester', 'role:maintain'],
    ['requester', 'team:platform'],
  ])
  expect([as('withdraw', 'dave', begun), as('unhold', 'dave', begun)]).toEqual([[], []])
})

test('where the requester’s account is gone, nobody withdraws', () => {
  expect(as('withdraw', 'alice', { ...people, requester: null })).toEqual([])
})

test('what could not be found out is told once, and not where somebody may all the same', () => {
  const why = 'the list of people is not readable'
  const roles = ['alice', 'mallory'].map((login) => ({ login, known: false as const, why }))
  const unread: People = {
    ...people,
    authority: { ...people.authority, roles },
    deciders: [{ kind: 'role', role: 'write' }],
  }
  expect(may('hold', user('mallory'), unread)).toEqual({ as: [], role: null, unknown: [why] })
  expect(may('hold', user('alice'), unread)).toEqual({ as: ['requester'], role: null, unknown: [] })
})

test('whoever counts twice as the same is named once', () => {
  const twice = { ...people, deciders: [{ kind: 'role', role: 'maintain' } as const] }
  expect(as('hold', 'dave', twice)).toEqual(['role:maintain'])
})

test('a part in the repository has whoever may triage there, and whoever is named; whose role is less or not known has none', () => {
  const roles = [has('bob', 'triage'), has('carol', 'read'), has('mallory', 'none')]
  const known = authority({ roles, teams: [team('audit', [user('carol').id])] })
  const taking = (named: People['deciders']) =>
    ['bob', 'carol', 'dave', 'mallory'].filter((login) => takesPart(user(login), named, known))
  expect(taking([])).toEqual(['bob'])
  expect(taking([{ kind: 'team', slug: 'audit' }])).toEqual(['bob', 'carol'])
})
