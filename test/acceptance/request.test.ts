import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
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
  root,
  run,
  typePath,
} from './given.js'
import { runComposite } from './run-composite.js'

const permissions: Permissions = { ...permissionsOf('request'), members: 'read' }
const { runs } = Object(load(readFileSync(join(root, 'actions/request/action.yml'), 'utf8')))

let sandbox: Sandbox
let download: string
beforeEach(async () => {
  sandbox = await createAcme()
  // As the runner unpacks a commit: far from any checkout, under a path of its own.
  download = mkdtempSync(join(tmpdir(), 'issueops _actions '))
  for (const name of readdirSync(join(root, 'actions')))
    cpSync(join(root, 'actions', name), join(download, 'actions', name), { recursive: true })
})
afterEach(async () => {
  await sandbox.close()
  rmSync(download, { recursive: true, force: true })
})

async function request(more: Permissions = {}, inputs: Record<string, string> = {}) {
  const token = appToken(sandbox, { ...permissions, ...more })
  const { result, cost } = await sandbox.measure(() =>
    runComposite(sandbox, join(download, 'actions/request'), {
      inputs: { token, ...inputs },
      event: { issue: { number: 1 } },
      repository,
    }),
  )
  return { ...result, writes: cost.writes }
}

const comments = () => sandbox.repository(repository).issue(1)?.comments ?? []

test('an issue becomes a pull request and one comment that says so; a second run writes nothing', async () => {
  await file(sandbox)
  const result = await request()
  expect([result.exitCode, result.ran]).toEqual([0, ['parse', 'validate', 'propose', 'comment']])
  const { request: json = '', ...outputs } = result.outputs
  expectSchema('request', JSON.parse(json))
  expect(outputs).toEqual({
    state: 'proposed',
    'reason-code': 'propose/proposed',
    ok: 'true',
    'pull-request': '2',
    'plan-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(comments()).toHaveLength(1)
  expect(comments()[0]?.body).toContain('pull request #2 holds exactly the change below')
  expect((await request()).writes).toBe(0)
})

test("a requester's mistake is said in the comment, and its correction takes the same comment", async () => {
  await file(sandbox, { environment: 'staging' })
  const wrong = await request()
  expect([wrong.exitCode, wrong.ran, wrong.outputs.state, wrong.outputs.ok]).toEqual([
    0,
    ['parse', 'comment'],
    'invalid',
    'false',
  ])
  expect(comments()[0]?.body).toContain('needs one correction')
  await sandbox.as('alice').editIssue(repository, 1, { body: body({ cpu: '99' }) })
  const still = await request()
  expect([still.ran, still.outputs.state]).toEqual([['parse', 'validate', 'comment'], 'invalid'])
  await sandbox.as('alice').editIssue(repository, 1, { body: body() })
  expect((await request()).outputs.state).toBe('proposed')
  expect(comments()).toHaveLength(1)
})

test('reconcile goes on in the same comment', async () => {
  await file(sandbox)
  await request()
  const next = await run(sandbox, 'reconcile', { token: appToken(sandbox, permissions) })
  expect(next.output('state')).toBe('awaiting-approval')
  expect(comments()).toHaveLength(1)
  expect(comments()[0]?.body).toContain('waiting for approval')
})

test('an issue that is no request costs nothing', async () => {
  await sandbox.as('bob').openIssue(repository, { title: 'A bug', body: 'It is slow.' })
  const result = await request()
  expect([result.exitCode, result.ran, result.outputs.state, result.writes]).toEqual([
    0,
    ['parse'],
    'ignored',
    0,
  ])
})

test('whoever may not ask is told so, without a pull request', async () => {
  await sandbox.close()
  sandbox = await createAcme({
    [typePath]: changed(typePath, 'fields:\n', 'requesters: [team:platform]\nfields:\n'),
  })
  await file(sandbox)
  const result = await request()
  expect([result.ran, result.outputs.state]).toEqual([['parse', 'validate', 'comment'], 'not-permitted'])
  expect(sandbox.repository(repository).pulls()).toEqual([])
})

test.each([
  ['issues', 'issues: write', ['parse', 'validate', 'propose', 'comment']],
  ['pull_requests', 'pull-requests: write', ['parse', 'validate', 'propose']],
])(
  'a token without %s: write stops where it is needed, naming the permission',
  async (lacking, named, ran) => {
    await file(sandbox)
    const result = await request({ [lacking]: 'read' })
    expect([result.exitCode, result.ran]).toEqual([1, ran])
    expect(result.log).toContain(`permissions: { ${named} }`)
  },
)

test('when GitHub fails, the step fails, and nothing after it runs', async () => {
  await file(sandbox)
  sandbox.faults.inject({ kind: 'reset', landed: false }, () => true, 100)
  const result = await request()
  expect([result.exitCode, result.ran, result.outputs.state, result.outputs['reason-code']]).toEqual([
    1,
    ['parse'],
    'failed',
    'github/unavailable',
  ])
})

test('a value with a script in it is only ever a value', async () => {
  await file(sandbox, { reason: '$(touch pwned) `id` "; exit 3; #' })
  expect((await request()).outputs.state).toBe('proposed')
})

test('no script holds an expression, and every variable is one that every shell passes on', () => {
  for (const step of runs.steps) {
    expect(step.run).not.toContain('${{')
    expect(step.run).toBe(`node "$GITHUB_ACTION_PATH/../${step.id}/dist/index.js"`)
    expect(step.shell).toBe('bash')
    expect(Object.keys(step.env).filter((name) => !/^INPUT_[A-Z]+$/.test(name))).toEqual([])
  }
})
