import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import type { Reading } from '../../../src/core/decide/reading.js'
import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { orderFaults } from '../../../src/core/ledger/check-order.js'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { decodeRecord } from '../../../src/core/ledger/decode-record.js'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import type { Effect } from '../../../src/model/effect.js'
import { user } from './given.js'
import { randomRun } from './random-run.js'
import {
  apply,
  beginning,
  land,
  moment,
  nextCommit,
  observe,
  policyOf,
  readOn,
  said,
  typeText,
  type World,
  type WorldComment,
} from './world.js'

/**
 * Each is a dozen random acts with the toolkit waking in between. About one in fifteen merges, so that of the portion more merge than are asked for
 * below: of 400 it is too few in one run of 50,000, of a hundred it would be in one of twenty-five.
 */
const run = randomRun('a whole request', { portion: 400, all: 2000 })

/** Far above what a history takes on an idle machine, in milliseconds. */
const timeLimitMs = run.numRuns * 1000

/** Most rounds one run may take; the toolkit itself gives up after as many. */
const roundsMax = 32

const form = parseForm({ file: 'namespace.yml', blob: null, text: policyOf(typeText).forms[0]?.text ?? '' })
if (!form.ok) throw new Error('the form does not read')

const bodies = [
  { environment: 'dev', cpu: '2' },
  { environment: 'dev', cpu: '16' },
  { environment: 'prod', cpu: '2' },
  { environment: 'prod', cpu: 'many' },
].map(({ environment, cpu }) =>
  renderBody(
    form.value,
    new Map([
      ['action', 'Create'],
      ['name', 'payments'],
      ['environment', environment],
      ['cpu', cpu],
      ['reason', 'Go-live'],
    ]),
  ),
)
const types = [
  typeText,
  typeText.replace('maximum: 16', 'maximum: 8'),
  typeText.replace('count: 2', 'count: 1'),
  typeText.replace(
    'from: [team:platform, role:maintain]',
    'all: [{ from: [team:platform] }, { any: [{ from: [role:admin] }, { from: [role:write] }] }]',
  ),
]
const words = [
  '/approve',
  '/approve',
  '/approve',
  'Looks good.',
  '> /approve',
  '/approve 000000000000',
  '/reject no',
  '/withdraw',
  '/hold not now',
  '/unhold',
  '/unapprove',
]
const people = ['alice', 'bob', 'carol', 'mallory'] as const

type Act =
  | { readonly act: 'comment'; readonly who: (typeof people)[number]; readonly words: string }
  | {
      readonly act: 'edit-comment'
      readonly who: (typeof people)[number]
      readonly which: number
      readonly words: string
    }
  | {
      readonly act: 'delete-comment' | 'hide-comment'
      readonly who: (typeof people)[number]
      readonly which: number
    }
  | { readonly act: 'tamper'; readonly who: (typeof people)[number]; readonly deletes: boolean }
  | { readonly act: 'edit-issue'; readonly who: (typeof people)[number]; readonly body: number }
  | { readonly act: 'push-main' | 'push-branch'; readonly lines: boolean }
  | { readonly act: 'join' | 'leave'; readonly who: (typeof people)[number] }
  | { readonly act: 'change-type'; readonly type: number }
  | { readonly act: 'block' | 'unblock' }
  | { readonly act: 'push-back'; readonly which: number }
  | { readonly act: 'label' | 'nothing' }

const who = fc.constantFrom(...people)
const which = fc.nat(20)
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constant('comment' as const), who, words: fc.constantFrom(...words) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('edit-comment' as const),
      who,
      which,
      words: fc.constantFrom(...words),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constantFrom('delete-comment' as const, 'hide-comment' as const),
      who,
      which,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('tamper' as const), who, deletes: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('edit-issue' as const), who, body: fc.nat(bodies.length - 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constantFrom('push-main' as const, 'push-branch' as const),
      lines: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('join' as const, 'leave' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('change-type' as const), type: fc.nat(types.length - 1) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('block' as const, 'unblock' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('push-back' as const), which }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('label' as const, 'nothing' as const) }) },
)
/** Time often stands still, so that acts share a second. */
const history = fc.array(fc.record({ act: acts, seconds: fc.nat(2), wakes: fc.boolean() }), {
  minLength: 4,
  maxLength: 14,
})

/** What somebody does between the last look and the merge. */
const meanwhile = fc.constantFrom('nothing', 'nothing', 'retarget', 'push-main', 'push-elsewhere', 'reject')
type Meanwhile = 'nothing' | 'retarget' | 'push-main' | 'push-elsewhere' | 'reject'

