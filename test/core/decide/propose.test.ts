import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { foreignCommits } from '../../../src/core/decide/hold-reasons.js'
import { read } from '../../../src/core/decide/reading.js'
import { digest, oid } from '../../../src/model/ids.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import type { ObservedBranch, Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { published, rest, says, where, withDetails } from './played.js'
import { moment, observe, said, type World } from './world.js'

const other = oid('f'.repeat(40))
const merging = { state: 'approved', reasons: ['approval/satisfied'], merges: true }
const foreign = { state: 'held', reasons: ['state/foreign-commits'], merges: false }
const unseen = { state: 'awaiting-approval', reasons: ['approval/missing'], merges: false }
const held = (reason: string) => ({ state: 'held', reasons: [reason], merges: false })

/** What GitHub shows of the pull request and of its branch, else than they are. */
const pull = (change: (pull: ObservedPull) => Partial<ObservedPull>) =>
  withDetails(({ pull: shown }) => ({ pull: shown === null ? null : { ...shown, ...change(shown) } }))
const branch = (change: (branch: ObservedBranch) => Partial<ObservedBranch>) =>
  withDetails(({ branch: shown }) => ({ branch: shown === null ? null : { ...shown, ...change(shown) } }))

/** Where a request is that bob approves while GitHub shows this, or what the toolkit would write before it goes on. */
function approvedWhile(see: (snapshot: Snapshot) => Snapshot, world: World = published()) {
  try {
    return where(says(world, 'bob', '/approve', see))
  } catch {
    return 'writes until it gives up'
  }
}

test('an approval of what GitHub shows as it is merges', () => {
  expect(approvedWhile((snapshot) => snapshot)).toEqual(merging)
})

test('a head that the ledger names, but not as proposed, is not known: no approval of it counts yet', () => {
  const world = published()
  world.records = world.records.map(({ predicate, ...record }) => ({
    ...record,
    predicate: { ...predicate, decision: 'approval-given' as const },
  }))
  world.now += 1
  world.comments.push(said(world, user('bob'), '/approve'))
  const { effects } = decide(read(observe(world)))
  const recorded = effects.map((each) =>
    each.kind === 'append-record' ? each.record.predicate.decision : each.kind,
  )
  // The approval came before the plan was on record, and bob is told so.
  expect(recorded).toEqual(['proposed', 'ensure-status', 'reply'])
})

