import { expect, test } from 'vitest'
import { tamperedApprovals } from '../../../src/core/decide/tampered-approvals.js'
import type { Person } from '../../../src/model/person.js'
import { user } from './given.js'
import { authorised, blocked, decisions, published, rest, says, where, withPull } from './played.js'
import { moment, nextCommit, observe, said, type World } from './world.js'

const tampered = { state: 'held', reasons: ['state/approval-tampered'], merges: false }
const waiting = { state: 'awaiting-approval', reasons: ['approval/missing'], merges: false }
const merging = { state: 'approved', reasons: ['approval/satisfied'], merges: true }
const last = (world: World) => world.records.at(-1)?.predicate

/** A request whose approval by bob is recorded, and which waits for a check. */
function approved(): World {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  world.now += 1
  return world
}

function approvalOf(world: World, login: string) {
  const found = world.comments.findLast(({ author, body }) => author.login === login && body === '/approve')
  if (found === undefined) throw new Error(`${login} has not approved`)
  return found
}

function deletes(world: World, by: Person | null, login = 'bob'): void {
  const { id, author } = approvalOf(world, login)
  world.comments = world.comments.filter((comment) => comment.id !== id)
  world.deletions.push({ by, author, at: moment(world) })
  world.deleted.set(id, { by: by?.login ?? 'ghost', at: moment(world) })
}

function edits(world: World, by: Person | null, login = 'bob'): void {
  const comment = approvalOf(world, login)
  comment.body = 'Never mind.'
  comment.lastEditedAt = moment(world)
  comment.editor = by
}

const maintainer = (login: string) =>
  authorised((authority) => ({
    ...authority,
    roles: authority.roles.map((each) =>
      each.known && each.login === login ? { ...each, role: 'maintain' } : each,
    ),
  }))

test.each([
  ['deletes', deletes, 'deleted'],
  ['edits', edits, 'edited'],
])('somebody else who %s a counted approval holds the request, and is named', (_, act, did) => {
  const world = approved()
  act(world, user('mallory'))
  const decision = rest(world)
  expect(where(decision)).toEqual(tampered)
  expect(decision.problems).toEqual([
    {
      code: 'state/approval-tampered',
      what: `mallory ${did} the comment with which bob had approved this request.`,
      fix: 'bob has to comment /approve again, or give any other command; or a maintainer of the repository has to comment /unhold.',
    },
  ])
  expect(last(world)).toMatchObject({
    decision: 'revoked',
    reason: `bob: The comment was ${did} by mallory.`,
    evidence: [{ person: user('bob'), body: '/approve' }],
  })
})

test.each([
  ['deletes', deletes],
  ['edits', edits],
])('whoever %s their own approval holds nothing', (_, act) => {
  const world = approved()
  act(world, user('bob'))
  expect(where(rest(world))).toEqual(waiting)
})

test.each([
  ['deletes', deletes],
  ['edits', edits],
])('somebody whose account is gone and who %s an approval is somebody else', (_, act) => {
  const world = approved()
  act(world, null)
  const decision = rest(world)
  expect(where(decision)).toEqual(tampered)
  expect(decision.problems[0]?.what).toContain('Somebody whose account is gone')
})

test('the approval of another person does not get past it, and stays counted', () => {
  const world = approved()
  deletes(world, user('mallory'))
  expect(where(says(world, 'carol', '/approve'))).toEqual(tampered)
  expect(where(says(world, 'bob', '/help'))).toMatchObject({ merges: true })
})

test('the approver ends it with a new approval, which counts', () => {
  const world = approved()
  deletes(world, user('mallory'))
  expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
})

test('what the approver says without a command ends nothing, nor does a command of somebody else', () => {
  const world = approved()
  deletes(world, user('mallory'))
  expect(where(says(world, 'bob', 'Who was that?'))).toEqual(tampered)
  expect(where(says(world, 'bob', '/aprove'))).toEqual(tampered)
  expect(where(says(world, 'mallory', '/explain'))).toEqual(tampered)
})

test('a command in an edited comment ends nothing: the same stranger may have written it', () => {
  const world = approved()
  deletes(world, user('mallory'))
  world.now += 1
  const edit = { lastEditedAt: moment(world), editor: user('bob') }
  world.comments.push({ ...said(world, user('bob'), '/explain'), ...edit })
  expect(where(rest(world))).toEqual(tampered)
})

test('a command in the second of the deed ends nothing', () => {
  const world = approved()
  deletes(world, user('mallory'))
  world.comments.push(said(world, user('bob'), '/approve'))
  expect(where(rest(world))).toEqual(tampered)
})

