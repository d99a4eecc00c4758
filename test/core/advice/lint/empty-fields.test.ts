import { expect, test } from 'vitest'
import { lintRepository } from '../../../../src/core/advice/lint/lint-repository.js'
import { template } from '../../plan/templates.js'

const form = `name: App
description: Ask for an app.
body:
  - { type: input, id: name, attributes: { label: Name }, validations: { required: true } }
  - { type: dropdown, id: environment, attributes: { label: Environment, options: [dev, prod] }, validations: { required: true } }
  - { type: dropdown, id: size, attributes: { label: Size, options: [small, large] } }
  - { type: input, id: cloud, attributes: { label: Which cloud? } }
  - { type: input, id: cpu, attributes: { label: CPUs } }
  - { type: dropdown, id: zones, attributes: { label: Zones, multiple: true, options: [eu, us] } }
  - { type: checkboxes, id: urgent, attributes: { label: Urgent, options: [{ label: It is urgent }] } }
`

interface Type {
  readonly approval?: string
  readonly changes?: string
  readonly more?: string
}

function lint({
  approval = '[{ from: [team:platform] }]',
  changes = '[{ file: a.yaml, at: [a], value: 1 }]',
  more = '',
}: Type) {
  const type = `name: app
title: App
form: app.yml
fields:
  cpu: { type: integer }
  urgent: { type: boolean }
approval: ${template(approval)}
changes: ${template(changes)}
${template(more)}`
  const files = [
    { path: '.github/ISSUE_TEMPLATE/app.yml', text: form },
    { path: '.github/issueops/app.yml', text: type },
  ]
  return lintRepository(files).map(({ code, what }) => `${code}: ${what}`)
}

const automatic = (when: string) => ({
  approval: `[{ when: "${when}", automatic: true }, { from: [team:platform] }]`,
})

test.each([
  ['a size', 'request.cpu <= 2', 'CPUs'],
  ['a text that contains it', "contains('small', request.size)", 'Size'],
  ['a text', "request.size != 'large'", 'Size'],
  ['a list', "!contains(request.zones, 'eu')", 'Zones'],
  [
    'behind another condition',
    "request.environment == 'dev' && startsWith('aws', request.cloud)",
    'Which cloud?',
  ],
])(
  'a rule that approves without a person and uses a field that may be empty is a finding: %s',
  (_title, when, label) => {
    expect(lint(automatic(when))).toEqual([
      `type/empty-automatic: “${label}” may be left empty, and approval rule 1, which approves without a person, uses it: such a request is put on hold.`,
    ])
  },
)

test.each([
  ['a rule that says what empty means', "request.cpu != '' && request.cpu <= 2"],
  ['a default', "(request.size || 'large') == 'small'"],
  ['a field that is required', "request.environment == 'dev'"],
  ['a check box, which is ticked or not', '!request.urgent'],
])('nothing is said of %s', (_title, when) => {
  expect(lint(automatic(when))).toEqual([])
})

test('nor where the rules across fields demand the field', () => {
  const rules = "rules: [{ assert: request.cpu != '', message: How many? }]"
  expect(lint({ ...automatic('request.cpu <= 2'), more: rules })).toEqual([])
})

test('nor of a rule with people, who see what is empty', () => {
  const approval =
    '[{ when: request.cpu <= 2, from: [team:platform] }, { when: request.cpu > 2, from: [team:platform] }]'
  expect(lint({ approval })).toEqual([])
})

