import { expect, test } from 'vitest'
import { lintRepository, surveyRepository } from '../../../../src/core/advice/lint/lint-repository.js'
import { template } from '../../plan/templates.js'

const form = `name: Access
description: Ask for access.
body:
  - { type: input, id: until, attributes: { label: Until when }, validations: { required: true } }
  - { type: input, id: review, attributes: { label: Reviewed on } }
  - { type: input, id: hour, attributes: { label: At what time }, validations: { required: true } }
  - { type: dropdown, id: days-off, attributes: { label: Days off, multiple: true, options: [1 day, 2 days] }, validations: { required: true } }
  - { type: dropdown, id: time, attributes: { label: For how long, options: [7 days, 30 days, 1 year] }, validations: { required: true } }
  - { type: input, id: days, attributes: { label: For how many days }, validations: { required: true } }
`

function filesOf(expires: string, fields = '', more = '') {
  const type = `name: access
title: Access
form: access.yml
fields: { days: { type: integer }${fields} }
approval: [{ from: [team:platform] }]
changes: [{ file: a.yaml, at: [a], value: 1 }]
expires: ${template(expires)}
${template(more)}`
  return [
    { path: '.github/ISSUE_TEMPLATE/access.yml', text: form },
    { path: '.github/issueops/access.yml', text: type },
  ]
}

const notes = (...of: Parameters<typeof filesOf>) =>
  surveyRepository(filesOf(...of)).notes.map(({ code, line, what }) => `${code} ${line}: ${what}`)
const problems = (...of: Parameters<typeof filesOf>) =>
  lintRepository(filesOf(...of)).map(({ code, line, what }) => `${code} ${line}: ${what}`)

test.each([
  ['30 days', ''],
  ['<< request.until >>', ', until: { format: date }'],
  ['<< request.until >>', ', until: { pattern: "^20", examples: [2027-01-31] }'],
  // Of a pattern alone nobody can tell what it lets through.
  ['<< request.until >>', ', until: { pattern: "^20" }'],
  ['<< request.until >>', ', until: { enum: [7 days, 30 days] }'],
  ['"<< request.days >> days"', ''],
  ['"<< request.until >>T<< request.hour >>:00Z"', ', until: { format: date }, hour: { pattern: "^[0-9]" }'],
  [`<< request.time == '1 year' && '52 weeks' || request.time >>`, ''],
  [`<< request.until != '' && '30 days' || '7 days' >>`, ''],
])('an end that whatever can be answered says is fine: %s%s', (expires, fields) => {
  expect([problems(expires, fields), notes(expires, fields)]).toEqual([[], []])
})

test.each([
  [
    '<< request.until >>',
    '',
    '“Until when” says when a request ends, and takes any text: who answers with something else is told only once the request is filed.',
  ],
  [
    '<< request.until >>',
    ', until: { minLength: 3 }',
    '“Until when” says when a request ends, and takes any text: who answers with something else is told only once the request is filed.',
  ],
  [
    '<< request.until >>',
    ', until: { format: email }',
    '“Until when” says when a request ends, and "name@example.com", which it takes, is no end.',
  ],
  [
    '<< request.until >>',
    ', until: { enum: [7 days, later] }',
    '“Until when” says when a request ends, and "later", which it takes, is no end.',
  ],
  [
    '<< addDays(request.until, request.days) >>',
    '',
    '“Until when” says when a request ends, and takes any text: who answers with something else is told only once the request is filed.',
  ],
  [
    `<< request.time == '7 days' && '7 days' || '' >>`,
    '',
    '“For how long” says when a request ends, and "30 days", which it takes, is no end.',
  ],
  [
    '<< request.time >>',
    '',
    '“For how long” says when a request ends, and "1 year", which it takes, is no end.',
  ],
  [
    "<< request['days-off'] >>",
    '',
    '“Days off” says when a request ends, and ["1 day","2 days"], which it takes, is no end.',
  ],
  [
    '<< request.days >>',
    '',
    '“For how many days” says when a request ends, and 1, which it takes, is no end.',
  ],
])('it is worth knowing that an answer may be no end: %s%s', (expires, fields, what) => {
  expect(problems(expires, fields)).toEqual([])
  expect(notes(expires, fields)).toEqual([`type/expires-field 7: ${what}`])
})

test('a text that says when a request ends is cured with a format', () => {
  const [note] = surveyRepository(filesOf('<< request.until >>')).notes
  expect(note?.fix).toBe('Say under fields what it is, as in until: { format: date }.')
})

test('rules that only a /rollback or an /extend uses protect something, and are read for all that is wrong', () => {
  const rules = { path: '.github/issueops/policies/leads.yml', text: '- from: [mona, mona]\n' }
  const later = 'rollback: { approval: { use: policies/leads.yml } }'
  const found = (more: string) => lintRepository([...filesOf('30 days', '', more), rules])
  expect(found('').map(({ code }) => code)).toEqual(['type/policy-unused'])
  expect(found(later).map(({ code, file, line }) => [code, file, line])).toEqual([
    ['type/principal-twice', rules.path, 1],
  ])
})

const mayBeEmpty = [
  'type/expires-empty 7: “Reviewed on” may be left empty, and it says when a request ends: such a request is refused.',
]
const date = ', review: { format: date }'

test('a field that may be left empty and says when a request ends is a problem', () => {
  expect(problems('<< request.review >>', date)).toEqual(mayBeEmpty)
})

test.each([
  ['{ at: "<< request.review >>", optional: true }', ''],
  [`<< request.review || '30 days' >>`, ''],
  ['<< request.review >>', 'rules: [{ assert: "request.review != \'\'", message: Say when. }]'],
])('unless the type says what empty means, or demands it: %s %s', (expires, more) => {
  expect(problems(expires, date, more)).toEqual([])
})

const extended = (change: string, more = 'extend: { by: 30 days }\n') => {
  const [formFile, type] = filesOf('<< request.until >>', ', until: { format: date }', more)
  const text = type?.text.replace(/changes: .*\n/, `changes: [${template(change)}]\n`) ?? ''
  return surveyRepository([...(formFile === undefined ? [] : [formFile]), { path: type?.path ?? '', text }])
    .notes
}

test.each([
  '{ file: a.yaml, at: [a], key: n, item: { n: b, until: "<< request.until >>" } }',
  '{ file: a.yaml, at: [a], value: "until << request.until >>" }',
  `{ file: a.md, content: "Until << request['until'] >>" }`,
  '{ file: a.txt, line: "<< request.UNTIL >>" }',
])('an end that an extension would leave behind in a file is told: %s', (change) => {
  expect(extended(change).map(({ code, line, what, file }) => ({ code, line, file, what }))).toEqual([
    {
      code: 'type/extend-written',
      file: '.github/issueops/access.yml',
      line: 6,
      what: expect.stringMatching(
        /^“Until when” says when a request ends, and a\.\w+ gets it: \/extend moves the end and changes no file/,
      ),
    },
  ])
})

test.each([
  ['what does not say when it ends', '{ file: a.yaml, at: [a], value: "<< request.days >>" }', undefined],
  ['what is only the name of a file', '{ file: "<< request.until >>.yaml", at: [a], value: 1 }', undefined],
  ['what is taken away', '{ file: a.yaml, at: [a], item: "<< request.until >>", ensure: absent }', undefined],
  ['an end that nobody can move', '{ file: a.yaml, at: [a], value: "<< request.until >>" }', ''],
])('no extension leaves behind %s', (_, change, more) => {
  expect(extended(change, more)).toEqual([])
})
