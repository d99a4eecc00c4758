import { expect, test } from 'vitest'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { requestDigest } from '../../../src/core/request/request-digest.js'
import type { LedgerRecord, Predicate } from '../../../src/model/record.js'
import { alice, approval, bob, carol, ledger, request, rule } from './forged.js'
import { asked, type Chapter, life, minute, promoted, takenBack } from './staged.js'

function found(records: readonly LedgerRecord[]): readonly string[] {
  return verifyLedger(ledger(...records)).findings.map(({ code, what }) => `${code}: ${what}`)
}

function told(...chapters: readonly Chapter[]): readonly string[] {
  return found(life(...chapters))
}

const broken = (what: string) => [`ledger/chapter-broken: ${what}`]
const staging: Chapter = { cause: asked, stage: 'staging' }
const production: Chapter = { cause: promoted('production'), stage: 'production' }
const byItself = (after: 'merged' | 'reached', stage = 'production'): Chapter => ({
  cause: { kind: 'stage', stage, after },
  stage,
})

test.each<[string, readonly Chapter[]]>([
  ['on command', [staging, production]],
  ['once the one before is merged', [staging, byItself('merged')]],
  ['once the one before is reached', [{ ...staging, outcomes: ['reached'] }, byItself('reached')]],
  [
    'once the one before is reached after all',
    [{ ...staging, outcomes: ['failed', 'reached'] }, byItself('reached')],
  ],
  ['after one with nothing to change', [{ ...staging, end: 'unchanged', but: bare() }, byItself('reached')]],
  [
    'also where it has nothing to change itself',
    [staging, { ...production, end: 'unchanged', but: bare() }, byItself('merged', 'other')],
  ],
  [
    'on command again where the first one was rejected',
    [staging, { ...production, end: 'rejected' }, { ...production, cause: promoted('production', 31) }],
  ],
  [
    'by itself where somebody asked for it in vain',
    [staging, { ...production, end: 'rejected' }, byItself('merged')],
  ],
  [
    'by itself where another one did in vain',
    [staging, { ...byItself('merged', 'live'), end: 'rejected' }, byItself('merged')],
  ],
  [
    'by itself again where it gave way',
    [staging, { ...byItself('merged'), end: 'lapsed' }, byItself('merged')],
  ],
  [
    'on command again once it was taken back',
    [
      staging,
      production,
      { cause: takenBack('production') },
      { ...production, cause: promoted('production', 31) },
    ],
  ],
])('a request passes through its stages, a chapter for each: a stage begins %s', (_, chapters) => {
  expect(told(...chapters)).toEqual([])
})

/** What was there already is shown by no pull request. */
function bare(): NonNullable<Chapter['but']> {
  return { proposed: { pull: null }, unchanged: { pull: null } }
}

test.each<[string, readonly Chapter[], string]>([
  [
    'where the request has no stages',
    [{ cause: asked }, production],
    'The stage production begins, and no stage before it is done.',
  ],
  [
    'where all was taken back',
    [staging, { cause: takenBack('staging') }, production],
    'The stage production begins, and no stage before it is done.',
  ],
  [
    'twice',
    [staging, production, { ...production, cause: promoted('production', 31) }],
    'The stage production begins, and it is done already.',
  ],
  [
    'again though it is not the last',
    [staging, production, { ...staging, cause: promoted('staging', 31) }],
    'The stage staging begins, and it is done already.',
  ],
  [
    'after one that did not work',
    [{ ...staging, outcomes: ['failed'] }, production],
    'The stage production begins, though staging before it did not work.',
  ],
  [
    'by itself after one that did not work',
    [{ ...staging, outcomes: ['failed'] }, byItself('merged')],
    'The stage production begins, though staging before it did not work.',
  ],
  [
    'before the one before it is reached, where it waits for that',
    [staging, byItself('reached')],
    'The stage production begins, and nobody said that staging was reached.',
  ],
  [
    'by itself again where it was rejected',
    [staging, { ...byItself('merged'), end: 'rejected' }, byItself('merged')],
    'The chapter names a cause that an earlier one has.',
  ],
  [
    'by itself again where it was taken back',
    [staging, byItself('merged'), { cause: takenBack('production') }, byItself('merged')],
    'The chapter names a cause that an earlier one has.',
  ],
  [
    'with the command of another',
    [staging, production, { cause: promoted('live'), stage: 'live' }],
    'The chapter names a cause that an earlier one has.',
  ],
])('no stage begins %s', (_, chapters, what) => {
  expect(told(...chapters)).toContain(broken(what)[0])
})

