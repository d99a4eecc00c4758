import { afterEach, beforeEach, expect, test } from 'vitest'
import { plan, record, request } from '../core/ledger/forged.js'
import { ledgerClone } from './ledger-clone.js'
import { call } from './output.js'

let clone: ReturnType<typeof ledgerClone>
beforeEach(() => {
  clone = ledgerClone()
})
afterEach(() => clone.remove())

/** A ledger with one record, at a ref. */
function ledgerAt(ref: string, signed = true): void {
  clone.ledgerAt(ref, [record(1, 'proposed', { request, plan })], signed)
}

const verify = (...args: readonly string[]) => call('audit', 'verify', '--repo', clone.folder, ...args)

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
  clone.git('', 'update-ref', 'refs/tags/issueops/ledger', clone.commit(null, 'x.txt', 'x\n'))
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
