import { expect, test } from 'vitest'
import { type Figures, figures } from '../../../src/core/figures/figures.js'
import { mergedChart } from '../../../src/core/report/figures-chart.js'
import { figuresLines } from '../../../src/core/report/figures-text.js'
import { openMetrics } from '../../../src/core/report/open-metrics.js'
import type { LedgerRecord, Predicate } from '../../../src/model/record.js'
import { approval, bob, carol, merge, plan, record, request, rule } from '../ledger/forged.js'
import { asked, changed, moment, takenBack } from '../ledger/lives.js'

const minute = 60
const hour = 60 * minute
const files = [changed('a.yaml', [{ at: ['a'] }])]

/** A request filed at a moment, published a minute later, approved and merged after that. */
function merged(
  issue: number,
  filed: number,
  after: { approved: number; merged: number },
  more: Partial<Predicate> = {},
) {
  const evidence = [approval({ createdAt: moment(filed + minute + after.approved) })]
  const pull = { ...published.pull, publication: { checkRun: 7, at: moment(filed + minute) } }
  const about = {
    request: { ...request, filedAt: moment(filed) },
    plan: { ...plan, files },
    pull,
    evidence,
    ...more,
  }
  const at = filed + after.merged
  return [
    record(2, 'approved', { issue: asked(issue, 0, []).predicate.issue, ...about }),
    asked(issue, at, files, { rules: [rule], ...about }),
  ]
}
const published = asked(1, 0, []).predicate as Predicate & { readonly pull: NonNullable<Predicate['pull']> }

function ask(
  lives: readonly (readonly LedgerRecord[])[],
  more: Partial<Parameters<typeof figures>[1]> = {},
): Figures {
  return figures(lives, { at: moment(30 * 24 * hour), since: null, by: 'month', ...more })
}

test('how long it takes is told from the filing to the merge, and from the publication of a plan to its approval, by rule', () => {
  const lives = [10, 20, 30, 40].map((minutes, index) =>
    merged(index + 1, index * hour, { approved: minutes * minute, merged: 2 * minutes * minute }),
  )
  expect(ask(lives).total).toMatchObject({
    asked: 4,
    merged: 4,
    open: 0,
    leadTime: { count: 4, sum: 200 * minute, median: 40 * minute, p90: 80 * minute, longest: 80 * minute },
    approval: [
      {
        rule: 'team:platform or role:maintain',
        count: 4,
        sum: 100 * minute,
        median: 20 * minute,
        p90: 40 * minute,
        longest: 40 * minute,
      },
    ],
  })
})

test('a rule that needs two people took until the second of them approved; people it does not name make it no quicker', () => {
  const two = { ...rule, from: ['team:leads'], count: 2 }
  const evidence = [
    approval({ as: ['team:leads'], createdAt: moment(minute + 5) }),
    approval({ person: bob, as: ['team:platform'], createdAt: moment(minute + 7) }),
    approval({ person: carol, as: ['team:leads'], createdAt: moment(minute + 50) }),
  ]
  const life = merged(1, 0, { approved: 0, merged: hour }, { evidence, rules: [two, rule] })
  expect(ask([life]).total.approval).toMatchObject([
    { rule: '2 of team:leads', median: 50 },
    { rule: 'team:platform or role:maintain', median: 7 },
  ])
})

test('code owners are one rule, whoever they are; what nobody had to approve took no time', () => {
  const owners = { ...rule, from: ['codeowner:bob'], files: ['a.yaml'] }
  const evidence = [approval({ as: ['codeowner:bob'], createdAt: moment(minute + 3) })]
  const automatic = { kind: 'automatic', rule: 1, when: 'true' } as const
  const life = merged(1, 0, { approved: 0, merged: hour }, { evidence, rules: [automatic, owners] })
  expect(ask([life]).total.approval).toMatchObject([{ rule: 'codeowners', median: 3 }])
})