test.each([
  ['a value', '[{ file: a.yaml, at: [a], value: "<< request.cloud >>" }]'],
  ['part of a text', '[{ file: a.yaml, at: [a], value: "env-<< request.cloud >>-x" }]'],
  ['a new file', '[{ file: a.yaml, content: { cloud: "<< lower(request.cloud) >>" } }]'],
  ['a path', '[{ file: "a-<< request.cloud >>.yaml", at: [a], value: 1 }]'],
  ['a name', '[{ file: a.yaml, at: ["<< request.cloud >>"], value: 1 }]'],
  ['a line', '[{ file: a.md, line: "- << request.cloud >>" }]'],
  [
    'only in one case',
    `[{ file: a.yaml, when: "request.environment == 'prod'", at: [a], value: "<< request.cloud >>" }]`,
  ],
])('a change that is made of a field that may be empty is a finding: %s', (_title, changes) => {
  expect(lint({ changes })).toEqual([
    'type/empty-value: “Which cloud?” may be left empty, and change 1 is made of it: such a request is refused.',
  ])
})

test.each([
  ['a default', `[{ file: a.yaml, at: [a], value: "<< request.cloud || 'none' >>" }]`],
  [
    'a change that is left out',
    `[{ file: a.yaml, when: "request.cloud != ''", at: [a], value: "<< request.cloud >>" }]`,
  ],
  ['one of two texts', `[{ file: a.yaml, at: [a], value: "<< request.size == 'large' && 3 || 1 >>" }]`],
  ['a change for each of a list', '[{ file: a.yaml, for-each: request.zones, at: [l], item: "<< item >>" }]'],
  ['a check box', '[{ file: a.yaml, at: [a], value: "<< request.urgent >>" }]'],
  ['what shall be gone', '[{ file: a.yaml, at: [a], value: "<< request.cloud >>", ensure: absent }]'],
])('nothing is said of %s', (_title, changes) => {
  expect(lint({ changes })).toEqual([])
})

test.each([
  [
    'a field that declares nothing',
    'main.tf',
    'name = \\"<< request.name >>\\"',
    '',
    'nothing declares which characters it may have',
  ],
  [
    'a pattern that fits a part',
    'run.sh',
    'run << request.name >>',
    '{ pattern: "[a-z]+" }',
    'its pattern lets “"” through without naming it',
  ],
  [
    'a pattern that lets everything through',
    'run.sh',
    'run << request.name >>',
    '{ pattern: "^.*$" }',
    'its pattern lets “"” through without naming it',
  ],
  [
    'a field in small letters',
    'run.sh',
    'run << lower(request.name) >>',
    '',
    'nothing declares which characters it may have',
  ],
])(
  'a value in a text whose separators nobody knows is a finding: %s',
  (_title, file, line, declared, why) => {
    expect(lintName(file, line, declared)).toEqual([
      `type/plain-text: “Name” goes into a line of ${file}, and ${why}.`,
    ])
  },
)

test.each([
  ['a pattern that fits the whole', 'run.sh', 'run << request.name >>', '{ pattern: "^[a-z-]+$" }'],
  [
    'a pattern that names what it lets through',
    'run.sh',
    'run << request.name >>',
    '{ pattern: "^[a-z ,]+$" }',
  ],
  ['a list of values', 'run.sh', 'run << request.name >>', '{ enum: [a, b] }'],
  ['a format', 'run.sh', 'run << request.name >>', '{ format: semver }'],
  ['a name that is made one', 'run.sh', 'run << slug(request.name) >>', ''],
  ['options of the form', 'run.sh', 'run << request.environment >>', ''],
  ['a file that is read', '.env', 'NAME=<< request.name >>', ''],
])('nothing is said of %s', (_title, file, line, declared) => {
  expect(lintName(file, line, declared)).toEqual([])
})

function lintName(file: string, line: string, declared: string) {
  const type = `name: app
title: App
form: app.yml
${declared === '' ? '' : `fields: { name: ${declared} }\n`}approval: [{ from: [team:platform] }]
changes: [{ file: ${file}, line: "${template(line)}" }]
`
  const files = [
    { path: '.github/ISSUE_TEMPLATE/app.yml', text: form },
    { path: '.github/issueops/app.yml', text: type },
  ]
  return lintRepository(files).map(({ code, what }) => `${code}: ${what}`)
}
