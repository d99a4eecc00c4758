import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import type { Effect } from '../../../src/model/effect.js'
import { oid } from '../../../src/model/ids.js'
import type { Person } from '../../../src/model/person.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import type { RecordedMerge } from '../../../src/model/record.js'
import type { ObservedMerge, Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { inWindows } from './in-windows.js'
import { blocked, published, rest, says } from './played.js'
import { apply, moment, observe, said, type World } from './world.js'

const commit = oid('c'.repeat(40))
const other = oid('d'.repeat(40))

/** What GitHub tells of a merge, where a test wants it other than as it should be. */
interface Merged {
  readonly pull?: Partial<ObservedPull>
  readonly merge?: (merge: ObservedMerge) => Partial<ObservedMerge>
}

/** An approved request at the moment of its merge: recorded as approved, a second before. */
function approvedWorld(): World {
  const world = published()
  says(world, 'bob', '/approve')
  world.now += 1
  return world
}

/** The look right after a merge. */
function afterMerge(
  world: World,
  at: string,
  { pull: facts = {}, merge: change = () => ({}) }: Merged = {},
): Snapshot {
  const snapshot = observe(world)
  const { details } = snapshot
  const plan = world.records.at(-1)?.predicate.plan
  if (details.pull === null || plan == null) throw new Error('nothing is proposed')
  const merge: ObservedMerge = {
    commit,
    tree: commit,
    files: plan.files.map(({ path, after }) => ({ path, oid: after })),
    planned: plan.files.map(({ path, after, mode }) => ({
      path,
      oid: after,
      mode: after === null ? null : mode,
    })),
    onTarget: true,
  }
  const pull = { ...details.pull, state: 'merged' as const, mergeCommit: commit, mergedAt: at, ...facts }
  return { ...snapshot, details: { ...details, pull, merge: { ...merge, ...change(merge) } } }
}

function recorded(effects: readonly Effect[]): { readonly decision: string; readonly merge: RecordedMerge } {
  const append = effects.find((effect) => effect.kind === 'append-record')
  if (append?.kind !== 'append-record') throw new Error('nothing is recorded')
  const { decision, merge } = append.record.predicate
  if (merge === null) throw new Error('no merge is recorded')
  return { decision, merge }
}

const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind)

test('a merge of exactly the plan on its branch is merged, and the issue is closed', () => {
  const world = approvedWorld()
  const { state, effects, problems } = decide(read(afterMerge(world, moment(world))))
  const { decision, merge } = recorded(effects)
  expect({ state, decision, problems }).toEqual({ state: 'merged', decision: 'merged', problems: [] })
  expect(merge).toEqual({
    commit,
    tree: commit,
    exact: true,
    into: 'main',
    onTarget: true,
    at: moment(world),
    findings: [],
  })
  expect(kinds(effects)).toContain('close-issue')
})

test.each<[string, Merged, string]>([
  [
    'went into another branch',
    { pull: { baseBranch: 'release' } },
    'It was merged into release instead of main.',
  ],
  [
    'does not stand on the branch any more',
    { merge: () => ({ onTarget: false }) },
    'The merge commit does not stand on main any more.',
  ],
  [
    'holds another text of a planned file',
    {
      merge: ({ planned }) => ({
        planned: planned.map((file, index) => (index === 0 ? { ...file, oid: other } : file)),
      }),
    },
    'The merge does not hold exactly the planned files; these differ: clusters/dev/kustomization.yaml.',
  ],
  [
    'holds a planned file with another mode',
    {
      merge: ({ planned }) => ({
        planned: planned.map((file, index) => (index === 0 ? { ...file, mode: '100755' } : file)),
      }),
    },
    'The merge does not hold exactly the planned files; these differ: clusters/dev/kustomization.yaml.',
  ],
  [
    'did not change a planned file',
    { merge: ({ files }) => ({ files: files.slice(1) }) },
    'The merge does not hold exactly the planned files; these differ: clusters/dev/kustomization.yaml.',
  ],
  [
    'brought one more file',
    { merge: ({ files }) => ({ files: [...files, { path: 'shadow.yaml', oid: other }] }) },
    'The merge does not hold exactly the planned files; these differ: shadow.yaml.',
  ],
])('a merge that %s has failed: shown, recorded, and the issue stays open', (_, merged, finding) => {
  const world = approvedWorld()
  const { state, effects, problems } = decide(read(afterMerge(world, moment(world), merged)))
  expect(state).toBe('failed')
  expect(recorded(effects)).toMatchObject({ decision: 'failed', merge: { findings: [finding] } })
  expect(kinds(effects)).not.toContain('close-issue')
  expect(problems).toMatchObject([{ code: 'state/failed', what: expect.stringContaining(finding) }])
  expect(effects.find(({ kind }) => kind === 'ensure-labels')).toMatchObject({ add: ['issueops:failed'] })
})