test('a maintainer ends it with /unhold, which is recorded; an approver without that role does not', () => {
  const world = approved()
  deletes(world, user('mallory'))
  expect(where(says(world, 'carol', '/unhold'))).toEqual(tampered)
  expect(world.comments.at(-1)?.body).toContain('Nothing was released')
  expect(where(says(world, 'carol', '/unhold', maintainer('carol')))).toEqual(waiting)
  expect(decisions(world)).toEqual(['proposed', 'approved', 'revoked', 'unhold'])
  expect(where(rest(world))).toEqual(waiting)
})

test('a release holds when its comment is deleted, and does not cover what is done later or in its second', () => {
  const world = approved()
  deletes(world, user('mallory'))
  says(world, 'carol', '/unhold', maintainer('carol'))
  world.comments = world.comments.filter(({ body }) => body !== '/unhold')
  expect(where(rest(world))).toEqual(waiting)
  expect(where(says(world, 'bob', '/approve', blocked))).toMatchObject({ state: 'approved' })
  world.now += 1
  deletes(world, user('mallory'))
  world.comments.push(said(world, user('carol'), '/unhold'))
  expect(where(rest(world, maintainer('carol')))).toEqual(tampered)
})

test('a maintainer who puts the request on hold besides has released nothing', () => {
  const world = approved()
  deletes(world, user('mallory'))
  expect(where(says(world, 'carol', '/hold', maintainer('carol')))).toEqual({
    state: 'held',
    reasons: ['state/approval-tampered', 'state/on-hold'],
    merges: false,
  })
})

test('an approval of which more are wanted is protected like one that suffices', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  world.now += 1
  deletes(world, user('mallory'))
  expect(where(says(world, 'carol', '/approve'))).toEqual(tampered)
})

test('deletions before the approval, and of other people’s comments, are not taken for its deletion', () => {
  const world = published()
  world.deletions.push({ by: user('mallory'), author: user('bob'), at: moment(world) })
  world.now += 1
  says(world, 'bob', '/approve', blocked)
  world.now += 1
  world.deletions.push({ by: user('mallory'), author: user('mallory'), at: moment(world) })
  deletes(world, user('bob'))
  expect(where(rest(world))).toEqual(waiting)
})

test('a deletion before an approval is not that of its comment, whoever deleted that', () => {
  const world = published()
  world.deletions.push({ by: user('mallory'), author: user('bob'), at: moment(world) })
  world.now += 1
  says(world, 'bob', '/approve', blocked)
  world.now += 1
  deletes(world, user('bob'))
  const snapshot = observe(world)
  const publication = snapshot.details.pull?.publications.at(-1)
  if (publication === undefined) throw new Error('nothing is published')
  expect(tamperedApprovals(snapshot, publication)).toEqual([])
  world.deletions.push({ by: user('mallory'), author: user('bob'), at: moment(world) })
  expect(tamperedApprovals(observe(world), publication)).toMatchObject([
    { did: 'deleted', by: user('mallory'), at: moment(world), approval: { person: user('bob') } },
  ])
})

test('a plan that takes the place of the other one is not held by what was done to its approvals', () => {
  const world = approved()
  deletes(world, user('mallory'))
  rest(world)
  world.now += 1
  world.body = world.body.replace('Go-live', 'Soon')
  world.lastEditedAt = moment(world)
  expect(where(rest(world))).toEqual(waiting)
})

test('an approval that somebody else deletes holds also when the very same plan is published again on a newer base', () => {
  const world = approved()
  deletes(world, user('mallory'))
  world.mainCommit = nextCommit(world)
  expect(where(says(world, 'carol', '/approve', withPull({ mergeable: 'no' })))).toEqual(tampered)
  expect(decisions(world)).toEqual(['proposed', 'approved', 'proposed', 'revoked', 'approval-given'])
})

test('a deleted /unapprove revives nothing: what is on record as taken back never counts again', () => {
  const world = approved()
  says(world, 'bob', '/unapprove', blocked)
  world.comments = world.comments.filter(({ body }) => body !== '/unapprove')
  const decision = rest(world)
  expect(where(decision)).toEqual(waiting)
  expect(decision.verdict?.refused.map(({ code }) => code)).toEqual(['approval/revoked'])
  expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
})

test('whoever leaves the team and joins it again has to approve again', () => {
  const world = approved()
  world.members.delete('bob')
  rest(world, blocked)
  world.members.add('bob')
  expect(where(rest(world))).toEqual(waiting)
  expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
})
