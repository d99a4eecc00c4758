import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  appToken,
  body,
  createAcme,
  expectSchema,
  file,
  type Permissions,
  permissionsOf,
  repository,
  run,
} from './given.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme()
})
afterEach(() => sandbox.close())

const parse = (how: { token?: string; inputs?: Record<string, string>; event?: unknown } = {}) =>
  run(sandbox, 'parse', { token: appToken(sandbox, permissionsOf('parse')), ...how })

test('an issue is put out as the values of its form, with one read and no write', async () => {
  await file(sandbox)
  const result = await parse()
  expect([result.exitCode, result.reads, result.writes, result.said]).toEqual([0, 1, 0, ''])
  expect(result.output('state')).toBe('parsed')
  expect(result.output('reason-code')).toBe('parse/parsed')
  expect(result.output('ok')).toBe('true')
  const submission = result.json('submission')
  expectSchema('submission', submission)
  expect(submission.values).toEqual({
    action: 'Create',
    name: 'payments',
    environment: 'dev',
    cpu: '4',
    reason: 'Kubernetes.',
  })
})

test('a text of one’s own is read against a named form, without any issue', async () => {
  const inputs = { body: body({ name: 'billing' }), form: '.github/ISSUE_TEMPLATE/namespace.yml' }
  const result = await parse({ inputs, event: {} })
  expect([result.output('state'), result.json('submission').values.name]).toEqual(['parsed', 'billing'])
  expect(result.reads).toBe(1)
})

test("a requester's mistake is an output, not a failure of the step", async () => {
  await file(sandbox, { environment: 'staging' })
  const result = await parse()
  expect([result.exitCode, result.output('state'), result.output('ok')]).toEqual([0, 'invalid', 'false'])
  const submission = result.json('submission')
  expectSchema('submission', submission)
  expect(result.output('reason-code')).toBe(submission.problems[0].code)
  expect(submission.problems[0]).toMatchObject({ label: 'Environment' })
  expect(result.output('report')).toContain('staging')
})

test('an issue that is no request is ignored', async () => {
  await sandbox.as('bob').openIssue(repository, { title: 'A bug', body: 'It is slow.' })
  const result = await parse()
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    0,
    'ignored',
    'state/no-request',
  ])
})

test('a number that is no issue is ignored', async () => {
  const result = await parse({ inputs: { issue: '77' } })
  expect([result.output('state'), result.output('reason-code')]).toEqual(['ignored', 'state/no-issue'])
})

test.each([
  ['contents', 'contents: read'],
  ['issues', 'issues: read'],
])(
  'a token without %s: read fails the step, naming the permission and the lines to add',
  async (lacking, named) => {
    await file(sandbox)
    const permissions: Permissions = { ...permissionsOf('parse'), [lacking]: 'none' }
    const result = await parse({ token: appToken(sandbox, permissions) })
    expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
      1,
      'failed',
      'github/forbidden',
    ])
    expect(result.said).toContain(`permissions: { ${named} }`)
  },
)

test('when GitHub fails, the step fails and says so; a passing fault is ridden out', async () => {
  await file(sandbox)
  sandbox.faults.inject({ kind: 'reset', landed: false }, () => true, 1)
  expect((await parse()).output('state')).toBe('parsed')
  sandbox.faults.inject({ kind: 'error', status: 502, landed: false }, () => true, 100)
  const result = await parse()
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'github/unavailable'])
})

test('a form that is not there, an event about no issue and an empty token are said in one sentence', async () => {
  await file(sandbox)
  expect((await parse({ inputs: { form: 'nope.yml' } })).said).toBe(
    'There is no readable issue form nope.yml on the default branch; there is: bug.yml, namespace.yml.',
  )
  expect((await parse({ event: { schedule: '0 * * * *' } })).said).toBe(
    'The event is about no issue. Name one with the input “issue”.',
  )
  const empty = await parse({ token: '' })
  expect([empty.exitCode, empty.output('reason-code')]).toEqual([1, 'input/invalid'])
})

test('nothing a person typed becomes a command of the runner or another output', async () => {
  const evil = '::set-output name=ok::x\n##[set-output name=ok;]x\nok<<EOF\nx\nEOF'
  await file(sandbox, { reason: evil })
  const result = await parse()
  expect(result.json('submission').values.reason).toBe(evil)
  expect(result.output('ok')).toBe('true')
  expect(result.stdout).toBe('')
})

test('GraphQL is asked where GitHub Enterprise Server has it', async () => {
  await file(sandbox)
  const token = appToken(sandbox, { contents: 'read', issues: 'read' })
  const env = { GITHUB_API_URL: `${sandbox.url}/nowhere`, GITHUB_GRAPHQL_URL: `${sandbox.url}/graphql` }
  expect((await run(sandbox, 'parse', { token, env })).output('state')).toBe('parsed')
})