test('once a failure is on record, the issue stays open and nothing is left to write', () => {
  const world = approvedWorld()
  const seen = afterMerge(world, moment(world), { pull: { baseBranch: 'release' } })
  for (const effect of decide(read(seen)).effects) apply(world, effect)
  expect(rest(world)).toMatchObject({ state: 'failed', reasons: ['state/failed'], effects: [] })
  expect(world.closed).toBe(false)
})

test('a merge by hand of exactly the plan without an approval is merged, with its finding', () => {
  const world = published()
  world.now += 1
  const { state, effects } = decide(read(afterMerge(world, moment(world))))
  expect(state).toBe('merged')
  expect(recorded(effects).merge.findings).toEqual([
    'Pull request 43 was merged without an approval of its last commit on the issue.',
  ])
})

/** What people do between the last look and the merge, and what the merge is told to be. */
test.each<[string, (world: World) => void, string]>([
  [
    'rejects',
    (world) => world.comments.push(said(world, user('carol'), '/reject no')),
    'carol rejected the request before the merge.',
  ],
  [
    'withdraws',
    (world) => world.comments.push(said(world, user('alice'), '/withdraw')),
    'alice withdrew the request before the merge.',
  ],
  [
    'holds',
    (world) => world.comments.push(said(world, user('carol'), '/hold wait')),
    'carol put the request on hold before the merge.',
  ],
  [
    'takes an approval back',
    (world) => world.comments.push(said(world, user('bob'), '/unapprove')),
    'bob took the approval back before the merge.',
  ],
  [
    'edits the request',
    (world) => {
      world.body = 'Never mind.'
      world.lastEditedAt = moment(world)
    },
    'The issue was edited after its approval and before the merge.',
  ],
  [
    'edits an approval',
    (world) => {
      const approval = world.comments.find(({ body }) => body === '/approve')
      if (approval !== undefined) Object.assign(approval, { body: 'Hm.', lastEditedAt: moment(world) })
    },
    'An approval was edited before the merge, and no longer counted.',
  ],
  [
    'deletes an approval',
    (world) => {
      const approval = world.comments.find(({ body }) => body === '/approve')
      world.comments = world.comments.filter((each) => each !== approval)
      world.deletions.push({ by: user('bob'), author: user('bob'), at: moment(world) })
    },
    'An approval was deleted before the merge, and no longer counted.',
  ],
])(
  'whoever %s in the second of the merge or before is a finding of it; a second later it is none',
  (_, deed, finding) => {
    const early = approvedWorld()
    const merged = moment(early)
    deed(early)
    expect(recorded(decide(read(afterMerge(early, merged))).effects).merge.findings).toEqual([finding])
    const late = approvedWorld()
    late.now += 1
    deed(late)
    expect(recorded(decide(read(afterMerge(late, merged))).effects).merge.findings).toEqual([])
  },
)

/** What somebody does to a comment of carol's that no run has seen, between the last look and the merge. */
function touched(text: string, did: 'edited' | 'deleted', by: Person): (world: World) => void {
  return (world) => {
    const comment = said(world, user('carol'), text)
    if (did === 'deleted') world.deletions.push({ by, author: user('carol'), at: moment(world) })
    else world.comments.push({ ...comment, lastEditedAt: moment(world), editor: by })
  }
}

