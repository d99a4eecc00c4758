import { expect, test } from 'vitest'
import { endOf, endPassed, labelsOf } from '../../../src/core/request/end-of.js'
import type { Json } from '../../../src/model/json.js'
import { form, must, problemsOf, requestType } from '../request-type/fixtures.js'

const fields = form(`  - { type: input, id: until, attributes: { label: Until when } }
  - { type: input, id: time, attributes: { label: At what time } }
  - { type: input, id: days, attributes: { label: For how many days } }
`)

type Answers = Readonly<Record<string, Json>>

function contextOf(answers: Answers) {
  const request = new Map<string, Json>(fields.fields.map(({ id }) => [id, answers[id] ?? null]))
  return { request, requester: { login: 'ada' }, labels: labelsOf(fields) }
}

function ends(expires: string, answers: Answers = {}) {
  return endOf(requestType(expires), contextOf(answers))
}

const until = 'expires: ${{ request.until }}'
const optional = 'expires: { at: "${{ request.until }}", optional: true }'
const both = 'expires: { at: "${{ request.until }}T${{ request.time }}:00Z", optional: true }'

test.each<[string, Answers, unknown]>([
  ['', {}, null],
  ['expires: 2026-12-31', {}, { kind: 'at', at: '2027-01-01T00:00:00Z' }],
  ['expires: 30 days', {}, { kind: 'after', seconds: 2_592_000 }],
  [until, { until: '2026-12-31' }, { kind: 'at', at: '2027-01-01T00:00:00Z' }],
  [until, { until: ' 2026-12-31 ' }, { kind: 'at', at: '2027-01-01T00:00:00Z' }],
  [until, { until: '2026-12-31T12:00:00-05:00' }, { kind: 'at', at: '2026-12-31T17:00:00Z' }],
  [until, { until: '2 weeks' }, { kind: 'after', seconds: 1_209_600 }],
  [
    'expires: { at: "${{ request.until }}", zone: Europe/Berlin }',
    { until: '2026-12-31' },
    { kind: 'at', at: '2026-12-31T23:00:00Z' },
  ],
  ['expires: ${{ request.days }} days', { days: 3 }, { kind: 'after', seconds: 259_200 }],
  [
    'expires: ${{ addDays(request.until, 1) }}',
    { until: '2026-12-31' },
    { kind: 'at', at: '2027-01-02T00:00:00Z' },
  ],
  [optional, { until: '2026-12-31' }, { kind: 'at', at: '2027-01-01T00:00:00Z' }],
  [optional, {}, null],
  [both, {}, null],
  [both, { until: '2026-12-31', time: '18:00' }, { kind: 'at', at: '2026-12-31T18:00:00Z' }],
  [
    `expires: { at: "\${{ request.days == 1 && request.until || '' }}", optional: true }`,
    { until: '2026-12-31', days: 2 },
    null,
  ],
])('%s with %j ends at %j', (expires, answers, end) => {
  expect(must(ends(expires, answers))).toEqual(end)
})

test('a request that has to say when it ends is told which field was left empty, and what an owner can do', () => {
  expect(problemsOf(ends(until))).toEqual([
    {
      code: 'request/end-missing',
      field: 'until',
      label: 'Until when',
      what: 'A request of this kind has to say when it ends, and “Until when” was left empty.',
      fix: 'Edit the issue and fill “Until when” in. Where requests may last for ever, a maintainer writes optional: true beside at under expires in .github/issueops/namespace.yml.',
    },
  ])
})

test('half an end is none, also where it may be left out', () => {
  expect(problemsOf(ends(both, { until: '2026-12-31' })).map(({ code, label }) => [code, label])).toEqual([
    ['request/end-missing', 'At what time'],
  ])
})

test('nothing that an expression writes out is an end only where that may be', () => {
  const nothing = `expires: \${{ request.days == 1 && request.until || '' }}`
  expect(problemsOf(ends(nothing, { days: 2 })).map(({ code, file }) => [code, file])).toEqual([
    ['request/end-missing', '.github/issueops/namespace.yml'],
  ])
})

test.each<[string, Answers, string]>([
  [until, { until: 'next summer' }, 'The request is to end at “next summer”, which is no end.'],
  [until, { until: '2026-02-30' }, 'The request is to end at “2026-02-30”, which is no end.'],
  [
    until,
    { until: '2026-12-31T18:00:00' },
    'The request is to end at “2026-12-31T18:00:00”, which is no end.',
  ],
  [until, { until: ['2026-12-31'] }, 'The request is to end at ["2026-12-31"], which is no end.'],
  ['expires: ${{ request.days }}', { days: 30 }, 'The request is to end at 30, which is no end.'],
])('%s with %j is told that it is no end, by the field', (expires, answers, what) => {
  expect(problemsOf(ends(expires, answers))).toEqual([
    {
      code: 'request/end-unreadable',
      field: Object.keys(answers)[0],
      what,
      fix: 'Write a day as in 2026-12-31, a moment as in 2026-12-31T18:00:00+01:00, or hours, days or weeks from the merge as in 30 days.',
    },
  ])
})

test('an end made of several answers that is none is told of the request type', () => {
  const [problem] = problemsOf(ends(both, { until: '2026-12-31', time: 'noon' }))
  expect([problem?.code, problem?.file]).toEqual(['request/end-unreadable', '.github/issueops/namespace.yml'])
})

function passed(expires: string, answers: Answers, now: string) {
  const type = requestType(expires)
  const context = contextOf(answers)
  const request = { type: type.name, values: context.request, digest: 'd'.repeat(64) as never }
  return endPassed({ type, form: fields, request, end: must(endOf(type, context)) }, now)
}

test('a day has not passed before it is over where its zone is', () => {
  const inBerlin = 'expires: { at: "${{ request.until }}", zone: Europe/Berlin }'
  const answers = { until: '2026-12-31' }
  expect(passed(inBerlin, answers, '2026-12-31T22:59:59Z')).toBeNull()
  expect(passed(inBerlin, answers, '2026-12-31T23:00:00Z')).toEqual({
    by: 'requester',
    problem: {
      code: 'request/end-passed',
      field: 'until',
      label: 'Until when',
      what: 'The end of this request, 2026-12-31T23:00:00Z, has passed: it would be taken back as soon as it is merged.',
      fix: 'Edit the issue and write a later end, or close it.',
    },
  })
})

test('an end that the request type says itself is the maintainers’ to mend', () => {
  expect(passed('expires: 2026-12-31', {}, '2027-01-01T00:00:00Z')).toEqual({
    by: 'maintainer',
    problem: {
      code: 'request/end-passed',
      file: '.github/issueops/namespace.yml',
      what: 'The end of this request, 2027-01-01T00:00:00Z, has passed: it would be taken back as soon as it is merged.',
      fix: 'A maintainer has to write a later end under expires in .github/issueops/namespace.yml.',
    },
  })
})

test('a time from the merge never passes before there is a merge, and no end never does', () => {
  expect(passed('expires: 1 hour', {}, '2999-12-31T00:00:00Z')).toBeNull()
  expect(passed(optional, {}, '2999-12-31T00:00:00Z')).toBeNull()
  expect(passed('', {}, '2999-12-31T00:00:00Z')).toBeNull()
})