test('each type and each stage is told apart, and all together; the failure rate counts what was taken back', () => {
  const staging = {
    plan: { ...plan, files, stage: 'staging' },
    request: { ...request, type: 'image', filedAt: moment(0) },
  }
  const production: Partial<Predicate> = {
    ...staging,
    chapter: 2,
    cause: { kind: 'stage', stage: 'production', after: 'merged' },
    plan: { ...staging.plan, stage: 'production' },
  }
  const image = [
    asked(7, 100, files, staging),
    record(4, 'begun', {
      issue: published.issue,
      ...production,
      observedAt: moment(200),
      plan: null,
      pull: null,
      evidence: [],
    }),
    asked(7, 300, files, { ...production, sequence: 5 }),
  ]
  const namespace = [asked(8, 400, files), takenBack(8, 500)]
  const { kinds, total } = ask([image, namespace])
  expect(
    kinds.map(({ type, stage, asked, merged, takenBack, failureRate, leadTime }) => [
      type,
      stage,
      asked,
      merged,
      takenBack,
      failureRate,
      leadTime?.median,
    ]),
  ).toEqual([
    ['image', 'production', 1, 1, 0, 0, 100],
    ['image', 'staging', 1, 1, 0, 0, 100],
    ['namespace', null, 1, 1, 1, 1, hour + 400],
  ])
  expect(total).toMatchObject({ asked: 3, merged: 3, takenBack: 1, failureRate: 1 / 3 })
})

test('what did not work and was taken back for it is one failure', () => {
  const signal = {
    kind: 'status',
    name: 'flux',
    app: 'flux',
    state: 'failure',
    commit: merge.commit,
    at: moment(160),
    url: null,
  } as const
  const failed = asked(8, 100, files, {
    decision: 'failed',
    outcome: { signals: [signal] },
    evidence: [],
    sequence: 4,
  })
  const bad = [asked(8, 100, files), failed, takenBack(8, 500)]
  const good = {
    ...failed.predicate,
    decision: 'reached',
    outcome: { signals: [{ ...signal, state: 'success' }] },
  } as const
  const reached = [
    asked(9, 100, files),
    { ...failed, predicate: { ...good, issue: asked(9, 0, []).predicate.issue } },
  ]
  expect(ask([bad, reached]).total).toMatchObject({
    merged: 2,
    reached: 1,
    notWorking: 1,
    takenBack: 1,
    failureRate: 1 / 2,
    toReach: { count: 1, median: 60 },
  })
})

test('an emergency is counted, and not reviewed until somebody has looked at it', () => {
  const emergency = { review: { within: hour, from: ['team:security'], count: 1 } }
  const hasty = asked(8, 100, files, { plan: { ...plan, files, emergency } })
  expect(ask([[hasty], [asked(9, 100, files)]]).total).toMatchObject({
    emergencies: 1,
    unreviewed: 1,
    toReview: null,
  })
  const { predicate } = hasty
  const reviewed: LedgerRecord = {
    ...hasty,
    predicate: { ...predicate, decision: 'reviewed', sequence: 4, observedAt: moment(400) },
  }
  expect(ask([[hasty, reviewed]]).total).toMatchObject({
    merged: 1,
    emergencies: 1,
    unreviewed: 0,
    toReview: { count: 1, median: 300 },
  })
})

test('what somebody let stay is counted', () => {
  const { predicate } = asked(8, 100, files)
  const accepted = record(4, 'accepted', { issue: predicate.issue, plan: null, pull: null, evidence: [] })
  expect(ask([[asked(8, 100, files), accepted]]).total).toMatchObject({ merged: 1, open: 0, accepted: 1 })
})

test('an end that has passed is overdue until it is carried out, and then told by how much it was late', () => {
  const end = { kind: 'at', at: moment(hour) } as const
  const life = [asked(8, 100, files, { plan: { ...plan, files, end } })]
  expect(ask([life], { at: moment(hour - 1) }).total).toMatchObject({ overdue: 0, ended: 0, late: null })
  expect(ask([life]).total).toMatchObject({ overdue: 1, ended: 0, late: null })
  const ended = takenBack(8, 3 * hour, { cause: { kind: 'ended', at: moment(hour) } })
  expect(ask([[...life, ended]]).total).toMatchObject({
    overdue: 0,
    ended: 1,
    takenBack: 0,
    late: { median: 2 * hour },
  })
})

