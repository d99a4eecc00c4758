import { expect, test } from 'vitest'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { readEnd } from '../../../src/core/request-type/written-end.js'
import { endOfDay } from '../../../src/core/request-type/zoned-day.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { form, must, parseRequestType, problemsOf, requestType, typeText } from './fixtures.js'

test.each([
  // An ordinary day, and the same day elsewhere.
  ['2026-12-31', 'UTC', '2027-01-01T00:00:00Z'],
  ['2026-12-31', 'Europe/Berlin', '2026-12-31T23:00:00Z'],
  ['2026-06-30', 'Europe/Berlin', '2026-06-30T22:00:00Z'],
  ['2026-06-30', 'America/New_York', '2026-07-01T04:00:00Z'],
  ['2026-12-31', 'Pacific/Kiritimati', '2026-12-31T10:00:00Z'],
  ['2026-12-31', 'Etc/GMT+12', '2027-01-01T12:00:00Z'],
  // Days of 23 and of 25 hours, and the ones before them.
  ['2026-03-28', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
  ['2026-03-08', 'America/New_York', '2026-03-09T04:00:00Z'],
  ['2026-11-01', 'America/New_York', '2026-11-02T05:00:00Z'],
  // Lord Howe's summer is half an hour.
  ['2026-04-04', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z'],
  ['2026-04-05', 'Australia/Lord_Howe', '2026-04-05T13:30:00Z'],
  ['2026-10-04', 'Australia/Lord_Howe', '2026-10-04T13:00:00Z'],
  // Apia went over the date line and had no 30 December.
  ['2011-12-29', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['2011-12-31', 'Pacific/Apia', '2011-12-31T10:00:00Z'],
  // Pyongyang set its clocks back by half an hour for good, at midnight: nobody calls that winter.
  ['2015-08-13', 'Asia/Pyongyang', '2015-08-13T15:00:00Z'],
  ['2015-08-14', 'Asia/Pyongyang', '2015-08-14T15:30:00Z'],
  ['2015-08-15', 'Asia/Pyongyang', '2015-08-15T15:30:00Z'],
  // Clocks that leave midnight out, and clocks that go back to before it.
  ['2021-03-27', 'Asia/Beirut', '2021-03-27T22:00:00Z'],
  ['2021-10-30', 'Asia/Beirut', '2021-10-30T22:00:00Z'],
  ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  // St. John's set its clocks back a minute after midnight, so that Saturday came back for 59 minutes.
  ['2005-10-29', 'America/St_Johns', '2005-10-30T02:30:00Z'],
])('the day %s in %s is over at %s', (day, zone, over) => {
  expect(endOfDay(day, zone)).toBe(over)
})

test.each([
  ['2026-12-31', { kind: 'at', at: '2026-12-31T23:00:00Z' }],
  ['2028-02-29', { kind: 'at', at: '2028-02-29T23:00:00Z' }],
  ['2026-12-31T18:00:00Z', { kind: 'at', at: '2026-12-31T18:00:00Z' }],
  ['2026-12-31T18:00:00+01:00', { kind: 'at', at: '2026-12-31T17:00:00Z' }],
  ['2026-12-31T18:00:00.999-05:30', { kind: 'at', at: '2026-12-31T23:30:00Z' }],
  ['1 hour', { kind: 'after', seconds: 3_600 }],
  ['30 days', { kind: 'after', seconds: 2_592_000 }],
  ['2 weeks', { kind: 'after', seconds: 1_209_600 }],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-02-30T18:00:00Z', null],
  ['2026-12-31T25:00:00Z', null],
  ['2026-12-31T18:00:00', null],
  ['1999-12-31', null],
  ['9999-12-31', null],
  ['31.12.2026', null],
  ['2026-12-31 ', null],
  ['0 days', null],
  ['30', null],
  ['30 months', null],
  ['', null],
])('as an end in Berlin, %j says %j', (text, end) => {
  expect(readEnd(text, 'Europe/Berlin')).toEqual(end)
})

test('when requests end is part of the type as it was written, with what may be asked for after the merge', () => {
  const policy = {
    path: '.github/issueops/policies/leads.yml',
    blob: gitBlobOid('[{ from: [team:leads] }]\n'),
    text: '[{ from: [team:leads] }]\n',
  }
  const text = typeText(`expires: { at: "\${{ request.until }}", zone: Europe/Berlin }
warn: 1 week
extend: { by: 30 days, approval: { use: policies/leads.yml } }
rollback: { approval: [{ from: [role:maintain] }] }`)
  const type = must(parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }, [policy]))
  const rule = { kind: 'people', count: 1, not: ['requester', 'editors', 'committers'], validFor: null }
  const people = (from: unknown) => [
    { number: 1, when: null, needs: { ...rule, requireDigest: 'none', from: [from] } },
  ]
  expect([type.expires, type.warn, type.extend, type.rollback]).toEqual([
    { at: '${{ request.until }}', zone: 'Europe/Berlin', optional: false },
    604_800,
    {
      by: 2_592_000,
      times: 1,
      approval: {
        approval: people({ kind: 'team', slug: 'leads' }),
        policy: { path: policy.path, blob: policy.blob },
      },
    },
    { approval: people({ kind: 'role', role: 'maintain' }), policy: null },
  ])
  expect(requestType('expires: 30 days').expires).toEqual({ at: '30 days', zone: null, optional: false })
  expect(Object.keys(requestType(''))).not.toContain('expires')
})

test.each([
  [
    'expires: 2026-02-30',
    'type/expires',
    '“expires” is “2026-02-30”, and there is no such day or no such moment.',
  ],
  ['expires: { at: 2026-12-31, zone: Berlin }', 'type/expires', 'There is no time zone “Berlin”.'],
  [
    'expires: 1 week\nwarn: 7 days',
    'type/expires',
    '“warn” is not shorter than the time from the merge to the end, so that there would be nothing to warn of in time.',
  ],
  ['warn: 7 days', 'type/expires-missing', '“warn” is about the end of requests, and these have none.'],
  [
    'extend: { by: 7 days }',
    'type/expires-missing',
    '“extend” is about the end of requests, and these have none.',
  ],
  [
    'merge: manual\nexpires: 7 days',
    'type/expires-manual',
    'Requests end, and “merge” is manual: what they changed would stay until a person merges its removal.',
  ],
])('%j is refused on its line', (text, code, what) => {
  const source = { path: '.github/issueops/namespace.yml', blob: null, text: typeText(text) }
  const [problem, ...more] = problemsOf(parseRequestType(source))
  expect([problem?.code, problem?.what, problem?.line, more]).toEqual([
    code,
    what,
    text.includes('\n') ? 7 : 6,
    [],
  ])
})

test('a time zone that is nearly right is named', () => {
  const text = typeText('expires: { at: 2026-12-31, zone: Europe/Berln }')
  const [problem] = problemsOf(parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }))
  expect(problem?.fix).toBe(
    'Did you mean Europe/Berlin? Write its name in the IANA time zone database, as in Europe/Berlin, or leave zone out for UTC.',
  )
})

