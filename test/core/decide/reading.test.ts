import { expect, test } from 'vitest'
import { read } from '../../../src/core/decide/reading.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { body } from '../../acceptance/given.js'
import { user } from './given.js'
import { beginning, observe, policyOf, said, typeText } from './world.js'

function given() {
  const world = beginning(body())
  world.comments.push(said(world, user('bob'), '/approve'))
  world.comments.push(said(world, user('carol'), 'Looks good.'))
  return { world, before: read(observe(world)) }
}

/** The snapshot as another look at GitHub gives it: everything equal, nothing the same object. */
const anew = (snapshot: Snapshot): Snapshot => structuredClone(snapshot)

test('what stands as it stood at the look before is not read again: policy, text and comments', () => {
  const { world, before } = given()
  const after = read(anew(observe(world)), before)
  expect(after.policy).toBe(before.policy)
  expect(after.text).toBe(before.text)
  expect(after.comments.map(({ reading }) => reading)).toEqual(before.comments.map(({ reading }) => reading))
  for (const [index, { reading }] of after.comments.entries())
    expect(reading).toBe(before.comments[index]?.reading)
  expect(after.snapshot).not.toBe(before.snapshot)
})

test('what changed is read again, and nothing else is taken for it', () => {
  const { world, before } = given()
  world.body = body({ name: 'billing' })
  world.comments.push(said(world, user('bob'), '/hold'))
  const [approval] = world.comments
  if (approval !== undefined) approval.body = '/unapprove'
  world.policy = policyOf(typeText.replace('count: 2', 'count: 1'))
  const after = read(anew(observe(world)), before)
  expect(after).toEqual(read(observe(world)))
  expect(after).not.toEqual(before)
})

test('a label that a form sets is looked at anew; the toolkit’s own tell nothing', () => {
  const { world, before } = given()
  world.labels = ['issueops:approved']
  expect(read(observe(world), before).text).toBe(before.text)
  world.labels = ['REQUEST']
  expect(before.text?.selection).toMatchObject({ form: { labels: ['request'] } })
  expect(read(observe(world), before).text).not.toBe(before.text)
})

test('a text of another account is read for that account', () => {
  const { world, before } = given()
  const snapshot = observe(world)
  const other = { ...snapshot, issue: { ...snapshot.issue, author: user('mallory') } }
  expect(read(other, before)).toEqual(read(other))
  expect(read(other, before).text).not.toBe(before.text)
})

test('an issue that rests is not read: its record tells all', () => {
  const { world } = given()
  const snapshot = observe(world)
  const closed = { ...snapshot, issue: { ...snapshot.issue, state: 'closed' as const } }
  expect(read(closed)).toMatchObject({ text: null, understanding: { kind: 'ignored' } })
})