test(
  'whatever people do in whatever order, only a plan merges that enough entitled people approved, and every run comes to rest',
  () => {
    let merges = 0
    fc.assert(
      fc.property(
        history,
        fc.nat(2),
        fc.boolean(),
        fc.boolean(),
        meanwhile,
        (steps, body, blocked, strict, deed) => {
          const world = beginning(bodies[body] ?? '')
          world.blocked = blocked
          world.upToDate = strict
          wake(world, deed)
          for (const { act, seconds, wakes } of steps) {
            world.now += seconds
            perform(world, act)
            if (wakes && wake(world, deed)) {
              merges += 1
              return
            }
          }
          // In the end nothing but people stands in the way.
          world.blocked = false
          if (wake(world, deed)) merges += 1
        },
      ),
      run,
    )
    // A property that never merges would prove nothing.
    expect(merges).toBeGreaterThan(run.numRuns / 50)
  },
  timeLimitMs,
)

/** What a world was read as last, so that what stands as it stood is not read again. */
const readings = new WeakMap<World, Reading>()

/** Lets the toolkit run to its rest; true if it merged, which is judged at that moment, and again by what landed where. */
function wake(world: World, deed: Meanwhile): boolean {
  let pending = deed
  for (let round = 1; round <= roundsMax; round += 1) {
    const reading = readOn(observe(world), readings.get(world))
    readings.set(world, reading)
    const { effects, state } = decide(reading)
    if (effects.length === 0) {
      judgeRecords(world)
      if (world.landed !== null) judgeLanding(world, deed, state)
      else judgeGates(world)
      return world.landed !== null
    }
    for (const effect of effects) {
      if (apply(world, effect) === 'done') continue
      judge(world, effect)
      interfere(world, pending)
      pending = 'nothing'
      land(world)
    }
  }
  throw new Error('the run does not come to rest')
}

/** Whatever happens, the toolkit writes only records that verify: one that does not would hold the request for good. */
function judgeRecords({ records }: World): void {
  for (const [index, record] of records.entries()) {
    expect([...orderFaults(record, records.slice(0, index)), ...recordFaults(record)]).toEqual([])
    expect(decodeRecord(encodeRecord(record))).toEqual(record)
  }
}

/** Somebody is faster than the merge. */
function interfere(world: World, deed: Meanwhile): void {
  switch (deed) {
    case 'nothing':
      return
    case 'retarget':
      if (world.pull !== null) world.pull.baseBranch = 'release'
      return
    case 'push-main':
      perform(world, { act: 'push-main', lines: true })
      return
    case 'push-elsewhere':
      world.main = new Map([...world.main, ['elsewhere.txt', 'x\n']])
      world.mainCommit = nextCommit(world)
      return
    case 'reject':
      world.comments.push(said(world, user('carol'), '/reject no'))
      return
  }
}

/** A request is merged only where main got exactly what was shown, and nothing else is ever told as merged. */
function judgeLanding(world: World, deed: Meanwhile, state: string): void {
  const { landed, records } = world
  const merge = records.at(-1)?.predicate.merge
  if (landed === null || merge === null || merge === undefined) throw new Error('the merge is not on record')
  const { base, files } = landed.head
  const shown = new Map([...files].filter(([path, text]) => base.get(path) !== text))
  const brought = [...new Set([...landed.before.keys(), ...landed.after.keys()])].filter(
    (path) => landed.before.get(path) !== landed.after.get(path),
  )
  const exact =
    brought.length === shown.size && brought.every((path) => landed.after.get(path) === shown.get(path))
  const right = exact && landed.into === 'main'
  expect({ state, exact: merge.exact, closed: world.closed }).toEqual({
    state: right ? 'merged' : 'failed',
    exact,
    closed: right,
  })
  if (right && deed !== 'reject') expect(merge.findings).toEqual([])
  if (
    deed === 'reject' &&
    world.members.has('carol') &&
    !world.editors.some(({ login }) => login === 'carol')
  )
    expect(merge.findings).toContain('carol rejected the request before the merge.')
}

/** At rest GitHub lets nothing through but a head that the oracle would let the toolkit merge. */
function judgeGates(world: World): void {
  for (const { head, state } of world.gates.values()) {
    if (state === 'closed' || world.pull?.state !== 'open') continue
    expect(head).toBe(world.branch?.head)
    judgeHead(world)
  }
}

function judge(world: World, effect: Effect): void {
  if (effect.kind !== 'merge-pull') throw new Error('only a pull request can be merged')
  expect(effect.head).toBe(world.branch?.head)
  judgeHead(world)
}

