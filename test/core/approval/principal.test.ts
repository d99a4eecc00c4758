import { expect, test } from 'vitest'
import { principalText, standing } from '../../../src/core/approval/principal.js'
import type { RoleOf } from '../../../src/model/authority.js'
import { userId } from '../../../src/model/ids.js'
import type { ResolvedApprover } from '../../../src/model/verdict.js'
import { authority, team, user } from '../decide/given.js'

const bob = user('bob')
const among = (role: RoleOf, ...principals: readonly ResolvedApprover[]) =>
  standing(
    bob,
    principals,
    authority({ roles: [role], accounts: [{ login: 'bob', known: true, id: bob.id }] }),
  )
const known = (id: number | null, role: 'none' | 'read' | 'write') =>
  ({ login: 'BOB', known: true, id: id === null ? null : userId(id), role }) as const
const login = { kind: 'user', login: 'Bob' } as const
const owner = { kind: 'owner', login: 'Bob' } as const

test('a login counts in any spelling, for the account that has it now and for no other', () => {
  expect(among(known(bob.id, 'read'), login)).toEqual({ as: ['Bob'], role: 'read', unknown: [] })
  expect(among(known(99, 'read'), login).as).toEqual([])
  expect(among(known(99, 'read'), login).unknown).toEqual(['the login bob belongs to another account now'])
  expect(among({ login: 'bob', known: false, why: 'no answer' }, login).unknown).toEqual(['no answer'])
})

test('a code owner has to be that account, and to be able to write', () => {
  expect(among(known(bob.id, 'write'), owner).as).toEqual(['codeowner:Bob'])
  expect(among(known(bob.id, 'read'), owner)).toEqual({ as: [], role: 'read', unknown: [] })
  expect(among(known(99, 'write'), owner).unknown).toEqual(['the login bob belongs to another account now'])
})

test('a role without an account is none, or not known', () => {
  const reader = { kind: 'role', role: 'read' } as const
  expect(among(known(null, 'none'), reader)).toEqual({ as: [], role: 'none', unknown: [] })
  expect(among(known(null, 'write'), reader)).toEqual({
    as: [],
    role: null,
    unknown: ['GitHub did not tell whose role that of bob is'],
  })
})

test('of a team that is known in part, whoever was not asked about is unknown, never outside', () => {
  const crowd = (asked: readonly string[]) =>
    standing(
      bob,
      [{ kind: 'team', slug: 'crowd' }],
      authority({ teams: [team('crowd', [], { whole: false, asked })] }),
    )
  expect(crowd(['Bob'])).toEqual({ as: [], role: null, unknown: [] })
  expect(crowd(['carol']).unknown).toEqual([
    'it was not looked up whether bob is in team crowd, because too many people gave commands here',
  ])
})

test('every approver has a name', () => {
  const approvers: readonly ResolvedApprover[] = [
    login,
    owner,
    { kind: 'team', slug: 'a' },
    { kind: 'role', role: 'admin' },
    { kind: 'unresolved', name: 'a@b.c', why: 'x' },
    { kind: 'unreadable', why: 'x' },
  ]
  const names = ['Bob', 'codeowner:Bob', 'team:a', 'role:admin', 'codeowner:a@b.c', 'codeowners']
  expect(approvers.map(principalText)).toEqual(names)
})