test('a stage begins by itself once more after what came before it was done once more', () => {
  const again = [{ cause: takenBack('live') }, { cause: takenBack('production', { comment: 41 }) }]
  expect(
    told(
      staging,
      byItself('merged'),
      byItself('merged', 'live'),
      ...again,
      production,
      byItself('merged', 'live'),
    ),
  ).toEqual([])
})

test('what came after a stage and changed nothing is done no more once that is taken back', () => {
  const nothing: Chapter = { ...byItself('merged', 'live'), end: 'unchanged', but: bare() }
  expect(
    told(
      staging,
      production,
      nothing,
      { cause: takenBack('production') },
      {
        ...production,
        cause: promoted('production', 31),
      },
      byItself('merged', 'live'),
    ),
  ).toEqual([])
})

test('a stage that begins by itself names no comment, and one that somebody asks for that alone', () => {
  const begun = commandOf(life(staging, production))
  expect(told(staging, { ...byItself('merged'), but: { begun: { evidence: [begun] } } })).toEqual(
    broken('What begins by itself names a comment, and nobody has to write one.'),
  )
  for (const evidence of [[], [{ ...begun, comment: 32 }], [begun, { ...begun, comment: 32 }]])
    expect(told(staging, { ...production, but: { begun: { evidence } } })).toEqual(
      broken('The evidence of what begins a chapter is not its one command.'),
    )
  expect(
    told(staging, { ...production, but: { begun: { evidence: [{ ...begun, command: 'rollback' }] } } }),
  ).toEqual(['ledger/evidence-unsound: A decision “begun” does not rest on such comments.'])
})

function commandOf(records: readonly LedgerRecord[]) {
  const [command] = records.find(({ predicate }) => predicate.decision === 'begun')?.predicate.evidence ?? []
  return command ?? expect.fail('nobody gave a command')
}

test('a command of yesterday begins no stage', () => {
  const begun = commandOf(life(staging, production))
  const late = (observedAt: string) =>
    found(life(staging, { ...production, but: { begun: { evidence: [begun], observedAt } } }).slice(0, 4))
  expect(late(minute(10 + 24 * 60))).toEqual([])
  expect(late(minute(11 + 24 * 60))).toEqual(
    broken('Comment 30 was more than a day old when the chapter began.'),
  )
})

test.each<[string, Chapter]>([
  ['another stage', { ...production, stage: 'staging' }],
  ['no stage', { cause: promoted('production') }],
])('the plan of a stage is that of no other: %s', (_, chapter) => {
  expect(told(staging, chapter)).toContain(broken('The plan is of another stage than its chapter.')[0])
})

test('the plan of what takes a stage back names that stage or none', () => {
  const back = { cause: takenBack('production') }
  expect(told(staging, production, { ...back, stage: 'production' })).toEqual([])
  expect(told(staging, production, { ...back, stage: 'staging' })).toContain(
    broken('The plan is of another stage than its chapter.')[0],
  )
})

test('a plan is of one stage: with another it has another digest', () => {
  const [proposed] = life(staging)
  const plan = proposed?.predicate.plan ?? expect.fail('nothing is planned')
  const { stage: _, ...without } = plan
  for (const wrong of [without, { ...plan, stage: 'production' }])
    expect(told({ ...staging, but: { proposed: { plan: wrong } } })[0]).toBe(
      'ledger/digest-mismatch: The digest of the plan is not that of the request and its files.',
    )
})

