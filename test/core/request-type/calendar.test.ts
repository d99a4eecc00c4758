import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { calendarSchema } from '../../../src/core/request-type/calendar-grammar.js'
import { readPolicy } from '../../../src/core/request-type/read-policy.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Policy } from '../../../src/model/policy.js'
import { calendarOf, faultsOf } from './calendars.js'
import { parseRequestType, problemsOf, typeText } from './fixtures.js'

test('a calendar is read as it is written, and what is left out is as usual', () => {
  const read = calendarOf(`zone: Europe/Berlin
windows:
  office-hours:
    reason: Nobody is there to help.
    allow:
      - { weekdays: [mon-thu], hours: [09:00-12:00, 13:00-17:00] }
    deny:
      - { dates: [2026-12-24..2027-01-02, 2027-05-01], reason: Holidays. }
    ends: hold
  freeze:
    zone: UTC
    deny: [{ weekdays: fri-mon, hours: 18:00-24:00 }]
    rollbacks: hold
`)
  expect(read.kind === 'read' ? [read.calendar.zone, ...read.calendar.windows.values()] : read).toEqual([
    'Europe/Berlin',
    {
      name: 'office-hours',
      zone: 'Europe/Berlin',
      reason: 'Nobody is there to help.',
      allow: [
        {
          weekdays: ['mon', 'tue', 'wed', 'thu'],
          hours: [
            { from: 540, until: 720 },
            { from: 780, until: 1020 },
          ],
          dates: null,
          reason: null,
        },
      ],
      deny: [
        {
          weekdays: null,
          hours: null,
          dates: [
            { from: '2026-12-24', to: '2027-01-02' },
            { from: '2027-05-01', to: '2027-05-01' },
          ],
          reason: 'Holidays.',
        },
      ],
      ends: 'hold',
      rollbacks: 'pass',
    },
    {
      name: 'freeze',
      zone: 'UTC',
      reason: null,
      allow: [],
      deny: [
        {
          weekdays: ['mon', 'fri', 'sat', 'sun'],
          hours: [{ from: 1080, until: 1440 }],
          dates: null,
          reason: null,
        },
      ],
      ends: 'pass',
      rollbacks: 'hold',
    },
  ])
})

/** A calendar whose only window has one entry. */
const allowing = (entry: string) => `zone: UTC\nwindows:\n  office:\n    allow: [${entry}]\n`

test.each([
  [
    'zone: Europe/Berlim\nwindows: { a: { deny: [{ weekdays: mon }] } }',
    '1: type/calendar: There is no time zone “Europe/Berlim”. Did you mean Europe/Berlin? Write its name in the IANA time zone database, as in Europe/Berlin.',
  ],
  [
    'windows: { a: { deny: [{ weekdays: mon }] } }',
    '1: type/missing: The key “zone” is missing. Add it, as in zone: Europe/Berlin.',
  ],
  [
    allowing('{ weekdays: Monday }'),
    '4: type/value: “windows/office/allow/0/weekdays” is “Monday”, which is no day of the week. Did you mean mon? Write one of mon, tue, wed, thu, fri, sat, sun, or some that follow each other, as in mon-fri.',
  ],
  [
    allowing('{ hours: 9-17 }'),
    '4: type/value: “windows/office/allow/0/hours” is “9-17”, which are no hours. Did you mean 09:00-17:00? Write from when until when, with two digits each, as in 09:00-17:00, or over midnight as in 22:00-06:00.',
  ],
  [
    allowing('{ hours: 09:00-25:00 }'),
    '4: type/value: “windows/office/allow/0/hours” is “09:00-25:00”, which are no hours. Write from when until when, with two digits each, as in 09:00-17:00, or over midnight as in 22:00-06:00.',
  ],
  [
    allowing('{ hours: 09:00-09:00 }'),
    '4: type/calendar: “windows/office/allow/0/hours” begins and ends at the same time, so that it could be all of a day or nothing of it. Write 00:00-24:00 for a whole day, or leave hours out.',
  ],
  [
    allowing('{ dates: 2026-02-30 }'),
    '4: type/calendar: “windows/office/allow/0/dates” is “2026-02-30”, and there is no day 2026-02-30. Write days that are in the calendar, as in 2026-12-24..2027-01-02.',
  ],
  [
    allowing('{ dates: 2027-01-02..2026-12-24 }'),
    '4: type/calendar: “windows/office/allow/0/dates” is “2027-01-02..2026-12-24”, which ends before it begins. Write 2026-12-24..2027-01-02, if that is what is meant.',
  ],
  [
    allowing('{ reason: Why not. }'),
    '4: type/calendar: “windows/office/allow/0” says neither weekdays nor hours nor dates. Name at least one of them, as in { weekdays: mon-fri, hours: 09:00-17:00 }.',
  ],
  [
    allowing('{ weekday: mon }'),
    '4: type/unknown-key: “weekday” is not a key of windows/office/allow/0. Did you mean weekdays? The keys are: weekdays, hours, dates, reason.',
  ],
  [
    'zone: UTC\nwindows:\n  office: { ends: hold }\n',
    '3: type/calendar: The window “office” says neither when it is open nor when it is closed. Add allow, as in allow: [{ weekdays: mon-fri, hours: 09:00-17:00 }], or deny, or remove the window.',
  ],
  [
    'zone: UTC\nwindows:\n  Office Hours: { deny: [{ weekdays: sun }] }\n',
    '3: type/calendar: “Office Hours” cannot be the name of a window. Use a lower-case letter and then at most 38 lower-case letters, digits and hyphens, as in office-hours.',
  ],
  [
    'zone: UTC\nwindows:\n  a: { deny: [{ weekdays: sun }], ends: wait }\n',
    '3: type/value: “windows/a/ends” is “wait”. Write one of: pass, hold.',
  ],
])('of a calendar that is wrong it is told where and what to write: %#', (text, fault) => {
  expect(faultsOf(text)).toContain(fault)
})

