import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import { appToken, createAcme, expectSchema, file, permissionsOf, repository, run } from './given.js'

let sandbox: Sandbox
let temp: string
beforeEach(async () => {
  sandbox = await createAcme()
  temp = mkdtempSync(join(tmpdir(), 'issueops-audit-'))
})
afterEach(async () => {
  await sandbox.close()
  rmSync(temp, { recursive: true, force: true })
})

const audit = (inputs: Record<string, string> = {}) =>
  run(sandbox, 'audit', {
    token: appToken(sandbox, permissionsOf('audit')),
    inputs,
    event: {},
    env: { RUNNER_TEMP: temp },
  })

/** A request that was proposed, approved and merged: three records. */
async function recordThree(): Promise<void> {
  await file(sandbox)
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
  const token = appToken(sandbox, { ...permissions, members: 'read' })
  await run(sandbox, 'reconcile', { token })
  await sandbox.as('bob').comment(repository, 1, '/approve')
  await run(sandbox, 'reconcile', { token })
}

const push = (path: string, text: string | null) =>
  sandbox.as('carol').pushCommit(repository, 'issueops/ledger', { [path]: text }, 'Tidy up')

test('a ledger as it was appended is verified, without a write', async () => {
  await recordThree()
  const result = await audit()
  expect([result.exitCode, result.writes, result.said]).toEqual([0, 0, ''])
  expect(['state', 'reason-code', 'ok', 'records', 'file'].map(result.output)).toEqual([
    'verified',
    'audit/verified',
    'true',
    '3',
    '',
  ])
  const report = result.json('report')
  expectSchema('audit', report)
  expect(report.head).toBe((await sandbox.repository(repository).branches()).get('issueops/ledger'))
  expect(result.summary).toContain('3 records')
})

test('export writes one record a line, oldest first', async () => {
  await recordThree()
  const result = await audit({ mode: 'export' })
  const path = join(temp, 'issueops-ledger.jsonl')
  expect([result.exitCode, result.output('file')]).toEqual([0, path])
  const records = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(records.map(({ predicate }) => predicate.decision)).toEqual(['proposed', 'approved', 'merged'])
  const elsewhere = join(temp, 'elsewhere.jsonl')
  await audit({ mode: 'export', file: elsewhere })
  expect(existsSync(elsewhere)).toBe(true)
})

test('a repository without a ledger has nothing to verify', async () => {
  const result = await audit()
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    0,
    'empty',
    'audit/empty',
  ])
  expectSchema('audit', result.json('report'))
})

test.each([
  ['changed', 'issues/00/1/0001.json', '{}\n'],
  ['removed', 'issues/00/1/0001.json', null],
  ['added', 'notes.txt', 'Hello.\n'],
])('a file that somebody %s fails the step, naming the commit', async (_, path, text) => {
  await recordThree()
  await push(path, text)
  const result = await audit()
  expect([result.exitCode, result.output('state'), result.output('ok')]).toEqual([1, 'broken', 'false'])
  const report = result.json('report')
  expectSchema('audit', report)
  expect(report.findings[0]).toMatchObject({ commit: report.head, path })
  expect(result.output('reason-code')).toBe(report.findings[0].code)
  expect(result.said).toContain(report.head.slice(0, 12))
})

test('more commits than fit one page are all looked at', async () => {
  await recordThree()
  for (let count = 1; count <= 101; count += 1) await push(`notes/${count}.txt`, 'x')
  const report = (await audit()).json('report')
  // Each is somebody's commit, and adds what is no record.
  expect([report.findingCount, report.records]).toEqual([202, 3])
}, 180_000)

test('comments that were deleted later are noted, and a token that may not look them up is told so', async () => {
  await recordThree()
  const [approving] =
    sandbox
      .repository(repository)
      .issue(1)
      ?.comments.filter(({ body }) => body === '/approve') ?? []
  await sandbox.as('bob').deleteComment(repository, approving?.id ?? 0)
  const result = await audit()
  expect([result.exitCode, result.output('state')]).toEqual([0, 'verified'])
  const report = result.json('report')
  expectSchema('audit', report)
  expect(report.notes.map(({ code }: { code: string }) => code)).toEqual(['ledger/comment-deleted'])
  const token = appToken(sandbox, { contents: 'read' })
  const less = await run(sandbox, 'audit', { token, event: {}, env: { RUNNER_TEMP: temp } })
  expect(less.exitCode).toBe(0)
  expect(less.json('report').notes.map(({ code }: { code: string }) => code)).toEqual([
    'ledger/comments-unchecked',
  ])
})

test('a mode that is none is wrong usage', async () => {
  expect((await audit({ mode: 'delete' })).said).toContain('verify or export')
})

test('a token without contents: read fails the step, naming the permission', async () => {
  await recordThree()
  const token = appToken(sandbox, { issues: 'read' })
  const result = await run(sandbox, 'audit', { token, event: {} })
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    1,
    'failed',
    'github/forbidden',
  ])
  expect(result.said).toContain('permissions: { contents: read }')
})

test('when GitHub fails, the step fails, and nothing is called verified', async () => {
  await recordThree()
  sandbox.faults.inject({ kind: 'reset', landed: false }, ({ path }) => path.includes('/commits/'), 100)
  const result = await audit()
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    1,
    'failed',
    'github/unavailable',
  ])
})