test.each<[string, Predicate['cause']]>([
  ['another stage', { ...promoted('production'), stage: 'live' }],
  ['another command', promoted('production', 31)],
  ['somebody else', { ...promoted('production'), by: bob }],
  ['nobody', { kind: 'stage', stage: 'production', after: 'merged' }],
])('the plan of a stage is bound to what began it, and not to %s', (_, cause) => {
  const plan = life(staging, { ...production, cause })[4]?.predicate.plan ?? expect.fail('nothing is planned')
  expect(
    told(staging, { ...production, but: { proposed: { plan: { ...plan, stage: 'production' } } } }),
  ).toContain('ledger/digest-mismatch: The digest of the plan is not that of the request and its files.')
})

test('a stage is about what was asked for, whatever the issue says by then', () => {
  const values = { ...request.values, name: 'orders' }
  const edited = { ...request, values, digest: requestDigest(request.type, values) }
  const another = broken('The record is about another request than was merged.')[0]
  for (const before of [staging, { ...staging, end: 'unchanged', but: bare() } as const])
    expect(told(before, { ...production, but: { begun: { request: edited } } })).toContain(another)
})

const selfish = (login: string) => [
  `ledger/self-approval: ${login} approved what they asked for or edited, or is recorded as if.`,
  'ledger/rules-not-met: The recorded approvals do not satisfy the recorded rules.',
]

test.each([
  ['whoever asks for it', carol, ['team:platform', 'self:asker'], production],
  ['whoever asked for the request', alice, ['team:platform', 'self:requester'], production],
  [
    'whoever asked for the request, where it begins by itself',
    alice,
    ['team:platform', 'self:requester'],
    byItself('merged'),
  ],
])('a stage is not approved by %s, even where the rules would let them', (_, person, as, chapter) => {
  const evidence = [approval({ comment: 102, createdAt: minute(13), person, as })]
  const rules = [{ ...rule, not: [] }]
  const but = { approved: { evidence, rules } }
  expect(found(life(staging, { ...chapter, but }).slice(0, -1))).toEqual(selfish(person.login))
})

test('nobody but who asked for a stage withdraws it', () => {
  const said = approval({ command: 'withdraw', body: '/withdraw', comment: 33, createdAt: minute(13) })
  const off = (chapter: Chapter, person: typeof alice | typeof carol) =>
    told(staging, { ...chapter, end: 'withdrawn', but: { withdrawn: { evidence: [{ ...said, person }] } } })
  expect(off(production, carol)).toEqual([])
  expect(off(production, alice)).toEqual([
    'ledger/evidence-unsound: Somebody else than carol, who asked for it, took it back.',
  ])
  expect(off(byItself('merged'), alice)).toEqual([])
})

const third: Chapter = { cause: promoted('live', 31), stage: 'live' }

test('stages are taken back from the last one down, and with one command as far as that says', () => {
  expect(told(staging, production, { cause: takenBack('production') })).toEqual([])
  expect(
    told(
      staging,
      production,
      { cause: takenBack('production') },
      { cause: takenBack('staging', { comment: 41 }) },
    ),
  ).toEqual([])
  const down = [
    { cause: takenBack('live', { downTo: 'staging' }) },
    { cause: takenBack('production', { downTo: 'staging' }) },
    { cause: takenBack('staging') },
  ]
  expect(found(withOneCommand(life(staging, production, third, ...down)))).toEqual([])
})

/** All that is taken back, with the very comment that was given first. */
function withOneCommand(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const back = records.filter(
    ({ predicate: { decision, cause } }) => decision === 'begun' && cause.kind === 'taken-back',
  )
  const evidence = back[0]?.predicate.evidence ?? []
  return records.map((each) =>
    back.includes(each) ? { ...each, predicate: { ...each.predicate, evidence } } : each,
  )
}

test('a command that goes on does so however long the chapter before took', () => {
  const down = [{ cause: takenBack('production', { downTo: 'staging' }) }, { cause: takenBack('staging') }]
  const records = withOneCommand(life(staging, production, ...down))
  const days = 24 * 60 * 60_000
  const later = records.map((each) => {
    const { observedAt, chapter } = each.predicate
    if (chapter < 4) return each
    const moved = new Date(Date.parse(observedAt) + 2 * days).toISOString().replace('.000Z', 'Z')
    return { ...each, predicate: { ...each.predicate, observedAt: moved } }
  })
  expect(found(later)).toEqual([])
})