test.each<[string, (world: World) => void, string]>([
  [
    'somebody deletes an approver’s comment',
    touched('/reject no', 'deleted', user('mallory')),
    'mallory deleted a comment of carol before the merge, and nobody can tell what it said.',
  ],
  [
    'somebody edits an approver’s comment',
    touched('Looks good.', 'edited', user('mallory')),
    'mallory edited a comment of carol before the merge, and nobody can tell what it said.',
  ],
  [
    'an approver edits a comment into a stop',
    touched('/hold', 'edited', user('carol')),
    'carol edited a comment into one that stops this request before the merge.',
  ],
])('where %s that no run had seen, the findings say so; a second later they do not', (_, deed, finding) => {
  const early = approvedWorld()
  const merged = moment(early)
  deed(early)
  expect(recorded(decide(read(afterMerge(early, merged))).effects).merge.findings).toEqual([finding])
  const late = approvedWorld()
  late.now += 1
  deed(late)
  expect(recorded(decide(read(afterMerge(late, merged))).effects).merge.findings).toEqual([])
})

test.each<[string, (world: World) => void]>([
  [
    'wrote /unapprove without having approved',
    (world) => world.comments.push(said(world, user('carol'), '/unapprove')),
  ],
  ['edits a comment that stops nothing', touched('Looks good.', 'edited', user('carol'))],
  ['deletes a comment of their own', touched('/reject no', 'deleted', user('carol'))],
])('somebody who %s has taken nothing back, and is no finding', (_, deed) => {
  const world = approvedWorld()
  const merged = moment(world)
  deed(world)
  expect(recorded(decide(read(afterMerge(world, merged))).effects).merge.findings).toEqual([])
})

test('an /unapprove that somebody wrote into a comment of the approver is told as what it is, and not as the approver’s word', () => {
  const world = approvedWorld()
  const edit = { lastEditedAt: moment(world), editor: user('mallory') }
  world.comments.push({ ...said(world, user('bob'), '/unapprove'), ...edit })
  expect(recorded(decide(read(afterMerge(world, moment(world)))).effects).merge.findings).toEqual([
    'mallory edited a comment of bob before the merge, and nobody can tell what it said.',
  ])
})

test('what was taken back before it was approved is no finding', () => {
  const world = published()
  says(world, 'bob', '/unapprove')
  says(world, 'bob', '/approve')
  world.now += 1
  expect(recorded(decide(read(afterMerge(world, moment(world)))).effects).merge.findings).toEqual([])
})

test('of a merge of another commit than the approved one nobody has approved', () => {
  const world = approvedWorld()
  const seen = afterMerge(world, moment(world), { pull: { head: other } })
  expect(recorded(decide(read(seen)).effects).merge.findings).toEqual([
    'Pull request 43 was merged without an approval of its last commit on the issue.',
  ])
})

test('the branch is deleted after the merge, unless it holds somebody’s commits by then', () => {
  const world = approvedWorld()
  const seen = afterMerge(world, moment(world))
  expect(kinds(decide(read(seen)).effects)).toContain('delete-branch')
  const { details } = seen
  if (details.branch === null) throw new Error('there is no branch')
  const pushed = { ...details, branch: { ...details.branch, head: other } }
  expect(kinds(decide(read({ ...seen, details: pushed })).effects)).not.toContain('delete-branch')
})

test('a branch that was left after the end is deleted, unless it holds somebody’s commits', () => {
  const world = published()
  for (const effect of decide(read(observe(rejected(world)))).effects) apply(world, effect)
  const left = () => decide(read(observe(world))).effects.filter(({ kind }) => kind === 'delete-branch')
  for (let round = 1; round <= 3 && left().length === 0; round += 1)
    for (const effect of decide(read(observe(world))).effects) apply(world, effect)
  const { branch } = world
  expect(left()).toEqual([{ kind: 'delete-branch', branch: 'issueops/42-namespace', head: branch?.head }])
  world.branch = branch && { ...branch, head: other }
  expect(left()).toEqual([])
})

