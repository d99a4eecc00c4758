import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  appToken,
  changed,
  createAcme,
  expectSchema,
  files,
  permissionsOf,
  repository,
  run,
  typePath,
} from './given.js'

let sandbox: Sandbox
let workspace: string
beforeEach(async () => {
  sandbox = await createAcme()
  workspace = mkdtempSync(join(tmpdir(), 'issueops-lint-'))
})
afterEach(async () => {
  await sandbox.close()
  rmSync(workspace, { recursive: true, force: true })
})

const broken = changed(typePath, 'request.cpu)', 'request.cups)')

const lint = (how: { event?: unknown; inputs?: Record<string, string>; env?: Record<string, string> } = {}) =>
  run(sandbox, 'lint', { token: appToken(sandbox, permissionsOf('lint')), event: {}, ...how })

/** A pull request whose head breaks the request type; answers its head. */
async function breakOnBranch(): Promise<string> {
  await sandbox.as('bob').pushCommit(repository, 'change', { [typePath]: broken }, 'Change the type')
  return (await sandbox.repository(repository).branches()).get('change') ?? ''
}

test('a repository in which all is well is clean, with one read and no write', async () => {
  const result = await lint()
  expect([result.exitCode, result.reads, result.writes, result.said]).toEqual([0, 1, 0, ''])
  expect(['state', 'reason-code', 'ok', 'count'].map(result.output)).toEqual([
    'clean',
    'lint/clean',
    'true',
    '0',
  ])
  expectSchema('lint', result.json('findings'))
  expect(result.summary).toContain('nothing to mend')
})

test('a mistake on a pull request fails the step, shown on its file and line; nothing is checked out', async () => {
  const sha = await breakOnBranch()
  const result = await lint({ event: { pull_request: { number: 9, head: { sha, ref: 'change' } } } })
  expect([result.exitCode, result.output('state'), result.output('ok')]).toEqual([1, 'findings', 'false'])
  const findings = result.json('findings')
  expectSchema('lint', findings)
  const [first] = result.annotations
  expect(Object.fromEntries(first?.properties ?? [])).toEqual({
    title: result.output('reason-code'),
    file: typePath,
    line: String(findings.problems[0].line),
  })
  expect(result.summary).toContain(`${typePath}:`)
})

test('findings may be told without failing the step', async () => {
  const commit = await breakOnBranch()
  const result = await lint({ inputs: { commit, fail: 'false' } })
  expect([result.exitCode, result.output('state')]).toEqual([0, 'findings'])
})

test('without a pull request, the commit of the workflow is looked at', async () => {
  const env = { GITHUB_SHA: await breakOnBranch() }
  expect((await lint({ env })).output('state')).toBe('findings')
})

test('a checkout in the workspace is checked without GitHub; links in it are not followed', async () => {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(workspace, 'checkout', path)), { recursive: true })
    writeFileSync(join(workspace, 'checkout', path), path === typePath ? broken : text)
  }
  const env = { GITHUB_WORKSPACE: workspace }
  const result = await lint({ inputs: { path: 'checkout' }, env })
  expect([result.reads, result.output('state')]).toEqual([0, 'findings'])
  expect(result.annotations[0]?.properties.get('file')).toBe(`checkout/${typePath}`)
  const secret = join(workspace, 'secret.yml')
  writeFileSync(secret, 'name: hunter2\n')
  symlinkSync(secret, join(workspace, 'checkout/.github/issueops/leak.yml'))
  expect((await lint({ inputs: { path: 'checkout' }, env })).stdout).not.toContain('hunter2')
  mkdirSync(join(workspace, 'linked'))
  symlinkSync(join(workspace, 'checkout/.github'), join(workspace, 'linked/.github'))
  const linked = await lint({ inputs: { path: 'linked' }, env })
  expect([linked.exitCode, linked.output('reason-code')]).toEqual([1, 'input/invalid'])
  expect(linked.said).toContain('There is nothing to check in the folder linked')
})

test('a text with commands of the runner in it gives none', async () => {
  const text = changed(
    typePath,
    'title: Kubernetes namespace',
    'tilte: "::set-output name=state::clean ##[add-mask]a"',
  )
  await sandbox.as('bob').pushCommit(repository, 'change', { [typePath]: text }, 'x')
  const commit = (await sandbox.repository(repository).branches()).get('change') ?? ''
  const result = await lint({ inputs: { commit } })
  expect(result.stdout).not.toMatch(/::set-output|##\[/)
  expect(result.output('state')).toBe('findings')
})

test.each([
  [{ commit: 'main' }, 'whole commit id'],
  [{ path: '../elsewhere' }, 'folder in the workspace'],
  [{ fail: 'yes' }, 'true or false'],
])('wrong usage is said in one sentence: %j', async (inputs: Record<string, string>, said) => {
  const result = await lint({ inputs })
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'input/invalid'])
  expect(result.said).toContain(said)
})

test('a commit that is not there fails the step', async () => {
  const result = await lint({ inputs: { commit: '0'.repeat(40) } })
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    1,
    'failed',
    'github/not-found',
  ])
})

test('a token without contents: read fails the step, naming the permission', async () => {
  const result = await run(sandbox, 'lint', { token: appToken(sandbox, { issues: 'read' }), event: {} })
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'github/forbidden'])
  expect(result.said).toContain('permissions: { contents: read }')
})

test('when GitHub fails, the step fails, and is not taken for clean', async () => {
  sandbox.faults.inject({ kind: 'error', status: 500, landed: false }, () => true, 100)
  const result = await lint()
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    1,
    'failed',
    'github/unavailable',
  ])
})
