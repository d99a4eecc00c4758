import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { replyMarker } from '../../../src/core/report/reply.js'
import { issueNumber } from '../../../src/model/ids.js'
import { instantOf } from '../../../src/model/instant.js'
import { lockedText } from '../../../src/model/lock.js'
import { user } from './given.js'
import { authorised, blocked, decisions, published, rest, type Sight, says, where } from './played.js'
import { apply, moment, observe, readOn, said, type World } from './world.js'

/** Mallory maintains the repository in these stories; alice asks, bob and carol approve. */
const maintained: Sight = authorised((authority) => ({
  ...authority,
  roles: authority.roles.map((each) =>
    each.login === 'mallory' && each.known ? { ...each, role: 'maintain' } : each,
  ),
}))
const say = (world: World, login: string, text: string) => says(world, login, text, maintained)
const held = (world: World) => world.locks?.locks.map(({ of }) => lockedText(of)) ?? []

const waiting = { state: 'approved', reasons: ['wait/locked'], merges: false }
const merging = { state: 'approved', reasons: ['approval/satisfied'], merges: true }

test('what is locked is approved and not merged, until it is unlocked', () => {
  const world = published()
  say(world, 'mallory', '/lock namespace a move')
  expect(where(say(world, 'bob', '/approve'))).toEqual(waiting)
  expect(decisions(world)).toEqual(['proposed', 'approved'])
  expect(where(say(world, 'mallory', '/unlock namespace'))).toEqual(merging)
})

test('a lock that is written on the very request that is about to be merged holds it, though the approval came first', () => {
  const world = published()
  expect(where(say(world, 'bob', '/approve'))).toEqual(merging)
  expect(where(say(world, 'mallory', '/lock all a move'))).toEqual(waiting)
})

test('a lock ends at its time', () => {
  const world = published()
  say(world, 'mallory', `/lock all until ${later(world, 90)} a move`)
  expect(where(say(world, 'bob', '/approve'))).toEqual(waiting)
  world.now += 60
  expect(where(rest(world, maintained))).toEqual(waiting)
  world.now += 60
  expect(where(rest(world, maintained))).toEqual(merging)
})

test('a lock on another type or on a stage that the request is not in lets it pass', () => {
  const world = published()
  world.locks = {
    records: 2,
    recent: [],
    locks: [
      { kind: 'type', type: 'access' } as const,
      { kind: 'stage', type: 'namespace', stage: 'production' } as const,
    ].map((of, index) => ({
      number: index + 1,
      of,
      until: null,
      reason: 'a move',
      by: user('mallory'),
      issue: issueNumber(7),
      comment: 900,
      at: moment(world),
    })),
  }
  expect(where(say(world, 'bob', '/approve'))).toEqual(merging)
})

test('only maintainers lock: whoever else may stop the request stops this one alone', () => {
  const world = published()
  expect(where(say(world, 'bob', '/lock namespace a move'))).toMatchObject({
    state: 'held',
    reasons: ['state/stop-unclear'],
  })
  expect(held(world)).toEqual([])
  expect(world.comments.at(-1)?.body).toContain(
    'Only maintainers of the repository can lock and unlock. Ask one of them; whoever may stop this one request can comment /hold. It was taken for a wish to stop, so this request is on hold; to let it go on, comment /unhold.',
  )
})

test.each([
  ['/lock', '/lock has to say what it holds.'],
  ['/lock namespace', 'The reason is missing, so nothing was locked.'],
  [
    '/lock namespaces a move',
    'There is no request type and no stage called “namespaces”, so nothing was locked. Did you mean namespace?',
  ],
  ['/lock namespace until 2001-01-01T00:00:00Z a move', '2001-01-01T00:00:00Z'],
])('%j of a maintainer locks nothing, holds this request, and is told what it lacks', (text, told) => {
  const world = published()
  expect(where(say(world, 'mallory', text)).state).toBe('held')
  expect(held(world)).toEqual([])
  expect(world.comments.at(-1)?.body).toContain(told)
})

