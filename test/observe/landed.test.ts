import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { issueNumber, oid } from '../../src/model/ids.js'
import { observeLandedBranches, observeOpenAmong } from '../../src/observe/observe-landed.js'
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

/** A branch that is merged by its pull request. */
async function land(branch: string, method: 'squash' | 'merge' = 'squash') {
  const carol = sandbox.as('carol')
  const head = await carol.pushCommit(name, branch, { [`${branch.replaceAll('/', '-')}.txt`]: 'x\n' }, 'Add')
  const pull = await carol.openPull(name, { title: branch, head: branch })
  return { head, commit: await carol.mergePull(name, pull, method) }
}

async function branchesOf(commit: string) {
  const from = sandbox.requests.length
  const branches = await observeLandedBranches(reader, oid(commit))
  return { branches, calls: sandbox.requests.slice(from).map(({ operation }) => operation) }
}

test('a commit leads to the pull requests that were merged with it and shortly before, in one call', async () => {
  await land('issueops/1-namespace')
  const { commit } = await land('issueops/2-namespace', 'merge')
  await land('feature')
  await sandbox.as('carol').pushCommit(name, 'issueops/3-open', { 'open.txt': 'x\n' }, 'Add')
  await sandbox.as('carol').openPull(name, { title: 'Open', head: 'issueops/3-open' })
  const later = await sandbox.as('carol').pushCommit(name, 'main', { 'more.txt': 'x\n' }, 'More')
  expect(await branchesOf(later)).toEqual({
    branches: ['feature', 'issueops/2-namespace', 'issueops/1-namespace'],
    calls: ['Landed'],
  })
  expect((await branchesOf(commit)).branches).toEqual(['issueops/2-namespace', 'issueops/1-namespace'])
})

test('what is no commit, or none of this repository, leads nowhere', async () => {
  expect((await branchesOf('1'.repeat(40))).branches).toEqual([])
  const [file] = await sandbox.repository(name).tree('main')
  expect((await branchesOf(file?.oid ?? '')).branches).toEqual([])
})

test('a branch of a fork is no request’s, whatever it is called', async () => {
  await sandbox.close()
  const seed = acme({ visibility: 'public' })
  const fork = { owner: 'eve', name: 'gitops', files: new Map(), forkOf: name }
  sandbox = await createSandbox({ ...seed, repositories: [...seed.repositories, fork] })
  const octokit = connect({ apiUrl: sandbox.url, token: githubToken(sandbox), retryDelaysMs: [] })
  reader = createReader(octokit, { owner: 'acme', name: 'gitops' })
  const eve = sandbox.as('eve')
  await eve.pushCommit('eve/gitops', 'issueops/1-x', { 'eve.txt': 'x\n' }, 'Add')
  const pull = await eve.openPull(name, { title: 'Mine', head: 'eve:issueops/1-x' })
  const commit = await sandbox.as('carol').mergePull(name, pull)
  expect((await branchesOf(commit)).branches).toEqual([])
})

test('of some issues the open ones are told in one call; one that is closed, gone or a pull request is not', async () => {
  const alice = sandbox.as('alice')
  const open = issueNumber(await alice.openIssue(name, { title: 'Open', body: '' }))
  const closed = issueNumber(await alice.openIssue(name, { title: 'Closed', body: '' }))
  await alice.closeIssue(name, closed)
  await land('topic')
  const from = sandbox.requests.length
  expect(await observeOpenAmong(reader, [closed, open, issueNumber(3), issueNumber(99)])).toEqual([open])
  expect(await observeOpenAmong(reader, [])).toEqual([])
  expect(sandbox.requests.slice(from).map(({ operation }) => operation)).toEqual(['Open'])
})