/** Carol ends the request. */
function rejected(world: World): World {
  world.now += 1
  world.comments.push(said(world, user('carol'), '/reject no'))
  return world
}

test('everybody who put a request on hold before its merge is named', () => {
  const world = approvedWorld()
  const merged = moment(world)
  world.comments.push(said(world, user('alice'), '/hold'))
  world.comments.push(said(world, user('carol'), '/hold wait'))
  expect(recorded(decide(read(afterMerge(world, merged))).effects).merge.findings).toEqual([
    'alice put the request on hold before the merge.',
    'carol put the request on hold before the merge.',
  ])
})

test.each<[string, boolean, number, readonly string[]]>([
  [
    'somebody closes the issue in the second of the merge',
    false,
    0,
    ['The issue was closed before the merge.'],
  ],
  ['somebody closes the issue after the merge', false, 1, []],
  ['the toolkit closes the issue', true, 0, []],
])('where %s, the findings say so', (_, own, later, findings) => {
  const world = approvedWorld()
  const merged = moment(world)
  const seen = afterMerge(world, merged)
  const closing = { at: moment({ ...world, now: world.now + later }), own }
  const issue = { ...seen.issue, state: 'closed' as const, closing }
  expect(recorded(decide(read({ ...seen, issue })).effects).merge.findings).toEqual(findings)
})

test('what was seen before GitHub tells when it merged came no later', () => {
  const world = approvedWorld()
  world.comments.push(said(world, user('carol'), '/reject no'))
  world.now += 1
  const seen = afterMerge(world, moment(world), { pull: { mergedAt: null } })
  expect(recorded(decide(read(seen)).effects).merge).toMatchObject({
    at: moment(world),
    findings: ['carol rejected the request before the merge.'],
  })
})

/** The answers people get once the end is on record, by whom they are for. @param since what comes on record before anybody is answered. */
function answersAfter(
  deed: (world: World) => void,
  mergedAfter = 0,
  since: (world: World) => void = () => {},
): readonly string[] {
  const world = approvedWorld()
  deed(world)
  const merged = moment({ ...world, now: world.now + mergedAfter })
  world.now += 5
  for (const effect of decide(read(afterMerge(world, merged))).effects) apply(world, effect)
  since(world)
  const before = world.comments.length
  rest(world)
  return world.comments.slice(before).map(({ body }) => body.split('\n')[1] ?? '')
}

test('whoever wanted to stop a merge that was running is told that it was too late, and the way back', () => {
  const [answer, ...more] = answersAfter((world) =>
    world.comments.push(said(world, user('carol'), '/reject no')),
  )
  expect(more).toEqual([])
  expect(answer).toMatch(
    /^@carol The command came while the merge was running: .* To take it back, comment \/rollback /,
  )
})

test('they are told so as well where what became of the merge is on record already', () => {
  const arrives = (world: World) => {
    const last = world.records.at(-1)
    if (last === undefined) throw new Error('no merge is recorded')
    const { rules: _, ...merge } = last.predicate
    const sequence = merge.sequence + 1
    const outcome = { signals: [] }
    world.records.push({
      ...last,
      predicate: { ...merge, decision: 'reached', sequence, evidence: [], outcome },
    })
  }
  const [answer] = answersAfter(
    (world) => world.comments.push(said(world, user('carol'), '/reject no')),
    0,
    arrives,
  )
  expect(answer).toMatch(/^@carol The command came while the merge was running: /)
})

test('a stop that came after the merge is told when it was merged, and the way back', () => {
  const [answer] = answersAfter((world) => {
    world.now += 2
    world.comments.push(said(world, user('carol'), '/hold'))
  }, -2)
  expect(answer).toMatch(
    /^@carol This request was merged at .*, so the command changes nothing\. To take it back, comment \/rollback/,
  )
})

