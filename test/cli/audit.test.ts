import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeRecord } from '../../src/core/ledger/encode-record.js'
import { oid } from '../../src/model/ids.js'
import { plan, record, request } from '../core/ledger/forged.js'
import { call } from './output.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issueops-audit-'))
  git('', 'init', '--quiet', '--initial-branch', 'main')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function git(input: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...who },
  }).trim()
}

/** As GitHub commits what an app asks for; it would sign it as well. */
const who = {
  GIT_AUTHOR_NAME: 'acme-issueops[bot]',
  GIT_AUTHOR_EMAIL: '77+acme-issueops[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_AUTHOR_DATE: '2026-11-20T10:00:00Z',
  GIT_COMMITTER_DATE: '2026-11-20T10:00:00Z',
}

/** A commit with one more file, and something that looks like a signature. */
function commit(parent: string | null, path: string, text: string, signed = true): string {
  const blob = git(text, 'hash-object', '-w', '--stdin')
  if (parent === null) git('', 'read-tree', '--empty')
  else git('', 'read-tree', parent)
  git(`100644 ${blob}\t${path}\n`, 'update-index', '--index-info')
  const parents = parent === null ? [] : ['-p', parent]
  const made = git('Record\n', 'commit-tree', ...parents, git('', 'write-tree'))
  const [headers = '', ...message] = git('', 'cat-file', 'commit', made).split('\n\n')
  const signature = signed
    ? '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n forged\n -----END PGP SIGNATURE-----'
    : ''
  return git(
    `${headers}${signature}\n\n${message.join('\n\n')}\n`,
    'hash-object',
    '-t',
    'commit',
    '-w',
    '--stdin',
  )
}

/** A ledger with one record, at a ref. */
function ledgerAt(ref: string, signed = true): void {
  const beginning = commit(null, 'README.md', 'The ledger\n')
  const text = encodeRecord(record(1, 'proposed', { previous: oid(beginning), request, plan }))
  git('', 'update-ref', ref, commit(beginning, 'issues/00/42/0001.json', text, signed))
}

const verify = (...args: readonly string[]) => call('audit', 'verify', '--repo', folder, ...args)

test('the ledger of a clone is verified, and it is said which branch was read and what was not checked', async () => {
  ledgerAt('refs/heads/issueops/ledger')
  const { code, out } = await verify()
  expect(code).toBe(0)
  expect(out).toContain(
    'read refs/heads/issueops/ledger\nledger verified: 1 record, every one in its place\n',
  )
  expect(out).toContain('[ledger/signature-unchecked]')
})

test.each([
  ['t1', 'refs/heads/t1'],
  ['audit/t1', 'refs/heads/audit/t1'],
  ['refs/heads/t1', 'refs/heads/t1'],
  ['origin/issueops/ledger', 'refs/remotes/origin/issueops/ledger'],
  ['v1', 'refs/tags/v1'],
])('--ref takes a name as git does: %s is %s', async (name, ref) => {
  ledgerAt(ref)
  const { code, out } = await verify('--ref', name)
  expect([code, out.split('\n')[0]]).toEqual([0, `read ${ref}`])
})

test('a name that may be a branch or a tag is refused, and each is named in full', async () => {
  ledgerAt('refs/heads/t1')
  ledgerAt('refs/tags/t1')
  const { code, err } = await verify('--ref', 't1')
  expect(code).toBe(2)
  expect(err).toContain('"t1" may be refs/heads/t1 or refs/tags/t1')
  expect((await verify('--ref', 'refs/tags/t1')).code).toBe(0)
})

test('a tag named like the ledger does not stand in for the branch', async () => {
  ledgerAt('refs/heads/issueops/ledger')
  git('', 'update-ref', 'refs/tags/issueops/ledger', commit(null, 'x.txt', 'x\n'))
  expect((await verify()).out).toContain('read refs/heads/issueops/ledger\nledger verified')
})

test('neither a part of a name nor one that is not there is taken for a ledger', async () => {
  ledgerAt('refs/heads/issueops/ledger')
  for (const name of ['issueops', 'ledger', 'refs/heads/issueops', 'none'])
    expect([name, (await verify('--ref', name)).code]).toEqual([name, 2])
})

test('a commit without a signature is a finding, as is every app that is not named', async () => {
  ledgerAt('refs/heads/issueops/ledger', false)
  const unsigned = await verify()
  expect(unsigned.code).toBe(1)
  expect(unsigned.out).toContain('It is not signed by GitHub. [ledger/foreign-commit]')
  ledgerAt('refs/heads/issueops/ledger')
  expect((await verify('--app', 'acme-issueops[bot]')).code).toBe(0)
  expect((await verify('--app', 'github-actions[bot]')).code).toBe(1)
})

test('the report for programs says the ref, the findings with their severity, and the notes', async () => {
  ledgerAt('refs/heads/issueops/ledger', false)
  expect(JSON.parse((await verify('--json')).out)).toMatchObject({
    ok: false,
    ref: 'refs/heads/issueops/ledger',
    records: 1,
    findings: [{ code: 'ledger/foreign-commit', severity: 'error' }],
    notes: [{ code: 'ledger/signature-unchecked' }],
  })
})

test('without a remote the repository has to be named for --online', async () => {
  ledgerAt('refs/heads/issueops/ledger')
  const { code, err } = await verify('--online')
  expect([code, err]).toEqual([2, expect.stringContaining('--repository OWNER/REPO')])
})
