import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { learnedPeople } from '../../../src/core/decide/learned-people.js'
import { needs } from '../../../src/core/decide/needs.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Authority, KnownPerson } from '../../../src/model/authority.js'
import { type UserId, userId } from '../../../src/model/ids.js'
import type { Role } from '../../../src/model/request-type.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { body } from '../../acceptance/given.js'
import { user } from './given.js'
import { authorised, published, says, teamUnseen, where } from './played.js'
import { beginning, firstLook, observe, policyOf, said, typeText } from './world.js'

const [first, second] = [userId(1001), userId(2002)]

/** Bob alone may approve; the login is now the account `now`, and the ledger knows `known` by it. */
function given(now: UserId | null, known: readonly KnownPerson[], who = 'bob'): Snapshot {
  const world = beginning(body())
  world.policy = policyOf(
    typeText.replaceAll(/from: \[.*\]/g, `from: [${who}]`).replace('count: 2', 'count: 1'),
  )
  world.people = known
  const snapshot = observe(world)
  const facts: Partial<Authority> = { accounts: [{ login: 'Bob', known: true, id: now }], known }
  return withAuthority(snapshot, facts)
}

const withAuthority = (snapshot: Snapshot, facts: Partial<Authority>): Snapshot =>
  authorised((authority) => ({ ...authority, ...facts }))(snapshot)

test('a login that another account has by now holds the request, and says who must write what where', () => {
  const { state, problems } = decide(read(given(second, [{ login: 'bob', id: first }])))
  expect(state).toBe('held')
  expect(problems).toEqual([
    {
      code: 'approval/login-taken',
      file: '.github/issueops/namespace.yml',
      what: 'bob was the account 1001 when the toolkit first met it, and another account, 2002, has that login now.',
      fix: 'A maintainer has to write in .github/issueops/namespace.yml which of the two is meant, as in bob#1001; until then nobody is taken for bob.',
    },
  ])
})

test('a rule that names the account, and a login that belongs to nobody now, hold nothing', () => {
  expect(decide(read(given(second, [{ login: 'bob', id: first }], '"bob#1001"'))).state).toBe(
    'awaiting-approval',
  )
  expect(decide(read(given(null, [{ login: 'bob', id: first }]))).state).toBe('awaiting-approval')
  expect(decide(read(given(first, []))).state).toBe('awaiting-approval')
})

test('a field that names nobody, or of which nobody knows whom it names, holds where rules leave out whom it names', () => {
  const asked = (facts: Partial<Authority>) => {
    const world = beginning(body())
    world.policy = policyOf(
      typeText.replaceAll(/from: (\[.*\])/g, 'from: $1\n    not: [requester, request.name]'),
    )
    return decide(read(withAuthority(observe(world), facts)))
  }
  const fix =
    'The requester has to edit the issue and name whom the request is for; without that, nobody can be shown to be somebody else.'
  expect(asked({ accounts: [{ login: 'payments', known: true, id: null }] })).toMatchObject({
    state: 'held',
    problems: [
      { code: 'approval/person-unknown', what: 'GitHub has no person with the login “payments”.', fix },
    ],
  })
  expect(
    asked({ accounts: [{ login: 'payments', known: false, why: 'GitHub did not answer' }] }),
  ).toMatchObject({
    state: 'held',
    problems: [{ what: 'It could not be found out whose the login “payments” is: GitHub did not answer.' }],
  })
  expect(asked({ accounts: [{ login: 'Payments', known: true, id: first }] }).state).toBe('awaiting-approval')
})

test('the first record keeps whose the named logins are, and nobody is met twice', () => {
  const alone = [{ login: 'bob', id: first }]
  expect(learnedPeople(read(given(first, [])), [])).toEqual(alone)
  expect(learnedPeople(read(given(second, alone)), [])).toBeNull()
  expect(learnedPeople(read(given(null, [])), [])).toBeNull()
  const owner = {
    command: 'approve',
    comment: 1,
    person: user('carol'),
    role: 'write',
    as: ['codeowner:Carol'],
  } as const
  const evidence = [{ ...owner, createdAt: '2026-11-20T10:00:00Z', body: null, bodySha256: '' as never }]
  expect(learnedPeople(read(given(first, alone)), evidence)).toEqual([
    ...alone,
    { login: 'carol', id: user('carol').id },
  ])
})

