import { expect, test } from 'vitest'
import { call, file } from './output.js'
import { repository } from './repository.js'

const form = `name: Promotion
description: Ask for a version
body:
  - { type: input, id: version, attributes: { label: Version }, validations: { required: true } }
`
const type = `name: promotion
title: Promotion
form: promotion.yml
approval: [{ from: [role:write] }]
stages:
  - name: staging
  - { name: production, target: { branch: live }, approval: [{ from: [role:maintain], count: 2 }] }
changes:
  - { file: staging.yaml, at: [tag], value: "\${{ request.version }}", when: "\${{ stage.previous == '' }}" }
  - { file: "\${{ stage.name }}.yaml", copy: "\${{ stage.previous }}.yaml", at: [tag], when: "\${{ stage.previous != '' }}" }
`
const manifests = { 'staging.yaml': 'tag: "1.1"\n', 'production.yaml': 'tag: "1.0"\nreplicas: 3\n' }

function repositoryWith(tests: string) {
  return repository({
    '.github/ISSUE_TEMPLATE/promotion.yml': form,
    '.github/issueops/promotion.yml': `${type}${tests}`,
    ...manifests,
  })
}

test('a test says which stage it tries: its change, its approvers, and the first where it says none', async () => {
  const root = repositoryWith(`tests:
  - name: staging is written
    answers: { version: "1.2" }
    expect: { approvers: ["1 of role:write"], plan: { staging.yaml: "tag: \\"1.2\\"\\n" } }
  - name: production takes what staging has
    stage: production
    answers: { version: "1.2" }
    expect: { approvers: ["2 of role:maintain"], plan: { production.yaml: [{ at: [tag], old: "1.0", new: "1.1" }] } }
  - name: production is approved as staging is
    stage: production
    answers: { version: "1.2" }
    expect: { approvers: ["1 of role:write"] }
`)
  const { code, out } = await call('test', root)
  expect({ code, out }).toEqual({
    code: 1,
    out: `✓ promotion: staging is written
✓ promotion: production takes what staging has
✗ promotion: production is approved as staging is
    Others have to approve than expected.
      @@ -1,1 +1,1 @@
      -1 of role:write
      +2 of role:maintain

3 tests: 1 otherwise than expected
`,
  })
})

test('an answer that would be a pattern in what is waited for is refused before anything is proposed', async () => {
  const root = repositoryWith(`reached: { by: [{ deployment: "\${{ stage.name }}-\${{ request.version }}" }] }
tests:
  - { name: a pattern, answers: { version: "*" }, expect: { problems: [request/signal-name] } }
  - { name: a version, answers: { version: "1.2" }, expect: { approvers: ["1 of role:write"] } }
`)
  expect((await call('test', root)).code).toBe(0)
})

test('plan shows the change of the first stage, or of the one that is named', async () => {
  const root = repositoryWith('')
  const given = ['--repo', root, '--body', file('promotion.md', '### Version\n\n1.2\n')]
  expect((await call('plan', ...given)).out.split('\n').slice(0, 2)).toEqual([
    'Stage: staging',
    '--- a/staging.yaml',
  ])
  expect((await call('plan', ...given, '--stage', 'production')).out.split('\n').slice(0, 2)).toEqual([
    'Stage: production',
    '--- a/production.yaml',
  ])
  expect(JSON.parse((await call('plan', ...given, '--json')).out)).toMatchObject({ stage: 'staging' })
  expect(await call('plan', ...given, '--stage', 'prod')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(
      'There is no stage prod in the request type promotion. Did you mean production? The stages are: staging, production.',
    ),
  })
})
