import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import { whatCounts } from '../../../src/core/decide/what-counts.js'
import { oid } from '../../../src/model/ids.js'
import { user } from './given.js'
import { published, type Sight, says, withDetails, withPull } from './played.js'
import { moment, observe, policyOf, said, typeText, type World } from './world.js'

/** An approved request, directly before its merge. */
function approved(): World {
  const world = published()
  says(world, 'bob', '/approve')
  world.now += 1
  return world
}

const other = oid('f'.repeat(40))

type Change = (world: World) => void

/** What counts of the request as it was seen first, and as it is seen after something has happened. */
function twoLooks(change: Change, see: Sight) {
  const world = approved()
  const before = observe(world)
  change(world)
  return [before, see(observe(world))] as const
}

const nothing: Change = () => undefined
const plainly: Sight = (snapshot) => snapshot

test.each<[string, Change, Sight]>([
  ['somebody comments', (world) => world.comments.push(said(world, user('carol'), 'Wait.')), plainly],
  [
    'somebody edits a comment',
    (world) => {
      const approval = world.comments.find(({ body }) => body === '/approve')
      if (approval !== undefined)
        Object.assign(approval, { lastEditedAt: moment(world), editor: user('bob') })
    },
    plainly,
  ],
  [
    'somebody deletes a comment',
    (world) => {
      world.comments = world.comments.filter(({ body }) => body !== '/approve')
    },
    plainly,
  ],
  [
    'GitHub knows of a deleted comment',
    (world) => world.deletions.push({ by: user('mallory'), author: user('bob'), at: moment(world) }),
    plainly,
  ],
  [
    'the request is edited',
    (world) => {
      world.body = `${world.body}\n`
      world.lastEditedAt = moment(world)
    },
    plainly,
  ],
  [
    'the issue is closed',
    (world) => {
      world.closed = true
    },
    plainly,
  ],
  [
    'the rules change',
    (world) => {
      world.policy = policyOf(`${typeText}\n# stricter\n`)
    },
    plainly,
  ],
  [
    'an approver leaves the team',
    (world) => {
      world.members.delete('bob')
    },
    plainly,
  ],
  [
    'a run records something of this issue',
    (world) => {
      world.records.pop()
    },
    plainly,
  ],
  [
    'the target branch moves on',
    (world) => {
      world.mainCommit = other
    },
    plainly,
  ],
  ['the pull request is pointed at another branch', nothing, withPull({ baseBranch: 'release' })],
  ['the pull request shows another head', nothing, withPull({ head: other })],
  ['the text of the pull request is rewritten', nothing, withPull({ body: 'Fix a typo.' })],
  ['the pull request becomes a draft', nothing, withPull({ draft: true })],
  [
    'the branch has another mode for a file',
    nothing,
    withDetails(({ branch }) => ({
      branch: branch && { ...branch, files: branch.files.map((file) => ({ ...file, mode: '100755' })) },
    })),
  ],
  [
    'the records are doubted',
    nothing,
    withDetails(() => ({ ledgerDoubts: ['Commit 0 was written by mallory.'] })),
  ],
  [
    'a team cannot be seen any more',
    nothing,
    withDetails(({ authority }) => ({
      authority: { ...authority, teams: [{ team: 'platform', known: false, why: 'it cannot be seen' }] },
    })),
  ],
  [
    'a login belongs to another account',
    nothing,
    withDetails(({ authority }) => ({
      authority: { ...authority, accounts: [{ login: 'bob', known: true, id: user('mallory').id }] },
    })),
  ],
  [
    'the toolkit acts as somebody else',
    nothing,
    (snapshot) => ({ ...snapshot, viewer: { ...snapshot.viewer, login: 'github-actions[bot]' } }),
  ],
  [
    'the list of comments has a gap',
    nothing,
    (snapshot) => ({ ...snapshot, issue: { ...snapshot.issue, commentCount: 99 } }),
  ],
])('what was decided is decided anew where %s', (_, change, see) => {
  const [before, after] = twoLooks(change, see)
  expect(whatCounts(after)).not.toEqual(whatCounts(before))
})

test.each<[string, Change, Sight]>([
  ['time passes', (world) => Object.assign(world, { now: world.now + 5 }), plainly],
  ['the labels change', (world) => world.labels.push('urgent'), plainly],
  [
    'somebody edits the toolkit’s status comment',
    (world) => {
      const status = world.comments.find(({ own }) => own)
      if (status !== undefined) Object.assign(status, { body: 'x', lastEditedAt: moment(world) })
    },
    plainly,
  ],
  [
    'another request is recorded in the ledger',
    (world) => {
      world.ledgerHead = other
    },
    plainly,
  ],
  [
    'another request is opened for the same file',
    nothing,
    withDetails(() => ({ others: { open: [], complete: false }, otherRecords: [] })),
  ],
  [
    'people are asked about in another order',
    nothing,
    withDetails(({ authority }) => ({
      authority: {
        ...authority,
        roles: authority.roles.toReversed(),
        accounts: authority.accounts.toReversed(),
      },
    })),
  ],
])('nothing has to be decided anew where %s', (_, change, see) => {
  const [before, after] = twoLooks(change, see)
  expect(whatCounts(after)).toEqual(whatCounts(before))
  expect(decide(read(after)).state).toBe(decide(read(before)).state)
})
