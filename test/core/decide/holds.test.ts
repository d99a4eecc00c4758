import { expect, test } from 'vitest'
import { declines } from '../../../src/core/decide/decline.js'
import { holds } from '../../../src/core/decide/holds.js'
import { read } from '../../../src/core/decide/reading.js'
import { user } from './given.js'
import { authorised, blocked, decisions, published, rest, says, teamUnseen, where } from './played.js'
import { moment, observe, policyOf, said, typeText } from './world.js'

const onHold = { state: 'held', reasons: ['state/on-hold'], merges: false }
const merging = { state: 'approved', reasons: ['approval/satisfied'], merges: true }

/** Everybody has the role `write`; this makes one of them a maintainer. */
const maintainer = (login: string) =>
  authorised((authority) => ({
    ...authority,
    roles: authority.roles.map((each) =>
      each.known && each.login === login ? { ...each, role: 'maintain' } : each,
    ),
  }))

test.each(['alice', 'bob'])('a hold by %s, requester or approver, stops an approved request', (login) => {
  const world = published()
  expect(where(says(world, login, '/hold not now'))).toEqual(onHold)
  expect(where(says(world, 'carol', '/approve'))).toEqual(onHold)
  expect(decisions(world)).toEqual(['proposed', 'hold', 'approval-given'])
})

test('the hold names who gave it, why, and who can end it', () => {
  const { problems } = says(published(), 'carol', '/hold the cluster is being moved')
  expect(problems).toEqual([
    {
      code: 'state/on-hold',
      what: 'carol has put this request on hold (“the cluster is being moved”).',
      fix: 'carol or a maintainer of the repository has to comment /unhold.',
    },
  ])
})

test('a maintainer who is no approver may stop a request; somebody who only can write may not', () => {
  expect(where(says(published(), 'mallory', '/hold', maintainer('mallory')))).toEqual(onHold)
  const world = published()
  expect(where(says(world, 'mallory', '/hold'))).toMatchObject({ state: 'awaiting-approval' })
  expect(world.comments.at(-1)?.body).toContain('command/not-permitted')
})

test('a maintainer may stop a request of which the rules name no maintainers', () => {
  const world = published()
  world.policy = policyOf(typeText.replace(', role:maintain', ''))
  rest(world)
  expect(where(says(world, 'mallory', '/hold', maintainer('mallory')))).toEqual(onHold)
})

test('a hold stays when its comment is deleted, because the ledger has it', () => {
  const world = published()
  says(world, 'carol', '/hold')
  world.comments = world.comments.filter(({ body: text }) => text !== '/hold')
  expect(where(says(world, 'bob', '/approve'))).toEqual(onHold)
})

test('a comment that its author edited into a /hold holds, and nothing of it is recorded', () => {
  const world = published()
  const edit = { lastEditedAt: moment(world), editor: user('carol') }
  world.comments.push({ ...said(world, user('carol'), '/hold'), ...edit })
  expect(where(says(world, 'bob', '/approve'))).toEqual({ ...onHold, reasons: ['state/edited-stop'] })
  expect(decisions(world)).toEqual(['proposed', 'approval-given'])
})

test.each([
  ['whoever held', 'carol'],
  ['a maintainer', 'mallory'],
])('a comment that %s edited into an /unhold releases nothing', (_, login) => {
  const world = published()
  says(world, 'carol', '/hold')
  const edit = { lastEditedAt: moment(world), editor: user(login) }
  world.comments.push({ ...said(world, user(login), '/unhold'), ...edit })
  expect(where(rest(world, maintainer('mallory')))).toEqual(onHold)
  expect(decisions(world)).toEqual(['proposed', 'hold'])
  expect(world.comments.at(-1)?.body).toContain('command/edited-comment')
})

test('whoever held releases, and the approval given meanwhile counts again', () => {
  const world = published()
  says(world, 'carol', '/hold')
  says(world, 'bob', '/approve')
  expect(where(says(world, 'carol', '/unhold'))).toEqual(merging)
  expect(decisions(world)).toEqual(['proposed', 'hold', 'approval-given', 'unhold', 'approved'])
})

test.each([
  ['the requester', 'alice'],
  ['another approver', 'bob'],
])('%s cannot release what somebody else holds', (_, login) => {
  const world = published()
  says(world, 'carol', '/hold')
  expect(where(says(world, login, '/unhold'))).toEqual(onHold)
  expect(world.comments.at(-1)?.body).toContain('Nothing was released')
})

