import { expect, test } from 'vitest'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { template } from '../plan/templates.js'
import { form, must, problemsOf, typeText, validate } from '../request-type/fixtures.js'

const fields = form(`
  - { type: input, id: cpu, attributes: { label: CPUs } }
  - { type: input, id: reason, attributes: { label: Reason } }
  - { type: dropdown, id: zones, attributes: { label: Zones, multiple: true, options: [eu, us] } }
`)

function typeOf(message: string, more = '') {
  return `fields: { cpu: { type: integer } }\nrules: [{ assert: request.cpu <= 4, message: ${JSON.stringify(template(message))} }]\n${more}`
}

function said(message: string, answers: Readonly<Record<string, string>>): string {
  const labels = { cpu: 'CPUs', reason: 'Reason', zones: 'Zones' }
  const body = Object.entries(labels)
    .map(([id, label]) => `### ${label}\n\n${answers[id] ?? '_No response_'}`)
    .join('\n\n')
  const result = validate(must(parse(typeOf(message))).type, fields, body, 'ada')
  return problemsOf(result).find(({ code }) => code === 'request/rule')?.what ?? ''
}

function parse(rest: string) {
  return locateRequestType({ path: '.github/issueops/namespace.yml', blob: null, text: typeText(rest) })
}

test.each([
  ['a value', 'You asked for << request.cpu >> CPUs.', 'You asked for 8 CPUs.'],
  ['a list', 'In << request.zones >>.', 'In eu, us.'],
  ['who asks', 'Sorry, << requester.login >>.', 'Sorry, ada.'],
  ['a function', "<< format('{0} of 4', request.cpu) >>", '8 of 4.'],
  ['a text with another blank in it', 'Why: << request.reason >>', 'Why: a[U+00A0]b.'],
])('a message to the requester has its expressions evaluated: %s', (_title, message, expected) => {
  expect(said(message, { cpu: '8', zones: 'eu, us', reason: 'a\u00a0b' })).toBe(expected)
})

test('what was left empty is called nothing', () => {
  expect(said('You gave << request.reason >> as a reason.', { cpu: '8' })).toBe(
    'You gave nothing as a reason.',
  )
})

test('an expression of a message that cannot be evaluated is a problem of the request type', () => {
  const type = must(parse(typeOf('Only << request.cpus >> CPUs.')))
  expect(checkRequestType(type, fields).map(({ code }) => code)).toEqual(['expression/unknown-field'])
  expect(checkRequestType(must(parse(typeOf('Only << request.cpu'))), fields).length).toBeGreaterThan(0)
})

const expression = template('<< request.cpu >>')

test.each([
  ['in the title', (text: string) => text.replace(/title: .*/, `title: For ${expression}`)],
  ['in the name of a branch', (text: string) => `${text}target: { branch: "b-${expression}" }\n`],
  [
    'in what is expected of a field',
    (text: string) => `${text}fields: { cpu: { description: "${expression}" } }\n`,
  ],
  ['in a list of values', (text: string) => `${text}fields: { cpu: { enum: ["${expression}"] } }\n`],
  ['among examples', (text: string) => `${text}fields: { cpu: { examples: ["${expression}"] } }\n`],
  ['among people', (text: string) => `${text}requesters: ["${expression}"]\n`],
  ['in a path that may be touched', (text: string) => `${text}paths: ["${expression}"]\n`],
  [
    'in the key of an item',
    (text: string) =>
      text.replace(
        /changes:.*/,
        `changes: [{ file: a.yaml, at: [l], item: { name: x }, key: "${expression}" }]`,
      ),
  ],
])(
  'an expression where none is evaluated is a problem, and not printed as it stands: %s',
  (_title, change) => {
    const text = change(typeText(''))
    const found = problemsOf(locateRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }))
    expect(found).toHaveLength(1)
    expect(found[0]?.line).toBeGreaterThan(0)
  },
)
