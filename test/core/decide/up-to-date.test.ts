import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Decision } from '../../../src/model/decision.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { decisions, published, rest, says, where, withDetails } from './played.js'
import { moment, nextCommit, observe, type World } from './world.js'

/** A branch that takes only pull requests which hold all of it: the request type merges at once unless a test says otherwise. */

/** Something that the request does not touch is merged by somebody else. */
function mergedElsewhere(world: World): void {
  world.now += 1
  world.main = new Map([...world.main, [`other-${world.now}.txt`, 'x\n']])
  world.mainCommit = nextCommit(world)
}

/** A file that the request changes is changed on the target branch. */
function changedThere(world: World): void {
  world.now += 1
  world.main = new Map([...world.main].map(([path, text]) => [path, text.replace('search', 'seek')]))
  world.mainCommit = nextCommit(world)
}

function strict(): World {
  const world = published()
  world.upToDate = true
  return world
}

test('an approved request that lags behind is made anew on the tip, published again, and merged with the approval it has', () => {
  const world = strict()
  const before = world.branch?.head
  mergedElsewhere(world)
  expect(where(says(world, 'bob', '/approve'))).toMatchObject({ state: 'approved', merges: true })
  expect(world.branch?.head).not.toBe(before)
  expect(world.branch?.parents).toEqual([world.mainCommit])
  expect(decisions(world)).toEqual(['proposed', 'approved', 'proposed', 'approved'])
  const [first, , second] = world.records
  expect(second?.predicate.plan?.digest).toBe(first?.predicate.plan?.digest)
  // Nobody was told in between that an approval does not count.
  expect(world.comments.filter(({ own, body }) => own && body.includes('approval/'))).toEqual([])
})

test('a request that is not approved yet stays where it is: only a merge needs the newest base', () => {
  const world = strict()
  const before = world.branch?.head
  mergedElsewhere(world)
  expect(rest(world).state).toBe('awaiting-approval')
  expect(world.branch?.head).toBe(before)
})

test('approvals of several people survive the move together', () => {
  const world = published('prod')
  world.upToDate = true
  says(world, 'bob', '/approve')
  mergedElsewhere(world)
  expect(where(says(world, 'carol', '/approve')).merges).toBe(true)
  expect(decisions(world)).toEqual(['proposed', 'approval-given', 'approved', 'proposed', 'approved'])
  expect(world.records.at(-1)?.predicate.evidence.map(({ person }) => person.login)).toEqual(['bob', 'carol'])
})

test('where the newer base changes a file of the plan, it is another plan, and the approval is void', () => {
  const world = strict()
  changedThere(world)
  const decision = says(world, 'bob', '/approve')
  expect(where(decision)).toMatchObject({ state: 'awaiting-approval', merges: false })
  mergedElsewhere(world)
  expect(where(rest(world)).merges).toBe(false)
  expect(where(says(world, 'bob', '/approve')).merges).toBe(true)
})

test('a plan that comes back after another one needs a new approval, however long ago the first was given', () => {
  const world = published('prod')
  world.upToDate = true
  says(world, 'bob', '/approve')
  const { main } = world
  changedThere(world)
  rest(world)
  world.now += 1
  world.main = main
  world.mainCommit = nextCommit(world)
  rest(world)
  const digests = world.records.flatMap(({ predicate }) =>
    predicate.decision === 'proposed' ? [predicate.plan?.digest] : [],
  )
  expect(digests).toHaveLength(3)
  expect(digests[2]).toBe(digests[0])
  expect(where(says(world, 'carol', '/approve')).merges).toBe(false)
})

test('an approval given while somebody else’s commit stood on the branch does not count for the plan that comes back', () => {
  const world = strict()
  const ours = world.branch
  if (ours === null) throw new Error('nothing is proposed')
  const theirs = { ...ours, parents: [ours.head], head: nextCommit(world), commits: 2 }
  world.now += 1
  world.branch = theirs
  world.now += 1
  world.pull?.forced.push({ at: moment({ ...world, now: world.now + 5 }), from: theirs.head, to: ours.head })
  says(world, 'bob', '/approve')
  world.now += 10
  world.branch = ours
  const decision = rest(world)
  expect(where(decision).merges).toBe(false)
  expect(decision.verdict?.refused.map(({ code }) => code)).toEqual(['approval/plan-replaced'])
})

/** An approved request that lags behind, as a run sees it. */
function approvedBehind(see: (snapshot: Snapshot) => Snapshot): Decision {
  const world = published()
  world.blocked = true
  says(world, 'bob', '/approve')
  world.blocked = false
  world.upToDate = true
  mergedElsewhere(world)
  return decide(read(see(observe(world))))
}

const kinds = ({ effects }: Decision) => effects.map(({ kind }) => kind)

test('one run moves a branch three times at most; then the request waits for the next event, and says that nobody has to act', () => {
  expect(kinds(approvedBehind((snapshot) => snapshot))).toEqual(['ensure-branch'])
  expect(kinds(approvedBehind(withDetails(() => ({ replacements: 2 }))))).toEqual(['ensure-branch'])
  const overtaken = approvedBehind(withDetails(() => ({ replacements: 3 })))
  expect(overtaken).toMatchObject({ state: 'approved', reasons: ['merge/behind'] })
  expect(kinds(overtaken)).not.toContain('ensure-branch')
  const status = overtaken.effects.find(({ kind }) => kind === 'ensure-status')
  expect(status).toMatchObject({
    body: expect.stringContaining('nobody has to act; other merges came first'),
  })
})

test('a head that stands on the tip already is not made again, whatever GitHub says of it', () => {
  const decision = approvedBehind(
    withDetails(({ branch, manifests }) => ({
      branch: branch === null ? null : { ...branch, parents: [manifests.commit] },
    })),
  )
  expect(decision.reasons).toEqual(['merge/behind'])
  expect(kinds(decision)).not.toContain('ensure-branch')
})

test('auto-merge is called off alone, and before the branch is moved', () => {
  const armed = withDetails(({ pull }) => ({ pull: pull === null ? null : { ...pull, autoMerge: true } }))
  expect(kinds(approvedBehind(armed))).toEqual(['disarm-merge'])
})

test('the branch is moved from the head that was seen, and only from there', () => {
  const world = published()
  const head = world.branch?.head
  world.upToDate = true
  mergedElsewhere(world)
  world.blocked = true
  says(world, 'bob', '/approve')
  world.blocked = false
  expect(decide(read(observe(world))).effects).toMatchObject([
    { kind: 'ensure-branch', base: world.mainCommit, replaces: head },
  ])
})

test('a hold that was released in between takes no approval away', () => {
  const world = published()
  world.blocked = true
  says(world, 'bob', '/approve')
  says(world, 'carol', '/hold')
  says(world, 'carol', '/unhold')
  world.blocked = false
  world.upToDate = true
  mergedElsewhere(world)
  expect(where(rest(world)).merges).toBe(true)
})
