import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { ledgerProblem } from '../../../src/core/decide/ledger-doubts.js'
import { needs } from '../../../src/core/decide/needs.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Predicate } from '../../../src/model/record.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { blocked, published, says, withDetails, withPull } from './played.js'
import { observe, type World } from './world.js'

/** A request for dev that bob has approved, and that waits for a check. */
function approved(): World {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  return world
}

const seen = (world: World, change: (snapshot: Snapshot) => Snapshot = (same) => same) =>
  change(blocked(observe(world)))
const reasons = (snapshot: Snapshot) => decide(read(snapshot)).reasons

test('records that nothing speaks against are believed', () => {
  expect(ledgerProblem(seen(approved()))).toBe(null)
})

test('files that are no records hold the request, and a crowd of them is told in brief', () => {
  const unreadable = Array.from({ length: 900 }, (_, index) => `issues/00/42/${'x'.repeat(400)}${index}`)
  const snapshot = seen(approved(), (same) => ({ ...same, ledger: { ...same.ledger, unreadable } }))
  expect(reasons(snapshot)).toEqual(['state/ledger-unreadable'])
  const what = ledgerProblem(snapshot)?.what ?? ''
  expect(what).toContain('and 895 more')
  expect(what.length).toBeLessThan(2000)
})

const newer = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  ledger: { ...snapshot.ledger, newer: 'issues/00/42/0003.json', unreadable: ['issues/00/42/x'] },
})

test('what a newer version of the toolkit has recorded stops everything, and nothing is written or looked up', () => {
  const world = approved()
  const open = seen(world, newer)
  const [proposed] = world.records
  if (proposed === undefined) throw new Error('nothing is recorded')
  world.records.push({ ...proposed, predicate: { ...proposed.predicate, decision: 'withdrawn' } })
  const ended = seen(world, newer)
  const closed = { ...open, issue: { ...open.issue, state: 'closed' as const, body: '' } }
  for (const snapshot of [open, ended, closed]) {
    const reading = read(snapshot)
    const { state, reasons, effects, next } = decide(reading)
    expect({ state, reasons, effects, next, needs: needs(reading) }).toEqual({
      state: 'held',
      reasons: ['state/newer-records'],
      effects: [],
      next: 'done',
      needs: null,
    })
  }
})

const doubted = withDetails(() => ({ ledgerDoubts: ['Commit 1 is carol’s.'] }))

test('a commit of somebody else among the records holds the request, and is named', () => {
  const snapshot = seen(approved(), doubted)
  expect(reasons(snapshot)).toEqual(['state/ledger-doubtful'])
  expect(ledgerProblem(snapshot)?.what).toContain('Commit 1 is carol’s.')
})

test('so does it once the records say that the request has ended', () => {
  const world = approved()
  const [proposed] = world.records
  if (proposed === undefined) throw new Error('nothing is recorded')
  world.records.push({ ...proposed, predicate: { ...proposed.predicate, decision: 'withdrawn' } })
  expect(reasons(seen(world, doubted))).toEqual(['state/ledger-doubtful'])
})

const approving = (world: World) => {
  const found = world.comments.findLast(({ body }) => body === '/approve')
  if (found === undefined) throw new Error('nobody approved')
  return found
}
const others = (world: World) => world.comments.filter(({ body }) => body !== '/approve')

test.each<[string, (world: World) => World['comments'][number]]>([
  ['another author', (world) => ({ ...approving(world), author: user('mallory') })],
  ['another text, though nobody edited it', (world) => ({ ...approving(world), body: 'thanks' })],
  ['another time', (world) => ({ ...approving(world), createdAt: '2026-11-20T07:00:00Z' })],
])('a comment that has %s than its record holds the request', (_, change) => {
  const world = approved()
  world.comments = [...others(world), change(world)]
  expect(reasons(seen(world))).toEqual(['state/ledger-doubtful'])
})

test('a comment that was edited since is no doubt about its record', () => {
  const world = approved()
  world.comments = [
    ...others(world),
    { ...approving(world), body: 'thanks', lastEditedAt: '2026-11-20T07:00:00Z' },
  ]
  expect(ledgerProblem(seen(world))).toBe(null)
})

/** What is said once the pull request is merged. */
const ended = (world: World) => ledgerProblem(seen(world, withPull({ state: 'merged' })))

test('what a merge rests on has to be there, or to have been deleted', () => {
  const world = approved()
  expect(ended(world)).toBe(null)
  const { createdAt } = approving(world)
  world.comments = others(world)
  expect(ended(world)?.code).toBe('state/ledger-doubtful')
  const deletion = { by: user('bob'), author: user('bob'), at: createdAt }
  world.deletions.push({ ...deletion, author: user('carol') })
  expect(ended(world)?.code).toBe('state/ledger-doubtful')
  world.deletions.push(deletion)
  expect(ended(world)).toBe(null)
})

test('what a merge rests on has to be there also once the merge has arrived', () => {
  const world = approved()
  const approval = world.records.at(-1)
  if (approval === undefined) throw new Error('nothing is recorded')
  const decided = (decision: 'merged' | 'reached', more: Partial<Predicate>) =>
    world.records.push({ ...approval, predicate: { ...approval.predicate, decision, ...more } })
  decided('merged', {})
  decided('reached', { evidence: [], outcome: { signals: [] } })
  expect(ended(world)).toBe(null)
  world.comments = others(world)
  expect(ended(world)?.code).toBe('state/ledger-doubtful')
})

test('while the request is open, an approval whose comment is gone just counts no more', () => {
  const world = approved()
  world.comments = others(world)
  expect(ledgerProblem(seen(world))).toBe(null)
})

test('a ledger that cannot begin holds the request, and names the branch', () => {
  const world = published()
  const snapshot = seen(world, (same) => ({
    ...same,
    ledger: { ...same.ledger, head: null, records: [], unreadable: [], blockedBy: 'issueops' },
  }))
  const { reasons: why, problems } = decide(read(snapshot))
  expect([why, problems[0]?.what]).toEqual([
    ['state/ledger-blocked'],
    expect.stringContaining('branch issueops,'),
  ])
})