test('whom only the rules of a rollback name is met with the first record, long before anybody asks for one', () => {
  const world = beginning(body())
  world.policy = policyOf(`${typeText}rollback: { approval: [{ from: [dora] }] }\n`)
  const snapshot = observe(world)
  expect(needs(read(snapshot))).toMatchObject({ accounts: ['dora'] })
  const known = withAuthority(snapshot, { accounts: [{ login: 'dora', known: true, id: second }] })
  expect(learnedPeople(read(known), [])).toEqual([{ login: 'dora', id: second }])
})

test('whom nobody but a field names is not met: an issue must not say whose a login is', () => {
  const snapshot = withAuthority(given(first, []), {
    accounts: [{ login: 'mallory', known: true, id: second }],
  })
  expect(learnedPeople(read(snapshot), [])).toBeNull()
})

test('those who decide are asked about before a crowd, and a crowd makes the list of everybody be read instead', () => {
  const world = beginning(body())
  world.policy = policyOf(
    typeText.replaceAll(/from: \[.*\]/g, 'from: [bob, role:maintain]').replace('count: 2', 'count: 1'),
  )
  for (let index = 1; index <= 80; index += 1)
    world.comments.push(
      said(world, { id: userId(5000 + index), login: `passer-${index}`, kind: 'user' }, '/help'),
    )
  world.comments.push(said(world, user('carol'), '/approve'), said(world, user('bob'), '/approve'))
  const seen = firstLook(world)
  const need = needs(read({ ...seen, repository: { ...seen.repository, private: false } }))
  if (need?.kind !== 'details') throw new Error('details are needed')
  expect(need.people.slice(0, 3)).toEqual(['alice', 'bob', 'carol'])
  expect(need.people).toHaveLength(50)
  expect([need.everyone, need.accounts]).toEqual([true, ['bob']])
})

describe('in a public repository, what cannot be found out', () => {
  const waiting = { state: 'awaiting-approval', merges: false }
  /** The team cannot be seen, and mallory has this role. */
  const seen =
    (role: Role, isPrivate = false) =>
    (snapshot: Snapshot) => {
      const unseen = teamUnseen(snapshot)
      const repository = { ...unseen.repository, private: isPrivate }
      const own = { login: 'mallory', known: true as const, id: user('mallory').id, role }
      const others = unseen.details.authority.roles.filter(({ login }) => login !== 'mallory')
      return withAuthority({ ...unseen, repository }, { roles: [...others, own] })
    }

  test.each(['/hold', '/reject spam', '/hodl'])('of a passer-by stops nothing: %s', (text) => {
    expect(where(says(published('prod'), 'mallory', text, seen('none')))).toMatchObject(waiting)
  })

  test.each(['/hold', '/reject spam'])(
    'of somebody with a role, or where nobody passes by, holds: %s',
    (text) => {
      expect(where(says(published('prod'), 'mallory', text, seen('read'))).state).toBe('held')
      expect(where(says(published('prod'), 'mallory', text, seen('none', true))).state).toBe('held')
    },
  )
})

test('whether somebody who is named could approve is asked in the same query as everything else, after those who have spoken', () => {
  const world = beginning(body())
  world.policy = policyOf(
    typeText.replaceAll(/from: \[.*\]/g, 'from: [bob, Dave, "erin#9"]').replace('count: 2', 'count: 1'),
  )
  world.comments.push(said(world, user('carol'), '/approve'))
  const need = needs(read(firstLook(world)))
  expect(need?.kind === 'details' ? [need.people, need.everyone, need.accounts] : need).toEqual([
    ['carol', 'bob', 'Dave', 'erin'],
    false,
    ['bob', 'Dave', 'erin'],
  ])
})
