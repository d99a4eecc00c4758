import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  appToken,
  body,
  changed,
  createAcme,
  expectSchema,
  file,
  type Permissions,
  permissionsOf,
  repository,
  run,
  typePath,
} from './given.js'

const permissions: Permissions = { ...permissionsOf('propose'), members: 'read' }

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme()
})
afterEach(() => sandbox.close())

const propose = (inputs: Record<string, string> = {}, more: Permissions = {}) =>
  run(sandbox, 'propose', { token: appToken(sandbox, { ...permissions, ...more }), inputs })

test('a request becomes a pull request with exactly the planned change; a second run writes nothing', async () => {
  await file(sandbox)
  const result = await propose()
  expect([result.exitCode, result.said]).toEqual([0, ''])
  expect(['state', 'reason-code', 'ok', 'pull-request'].map(result.output)).toEqual([
    'proposed',
    'propose/proposed',
    'true',
    '2',
  ])
  expect(result.json('files')).toEqual([
    'clusters/dev/kustomization.yaml',
    'clusters/dev/namespaces/payments.yaml',
  ])
  const plan = result.json('plan')
  expectSchema('plan', plan)
  expect(plan.planDigest).toBe(result.output('plan-digest'))
  expect(result.output('report')).toContain('pull request #2 holds exactly the change')
  const view = sandbox.repository(repository)
  const pull = await view.pull(2)
  const head = pull?.pull.headOid ?? ''
  expect(await view.fileAt(head, 'clusters/dev/namespaces/payments.yaml')).toContain('name: payments')
  expect((await view.checkRuns(head)).map(({ externalId }) => externalId)).toEqual([plan.planDigest])
  const again = await propose()
  expect([again.output('state'), again.output('plan-digest'), again.writes]).toEqual([
    'proposed',
    plan.planDigest,
    0,
  ])
})

test('it writes on the issue neither comment nor label, and decides no approval', async () => {
  await file(sandbox)
  await propose()
  await sandbox.as('bob').comment(repository, 1, '/approve')
  const result = await propose()
  expect([result.output('state'), result.writes]).toEqual(['proposed', 0])
  const issue = sandbox.repository(repository).issue(1)
  expect([issue?.comments.length, issue?.labels, issue?.state]).toEqual([1, [], 'open'])
})

test('reconcile goes on from there: same pull request, and an approval merges it', async () => {
  await file(sandbox)
  const proposed = await propose()
  const token = appToken(sandbox, { ...permissions, issues: 'write' })
  const next = await run(sandbox, 'reconcile', { token })
  expect([next.output('state'), next.output('pull-request'), next.output('plan-digest')]).toEqual([
    'awaiting-approval',
    '2',
    proposed.output('plan-digest'),
  ])
  await sandbox.as('bob').comment(repository, 1, '/approve')
  expect((await run(sandbox, 'reconcile', { token })).output('state')).toBe('merged')
  expect((await propose()).output('state')).toBe('merged')
})

test('an edited request replaces its change on the same pull request', async () => {
  await file(sandbox)
  const first = await propose()
  await sandbox.as('alice').editIssue(repository, 1, { body: body({ cpu: '8' }) })
  const second = await propose()
  expect([second.output('state'), second.output('pull-request')]).toEqual(['proposed', '2'])
  expect(second.output('plan-digest')).not.toBe(first.output('plan-digest'))
})

test('a request that was edited after it was validated is not proposed', async () => {
  await file(sandbox)
  const validated = await run(sandbox, 'validate', { token: appToken(sandbox, permissions) })
  const digest = validated.output('digest')
  await sandbox.as('alice').editIssue(repository, 1, { body: body({ cpu: '8' }) })
  const result = await propose({ digest })
  expect([result.exitCode, result.output('state'), result.output('reason-code'), result.writes]).toEqual([
    0,
    'held',
    'state/request-changed',
    0,
  ])
  await sandbox.as('alice').editIssue(repository, 1, { body: body() })
  expect((await propose({ digest })).output('state')).toBe('proposed')
})

test("a requester's mistake proposes nothing and fails nothing", async () => {
  await file(sandbox, { cpu: '99' })
  const result = await propose()
  expect([result.exitCode, result.output('state'), result.output('ok'), result.writes]).toEqual([
    0,
    'invalid',
    'false',
    0,
  ])
  expectSchema('plan', result.json('plan'))
  expect(result.output('report')).toContain('needs one correction')
})

test('whoever may not ask gets no pull request', async () => {
  await sandbox.close()
  sandbox = await createAcme({
    [typePath]: changed(typePath, 'fields:\n', 'requesters: [team:platform]\nfields:\n'),
  })
  await file(sandbox)
  const result = await propose()
  expect([result.output('reason-code'), result.writes]).toEqual(['state/requester-not-permitted', 0])
  expect(result.output('report')).toContain('not open to this account')
})

test('manifests that are already as requested need no pull request', async () => {
  await file(sandbox, { action: 'Remove', name: 'unheard-of' })
  const result = await propose()
  expect([result.output('state'), result.output('ok'), result.output('pull-request')]).toEqual([
    'unchanged',
    'true',
    '',
  ])
  expect(result.output('report')).toContain('already as requested')
  expect(sandbox.repository(repository).pulls()).toEqual([])
})

test.each([
  ['contents', 'contents: write'],
  ['pull_requests', 'pull-requests: write'],
  ['checks', 'checks: write'],
])('a token without %s: write fails the step, naming the permission', async (lacking, named) => {
  await file(sandbox)
  const result = await propose({}, { [lacking]: 'read' })
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    1,
    'failed',
    'github/forbidden',
  ])
  expect(result.said).toContain(`permissions: { ${named} }`)
})

test('when GitHub fails, the step fails, and the next run goes on from there', async () => {
  await file(sandbox)
  sandbox.faults.inject({ kind: 'reset', landed: false }, ({ kind }) => kind === 'write', 100)
  const failed = await propose()
  expect([failed.exitCode, failed.output('reason-code')]).toEqual([1, 'github/unavailable'])
  sandbox.faults.clear()
  expect((await propose()).output('state')).toBe('proposed')
})

test('a write that landed without an answer is not repeated', async () => {
  await file(sandbox)
  sandbox.faults.inject({ kind: 'error', status: 502, landed: true }, ({ path }) => path.endsWith('/pulls'))
  expect((await propose()).output('state')).toBe('proposed')
  expect(sandbox.repository(repository).pulls()).toHaveLength(1)
})

test('a digest that is none is wrong usage', async () => {
  await file(sandbox)
  const result = await propose({ digest: 'abc' })
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'input/invalid'])
})