test.each<[string, readonly Chapter[], string]>([
  [
    'a stage that is not in force',
    [staging, { cause: takenBack('production') }],
    'The stage production is taken back, and it is not in force.',
  ],
  [
    'a stage that had nothing to change',
    [staging, { ...production, end: 'unchanged', but: bare() }, { cause: takenBack('production') }],
    'The stage production is taken back, and it is not in force.',
  ],
  [
    'a stage before a later one',
    [staging, production, { cause: takenBack('staging') }],
    'The stage staging is taken back, and production after it is in force.',
  ],
  [
    'several stages at once',
    [staging, production, { cause: { kind: 'taken-back', comment: 40, by: carol, reason: null } }],
    'The chapter does not say which of the stages in force it takes back.',
  ],
  [
    'a stage down to one that is not in force',
    [staging, production, { cause: takenBack('production', { downTo: 'live' }) }],
    'The command takes back live, and that is not in force below production.',
  ],
  [
    'a stage down to itself',
    [staging, production, { cause: takenBack('production', { downTo: 'production' }) }],
    'The command takes back production, and that is not in force below production.',
  ],
  [
    'what was taken back',
    [staging, { cause: takenBack('staging') }, { cause: takenBack('staging', { comment: 41 }) }],
    'The chapter is about what was never merged, or is in force no more.',
  ],
])('nobody takes back %s', (_, chapters, what) => {
  expect(told(...chapters)).toContain(broken(what)[0])
})

const used = 'The chapter names a cause that an earlier one has.'
const back = takenBack('production', { downTo: 'staging' })

test.each<[string, readonly Chapter[]]>([
  ['a command that named no more', [{ cause: takenBack('production') }, { cause: takenBack('staging') }]],
  ['a chapter that was rejected', [{ cause: back, end: 'rejected' }, { cause: back }]],
  ['a chapter that failed', [{ cause: back, end: 'failed' }, { cause: back }]],
  ['the command of somebody else', [{ cause: back }, { cause: { ...takenBack('staging'), by: bob } }]],
  [
    'a command that named another stage',
    [
      third,
      { cause: takenBack('live', { downTo: 'production' }) },
      { cause: takenBack('production', { downTo: 'staging' }) },
    ],
  ],
  [
    'a command after another chapter',
    [{ cause: back }, { ...production, cause: promoted('production', 32) }, { cause: back }],
  ],
])('nothing goes on with %s', (_, chapters) => {
  expect(found(withOneCommand(life(staging, production, ...chapters)))).toContain(broken(used)[0])
})

test('nothing goes on where a request has no stages', () => {
  const whole = { cause: { kind: 'taken-back', comment: 40, by: carol, reason: null } } as const
  expect(found(withOneCommand(life({ cause: asked }, whole, whole)))).toContain(broken(used)[0])
})

test('nothing goes on with another command of whoever gave the first', () => {
  const another = { cause: takenBack('staging', { comment: 41 }) }
  const [said] = life(staging, production, { cause: back }, another).flatMap(({ predicate }) =>
    predicate.chapter === 4 && predicate.decision === 'begun' ? predicate.evidence : [],
  )
  const early = { ...(said ?? expect.fail('nothing is said')), createdAt: minute(25) }
  expect(
    told(staging, production, { cause: back }, { ...another, but: { begun: { evidence: [early] } } }),
  ).toEqual(['ledger/evidence-unsound: Comment 41: it is not newer than the end of the chapter before.'])
})

test('what is said before a chapter goes on is not said to it', () => {
  const down = [{ cause: back }, { cause: takenBack('staging') }]
  const records = withOneCommand(life(staging, production, ...down))
  const early = approval({ comment: 104, createdAt: minute(25) })
  const but = records.map((each) => {
    const { chapter, decision } = each.predicate
    return chapter === 4 && decision === 'approved'
      ? { ...each, predicate: { ...each.predicate, evidence: [early] } }
      : each
  })
  expect(found(but)).toContain(
    'ledger/evidence-unsound: Comment 104: it is not newer than the end of the chapter before.',
  )
})
