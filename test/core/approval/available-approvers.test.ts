import { expect, test } from 'vitest'
import { availableApprovers } from '../../../src/core/approval/available-approvers.js'
import type { Excludable } from '../../../src/model/request-type.js'
import type { ResolvedApprover } from '../../../src/model/verdict.js'
import { issue } from '../decide/given.js'
import { authority, person } from './story.js'

const all: readonly Excludable[] = ['requester', 'editors', 'committers']
const team = (slug: string) => ({ kind: 'team', slug }) as const
const login = (name: string) => ({ kind: 'user', login: name }) as const

/** Alice filed the request, erin edited it, and so did alice herself. */
function available(from: readonly ResolvedApprover[], not = all, known = authority): number | null {
  const given = issue({ author: person('alice'), editors: [person('alice'), person('erin'), null] })
  return availableApprovers({ from, not }, { issue: given, authority: known, named: [] })
}

/** Nobody has said whose the logins are; the roles may still tell. */
const withoutAccounts = { ...authority, accounts: [] }

test('of a team whose members are all known, the requester and the editors are left out', () => {
  expect(available([team('platform')])).toBe(2)
  expect(available([team('platform')], ['editors', 'committers'])).toBe(3)
  expect(available([team('platform')], ['requester', 'committers'])).toBe(3)
  expect(available([team('platform')], [])).toBe(4)
})

test('logins count once, whatever their spelling, and not beside the team they are in', () => {
  expect(available([login('mona'), login('MONA')])).toBe(1)
  expect(available([team('platform'), login('Bob')])).toBe(2)
  expect(available([team('platform'), login('mona')])).toBe(3)
  expect(available([login('Alice'), login('mona')])).toBe(1)
  expect(available([{ kind: 'owner', login: 'olga' }])).toBe(1)
})

test('where it is not known whose a login is, it is counted once, left out by name, and not beside a team that its role shows it in', () => {
  expect(available([login('zoe'), login('ZOE')], all, withoutAccounts)).toBe(1)
  expect(available([login('Alice'), login('zoe')], all, withoutAccounts)).toBe(1)
  expect(available([team('platform'), login('bob')], all, withoutAccounts)).toBe(2)
})

test('a team that CODEOWNERS names is nobody where it cannot write', () => {
  const owners = { kind: 'team', slug: 'dba', owner: true } as const
  const reading = authority.teams.map((each) =>
    each.team === 'dba' && each.known ? { ...each, access: 'read' as const } : each,
  )
  expect(available([owners])).toBe(1)
  expect(available([owners], all, { ...authority, teams: reading })).toBe(0)
})

test('a login of which the account is not known counts beside the team: the number is never too low', () => {
  expect(available([team('platform'), login('zoe')])).toBe(3)
  expect(available([team('platform'), login('yves')])).toBe(3)
})

test('an owner who belongs to no account is nobody who could approve', () => {
  expect(available([{ kind: 'unresolved', name: 'ops@example.com', why: 'x' }])).toBe(0)
})

test.each<[string, ResolvedApprover]>([
  ['a role', { kind: 'role', role: 'admin' }],
  ['a team that cannot be seen', team('leads')],
  ['a team that was not looked up', team('nowhere')],
  ['a team of which not all members are known', team('crowd')],
  ['a CODEOWNERS file that cannot be read', { kind: 'unreadable', why: 'x' }],
])('with %s nobody can tell', (_, approver) => {
  expect(available([approver])).toBeNull()
  expect(available([login('mona'), approver])).toBeNull()
})