test('a maintainer releases everything', () => {
  const world = published()
  says(world, 'carol', '/hold')
  says(world, 'bob', '/hold')
  expect(where(says(world, 'mallory', '/unhold', maintainer('mallory')))).toMatchObject({
    state: 'awaiting-approval',
  })
})

test('every hold has to be released', () => {
  const both = published()
  says(both, 'carol', '/hold')
  says(both, 'bob', '/hold')
  expect(where(says(both, 'carol', '/unhold'))).toEqual(onHold)
})

test('a hold after the approval has to be followed by a new record of the approval before the merge', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  says(world, 'carol', '/hold', blocked)
  expect(where(says(world, 'carol', '/unhold'))).toEqual(merging)
  expect(decisions(world)).toEqual(['proposed', 'approved', 'hold', 'unhold', 'approved'])
})

test('a hold of somebody whose authority cannot be found out stops the request, and says so', () => {
  expect(where(says(published(), 'carol', '/hold', teamUnseen))).toEqual({
    state: 'held',
    reasons: ['state/hold-unknown'],
    merges: false,
  })
})

test('a requester’s /reject that nobody can check is asked about, and is not recorded as a hold', () => {
  const world = published()
  world.now += 1
  world.comments.push(said(world, user('alice'), '/reject it came too late'))
  const reading = read(teamUnseen(observe(world)))
  if (reading.understanding.kind !== 'request') throw new Error('the request does not read')
  expect(declines(reading, reading.understanding.type).refused).toMatchObject([{ kind: 'unclear' }])
  expect(holds(reading, reading.understanding.type, null)).toEqual({
    active: [],
    tampered: [],
    since: null,
    unrecorded: null,
    refused: [],
  })
})

test('an /unhold releases nothing that was put on hold after it', () => {
  const world = published()
  says(world, 'carol', '/hold')
  says(world, 'carol', '/unhold')
  says(world, 'carol', '/unhold')
  expect(where(says(world, 'carol', '/hold again'))).toEqual(onHold)
  expect(where(says(world, 'bob', '/approve'))).toEqual(onHold)
  expect(decisions(world)).toEqual(['proposed', 'hold', 'unhold', 'hold', 'approval-given'])
})

test('a maintainer’s early /unhold releases no later hold of anybody', () => {
  const world = published()
  says(world, 'mallory', '/unhold', maintainer('mallory'))
  says(world, 'carol', '/hold', maintainer('mallory'))
  expect(where(says(world, 'bob', '/approve', maintainer('mallory')))).toEqual(onHold)
})

test('many holds and releases between two runs come to rest in one', () => {
  const world = published()
  for (let count = 1; count <= 20; count += 1) {
    world.now += 1
    world.comments.push(said(world, user('carol'), count % 2 === 1 ? '/hold' : '/unhold'))
  }
  expect(where(says(world, 'carol', '/hold'))).toEqual(onHold)
  expect(decisions(world)).toEqual(['proposed', 'hold'])
  expect(where(says(world, 'carol', '/unhold'))).toMatchObject({ state: 'awaiting-approval' })
  expect(decisions(world)).toEqual(['proposed', 'hold', 'unhold'])
})

test('a maintainer releases a hold of somebody whose authority cannot be found out', () => {
  const world = published()
  says(world, 'carol', '/hold', teamUnseen)
  const see = (snapshot: Parameters<typeof teamUnseen>[0]) => maintainer('mallory')(teamUnseen(snapshot))
  expect(where(says(world, 'mallory', '/unhold', see))).toMatchObject({ state: 'awaiting-approval' })
  expect(where(says(world, 'carol', '/hold', see))).toMatchObject({ reasons: ['state/hold-unknown'] })
})

test('the requester releases nobody else’s hold, whatever their role', () => {
  const world = published()
  says(world, 'carol', '/hold')
  expect(where(says(world, 'alice', '/unhold', maintainer('alice')))).toEqual(onHold)
})

test('whoever holds twice releases both with one /unhold, and holds again with a later /hold', () => {
  const world = published()
  says(world, 'bob', '/hold')
  says(world, 'bob', '/hold')
  says(world, 'carol', '/approve')
  expect(where(says(world, 'bob', '/unhold'))).toEqual(merging)
  const again = published()
  says(again, 'bob', '/hold')
  says(again, 'bob', '/unhold')
  says(again, 'bob', '/hold')
  expect(where(says(again, 'carol', '/approve'))).toEqual(onHold)
})
