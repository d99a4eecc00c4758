import { expect, test } from 'vitest'
import { lintRepository } from '../../../../src/core/advice/lint/lint-repository.js'

const form = `name: Namespace
description: Ask for a namespace.
body:
  - type: dropdown
    id: environment
    attributes: { label: Environment, options: [dev, staging, prod] }
    validations: { required: true }
  - type: dropdown
    id: size
    attributes: { label: Size, options: [small, large] }
  - type: input
    id: name
    attributes: { label: Name }
    validations: { required: true }
`

function lint(...approval: readonly string[]) {
  const type = `name: namespace
title: Namespace
form: namespace.yml
approval:
${approval.map((rule) => `  - ${rule}`).join('\n')}
changes:
  - { file: "teams/\${{ request.name }}.yaml", content: { a: 1 } }
`
  const files = [
    { path: '.github/ISSUE_TEMPLATE/namespace.yml', text: form },
    { path: '.github/issueops/namespace.yml', text: type },
  ]
  return lintRepository(files).map(({ code, line, what }) => ({ code, line, what }))
}

test('a choice that no approval rule covers is named', () => {
  const rules = ['dev', 'prod'].map(
    (name) => `{ when: "request.environment == '${name}'", from: [role:maintain] }`,
  )
  expect(lint(...rules)).toEqual([
    {
      code: 'type/rule-gap',
      line: 4,
      what: 'No approval rule applies when Environment = "staging", so nobody could approve such a request.',
    },
  ])
})

test('an optional dropdown that is left empty is a choice too', () => {
  const rules = ['small', 'large'].map(
    (name) => `{ when: "request.size == '${name}'", from: [role:maintain] }`,
  )
  expect(lint(...rules).map(({ what }) => what)).toEqual([
    'No approval rule applies when Size = null, so nobody could approve such a request.',
  ])
})

test('a rule that no choice ever reaches is named by its place', () => {
  const never = `{ when: "request.environment == 'dev' && request.environment == 'prod'", from: [role:admin] }`
  expect(lint('{ from: [role:maintain] }', never)).toEqual([
    {
      code: 'type/rule-unreachable',
      line: 6,
      what: 'No choice of options ever makes approval rule 2 apply.',
    },
  ])
})

test.each([
  [
    'every choice is covered',
    [
      `{ when: "request.environment != 'prod'", from: [role:write] }`,
      `{ when: "request.environment == 'prod'", from: [role:admin] }`,
    ],
  ],
  [
    'a rule without a condition covers the rest',
    [`{ when: "request.environment == 'prod'", from: [role:admin] }`, '{ from: [role:write] }'],
  ],
  [
    'a condition that reads free text may cover anything',
    [`{ when: "startsWith(request.name, 'a')", from: [role:admin] }`],
  ],
])('nothing is said where %s', (_, rules) => {
  expect(lint(...rules)).toEqual([])
})

test('groups and automatic rules cover the choices their conditions hold for', () => {
  const small = `{ when: "request.environment == 'dev'", automatic: true }`
  const rest = `{ when: "request.environment != 'dev'", any: [{ from: [team:a] }, { from: [codeowners] }] }`
  expect(lint(small, rest)).toEqual([])
  expect(lint(small).map(({ code }) => code)).toEqual(['type/rule-gap'])
})

test('rules in a policy file are looked at in their own file', () => {
  const never = `request.environment == 'dev' && request.environment == 'prod'`
  const policy = `# rules\n- from: [role:maintain]\n- when: ${never}\n  from: [role:admin]\n`
  const type = `name: namespace
title: Namespace
form: namespace.yml
approval: { use: policies/prod.yml }
changes:
  - { file: "teams/\${{ request.name }}.yaml", content: { a: 1 } }
`
  const files = [
    { path: '.github/ISSUE_TEMPLATE/namespace.yml', text: form },
    { path: '.github/issueops/namespace.yml', text: type },
    { path: '.github/issueops/policies/prod.yml', text: policy },
    { path: '.github/issueops/policies/old.yml', text: policy },
  ]
  expect(lintRepository(files).map(({ code, file, line }) => ({ code, file, line }))).toEqual([
    { code: 'type/policy-unused', file: '.github/issueops/policies/old.yml', line: 1 },
    { code: 'type/rule-unreachable', file: '.github/issueops/policies/prod.yml', line: 3 },
  ])
  expect(lintRepository(files.slice(0, 2)).map(({ code }) => code)).toEqual(['type/policy-missing'])
})
