import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { commitTrailers } from '../../../src/core/report/commit-message.js'
import { durationWords, endText, momentWords } from '../../../src/core/report/end-words.js'
import { finalStatus } from '../../../src/core/report/final-status.js'
import { proposalReport } from '../../../src/core/report/proposal-report.js'
import { pullBody } from '../../../src/core/report/pull-body.js'
import { planJson, requestJson } from '../../../src/core/report/request-json.js'
import type { Change } from '../../../src/model/change.js'
import type { End } from '../../../src/model/end.js'
import { issueNumber, pullNumber } from '../../../src/model/ids.js'
import { type FinalRecord, isFinal } from '../../../src/model/record.js'
import { file, merge, record, plan as recordedPlan } from '../ledger/forged.js'
import { noValue, value } from '../manifest/fixtures.js'
import { planInput, text } from '../plan/plan-fixtures.js'
import { must } from '../request-type/fixtures.js'

const inAMonth: End = { kind: 'after', seconds: 2_592_000 }
const onNewYear: End = { kind: 'at', at: '2026-12-31T23:00:00Z' }

const input = planInput([value(['tag'], 'v2')], [text('app.yaml', 'tag: v1\n')])
const planOf = (end: End | null) => must(planChanges({ ...input, end }))

function story(end: End | null) {
  const { type, form, request } = input
  return {
    type,
    form,
    request,
    plan: planOf(end),
    issue: issueNumber(7),
    pull: pullNumber(8),
    requestedBy: 'ada',
    cause: { kind: 'asked' },
    home: null,
    elsewhere: null,
    withheld: false,
    waitingFor: null,
  } as const
}

test.each([
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [129_600, '36 hours'],
  [1_800, '30 minutes'],
  [1_209_600, '14 days'],
])('%s seconds are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words)
})

test('a moment is told in UTC, with seconds only where it has some', () => {
  expect([momentWords('2026-12-31T23:00:00Z'), momentWords('2026-12-31T23:00:07Z')]).toEqual([
    '2026-12-31 at 23:00 UTC',
    '2026-12-31 at 23:00:07 UTC',
  ])
})

test('the pull request and the report of a proposal say when it ends and what follows then', () => {
  const sentence = '**Ends:** 30 days after the merge. What this request changes is taken back then.'
  expect(pullBody(story(inAMonth)).trimEnd().endsWith(sentence)).toBe(true)
  expect(proposalReport(story(inAMonth))).toContain(`\n\n${sentence}\n\n`)
  expect(pullBody(story(onNewYear))).toContain('**Ends:** on 2026-12-31 at 23:00 UTC. What')
  expect(pullBody(story(null))).not.toContain('Ends')
  expect(proposalReport(story(null))).not.toContain('Ends')
})

test('what comes back at an end is asked about, and that is said', () => {
  const asked = 'What this request takes away comes back then, once that is approved.'
  const manifests = { ...input.manifests, files: [text('app.yaml', 'tag: v1\nold: true\n')] }
  const ending = (changes: readonly Change[]) =>
    pullBody({ ...story(null), plan: must(planChanges({ ...input, manifests, changes, end: inAMonth })) })
  expect(ending([noValue(['old'])])).toContain(`**Ends:** 30 days after the merge. ${asked}`)
  const whole = {
    kind: 'file',
    content: '',
    file: 'app.yaml',
    ensure: 'absent',
    document: null,
    validate: null,
  } as const
  expect(ending([whole])).toContain(asked)
  expect(ending([value(['tag'], 'v2')])).not.toContain(asked)
  const gone = {
    ...recordedPlan,
    files: [{ ...file, change: 'delete', after: null } as const],
    end: inAMonth,
  }
  expect(finalStatus(merged(inAMonth, 'merged', gone), [], null).source).toContain(
    '**Ends:** on 2026-12-20 at 09:59 UTC. What this request took away comes back then, once that is approved.',
  )
})

test('a pull request that more people can read than the issue does not tell its end', () => {
  expect(pullBody({ ...story(onNewYear), withheld: true })).not.toContain('Ends')
})

test('the pull request of an end that was approved with the request asks nobody to approve', () => {
  const body = pullBody({ ...story(null), cause: { kind: 'ended', at: '2026-12-31T23:00:00Z' } })
  expect(body).toContain('Nobody has to approve it: the toolkit merges this very change.')
  expect(body).not.toContain('/approve')
})

test('who asks for what stands there already reads that it stays at the end they gave', () => {
  const sentence = 'Nothing was written for this request, so nothing is taken back at its end.'
  expect(finalStatus(merged(onNewYear, 'unchanged'), [], null).source).toContain(sentence)
  expect(finalStatus(merged(null, 'unchanged'), [], null).source).not.toContain(sentence)
})

test('the commit says in a trailer when it ends', () => {
  const trailers = (end: End | null) =>
    commitTrailers({
      ...story(end),
      repository: { owner: 'acme', name: 'platform' },
      chapter: 1,
      end,
      approvedBy: ['bob'],
    })
      .split('\n')
      .slice(-3)
  expect(trailers(onNewYear)).toEqual(['Ends: 2026-12-31T23:00:00Z', 'Requested-By: ada', 'Approved-By: bob'])
  expect(trailers(inAMonth)[0]).toBe('Ends: 30 days after the merge')
  expect(trailers(null)[0]).toMatch(/^Plan-Digest: /)
  expect(endText(inAMonth)).toBe('30 days after the merge')
})

function merged(
  end: End | null,
  decision: 'merged' | 'failed' | 'unchanged' = 'merged',
  planned = recordedPlan,
): FinalRecord {
  const found = record(3, decision, { merge, plan: { ...planned, ...(end === null ? {} : { end }) } })
  if (!isFinal(found)) throw new Error('the record is final')
  return found
}

test('once it is merged, the issue says the day on which it ends', () => {
  const status = finalStatus(merged(inAMonth), [], null).source
  expect(status).toContain(
    'approved by `bob`. Nothing is left to do before its end.\n\n**Ends:** on 2026-12-20 at 09:59 UTC. What this request changed is taken back then.\n\n<sub>To take it back, comment `/rollback` with the reason.</sub>\n\n',
  )
  expect(finalStatus(merged(null), [], null).source).toContain('Nothing is left to do.\n')
  expect(finalStatus(merged(null), [], null).source).not.toContain('Ends')
  // What has failed is nobody's to end: a maintainer has to look at it.
  expect(finalStatus(merged(inAMonth, 'failed'), [], null).source).not.toContain('Ends')
})

const schemaOf = (name: string) => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false })
  return ajv.compile(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')))
}

test('what programs read of an end is what the schemas promise', () => {
  const { request } = input
  for (const end of [inAMonth, onNewYear, null]) {
    expect(schemaOf('request')(requestJson({ request, end, problems: [] }))).toBe(true)
    expect(schemaOf('plan')(planJson(planOf(end)))).toBe(true)
  }
})

test('programs read the end of a request and of a plan, and none where there is none', () => {
  const { request } = input
  expect(requestJson({ request, end: inAMonth, problems: [] })).toMatchObject({ ok: true, end: inAMonth })
  expect(planJson(planOf(onNewYear))).toMatchObject({ ok: true, end: onNewYear })
  expect(requestJson({ request, end: null, problems: [] })).not.toHaveProperty('end')
  expect(planJson(planOf(null))).not.toHaveProperty('end')
})
