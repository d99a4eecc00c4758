import { expect, test } from 'vitest'
import { availableApprovers } from '../../../src/core/approval/available-approvers.js'
import { isPasserBy, standing } from '../../../src/core/approval/principal.js'
import type { Authority } from '../../../src/model/authority.js'
import { type UserId, userId } from '../../../src/model/ids.js'
import type { Person } from '../../../src/model/person.js'
import type { NamedUser, Role } from '../../../src/model/request-type.js'
import type { ResolvedApprover } from '../../../src/model/verdict.js'
import { authority, issue, team, user } from '../decide/given.js'

const [first, second] = [userId(1001), userId(2002)]
const ann = (id: UserId, login = 'ann'): Person => ({ id, login, kind: 'user' })
const named: NamedUser = { kind: 'user', login: 'Ann' }
const pinned: NamedUser = { ...named, id: first }

/** Everybody writes; `now` has the login ann, and the ledger knows `known` by it. */
const world = (now: UserId | null, known: UserId | null, facts: Partial<Authority> = {}) =>
  authority({
    roles: ['ann', 'anna'].map((login) => ({
      login,
      known: true,
      id: login === 'ann' ? (now ?? first) : first,
      role: 'write',
    })),
    accounts: [{ login: 'ann', known: true, id: now }],
    known: known === null ? [] : [{ login: 'ann', id: known }],
    ...facts,
  })
const as = (person: Person, who: ResolvedApprover, known: Authority) => {
  const { role: _, ...counts } = standing(person, [who], known)
  return counts
}
const yes = { as: ['Ann'], unknown: [] }
const no = { as: [], unknown: [] }

test('a login means the account that had it when the toolkit first met it', () => {
  expect(as(ann(first), named, world(first, null))).toEqual(yes)
  expect(as(ann(first), named, world(first, first))).toEqual(yes)
})

test('whoever has taken a login since is not known to be the one who was named, and does not approve', () => {
  expect(as(ann(second), named, world(second, first))).toEqual({
    as: [],
    unknown: [
      'the login Ann was the account 1001 when the toolkit first met it, and is the account 2002 now',
    ],
  })
  expect(as(ann(second), { kind: 'owner', login: 'ann' }, world(second, first)).as).toEqual([])
})

test('a renamed account goes on counting, and nobody is in its place before somebody takes its login', () => {
  expect(as(ann(first, 'anna'), named, world(null, first))).toEqual(yes)
  expect(as(ann(first, 'anna'), pinned, world(null, null))).toEqual({ as: ['Ann#1001'], unknown: [] })
  expect(as(ann(first, 'anna'), { kind: 'owner', login: 'ann' }, world(null, first)).as).toEqual([
    'codeowner:ann',
  ])
})

test('a login written with its account means that account, whoever has the login and whatever the ledger knows', () => {
  expect(as(ann(first), pinned, world(second, second)).unknown).toHaveLength(1)
  expect(as(ann(second), pinned, world(second, second))).toEqual(no)
})

test('a login that GitHub did not tell the account of is unknown, and one that nobody has is nobody', () => {
  expect(as(ann(first), named, world(first, null, { accounts: [] })).unknown).toHaveLength(1)
  const failed = { accounts: [{ login: 'ann', known: false as const, why: 'no answer' }] }
  expect(as(ann(first), named, world(first, null, failed)).unknown).toEqual(['no answer'])
  const reach = (known: Authority) =>
    availableApprovers({ from: [named], not: [] }, { issue: issue(), authority: known, named: [] })
  expect(reach(world(null, null))).toBe(0)
  expect(reach(world(null, first))).toBe(1)
  expect(reach(world(first, null))).toBe(1)
})

test.each<[Role, number]>([
  ['none', 0],
  ['read', 1],
  ['admin', 1],
])('somebody named by login with the role %s in the repository counts %i times', (role, count) => {
  const known = world(first, null, { roles: [{ login: 'ann', known: true, id: first, role }] })
  expect(as(ann(first), named, known).as).toHaveLength(count)
  expect(as(ann(first), { ...named, outside: true }, known).as).toHaveLength(1)
})

test.each<[Role | null, object]>([
  ['read', no],
  ['triage', no],
  ['write', { as: ['team:platform'], unknown: [] }],
  ['admin', { as: ['team:platform'], unknown: [] }],
  [null, { as: [], unknown: ['GitHub did not tell what team platform may do here'] }],
])('a team that CODEOWNERS names counts only where it may write: %s', (access, expected) => {
  const known = world(first, null, { teams: [team('platform', [first], { access })] })
  expect(as(ann(first), { kind: 'team', slug: 'platform', owner: true }, known)).toEqual(expected)
  // A rule that names the team itself asks for no more than its members.
  expect(as(ann(first), { kind: 'team', slug: 'platform' }, known).as).toEqual(['team:platform'])
})

test('where everybody with a role is listed, whoever is not among them has none', () => {
  const role: ResolvedApprover = { kind: 'role', role: 'read' }
  const listed = world(first, null, { everyone: true })
  expect(as(ann(second, 'eve'), role, listed)).toEqual(no)
  expect(as(ann(second, 'eve'), role, { ...listed, everyone: false }).unknown).toHaveLength(1)
})

test('a passer-by is somebody in a public repository who has no role, or whom nobody had the time to look up', () => {
  const passes = (isPrivate: boolean, roles: Authority['roles']) =>
    isPasserBy(user('mallory'), { private: isPrivate }, authority({ roles }))
  expect(passes(false, [])).toBe(true)
  expect(passes(false, [{ login: 'mallory', known: true, id: null, role: 'none' }])).toBe(true)
  expect(passes(false, [{ login: 'mallory', known: true, id: user('mallory').id, role: 'read' }])).toBe(false)
  expect(passes(false, [{ login: 'mallory', known: false, why: 'no answer' }])).toBe(false)
  expect(passes(true, [])).toBe(false)
})