/** An oracle of its own, that knows nothing of how the toolkit decides. */
function judgeHead(world: World): void {
  const { branch } = world
  if (branch === null) throw new Error('nothing is left to merge')
  const published = world.publications.filter(({ head }) => head === branch.head).at(-1)
  if (published === undefined) throw new Error('merged without a publication')
  expect(world.shown.get(branch.head)).toEqual(branch.files)
  expect(world.shown.get(branch.head)).toEqual(wanted(world))
  const since = visibleSince(world, published)
  const approvers = world.comments.filter(
    (comment) =>
      !comment.own &&
      (comment.body === '/approve' || comment.body === `/approve ${published.digest.slice(0, 12)}`) &&
      comment.lastEditedAt === null &&
      !comment.minimized &&
      !takenBack(world, comment) &&
      comment.createdAt > since &&
      (world.lastEditedAt === null || comment.createdAt > world.lastEditedAt) &&
      world.members.has(comment.author.login) &&
      comment.author.login !== 'alice' &&
      !world.editors.some(({ login }) => login === comment.author.login),
  )
  const prod = world.body === bodies[2]
  const needed = prod && world.policy.types[0]?.text !== types[2] ? 2 : 1
  expect(new Set(approvers.map(({ author }) => author.login)).size).toBeGreaterThanOrEqual(needed)
  expect([...holders(world)]).toEqual([])
  expect(tampered(world)).toEqual([])
  expect(world.records.at(-1)?.predicate.decision).toBe('approved')
  expect(world.records.some(({ predicate }) => ['rejected', 'withdrawn'].includes(predicate.decision))).toBe(
    false,
  )
}

/**
 * Since when the pull request has shown this plan and nothing else: the first of its publications in a row, but not before the last moment at
 * which another head came or went.
 */
function visibleSince(world: World, published: World['publications'][number]): string {
  const row: World['publications'] = []
  for (const each of world.publications.slice(0, world.publications.indexOf(published) + 1).reverse()) {
    if (each.digest !== published.digest || row.some(({ head }) => head === each.head)) break
    row.unshift(each)
  }
  const heads = new Set(row.map(({ head }) => head))
  const others = world.heads.filter(({ head }, index) => {
    const before = world.heads[index - 1]?.head
    return !heads.has(head) || before === undefined || !heads.has(before)
  })
  return [row[0]?.at ?? published.at, ...others.map(({ at }) => at)].reduce((a, b) => (a > b ? a : b))
}

/** Taken back by a later comment, or on record as taken back. */
function takenBack(world: World, { id, author }: World['comments'][number]): boolean {
  const revoked = world.records.filter(({ predicate }) => predicate.decision === 'revoked')
  return (
    revoked.some(({ predicate }) => predicate.evidence.some((each) => each.comment === id)) ||
    world.comments.some(
      (each) => each.body === '/unapprove' && each.author.login === author.login && each.id > id,
    )
  )
}

/** Approvals of the plan in force that somebody else has deleted or edited, and whose author has given no command since. */
function tampered(world: World): readonly string[] {
  const decisions = world.records.map(({ predicate }) => predicate)
  const story = decisions.slice(decisions.findLastIndex(({ decision }) => decision === 'proposed'))
  const counted = story
    .filter(({ decision }) => decision === 'approval-given' || decision === 'approved')
    .flatMap(({ evidence }) => evidence)
  return counted.flatMap(({ comment: id, person }) => {
    const found = world.comments.find((comment) => comment.id === id)
    const edited = found?.editor ? { by: found.editor.login, at: found.lastEditedAt ?? '' } : null
    const deed = found === undefined ? world.deleted.get(id) : edited
    if (!deed || deed.by === person.login) return []
    const answered = world.comments.some(
      ({ author, body, createdAt, lastEditedAt }) =>
        author.login === person.login && body.startsWith('/') && !lastEditedAt && createdAt > deed.at,
    )
    return answered ? [] : [person.login]
  })
}

/**
 * Who still holds the request. The ledger remembers what is gone from the issue; told together, everything counts in the order in which it
 * was written, so that a release ends every hold of the same person before it and none after it.
 */
