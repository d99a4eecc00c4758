import { expect, test } from 'vitest'
import { user } from './given.js'
import { decisions, published, rest, says, teamUnseen, where } from './played.js'
import { moment, said, type World } from './world.js'

const waiting = { state: 'awaiting-approval', reasons: ['approval/missing'], merges: false }

/** Somebody's comment that was edited since. */
function edited(world: World, login: string, text: string): void {
  world.now += 1
  world.comments.push({ ...said(world, user(login), text), lastEditedAt: moment(world), editor: user(login) })
}

test('whom the rules name may reject, and that is on record', () => {
  const world = published()
  expect(where(says(world, 'bob', '/reject not now'))).toMatchObject({ state: 'rejected' })
  expect(decisions(world)).toEqual(['proposed', 'rejected'])
})

test('nobody else may, and is told so', () => {
  const world = published()
  expect(where(says(world, 'mallory', '/reject not now'))).toEqual(waiting)
  expect(world.comments.at(-1)?.body).toContain('command/not-permitted')
})

test('a rejection by somebody who cannot be looked up holds', () => {
  expect(where(says(published(), 'bob', '/reject not now', teamUnseen))).toEqual({
    state: 'held',
    reasons: ['state/rejection-unknown'],
    merges: false,
  })
})

test('only the requester withdraws', () => {
  const world = published()
  expect(where(says(world, 'mallory', '/withdraw'))).toEqual(waiting)
  expect(where(says(world, 'alice', '/withdraw'))).toMatchObject({ state: 'withdrawn' })
})

test('an edited comment neither rejects nor withdraws: it holds', () => {
  const world = published()
  edited(world, 'bob', '/reject not now')
  edited(world, 'alice', '/withdraw')
  expect(where(rest(world))).toEqual({ state: 'held', reasons: ['state/edited-stop'], merges: false })
  expect(decisions(world)).toEqual(['proposed'])
})

test('a closed issue is a withdrawal', () => {
  const world = published()
  world.closed = true
  expect(where(rest(world))).toMatchObject({ state: 'withdrawn' })
})
