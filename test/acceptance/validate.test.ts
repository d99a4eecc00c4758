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

const permissions: Permissions = { ...permissionsOf('validate'), members: 'read' }

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme()
})
afterEach(() => sandbox.close())

const validate = (inputs: Record<string, string> = {}, more: Permissions = {}) =>
  run(sandbox, 'validate', { token: appToken(sandbox, { ...permissions, ...more }), inputs })

/** The sandbox anew, with a request type that names its requesters. */
async function requesters(line: string): Promise<void> {
  await sandbox.close()
  sandbox = await createAcme({
    [typePath]: changed(typePath, 'fields:\n', `requesters: [${line}]\nfields:\n`),
  })
}

test('a valid request is put out with typed values and its digest, without a write', async () => {
  await file(sandbox)
  const result = await validate()
  expect([result.exitCode, result.reads, result.writes]).toEqual([0, 1, 0])
  expect(['state', 'reason-code', 'ok', 'permitted', 'type', 'report'].map(result.output)).toEqual([
    'valid',
    'validate/valid',
    'true',
    'true',
    'namespace',
    '',
  ])
  const request = result.json('request')
  expectSchema('request', request)
  expect(request.values.cpu).toBe(4)
  expect(result.output('digest')).toBe(request.requestDigest)
})

test("a requester's mistakes are outputs, all of them, with a report to post", async () => {
  await file(sandbox, { name: 'A', cpu: '99' })
  const result = await validate()
  expect([result.exitCode, result.output('state'), result.output('digest')]).toEqual([0, 'invalid', ''])
  const request = result.json('request')
  expectSchema('request', request)
  expect(request.problems.map(({ field }: { field: string }) => field)).toEqual(['name', 'cpu'])
  expect(result.output('reason-code')).toBe(request.problems[0].code)
  expect(result.output('report')).toContain('needs 2 corrections')
})

test('what parse puts out is validated against a named request type in place of the text', async () => {
  await file(sandbox)
  const token = appToken(sandbox, permissions)
  const inputs = { body: body({ name: 'other' }) }
  const parsed = await run(sandbox, 'parse', { token, inputs })
  const result = await validate({ type: 'namespace', submission: parsed.output('submission') })
  expect([result.output('state'), result.json('request').values.name]).toEqual(['valid', 'other'])
})

test('a document made by hand holds nothing that the form could not have submitted', async () => {
  await file(sandbox)
  const values = { action: 'Create', name: 'x-y-z', environment: 'staging', cpu: '1', reason: 'a' }
  const forged = await validate({ type: 'namespace', submission: JSON.stringify({ ok: true, values }) })
  expect([forged.output('state'), forged.output('reason-code')]).toEqual(['invalid', 'form/option-unknown'])
  const smuggled = { ...values, environment: 'dev', reason: 'a\n\n### Environment\n\nprod' }
  const second = await validate({
    type: 'namespace',
    submission: JSON.stringify({ ok: true, values: smuggled }),
  })
  expect([second.exitCode, second.output('state')]).toEqual([0, 'invalid'])
  const none = await validate({ type: 'namespace', submission: '{"ok":true,"values":{"__proto__":7}}' })
  expect([none.exitCode, none.output('reason-code')]).toEqual([1, 'input/invalid'])
})

test('whoever may not ask is told so, whatever the text says', async () => {
  await requesters('team:platform')
  await file(sandbox, { cpu: '99' })
  const result = await validate()
  expect([result.exitCode, ...['state', 'permitted', 'ok', 'reason-code'].map(result.output)]).toEqual([
    0,
    'not-permitted',
    'false',
    'false',
    'state/requester-not-permitted',
  ])
})

test('a requester by role and one by team are permitted', async () => {
  await requesters('role:read')
  await file(sandbox)
  expect((await validate()).output('permitted')).toBe('true')
  await requesters('team:platform, alice')
  await file(sandbox)
  expect((await validate()).output('permitted')).toBe('true')
})

test('a team the token cannot see is unknown, which is neither yes nor no', async () => {
  await requesters('team:platform')
  await file(sandbox)
  const result = await validate({}, { members: 'none' })
  expect([result.exitCode, ...['state', 'permitted', 'reason-code'].map(result.output)]).toEqual([
    0,
    'held',
    'unknown',
    'state/requester-unknown',
  ])
})

test('a broken request type holds the request, and names its file', async () => {
  await sandbox.close()
  sandbox = await createAcme({ [typePath]: changed(typePath, 'approval:', 'approvals:') })
  await file(sandbox)
  const result = await validate()
  expect([result.exitCode, result.output('state')]).toEqual([0, 'held'])
  expect(result.output('report')).toContain('namespace.yml')
})

test('an issue that is no request is ignored', async () => {
  await sandbox.as('bob').openIssue(repository, { title: 'A bug', body: 'It is slow.' })
  expect((await validate()).output('state')).toBe('ignored')
})

test.each([
  ['contents', 'contents: read'],
  ['issues', 'issues: read'],
])('a token without %s: read fails the step, naming the permission', async (lacking, named) => {
  await file(sandbox)
  const result = await validate({}, { [lacking]: 'none' })
  expect([result.exitCode, result.output('state')]).toEqual([1, 'failed'])
  expect(result.said).toContain(`permissions: { ${named} }`)
})

test('when GitHub fails, the step fails', async () => {
  await file(sandbox)
  sandbox.faults.inject({ kind: 'reset', landed: false }, () => true, 100)
  const result = await validate()
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'github/unavailable'])
})

test('a request type that is not there and a submission without a type are wrong usage', async () => {
  await file(sandbox)
  expect((await validate({ type: 'nope' })).said).toBe(
    'There is no request type nope on the default branch; there is: namespace.',
  )
  expect((await validate({ submission: '{}' })).exitCode).toBe(1)
})
