import { expect, test } from 'vitest'
import { inForce } from '../../../src/core/ledger/in-force.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { commitHeadline, commitTrailers } from '../../../src/core/report/commit-message.js'
import { inventory, inventoryLines } from '../../../src/core/report/inventory.js'
import { jobSummary } from '../../../src/core/report/job-summary.js'
import { proposalReport } from '../../../src/core/report/proposal-report.js'
import { planSummary, pullBody, pullTitle } from '../../../src/core/report/pull-body.js'
import { planJson } from '../../../src/core/report/request-json.js'
import { statusComment } from '../../../src/core/report/status-comment.js'
import { issueNumber, pullNumber } from '../../../src/model/ids.js'
import type { Cause } from '../../../src/model/record.js'
import type { Stage } from '../../../src/model/request-type.js'
import { bob, carol, plan as recordedPlan } from '../ledger/forged.js'
import { asked, changed } from '../ledger/lives.js'
import { value } from '../manifest/fixtures.js'
import { planInput, text } from '../plan/plan-fixtures.js'
import { must } from '../request-type/fixtures.js'

const promoted: Cause = { kind: 'stage', stage: 'production', comment: 12, by: carol, reason: null }
const byItself: Cause = { kind: 'stage', stage: 'production', after: 'reached' }
const backFrom: Cause = {
  kind: 'taken-back',
  stage: 'production',
  downTo: 'staging',
  comment: 13,
  by: bob,
  reason: 'too slow',
}

const input = planInput([value(['tag'], 'v2')], [text('app.yaml', 'tag: v1\n')])
const stages: readonly Stage[] = ['staging', 'production'].map((name) => ({
  name,
  target: null,
  approval: null,
  after: 'promote',
}))

/** A proposal, in some stage; in a later chapter its title says what that is about. */
function proposed(stage: string | null, cause: Cause = { kind: 'asked' }, title = 'App') {
  const { form, request } = input
  const { stage: _, ...plan } = must(planChanges(input))
  return {
    type: { ...input.type, title, ...(stage === null ? {} : { stages }) },
    form,
    request,
    plan: { ...plan, ...(stage === null ? {} : { stage }) },
    digest: plan.digest,
    issue: issueNumber(7),
    pull: pullNumber(8),
    requestedBy: 'ada',
    repository: { owner: 'acme', name: 'platform' },
    chapter: 1,
    end: null,
    approvedBy: [],
    cause,
    home: null,
    elsewhere: null,
    withheld: false,
    waitingFor: null,
  } as const
}

function status(story: ReturnType<typeof proposed>): string {
  return statusComment({
    ...story,
    kind: 'awaiting-approval',
    organization: 'acme',
    requester: 'ada',
    editors: [],
    until: null,
    verdict: { state: 'pending', root: { kind: 'all', code: 'approval/missing', of: [] }, refused: [] },
    warnings: [],
    others: { requests: [], looked: 'all' },
  })
}

const first = proposed('staging')
const later = proposed('production', promoted, 'App (production)')
const back = proposed(null, backFrom, 'App (taking back of production)')

test('whoever approves sees which stage of which', () => {
  const sentence = (stage: string, position: number) =>
    `**Stage:** \`${stage}\`, ${position} of 2 (\`staging\`, \`production\`). What is approved is this stage alone.`
  expect(status(first)).toContain('### ⏳ App (staging): waiting for approval\n')
  expect(status(first)).toContain(`\n\n${sentence('staging', 1)}\n\n`)
  expect(status(later)).toContain('### ⏳ App (production): waiting for approval\n')
  expect(status(later)).toContain(`\n\n${sentence('production', 2)}\n\n`)
  expect(proposalReport(first)).toContain('### ⏳ App (staging): proposed\n')
  expect(proposalReport(first)).toContain(`\n\n${sentence('staging', 1)}\n\n`)
  expect(status(proposed(null))).not.toContain('tage')
  expect(proposalReport(proposed(null))).not.toContain('tage')
})

test('a stage that the request type does not know any more is named alone', () => {
  expect(status(proposed('canary'))).toContain(
    '\n\n**Stage:** `canary`. What is approved is this stage alone.\n\n',
  )
})