test('only maintainers unlock, and only what is locked just so', () => {
  const world = published()
  say(world, 'mallory', '/lock all a move')
  say(world, 'bob', '/unlock all')
  say(world, 'mallory', '/unlock namespace')
  say(world, 'mallory', '/unlock')
  expect(held(world)).toEqual(['all'])
  expect(where(say(world, 'bob', '/approve'))).toEqual(waiting)
})

test('an /unlock that a run sees only after a later /lock, given elsewhere, lifts nothing', () => {
  const world = published()
  world.now += 1
  world.comments.push(spoken(world, 'mallory', '/unlock all'))
  world.now += 60
  const at = moment(world)
  const lock = {
    of: { kind: 'all' },
    until: null,
    reason: 'a move',
    by: user('mallory'),
    issue: issueNumber(7),
  } as const
  world.locks = {
    records: 1,
    recent: [{ comment: 900, at }],
    locks: [{ ...lock, number: 1, comment: 900, at }],
  }
  world.now += 60
  rest(world, maintained)
  expect(held(world)).toEqual(['all'])
  expect(world.comments.at(-1)?.body).toContain('was locked only after this was written')
  say(world, 'mallory', '/unlock all')
  expect(held(world)).toEqual([])
})

test('an edited comment neither locks nor unlocks', () => {
  const world = published()
  say(world, 'mallory', '/lock all a move')
  world.now += 1
  world.comments.push({ ...spoken(world, 'mallory', '/unlock all'), lastEditedAt: moment(world) })
  rest(world, maintained)
  expect(held(world)).toEqual(['all'])
})

test('a command of yesterday that no run has seen neither locks nor unlocks', () => {
  const world = published()
  world.comments.push(spoken(world, 'mallory', '/lock all a move'))
  world.now += 25 * 60 * 60
  rest(world, maintained)
  expect(held(world)).toEqual([])
})

test('a run that is cut off after the record goes on with the answer, and records nothing twice', () => {
  const world = published()
  world.now += 1
  world.comments.push(spoken(world, 'mallory', '/lock all a move'))
  const [first] = decide(readOn(maintained(observe(world)), undefined)).effects
  if (first?.kind !== 'append-lock') throw new Error('the lock is recorded first')
  apply(world, first)
  rest(world, maintained)
  expect(world.locks?.records).toBe(1)
  const [lock] = world.locks?.locks ?? []
  const answers = world.comments.filter(({ body }) => body.startsWith(replyMarker(lock?.comment ?? 0)))
  expect(answers).toHaveLength(1)
})

test('a lock that was lifted from elsewhere before anybody was answered is not given again', () => {
  const world = published()
  say(world, 'mallory', '/lock all a move')
  world.comments.splice(-1)
  world.locks = { ...(world.locks ?? { records: 0, recent: [] }), locks: [] }
  rest(world, maintained)
  expect(held(world)).toEqual([])
  expect(world.comments.at(-1)?.body).toContain('This was locked, and the lock is over by now.')
})

test('what GitHub was told to merge is called off, and the gate closed', () => {
  const world = published()
  const see: Sight = (snapshot) => blocked(maintained(snapshot))
  says(world, 'bob', '/approve', see)
  expect([...world.gates.values()].map(({ state }) => state)).toEqual(['open'])
  says(world, 'mallory', '/lock all a move', see)
  expect([...world.gates.values()].map(({ state }) => state)).toEqual(['closed'])
})

test('while it cannot be found out whether somebody is a maintainer, nothing is locked and nobody is answered', () => {
  const world = published()
  const unseen: Sight = authorised((authority) => ({
    ...authority,
    roles: authority.roles.map(({ login }) => ({ login, known: false, why: 'roles are not to be seen' })),
  }))
  says(world, 'mallory', '/lock all a move', unseen)
  expect(held(world)).toEqual([])
  expect(world.comments.filter(({ body }) => body.startsWith(replyMarker(2)))).toEqual([])
})

function later(world: World, seconds: number): string {
  return instantOf(Date.parse(moment(world)) / 1000 + seconds)
}

/** A comment that no run has seen yet. */
function spoken(world: World, login: string, text: string): World['comments'][number] {
  return said(world, user(login), text)
}
