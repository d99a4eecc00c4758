import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { decideProposal } from '../../../src/core/decide/decide-proposal.js'
import { read } from '../../../src/core/decide/reading.js'
import { type Digest, digest } from '../../../src/model/ids.js'
import { body } from '../../acceptance/given.js'
import { user } from './given.js'
import { apply, beginning, observe, said, type World } from './world.js'

/** Lets the proposal write until it has nothing left to write. */
function propose(world: World, expected: Digest | null = null) {
  for (let round = 1; round <= 12; round += 1) {
    const decision = decideProposal(read(observe(world)), expected)
    if (decision.effects.length === 0) return decision
    for (const effect of decision.effects) apply(world, effect)
    world.now += 60
  }
  throw new Error('the proposal does not settle')
}

test('a request is proposed and recorded, and nothing is written on the issue', () => {
  const world = beginning(body())
  expect(propose(world)).toMatchObject({ state: 'awaiting-approval', reasons: ['propose/proposed'] })
  expect(world.records.map(({ predicate }) => predicate.decision)).toEqual(['proposed'])
  expect([world.comments, world.labels, world.closed, world.pull?.state]).toEqual([[], [], false, 'open'])
})

test('an approval, a rejection and a withdrawal are left to whoever may carry them out', () => {
  for (const text of ['/approve', '/reject no', '/withdraw']) {
    const world = beginning(body())
    propose(world)
    world.now += 60
    world.comments.push(said(world, user(text === '/withdraw' ? 'alice' : 'bob'), text))
    world.now += 60
    expect(decide(read(observe(world))).effects.map(({ kind }) => kind)).toContain('append-record')
    expect(decideProposal(read(observe(world)), null).effects).toEqual([])
    expect(world.records).toHaveLength(1)
  }
})

test('an edited request replaces the proposal, because the record shows that it is the toolkit’s own', () => {
  const world = beginning(body())
  const first = propose(world)
  world.now += 60
  world.body = body({ cpu: '8' })
  const second = propose(world)
  expect(second.state).toBe('awaiting-approval')
  expect(second.plan?.digest).not.toBe(first.plan?.digest)
})

test('a request with another digest than the expected is not proposed', () => {
  const world = beginning(body())
  const understood = read(observe(world)).understanding
  if (understood.kind !== 'request') throw new Error('the request does not read')
  const other = decideProposal(read(observe(world)), digest('0'.repeat(64)))
  expect([other.state, other.reasons, other.effects]).toEqual(['held', ['state/request-changed'], []])
  expect(propose(world, understood.request.digest).state).toBe('awaiting-approval')
})