test.each([
  ['expires: 30d', 'Did you mean 30 days? Write a day'],
  ['expires: 1h', 'Did you mean 1 hour? Write a day'],
  ['expires: 1 month', 'Write a day'],
  ['expires: 7 days\nwarn: 2 Days', 'Did you mean 2 days? Write a time in hours, days or weeks'],
  ['expires: 7 days\nextend: { by: 2wks }', 'Did you mean 2 weeks? Write a time in hours, days or weeks'],
  ['rollback: [role:maintain]', 'Write a map with the key approval.'],
  ['rollback: { from: [role:maintain] }', 'The only key is approval.'],
])(
  'how people write a length of time, or who takes back, is answered with how it is written: %j',
  (text, fix) => {
    const source = { path: '.github/issueops/namespace.yml', blob: null, text: typeText(text) }
    const [problem] = problemsOf(parseRequestType(source))
    expect(problem?.fix.slice(0, fix.length)).toBe(fix)
  },
)

test('an end, and those who approve what comes after the merge, are held together with the form', () => {
  const fields = form('  - type: input\n    id: until\n    attributes:\n      label: Until\n')
  const policy = {
    path: '.github/issueops/policies/leads.yml',
    blob: null,
    text: '# Ours\n[{ from: [mona], count: 2 }]\n',
  }
  const text = typeText(`expires: \${{ request.untl }}
extend: { by: 30 days, approval: { use: policies/leads.yml } }
rollback: { approval: [{ from: [role:maintain], not: [request.person] }] }`)
  const source = { path: '.github/issueops/namespace.yml', blob: null, text }
  const located = must(locateRequestType(source, [{ ...policy, blob: gitBlobOid(policy.text) }]))
  expect(checkRequestType(located, fields).map(({ code, file, line }) => [code, file, line])).toEqual([
    ['expression/unknown-field', source.path, 6],
    ['type/approval-unreachable', policy.path, 2],
    ['type/field-unknown', source.path, 8],
  ])
})
