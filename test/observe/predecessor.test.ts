import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { type Oid, oid } from '../../src/model/ids.js'
import { type FinalRecord, isFinal } from '../../src/model/record.js'
import { observeMerge } from '../../src/observe/observe-merge.js'
import { observePredecessor } from '../../src/observe/observe-predecessor.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { merge, plan, record } from '../core/ledger/forged.js'
import { changed } from '../core/ledger/lives.js'
import { acme, githubToken } from '../sandbox/acme.js'

const name = 'acme/gitops'
const path = 'clusters/staging/app.yaml'

let sandbox: Sandbox
let reader: Reader
let base: Oid
beforeEach(async () => {
  sandbox = await createSandbox(
    acme({
      files: new Map<string, string | { content: string; mode: '120000' }>([
        [path, 'image: a:1\n'],
        ['link.yaml', { content: path, mode: '120000' }],
      ]),
    }),
  )
  const octokit = connect({ apiUrl: sandbox.url, token: githubToken(sandbox), retryDelaysMs: [] })
  reader = createReader(octokit, { owner: 'acme', name: 'gitops' })
  base = oid((await sandbox.repository(name).branches()).get('main') ?? '')
})
afterEach(() => sandbox.close())

const push = async (text: string) =>
  oid(await sandbox.as('carol').pushCommit(name, 'main', { [path]: text }, 'Write'))

/** The end of a stage that was merged as this commit, or where no file had to change. */
function ended(commit: Oid | null): FinalRecord {
  const planned = { ...plan, repository: name, branch: 'main', base, files: [changed(path, [])] }
  const found =
    commit === null
      ? record(3, 'unchanged', { plan: { ...planned, files: [] } })
      : record(3, 'merged', { plan: planned, merge: { ...merge, commit } })
  if (!isFinal(found)) throw new Error('a stage that is done has ended')
  return found
}

/** What is read, and the calls it took, the paths without ids. */
async function asked(before: FinalRecord, sources: readonly string[]) {
  const from = sandbox.requests.length
  const result = await observePredecessor(reader, { before, repository: null, sources })
  const calls = sandbox.requests
    .slice(from)
    .map(
      ({ method, path: called, operation }) =>
        operation ?? `${method} ${called.replaceAll(/[0-9a-f]{40}/g, 'ID').replace(/\?.*/, '')}`,
    )
  return { result, calls: calls.sort() }
}

test('what was merged and the files from which the next stage copies come in one query, as they stood at the merge', async () => {
  const commit = await push('image: a:2\n')
  await push('image: a:3\n')
  const { result, calls } = await asked(ended(commit), [path, 'link.yaml', 'nowhere/x.yaml'])
  expect(calls).toEqual([
    'GET /repos/acme/gitops/commits/ID',
    'GET /repos/acme/gitops/compare/ID...ID',
    'Merge',
  ])
  expect(result.merge).toEqual(await observeMerge(reader, { commit, branch: 'main', paths: [path] }))
  expect(result.merge?.onTarget).toBe(true)
  expect(result.sources).toEqual([
    { kind: 'text', path, mode: '100644', oid: expect.any(String), text: 'image: a:2\n' },
    { kind: 'blocked', path: 'link.yaml', by: 'symlink', at: 'link.yaml' },
    { kind: 'absent', path: 'nowhere/x.yaml' },
  ])
})

test('where no file had to change, the files are those at the base of the plan, which has to stand on the branch as well', async () => {
  await push('image: a:2\n')
  const { result, calls } = await asked(ended(null), [path])
  expect(calls).toEqual([
    'GET /repos/acme/gitops/commits/ID',
    'GET /repos/acme/gitops/compare/ID...ID',
    'Merge',
  ])
  expect([result.merge?.commit, result.merge?.onTarget]).toEqual([base, true])
  expect(result).toEqual({
    merge: expect.anything(),
    sources: [{ kind: 'text', path, mode: '100644', oid: expect.any(String), text: 'image: a:1\n' }],
  })
})

test('a stage that copies from nowhere needs the merge alone, and nothing where there was none', async () => {
  const commit = await push('image: a:2\n')
  const merged = await asked(ended(commit), [])
  expect(merged.calls).toEqual(['GET /repos/acme/gitops/commits/ID', 'Merge'])
  expect([merged.result.merge?.commit, merged.result.sources]).toEqual([commit, []])
  expect(await asked(ended(null), [])).toEqual({ calls: [], result: { merge: null, sources: [] } })
})
