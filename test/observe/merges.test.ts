import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { oid } from '../../src/model/ids.js'
import { observeMerge, observeMerges } from '../../src/observe/observe-merge.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken } from '../sandbox/acme.js'

const name = 'acme/gitops'

let sandbox: Sandbox
let reader: Reader
beforeEach(async () => {
  sandbox = await createSandbox(acme())
  const octokit = connect({ apiUrl: sandbox.url, token: githubToken(sandbox), retryDelaysMs: [] })
  reader = createReader(octokit, { owner: 'acme', name: 'gitops' })
})
afterEach(() => sandbox.close())

/** Writes a commit to a branch, and asks for it as a merge into `main`. */
async function landed(
  branch: string,
  files: Readonly<Record<string, string | null>>,
  paths = Object.keys(files),
) {
  const commit = oid(await sandbox.as('carol').pushCommit(name, branch, files, 'Land'))
  return { commit, branch: 'main', paths }
}

/** What is read, and the calls it took, the paths without ids. */
async function asked<T>(work: () => Promise<T>) {
  const from = sandbox.requests.length
  const result = await work()
  const calls = sandbox.requests
    .slice(from)
    .map(
      ({ method, path, operation }) =>
        operation ?? `${method} ${path.replaceAll(/[0-9a-f]{40}/g, 'ID').replace(/\?.*/, '')}`,
    )
  return { result, calls: calls.sort() }
}

test('several merges are each read as if alone, with one query for all of them', async () => {
  const needs = [
    await landed('main', { 'clusters/dev/a.yaml': 'a: 1\n', 'clusters/prod/a.yaml': 'a: 1\n' }),
    await landed('elsewhere', { 'clusters/dev/b.yaml': 'b: 1\n' }),
    await landed('main', { 'clusters/dev/a.yaml': null, 'README.md': '# changed\n' }),
  ]
  const { result, calls } = await asked(() => observeMerges(reader, needs))
  expect(calls).toEqual([
    'GET /repos/acme/gitops/commits/ID',
    'GET /repos/acme/gitops/commits/ID',
    'GET /repos/acme/gitops/commits/ID',
    'GET /repos/acme/gitops/compare/ID...ID',
    'GET /repos/acme/gitops/compare/ID...ID',
    'Merge',
  ])
  const alone = []
  for (const need of needs) alone.push(await observeMerge(reader, need))
  expect(result).toEqual(alone)
  expect(result.map(({ onTarget }) => onTarget)).toEqual([true, false, true])
  expect(result.map(({ files }) => files.map(({ path, oid: id }) => [path, id !== null]))).toEqual([
    [
      ['clusters/dev/a.yaml', true],
      ['clusters/prod/a.yaml', true],
    ],
    [['clusters/dev/b.yaml', true]],
    [
      ['README.md', true],
      ['clusters/dev/a.yaml', false],
    ],
  ])
  expect(result.map(({ planned }) => planned.map(({ path, mode }) => [path, mode]))).toEqual([
    [
      ['clusters/dev/a.yaml', '100644'],
      ['clusters/prod/a.yaml', '100644'],
    ],
    [['clusters/dev/b.yaml', '100644']],
    [
      ['clusters/dev/a.yaml', null],
      ['README.md', '100644'],
    ],
  ])
})

test('twenty-one merges take two queries, none takes no call', async () => {
  const need = await landed('main', { 'a.yaml': 'a: 1\n' })
  const { result, calls } = await asked(() =>
    observeMerges(
      reader,
      Array.from({ length: 21 }, () => need),
    ),
  )
  expect(calls.filter((each) => each === 'Merge')).toEqual(['Merge', 'Merge'])
  expect(new Set(result.map((each) => JSON.stringify(each))).size).toBe(1)
  expect((await asked(() => observeMerges(reader, []))).calls).toEqual([])
})

test('a branch that is gone leads to no merge; a commit that is gone is an error of GitHub’s', async () => {
  const need = await landed('main', { 'a.yaml': 'a: 1\n' })
  const [merge] = await observeMerges(reader, [{ ...need, branch: 'gone' }])
  expect([merge?.onTarget, merge?.planned.map(({ path }) => path)]).toEqual([false, ['a.yaml']])
  const gone = { ...need, commit: oid('1'.repeat(40)) }
  await expect(observeMerges(reader, [need, gone])).rejects.toMatchObject({
    operation: 'read the merge commit',
  })
})