test('the status says who or what has begun a stage, and who cannot approve it', () => {
  expect(status(later)).toContain('Asked for by `carol` with `/promote`.')
  expect(status(later)).toContain(
    'Whoever asked for this stage cannot approve it, nor can the requester; to call it off, `carol` comments `/withdraw`.',
  )
  const itself = proposed('production', byItself, 'App (production)')
  expect(status(itself)).toContain('The stage before has arrived, so this one has begun by itself.')
  expect(status(itself)).toContain(
    'The requester cannot approve it, and can call it off with `/withdraw`; an approver can decline it with `/reject`.',
  )
  const merged = proposed('production', { ...byItself, after: 'merged' }, 'App (production)')
  expect(status(merged)).toContain('The stage before is merged, so this one has begun by itself.')
})

test('of a stage that is taken back, the command is told that asked for it, and no stage that would be approved', () => {
  expect(status(back)).toContain('Asked for by `bob` with `/rollback staging`: too slow')
  expect(status(back)).not.toContain('**Stage:**')
})

test('the pull request names the stage in its title, with one pair of brackets, and in its text', () => {
  expect([proposed(null), first, later, back].map(pullTitle)).toEqual([
    'App (request #7)',
    'App (staging, request #7)',
    'App (production, request #7)',
    'App (taking back of production, request #7)',
  ])
  expect(pullBody(first)).toContain(
    'This pull request holds exactly the change that issue #7 asks for in the stage `staging`.',
  )
  expect(pullBody(later)).toContain(
    'This pull request holds exactly the change that issue #7 asks for in the stage `production`.',
  )
  expect(pullBody(later)).toContain('\n| Stage | `production` |\n')
  expect(pullBody(back)).toContain(
    'This pull request takes back what was merged for issue #7 in the stage `production`: what',
  )
  expect(planSummary(later).title).toBe('The plan of request #7 (production): 1 file')
  expect(planSummary(proposed(null)).title).toBe('The plan of request #7: 1 file')
})

test('the commit says in its first line and in a trailer which stage it is about', () => {
  expect([proposed(null), first, later, back].map(commitHeadline)).toEqual([
    'Apply request app of issue 7',
    'Apply request app of issue 7',
    'Apply request app of issue 7 to production',
    'Take back request app of issue 7 from production',
  ])
  const trailers = (story: ReturnType<typeof proposed>, chapter: number) =>
    commitTrailers({ ...story, chapter })
      .split('\n')
      .slice(2, -3)
  expect(trailers(first, 1)).toEqual(['Request-Stage: staging'])
  expect(trailers(later, 2)).toEqual([
    'Request-Chapter: 2',
    'Chapter-Cause: stage',
    'Request-Stage: production',
  ])
  expect(trailers(back, 3)).toEqual([
    'Request-Chapter: 3',
    'Chapter-Cause: taken-back',
    'Request-Stage: production',
  ])
  expect(trailers(proposed(null), 1)).toEqual([])
})

test('programs read the stage of a plan, and the summary of a run says it', () => {
  expect(planJson(later.plan)).toMatchObject({ ok: true, stage: 'production' })
  expect(planJson(proposed(null).plan)).not.toHaveProperty('stage')
  const row = (plan: typeof later.plan) =>
    jobSummary([
      {
        issue: 7,
        outcomes: [],
        decision: {
          state: 'awaiting-approval',
          reasons: ['approval/missing'],
          problems: [],
          plan,
          verdict: null,
          effects: [],
          next: 'done',
        },
      },
    ])
  expect(row(later.plan)).toContain('| #7 | `awaiting-approval` in `production` |')
  expect(row(proposed(null).plan)).toContain('| #7 | `awaiting-approval` |')
})

test('each stage in force is a line of the inventory', () => {
  const files = (path: string) => [changed(path, [{ at: ['tag'] }])]
  const stage = (name: string, path: string) => ({
    plan: { ...recordedPlan, files: files(path), stage: name },
  })
  const records = [
    asked(42, 1, [], stage('staging', 'staging.yaml')),
    asked(42, 2, [], { sequence: 6, chapter: 2, cause: promoted, ...stage('production', 'production.yaml') }),
    asked(43, 3, files('other.yaml')),
  ]
  const found = inventory(inForce(records))
  expect(found.map((each) => each.stage)).toEqual(['staging', 'production', undefined])
  expect(inventoryLines(found)).toEqual([
    'acme/platform, branch main',
    '',
    'issue  request                           stage       asked by  approved by  since',
    '#42    Kubernetes namespace (namespace)  staging     alice     bob          2026-11-20T10:00:01Z',
    '       staging.yaml: tag',
    '#42    Kubernetes namespace (namespace)  production  alice     bob          2026-11-20T10:00:02Z',
    '       production.yaml: tag',
    '#43    Kubernetes namespace (namespace)  –           alice     bob          2026-11-20T10:00:03Z',
    '       other.yaml: tag',
  ])
})