test('a question that came while the merge was running, and an /unapprove of somebody who had not approved, stop nothing', () => {
  const answers = answersAfter((world) => {
    world.comments.push(said(world, user('carol'), '/approve'))
    world.comments.push(said(world, user('carol'), '/unapprove'))
  })
  expect(answers).toEqual([])
})

test('a hold that was seen and released before the approval was recorded is not told of again', () => {
  const world = published()
  says(world, 'carol', '/hold')
  says(world, 'carol', '/unhold')
  says(world, 'bob', '/approve')
  world.now += 1
  for (const effect of decide(read(afterMerge(world, moment(world)))).effects) apply(world, effect)
  const before = world.comments.length
  rest(world)
  expect(world.comments).toHaveLength(before)
})

test('nor is a hold that was put on record, and released, in the very second of the approval', () => {
  const world = published()
  world.now += 1
  for (const [login, text] of [
    ['carol', '/hold'],
    ['carol', '/unhold'],
    ['bob', '/approve'],
  ] as const) {
    world.comments.push(said(world, user(login), text))
    rest(world)
  }
  world.now += 1
  for (const effect of decide(read(afterMerge(world, moment(world)))).effects) apply(world, effect)
  const before = world.comments.length
  rest(world)
  expect(world.comments).toHaveLength(before)
})

test('an approval that was taken back and given again before the last one was recorded is not told of either', () => {
  const world = published('prod')
  for (const [login, text] of [
    ['bob', '/approve'],
    ['bob', '/unapprove'],
    ['bob', '/approve'],
    ['carol', '/approve'],
  ] as const)
    says(world, login, text)
  world.now += 1
  for (const effect of decide(read(afterMerge(world, moment(world)))).effects) apply(world, effect)
  const before = world.comments.length
  rest(world)
  expect(world.comments).toHaveLength(before)
})

/** What is recorded of a merge of which the request was approved at ten in the morning. */
function mergedIn(world: World, hours: number) {
  world.now = 9 * 3600
  says(world, 'bob', '/approve', blocked)
  world.now = hours * 3600
  const { effects } = decide(read(afterMerge(world, moment(world))))
  const append = effects.find((effect) => effect.kind === 'append-record')
  if (append?.kind !== 'append-record') throw new Error('nothing is recorded')
  return append.record
}

test('a merge in a window is recorded with the windows and the bounds of their opening, in UTC', () => {
  const record = mergedIn(inWindows(), 10)
  expect(record.predicate.merge).toMatchObject({
    window: { names: ['office-hours'], from: '2026-11-20T08:00:00Z', until: '2026-11-20T16:00:00Z' },
    findings: [],
  })
  expect(recordFaults(record)).toEqual([])
  expect(encodeRecord(record)).toContain('"until": "2026-11-20T16:00:00Z"')
})

test('whoever verifies a record sees a merge that does not lie within the opening it names', () => {
  const record = mergedIn(inWindows(), 10)
  const { merge } = record.predicate
  if (merge === null) throw new Error('no merge is recorded')
  const at = (moment_: string) =>
    recordFaults({ ...record, predicate: { ...record.predicate, merge: { ...merge, at: moment_ } } }).map(
      ({ code }) => code,
    )
  expect([at('2026-11-20T07:59:59Z'), at('2026-11-20T08:00:00Z'), at('2026-11-20T16:00:00Z')]).toEqual([
    ['ledger/window-unsound'],
    [],
    ['ledger/window-unsound'],
  ])
})

test('what a person merged while a window was closed is merged, and told', () => {
  const { predicate } = mergedIn(inWindows('windows: [office-hours]\nmerge: manual\n'), 17)
  expect([predicate.decision, predicate.merge?.window, predicate.merge?.findings]).toEqual([
    'merged',
    undefined,
    ['It was merged while the window “office-hours” was closed.'],
  ])
})

test('of a merge whose type has no windows nothing is recorded of any', () => {
  const { merge } = recorded(decide(read(afterMerge(approvedWorld(), moment(approvedWorld())))).effects)
  expect('window' in merge).toBe(false)
})