test('what is open counts as open, and what ended before a moment that is named does not count', () => {
  const open = [record(1, 'proposed', { request: { ...request, filedAt: moment(0) } })]
  const early = merged(1, 0, { approved: minute, merged: hour })
  const late = merged(2, 0, { approved: minute, merged: 3 * hour })
  expect(ask([open, early, late]).total).toMatchObject({ asked: 3, open: 1, merged: 2 })
  expect(ask([open, early, late], { since: moment(2 * hour) }).total).toMatchObject({
    asked: 2,
    open: 1,
    merged: 1,
  })
})

test('periods follow each other without a gap, in months or in the weeks of ISO 8601', () => {
  const day = 24 * hour
  const lives = [
    merged(1, 0, { approved: minute, merged: hour }),
    merged(2, 45 * day, { approved: minute, merged: hour }),
  ]
  const periods = (by: 'week' | 'month') =>
    ask(lives, { at: moment(46 * day), by }).periods.map(({ period, asked, merged }) => [
      period,
      asked,
      merged,
    ])
  expect(periods('month')).toEqual([
    ['2026-11', 1, 1],
    ['2026-12', 0, 0],
    ['2027-01', 1, 1],
  ])
  expect(periods('week')).toEqual([
    ['2026-W47', 1, 1],
    ['2026-W48', 0, 0],
    ['2026-W49', 0, 0],
    ['2026-W50', 0, 0],
    ['2026-W51', 0, 0],
    ['2026-W52', 0, 0],
    ['2026-W53', 0, 0],
    ['2027-W01', 1, 1],
  ])
})

test('people read tables, with lengths of time in words', () => {
  const lives = [merged(1, 0, { approved: 3 * minute, merged: 49 * hour }), [takenBack(2, 50)]]
  expect(figuresLines(ask(lives))).toEqual([
    'request    asked  open  merged  as it was  rejected  withdrawn  failed  reached  not working  taken back  ended  extended  restored  accepted  emergencies  not reviewed  overdue  failure rate',
    'namespace  1      0     1       0          0         0          0       0        0            1           0      0         0         0         0            0             0        100 %',
    '',
    'from … to …                                          request    count  median  9 of 10 within  longest',
    'filed to merged                                      namespace  1      2 d     2 d             2 d',
    'asked to approved by team:platform or role:maintain  namespace  1      3 min   3 min           3 min'.replace(
      'maintain  ',
      'maintain  ',
    ),
    '',
    'period   asked  merged  declined  failed  taken back  lead time',
    '2026-11  1      1       0         0       1           2 d',
    '2026-12  0      0       0         0       0           –',
  ])
  expect(figuresLines(ask([]))).toEqual(['Nothing is on record.'])
})

test('what is scraped keeps to the OpenMetrics text format, whatever a rule is called', () => {
  const named = { ...rule, from: ['team:a"b\\c'] }
  const evidence = [approval({ as: ['team:a"b\\c'], createdAt: moment(2 * minute) })]
  const text = openMetrics(ask([merged(1, 0, { approved: 0, merged: hour }, { rules: [named], evidence })]))
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE issueops_requests_not_working gauge',
      '# HELP issueops_requests_not_working Requests: not working.',
      'issueops_requests_not_working{type="namespace",stage=""} 0',
      '# UNIT issueops_approval_wait_seconds seconds',
      'issueops_approval_wait_seconds{type="namespace",stage="",rule="team:a\\"b\\\\c",of="median"} 60',
      'issueops_lead_time_seconds{type="namespace",stage="",of="p90"} 3600',
    ]),
  )
  expect(text.endsWith('\n# EOF\n')).toBe(true)
})

test('the summary of a sweep shows the last twelve periods as a picture, and none where nothing was merged', () => {
  const period = { asked: 0, declined: 0, failed: 0, takenBack: 0, leadTime: null }
  const weeks = Array.from({ length: 14 }, (_, index) => ({
    ...period,
    period: `2026-W${index + 10}`,
    merged: index,
  }))
  expect(mergedChart(weeks)?.source).toContain(
    'x-axis ["2026-W12", "2026-W13", "2026-W14", "2026-W15", "2026-W16", "2026-W17", "2026-W18", "2026-W19", "2026-W20", "2026-W21", "2026-W22", "2026-W23"]\n  y-axis 0 --> 13\n  bar [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]',
  )
  expect(mergedChart(weeks.slice(0, 1))).toBe(null)
})