test.each<[string, { commits: number; writers: readonly string[] }, string, string]>([
  [
    'one commit',
    { commits: 1, writers: ['carol'] },
    ' (its tip is ffffffffffff, which says that carol wrote it).',
    'Whoever pushed them (the commits name carol) has to move',
  ],
  [
    'several commits of one person',
    { commits: 3, writers: ['carol'] },
    ' (its tip is ffffffffffff, which says that carol wrote it; pull request 43 has 3 commits, and the toolkit makes one).',
    'Whoever pushed them (the commits name carol) has to move',
  ],
  [
    'commits of several, one of whom has no account',
    { commits: 4, writers: ['dave', 'Eve <eve@example.org>', 'carol'] },
    ' wrote it; pull request 43 has 4 commits, and the toolkit makes one; others say that dave and Eve <eve@example.org> wrote them).',
    'Whoever pushed them (the commits name carol, dave and Eve <eve@example.org>) has to move',
  ],
  [
    'commits of a crowd',
    { commits: 20, writers: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    '; others say that a, b, c, d, e and 2 more wrote them).',
    '(the commits name carol, a, b, c, d and 3 more)',
  ],
])('somebody’s commits are told with who wrote them and how many there are: %s', (_, facts, end, who) => {
  let problem = null
  approvedWhile((snapshot) => {
    const { branch, pull } = snapshot.details
    if (branch && pull)
      problem = foreignCommits({ ...branch, head: other, by: 'carol' }, { ...pull, ...facts })
    return snapshot
  })
  expect(problem).toMatchObject({
    what: expect.stringContaining(end),
    fix: expect.stringContaining(who),
  })
})

test('what somebody wrote for their name becomes no mention, no link and no markup in a comment', () => {
  const name = '@acme/everybody <!-- x --> [here](https://example.org) <b@example.org>'
  const seen = branch(() => ({ head: other, by: name, message: 'Mine' }))(observe(published()))
  const { effects } = decide(read(pull(() => ({ head: other }))(seen)))
  const [status = ''] = effects.flatMap((each) => (each.kind === 'ensure-status' ? [each.body] : []))
  expect(status).toContain('on hold')
  expect(status).not.toMatch(/(?:^|[^`\w])@acme|<!-- x|[^\\]\]\(https/)
})

test.each([
  ['somebody closed', pull(() => ({ state: 'closed' })), 'state/pull-closed'],
  ['points at another branch', pull(() => ({ baseBranch: 'release' })), 'state/pull-retargeted'],
  ['lags behind its branch', pull(() => ({ head: other })), 'state/pull-lags'],
])('a pull request that %s is not merged', (_, see, reason) => {
  expect(approvedWhile(see)).toEqual(held(reason))
})

test.each([
  [
    'a planned file with another text',
    branch(({ files }) => ({ files: files.map((file) => ({ ...file, oid: other })) })),
  ],
  [
    'a planned file with another mode',
    branch(({ files }) => ({ files: files.map((file) => ({ ...file, mode: '100755' })) })),
  ],
  ['a second parent', branch(({ parents }) => ({ parents: [...parents, other] }))],
  ['a second commit', pull(() => ({ commits: 2 }))],
  ['a renamed file', pull(() => ({ renames: true }))],
  [
    'one file more',
    pull(({ changedPaths }) => ({
      changedPaths: [...changedPaths, 'x'],
      changedFiles: changedPaths.length + 1,
    })),
  ],
  [
    'another file in the place of a planned one',
    pull(({ changedPaths }) => ({ changedPaths: [...changedPaths.slice(1), 'x'] })),
  ],
  ['more files than it lists', pull(({ changedPaths }) => ({ changedPaths: changedPaths.slice(1) }))],
  [
    'one file less',
    pull(({ changedPaths }) => ({
      changedPaths: changedPaths.slice(1),
      changedFiles: changedPaths.length - 1,
    })),
  ],
])('a head the toolkit has proposed, and that shows %s, is not merged', (_, see) => {
  expect(approvedWhile(see)).toEqual(foreign)
})

test.each([
  ['a second parent', branch(({ parents }) => ({ parents: [...parents, other] }))],
  ['another parent', branch(() => ({ parents: [other] }))],
  ['another tree', branch(() => ({ tree: other }))],
  ['another message', branch(() => ({ message: 'Apply request namespace of issue 42' }))],
])('a head that is not on record, and has %s, is somebody’s, and is not proposed', (_, see) => {
  const world = published()
  world.records = []
  expect(where(rest(world, see))).toEqual(foreign)
  expect(world.records).toEqual([])
})

test.each([
  ['was opened', (at: string) => pull(() => ({ createdAt: at }))],
  [
    'got its last push by force',
    (at: string) => pull(() => ({ forcedPushes: [{ at, from: null, to: null }] })),
  ],
  [
    'got the planned commit in the place of another one',
    (at: string) => pull(({ head }) => ({ forcedPushes: [{ at, from: other, to: head }] })),
  ],
  [
    'lost the planned commit to another one, however it came back',
    (at: string) => pull(({ head }) => ({ forcedPushes: [{ at, from: head, to: other }] })),
  ],
])('an approval counts only after its pull request %s', (_, seen) => {
  const world = published()
  const soon = moment({ ...world, now: world.now + 1 })
  expect(approvedWhile(seen(soon), world)).toEqual(unseen)
})

test('an approval counts only after the publication is on record', () => {
  const world = published()
  const soon = moment({ ...world, now: world.now + 1 })
  world.records = world.records.map((record) => ({
    ...record,
    predicate: { ...record.predicate, observedAt: soon },
  }))
  expect(approvedWhile((snapshot) => snapshot, world)).toEqual(unseen)
})

/** What the toolkit would write first, of a branch whose head is on no record. */
function firstWrites(change: Parameters<typeof branch>[0]) {
  const world = published()
  world.records = []
  const { state, reasons, effects } = decide(read(branch(change)(observe(world))))
  return { state, reasons, replaces: effects.map((each) => each.kind === 'ensure-branch' && each.replaces) }
}

test('a commit that the toolkit made for this request, and left behind before it was on record, is made anew', () => {
  const head = published().branch?.head
  const anew = { state: 'awaiting-approval', reasons: ['state/proposing'], replaces: [head] }
  expect(firstWrites(() => ({ own: true, parents: [other] }))).toEqual(anew)
  expect(firstWrites(() => ({ own: true, tree: other }))).toEqual(anew)
})

test.each<[string, Parameters<typeof branch>[0]]>([
  ['by somebody else', () => ({ own: false, parents: [other] })],
  ['with a second parent', ({ parents }) => ({ own: true, parents: [...parents, other] })],
  ['for another request', ({ message }) => ({ own: true, message: message.replaceAll('#42', '#41') })],
  ['with other words', () => ({ own: true, tree: other, message: 'Something else' })],
])('a commit %s is never overwritten, whatever else it shares with the toolkit’s', (_, change) => {
  const { state, reasons, replaces } = firstWrites(change)
  expect({ state, reasons, overwrites: replaces.some((each) => each !== false) }).toEqual({
    state: 'held',
    reasons: ['state/foreign-commits'],
    overwrites: false,
  })
})

test.each<[string, (pull: NonNullable<World['pull']>) => void]>([
  ['title is another', (shown) => Object.assign(shown, { title: 'Fix a typo' })],
  ['text is another', (shown) => Object.assign(shown, { body: 'Fix a typo.' })],
  [
    'text has something before it',
    (shown) => Object.assign(shown, { body: `Only a typo.\n\n${shown.body}` }),
  ],
  [
    'text has something behind it',
    (shown) => Object.assign(shown, { body: `${shown.body}\n\nOnly a typo.` }),
  ],
])('a pull request whose %s gets the words of the plan back, before anything is merged', (_, rewrite) => {
  const world = published()
  if (world.pull === null) throw new Error('nothing is proposed')
  const { title, body } = world.pull
  rewrite(world.pull)
  world.now += 1
  world.comments.push(said(world, user('bob'), '/approve'))
  expect(decide(read(observe(world))).effects).toMatchObject([{ kind: 'ensure-pull', title, body }])
  expect(where(rest(world))).toEqual(merging)
  expect(world.pull).toMatchObject({ title, body })
})

test('what is published on another head is published nowhere', () => {
  const see = pull(({ publications }) => ({
    publications: publications.map((each) => ({ ...each, head: other })),
  }))
  expect(approvedWhile(see)).toBe('writes until it gives up')
})

test('of two publications on a head the last one counts, and another plan’s is none', () => {
  const foreignPlan = (at: string) => ({ checkRun: 9, digest: digest('e'.repeat(64)), head: other, at })
  const see = pull(({ publications, head }) => ({
    publications: [...publications, { ...foreignPlan(publications[0]?.at ?? ''), head }],
  }))
  expect(approvedWhile(see)).toBe('writes until it gives up')
})

test('a second publication of the plan is another one, after which people approve anew', () => {
  const world = published()
  const again = { ...world, now: world.now + 1 }
  const see = pull(({ publications, head }) => ({
    publications: publications.flatMap((each) => [each, { ...each, head, checkRun: 9, at: moment(again) }]),
  }))
  expect(approvedWhile(see, world)).toEqual(unseen)
})

test('a check run made up later with an older time makes no older approval count, neither before nor after it is on record', () => {
  const world = published()
  const long = moment({ ...world, now: world.now - 3600 })
  const see = pull(({ publications }) => ({
    publications: publications.map((each) => ({ ...each, checkRun: 9, at: long })),
  }))
  world.now += 1
  world.comments.push(said(world, user('bob'), '/approve'))
  expect(where(decide(read(see(observe(world)))))).toEqual(unseen)
  expect(where(rest(world, see))).toEqual(unseen)
})

test('a head that conflicts with a base that has moved is made anew on it; the very same plan keeps its approval', () => {
  const world = published()
  world.mainCommit = other
  const see = pull(() => ({ mergeable: 'no' }))
  expect(approvedWhile(see, world)).toEqual({ state: 'approved', reasons: ['merge/conflict'], merges: false })
  expect(world.earlier).toHaveLength(1)
})

test('a request that was edited is planned anew, on the same branch, and approved anew', () => {
  const world = published()
  world.now += 1
  world.body = published('prod').body
  world.lastEditedAt = moment(world)
  expect(approvedWhile((snapshot) => snapshot, world)).toEqual(unseen)
  expect({
    replaced: world.earlier.length,
    prod: world.branch?.files.has('clusters/prod/namespaces/payments.yaml'),
  }).toEqual({
    replaced: 1,
    prod: true,
  })
})

test('while GitHub shows no pull request, nothing is merged', () => {
  expect(approvedWhile(withDetails(() => ({ pull: null })))).toBe('writes until it gives up')
})