function holders(world: World): ReadonlySet<string> {
  const recorded = world.records.flatMap(({ predicate: { decision, evidence } }) =>
    evidence
      .slice(0, decision === 'hold' || decision === 'unhold' ? 1 : 0)
      .map(({ comment, person }) => ({ id: comment, login: person.login, holds: decision === 'hold' })),
  )
  const may = (login: string) => login === 'alice' || world.members.has(login)
  const seen = world.comments
    .filter(
      ({ id, own, lastEditedAt }) =>
        !own && lastEditedAt === null && !recorded.some((each) => each.id === id),
    )
    .filter(({ body, author }) => body === '/unhold' || (body === '/hold not now' && may(author.login)))
    .map(({ id, body, author }) => ({ id, login: author.login, holds: body !== '/unhold' }))
  const holding = new Set<string>()
  for (const { login, holds } of [...recorded, ...seen].sort((one, other) => one.id - other.id)) {
    if (holds) holding.add(login)
    else holding.delete(login)
  }
  return holding
}

/** What main has to look like, written down by hand: the new file and one more line. */
function wanted(world: World): ReadonlyMap<string, string> {
  const index = bodies.indexOf(world.body)
  const environment = index < 2 ? 'dev' : 'prod'
  const cpu = index === 1 ? '16' : '2'
  const list = `clusters/${environment}/kustomization.yaml`
  const file = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: payments\n  annotations:\n    example.org/cpus: "${cpu}"\n`
  const base = world.branch?.base ?? new Map<string, string>()
  const lines = (base.get(list) ?? '').split('\n')
  const at = lines.findIndex(
    (line) => line.trim() > '- namespaces/payments.yaml' && line.trim().startsWith('- namespaces/'),
  )
  lines.splice(at, 0, '  - namespaces/payments.yaml')
  return new Map([
    ...base,
    [list, lines.join('\n')],
    [`clusters/${environment}/namespaces/payments.yaml`, file],
  ])
}

function perform(world: World, act: Act): void {
  const mine = world.comments.filter(({ own }) => !own)
  const chosen = 'which' in act ? mine[act.which % Math.max(1, mine.length)] : undefined
  switch (act.act) {
    case 'comment':
      world.comments.push(said(world, user(act.who), act.words))
      return
    case 'edit-comment':
      if (chosen !== undefined && chosen.body !== act.words) edit(world, chosen, act.who, act.words)
      return
    case 'delete-comment':
      if (chosen !== undefined) remove(world, chosen, act.who)
      return
    case 'tamper': {
      const approval = mine.findLast(
        ({ body, author }) => body.startsWith('/approve') && author.login !== act.who,
      )
      if (approval === undefined) return
      if (act.deletes) remove(world, approval, act.who)
      else edit(world, approval, act.who, 'Looks good.')
      return
    }
    case 'hide-comment':
      if (chosen !== undefined) chosen.minimized = true
      return
    case 'edit-issue':
      world.body = bodies[act.body] ?? world.body
      world.lastEditedAt = moment(world)
      world.editors.push(user(act.who))
      return
    case 'push-main':
      world.main = new Map(
        [...world.main].map(([path, text]) => [path, act.lines ? text.replace('search', 'seek') : text]),
      )
      world.mainCommit = nextCommit(world)
      return
    case 'push-branch':
      if (world.branch === null) return
      world.branch = {
        ...world.branch,
        parents: [world.branch.head],
        head: nextCommit(world),
        commits: 2,
        files: act.lines
          ? new Map([...world.branch.files, ['clusters/prod/shadow.yaml', 'x: 1\n']])
          : world.branch.files,
      }
      world.heads.push({ at: moment(world), head: world.branch.head })
      return
    case 'join':
      world.members.add(act.who)
      return
    case 'leave':
      world.members.delete(act.who)
      return
    case 'change-type':
      world.policy = policyOf(types[act.type] ?? typeText)
      return
    case 'block':
    case 'unblock':
      world.blocked = act.act === 'block'
      return
    case 'push-back': {
      const earlier = world.earlier[act.which % Math.max(1, world.earlier.length)]
      if (world.branch === null || earlier === undefined || earlier.head === world.branch.head) return
      world.pull?.forced.push({ at: moment(world), from: world.branch.head, to: earlier.head })
      world.heads.push({ at: moment(world), head: earlier.head })
      world.branch = earlier
      return
    }
    case 'label':
      world.labels.push('issueops:approved')
      return
    case 'nothing':
      return
  }
}

function edit(world: World, comment: WorldComment, who: string, words: string): void {
  comment.body = words
  comment.lastEditedAt = moment(world)
  comment.editor = user(who)
}

function remove(world: World, comment: WorldComment, who: string): void {
  world.comments = world.comments.filter((each) => each !== comment)
  world.deletions.push({ by: user(who), author: comment.author, at: moment(world) })
  world.deleted.set(comment.id, { by: who, at: moment(world) })
}
