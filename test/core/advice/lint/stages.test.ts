import { expect, test } from 'vitest'
import { lintRepository, surveyRepository } from '../../../../src/core/advice/lint/lint-repository.js'
import { template } from '../../plan/templates.js'

const form = `name: Promotion
description: Ask for a version.
body:
  - { type: dropdown, id: app, attributes: { label: Application, options: [shop, search] }, validations: { required: true } }
  - { type: dropdown, id: size, attributes: { label: Size, options: ["1", "2"] } }
`

const staging = 'stages: [{ name: staging }, { name: production }]'
const change = '{ file: "<< stage.name >>/a.yaml", at: [a], value: "<< request.app >>" }'

interface Parts {
  readonly approval?: string
  readonly more?: string
  readonly changes?: string
}

function filesOf({ approval = '[{ from: [team:platform] }]', more = staging, changes = change }: Parts) {
  const type = `name: promotion
title: Promotion
form: promotion.yml
approval: ${template(approval)}
changes: [${template(changes)}]
${template(more)}`
  return [
    { path: '.github/ISSUE_TEMPLATE/promotion.yml', text: form },
    { path: '.github/issueops/promotion.yml', text: type },
  ]
}

const problems = (parts: Parts) =>
  lintRepository(filesOf(parts)).map(({ code, line, what }) => `${code} ${line}: ${what}`)
const notes = (parts: Parts) =>
  surveyRepository(filesOf(parts)).notes.map(({ code, line, what }) => `${code} ${line}: ${what}`)

test.each<Parts>([
  {},
  {
    approval:
      "[{ when: stage.name == 'staging', from: [team:a] }, { when: stage.name != 'staging', from: [team:b] }]",
  },
  {
    changes: `${change}, { file: b.yaml, copy: { from: "<< stage.previous >>/b.yaml", at: [a] }, at: [a], when: stage.previous != '' }`,
  },
  { changes: `${change}, { file: b.yaml, at: [a], value: "<< stage.previous || 'base' >>" }` },
  { more: `${staging}\nreached: { by: [{ status: "kustomization/*", app: flux }, { check: smoke }] }` },
  { more: `${staging}\nreached: { by: [{ status: "kustomization/*", app: github-actions }] }` },
])('stages that every request can pass are fine: %j', (parts) => {
  expect([problems(parts), notes(parts)]).toEqual([[], []])
})

test('a stage that nobody can approve is named, and a rule that applies in no stage', () => {
  expect(problems({ approval: "[{ when: stage.name == 'staging', from: [team:a] }]" })).toEqual([
    'type/rule-gap 4: No approval rule applies when the stage is production, so nobody could approve such a request.',
  ])
  const own = `stages: [{ name: staging }, { name: production, approval: [{ when: request.app == 'shop', from: [team:a] }] }]`
  expect(problems({ more: own })).toEqual([
    'type/rule-gap 6: No approval rule applies when the stage is production and Application = "search", so nobody could approve such a request.',
  ])
  const other = `stages: [{ name: staging }, { name: production, approval: [{ from: [team:a] }, { when: stage.name == 'staging', from: [team:b] }] }]`
  expect(problems({ more: other })).toEqual([
    'type/rule-unreachable 6: No choice of options ever makes approval rule 2 apply.',
  ])
})

test('what the linter says of changes and of rules without a person holds in every stage', () => {
  const automatic = `stages: [{ name: staging }, { name: production, approval: [{ when: "stage.name == 'production' && request.size == '1'", automatic: true }, { from: [team:a] }] }]`
  expect(problems({ more: automatic })).toEqual([
    'type/empty-automatic 6: “Size” may be left empty, and approval rule 1, which approves without a person, uses it: such a request is put on hold.',
  ])
  const late = `${change}, { file: b.yaml, at: [a], value: "<< request.size >>", when: stage.name == 'production' }`
  expect(problems({ changes: late })).toEqual([
    'type/empty-value 5: “Size” may be left empty, and change 2 is made of it: such a request is refused.',
  ])
})

test('a change that is made of the stage before is found where it would be made in the first', () => {
  const changes = '{ file: "<< stage.name >>/a.yaml", at: [a], copy: "<< stage.previous >>/a.yaml" }'
  expect(problems({ changes })).toEqual([
    'type/stage-previous 5: Change 1 is made of the stage before, and “staging” follows no other: requests are refused there.',
  ])
})

test('a signal that its sender would not send, and a stage that does not wait for it, are notes', () => {
  const more = `stages: [{ name: staging }, { name: production, after: merged }]
reached: { by: [{ status: "kustomization/*" }, { status: "continuous-delivery/shop" }, { check: "kustomization/a" }] }`
  expect(notes({ more })).toEqual([
    'type/stage-hasty 6: “production” begins as soon as the stage before is merged, before what is waited for under reached was said of that.',
    'type/reached-app 7: “kustomization/*” is a name that Flux writes, and it counts here only where github-actions says it.',
    'type/reached-app 7: “continuous-delivery/shop” is a name that Argo CD writes, and it counts here only where github-actions says it.',
  ])
  expect(problems({ more })).toEqual([])
})
