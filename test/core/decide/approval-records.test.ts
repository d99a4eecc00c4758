import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { user } from './given.js'
import { blocked, decisions, published, rest, says, teamUnseen, where, withTarget } from './played.js'
import { moment, observe, said, type World } from './world.js'

const last = (world: World) => world.records.at(-1)?.predicate
const commentOf = (world: World, login: string) => {
  const found = world.comments.findLast(({ author }) => author.login === login)
  if (found === undefined) throw new Error(`${login} said nothing`)
  return found
}

test('an approval is copied into the ledger when it is first counted, though more are wanted', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  expect(decisions(world)).toEqual(['proposed', 'approval-given'])
  expect(last(world)?.evidence).toEqual([
    {
      command: 'approve',
      comment: commentOf(world, 'bob').id,
      person: user('bob'),
      role: 'write',
      as: ['team:platform'],
      createdAt: commentOf(world, 'bob').createdAt,
      body: '/approve',
      bodySha256: 'ada438d3081c4ab6a2aae5e0d032111c2266920a90b067717bd6e66dc807ef06',
    },
  ])
})

test('a comment that holds what looks like a secret is recorded by its digest alone, and so is a reason', () => {
  const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
  const world = published('prod')
  says(world, 'bob', `/approve\n\n${secret}`)
  says(world, 'carol', `/hold ${secret}`)
  const [, approval, hold] = world.records.map(({ predicate }) => predicate)
  expect(approval?.evidence).toMatchObject([{ body: null, bodySha256: sha256(`/approve\n\n${secret}`) }])
  expect(hold?.evidence).toMatchObject([{ body: null, bodySha256: sha256(`/hold ${secret}`) }])
  expect(hold?.reason).toMatch(/^\(The reason is withheld, because it holds what looks like /)
  expect(JSON.stringify([world.records, world.comments.filter(({ own }) => own)])).not.toContain(secret)
})

test('of manifests that fewer people can read than the issue, paths and digests are recorded, and no place in a file', () => {
  const world = published()
  const named = world.records[0]?.predicate.plan
  world.records = []
  rest(world, (snapshot) => ({
    ...withTarget({ visibility: 'internal' })(snapshot),
    repository: { ...snapshot.repository, visibility: 'public' },
  }))
  const plan = world.records[0]?.predicate.plan
  expect(named?.files.some(({ places }) => JSON.stringify(places) !== '[{"at":[]}]')).toBe(true)
  expect(plan).toEqual({
    ...named,
    withheld: true,
    files: named?.files.map((file) => ({ ...file, places: [{ at: [] }] })),
  })
})

test('the approval that suffices is recorded with everybody it rests on', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  expect(where(says(world, 'carol', '/approve'))).toMatchObject({ merges: true })
  expect(decisions(world)).toEqual(['proposed', 'approval-given', 'approved'])
  expect(last(world)?.evidence.map(({ person }) => person.login)).toEqual(['bob', 'carol'])
})

test.each<[string, (world: World) => void, string]>([
  [
    'its comment is edited',
    (world) => {
      commentOf(world, 'bob').lastEditedAt = moment(world)
      commentOf(world, 'bob').editor = user('bob')
    },
    'bob: The approval does not count, because its comment was edited.',
  ],
  [
    'its comment is deleted',
    (world) => {
      world.comments = world.comments.filter(({ author }) => author.login !== 'bob')
    },
    'bob: The comment was deleted.',
  ],
  [
    'its comment is hidden',
    (world) => {
      commentOf(world, 'bob').minimized = true
    },
    'bob: The approval does not count, because its comment was hidden.',
  ],
  [
    'its author leaves the team',
    (world) => {
      world.members.delete('bob')
    },
    'bob: This person is not among those who may approve this request.',
  ],
  [
    'its author takes it back with /unapprove',
    (world) => {
      world.comments.push(said(world, user('bob'), '/unapprove'))
    },
    'bob: The approval was taken back with /unapprove.',
  ],
])('an approval is taken back in the ledger when %s before the merge', (_, happens, reason) => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  expect(decisions(world)).toEqual(['proposed', 'approved'])
  world.now += 1
  happens(world)
  expect(where(rest(world, blocked))).toEqual({
    state: 'awaiting-approval',
    reasons: ['approval/missing'],
    merges: false,
  })
  expect(last(world)).toMatchObject({ decision: 'revoked', reason, evidence: [{ person: user('bob') }] })
})

test('an approval that merely cannot be checked now is not taken back, and nothing merges', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  expect(where(rest(world, teamUnseen))).toEqual({
    state: 'awaiting-approval',
    reasons: ['approval/authority-unknown'],
    merges: false,
  })
  expect(decisions(world)).toEqual(['proposed', 'approved'])
})

test('after the approver has left the team, another approval is recorded anew before the merge', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  world.members.delete('bob')
  rest(world, blocked)
  expect(where(says(world, 'carol', '/approve'))).toMatchObject({ merges: true })
  expect(decisions(world)).toEqual(['proposed', 'approved', 'revoked', 'approved'])
  expect(last(world)?.evidence.map(({ person }) => person.login)).toEqual(['carol'])
})

test('a deleted approval is told of on the issue, by name', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  world.comments = world.comments.filter(({ author }) => author.login !== 'bob')
  rest(world)
  expect(world.comments.find(({ own }) => own)?.body).toContain('`approval/comment-gone`')
})

test('what is recorded is not recorded twice', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  says(world, 'bob', '/approve')
  expect(decide(read(observe(world))).effects).toEqual([])
  expect(decisions(world)).toEqual(['proposed', 'approval-given'])
})

test.each<[string, (world: World) => void]>([
  [
    'deleted',
    (world) => {
      world.comments = world.comments.filter(({ body }) => body !== '/unapprove')
    },
  ],
  [
    'edited into something else',
    (world) => {
      const taken = world.comments.find(({ body }) => body === '/unapprove')
      if (taken !== undefined)
        Object.assign(taken, { body: 'Hm.', lastEditedAt: moment(world), editor: user('bob') })
    },
  ],
])('an approval the ledger has as taken back stays so when the /unapprove is %s', (_, happens) => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  says(world, 'bob', '/unapprove', blocked)
  world.now += 1
  happens(world)
  expect(where(rest(world))).toMatchObject({ state: 'awaiting-approval', merges: false })
  expect(where(says(world, 'bob', '/approve'))).toMatchObject({ merges: true })
})

test('a hidden approval that is shown again stays taken back', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  const approval = commentOf(world, 'bob')
  approval.minimized = true
  rest(world, blocked)
  approval.minimized = false
  expect(where(rest(world))).toMatchObject({ state: 'awaiting-approval', merges: false })
  expect(decisions(world)).toEqual(['proposed', 'approved', 'revoked'])
})

test('whoever comes back into the team has to approve anew', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  world.members.delete('bob')
  rest(world, blocked)
  world.members.add('bob')
  expect(where(rest(world))).toMatchObject({ state: 'awaiting-approval', merges: false })
  expect(where(says(world, 'bob', '/approve'))).toMatchObject({ merges: true })
})