const form = `name: A form
description: For tests
body:
  - type: input
    id: name
    attributes: { label: Name }
`

/** The policy with a request type that says this of windows, and with a calendar. */
function policy(says: string, calendar: string | null): Policy {
  const file = (path: string, text: string) => ({ path, blob: gitBlobOid(text), text })
  return {
    types: [
      ...(calendar === null ? [] : [file('.github/issueops/calendar.yml', calendar)]),
      file('.github/issueops/namespace.yml', typeText(says)),
    ],
    forms: [file('.github/ISSUE_TEMPLATE/namespace.yml', form)],
    policies: [],
    templates: [],
  }
}

function brokenBy(says: string, calendar: string | null) {
  const { candidates, broken } = readPolicy(policy(says, calendar))
  return { usable: candidates.length, problems: broken.flatMap(({ problems }) => problems) }
}

const office = 'zone: UTC\nwindows: { office-hours: { allow: [{ hours: 09:00-17:00 }] } }\n'

test('a request type names windows of the calendar, for all of its stages or for some', () => {
  const stages = 'stages: [{ name: a }, { name: b, windows: [office-hours], target: { branch: b } }]'
  expect(brokenBy('windows: [office-hours]', office)).toEqual({ usable: 1, problems: [] })
  expect(brokenBy(stages, office)).toEqual({ usable: 1, problems: [] })
})

test('the calendar is no request type, and what is wrong with it is nothing to those that name no window', () => {
  expect(brokenBy('', 'zone: nowhere\n')).toEqual({ usable: 1, problems: [] })
})

test('a request type that names a window nobody can find is not used, and it is told where', () => {
  const unknown = {
    code: 'type/window-unknown',
    file: '.github/issueops/namespace.yml',
    line: 6,
  }
  expect(brokenBy('windows: [office-hour]', office)).toEqual({
    usable: 0,
    problems: [
      {
        ...unknown,
        what: 'There is no window “office-hour” in .github/issueops/calendar.yml.',
        fix: 'Did you mean office-hours? The windows are: office-hours.',
      },
    ],
  })
  expect(brokenBy('windows: [office-hours]', null)).toEqual({
    usable: 0,
    problems: [
      {
        ...unknown,
        what: 'The window “office-hours” is named, and there is no .github/issueops/calendar.yml on the default branch.',
        fix: 'Add .github/issueops/calendar.yml with a window of that name, or remove windows.',
      },
    ],
  })
})

test('a request type that names a window of a calendar nobody can read is not used', () => {
  const { usable, problems } = brokenBy(
    'windows: [office-hours]',
    'zone: UTC\nwindows: { office-hours: {} }\n',
  )
  expect([usable, ...problems.map(({ file, line, code }) => `${file}:${line} ${code}`)]).toEqual([
    0,
    '.github/issueops/calendar.yml:2 type/calendar',
  ])
})

test.each(['auto', 'queue'])('merge: %s does not go with windows, which GitHub does not know', (merge) => {
  const at = (rest: string) =>
    problemsOf(
      parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text: typeText(rest) }),
    ).map(({ code, line }) => `${line} ${code}`)
  expect(at(`merge: ${merge}\nwindows: [office-hours]`)).toEqual(['7 type/windows-merge'])
  expect(
    at(`merge: ${merge}\nstages: [{ name: a }, { name: b, windows: [office-hours], target: { branch: b } }]`),
  ).toEqual(['7 type/windows-merge'])
  expect(at('merge: manual\nwindows: [office-hours]')).toEqual([])
})

test('the committed schema is the one that files are read by (npm run docs writes it)', () => {
  expect(JSON.parse(readFileSync('schemas/calendar.schema.json', 'utf8'))).toEqual(calendarSchema())
})
