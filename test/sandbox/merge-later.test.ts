import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedRepository } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

const name = 'acme/gitops'
const test1 = { requiredChecks: ['test'] }

async function withPull(repository: Partial<SeedRepository>) {
  sandbox = await createSandbox(acme(repository))
  const bob = sandbox.as('bob')
  const head = await bob.pushCommit(name, 'topic', { 'topic.txt': 'one\n' }, 'One')
  await bob.openPull(name, { title: 'Topic', head: 'topic' })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const id = (await octokit.pulls.get({ ...gitops, pull_number: 1 })).data.node_id
  const mutate = async (mutation: string, input: object) => {
    const [kind] = mutation
    const type = `${kind?.toUpperCase()}${mutation.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { clientMutationId } }`
    try {
      await octokit.graphql(query, { input })
      return null
    } catch (error) {
      return error instanceof Error ? error.message.replace(/^.*response errors:\s*- /s, '') : String(error)
    }
  }
  const enable = (more: object = {}) => mutate('enablePullRequestAutoMerge', { pullRequestId: id, ...more })
  const pass = (sha: string, check = 'test') =>
    octokit.checks.create({ ...gitops, name: check, head_sha: sha, conclusion: 'success' })
  return { bob, head, id, octokit, mutate, enable, pass }
}

function state() {
  const pull = sandbox.repository(name).issue(1)?.pull
  return { merged: pull?.merged?.by ?? null, armed: pull?.autoMerge !== null, queued: pull?.queued !== null }
}

/** What GraphQL tells of waiting merges. */
async function told(octokit: Awaited<ReturnType<typeof withPull>>['octokit']) {
  const query = `{ repository(owner: "acme", name: "gitops") { autoMergeAllowed pullRequest(number: 1) {
    isInMergeQueue isMergeQueueEnabled
    autoMergeRequest { enabledBy { login } mergeMethod }
    mergeQueueEntry { state enqueuer { login } headCommit { oid parents(first: 1) { nodes { oid } } } }
  } } }`
  const { repository } = await octokit.graphql<{ repository: { pullRequest: Record<string, unknown> } }>(
    query,
  )
  return repository.pullRequest
}

test('auto-merge waits for the required check, and merges when it passes', async () => {
  const { head, octokit, enable, pass } = await withPull({ autoMergeAllowed: true, protection: test1 })
  expect(await enable({ expectedHeadOid: head, mergeMethod: 'SQUASH', commitHeadline: 'T' })).toBe(null)
  expect(await told(octokit)).toMatchObject({
    autoMergeRequest: { enabledBy: { login: 'github-actions' }, mergeMethod: 'SQUASH' },
    mergeQueueEntry: null,
  })
  expect(state()).toEqual({ merged: null, armed: true, queued: false })
  await pass(head)
  expect(state()).toEqual({ merged: 'github-actions[bot]', armed: false, queued: false })
  expect((await sandbox.repository(name).log('main'))[0]?.message).toBe('T')
})

test('auto-merge is refused where it is off, where nothing is waited for, and for another head', async () => {
  const off = await withPull({ protection: test1 })
  expect(await off.enable()).toBe('Pull request Auto merge is not allowed for this repository')
  await sandbox.close()
  const clean = await withPull({ autoMergeAllowed: true })
  expect(await clean.enable()).toBe('Pull request Pull request is in clean status')
  await sandbox.close()
  const other = await withPull({ autoMergeAllowed: true, protection: test1 })
  expect(await other.enable({ expectedHeadOid: '0'.repeat(40) })).toContain('Head sha was modified')
})

test('auto-merge that was turned off does not merge, and cannot be turned off twice', async () => {
  const { head, id, mutate, enable, pass } = await withPull({ autoMergeAllowed: true, protection: test1 })
  await enable()
  expect(await mutate('disablePullRequestAutoMerge', { pullRequestId: id })).toBe(null)
  expect(await mutate('disablePullRequestAutoMerge', { pullRequestId: id })).toContain("Can't disable")
  await pass(head)
  expect(state().merged).toBe(null)
})

test('a push by somebody who may write leaves auto-merge on, for whatever stands there then', async () => {
  const { bob, enable, pass } = await withPull({ autoMergeAllowed: true, protection: test1 })
  await enable()
  await pass(await bob.pushCommit(name, 'topic', { 'topic.txt': 'two\n' }, 'Two'))
  expect(await sandbox.repository(name).fileAt('main', 'topic.txt')).toBe('two\n')
})

test('a required review is anybody’s who may write but the author’s', async () => {
  const { bob, octokit } = await withPull({ protection: { requiredReviews: 1 } })
  await expect(bob.approvePull(name, 1)).rejects.toThrow('Can not approve your own pull request')
  await sandbox.as('alice').approvePull(name, 1)
  await expect(bob.mergePull(name, 1)).rejects.toThrow('At least 1 approving review is required')
  await sandbox.as('carol').approvePull(name, 1)
  expect((await octokit.pulls.get({ ...gitops, pull_number: 1 })).data.mergeable_state).toBe('clean')
  await bob.mergePull(name, 1)
})

test('a required check with an expected source is not passed by another app', async () => {
  const check = { name: 'test', app: 4242 }
  const { bob, head, pass } = await withPull({ protection: { requiredChecks: [check] } })
  await pass(head)
  await expect(bob.mergePull(name, 1)).rejects.toThrow('Required status check "test" is expected.')
})

test('the queue demands the required checks of the commit it tests, and merges that commit', async () => {
  const protection = { ...test1, mergeQueue: true }
  const { bob, head, id, octokit, mutate, pass } = await withPull({ protection })
  await bob.pushCommit(name, 'other', { 'other.txt': 'x\n' }, 'Other')
  expect(await mutate('enqueuePullRequest', { pullRequestId: id })).toContain('not ready')
  await pass(head)
  await expect(bob.mergePull(name, 1)).rejects.toThrow('through the merge queue')
  expect(await mutate('enqueuePullRequest', { pullRequestId: id, expectedHeadOid: head })).toBe(null)
  expect(await told(octokit)).toMatchObject({ mergeQueueEntry: { state: 'QUEUED', headCommit: null } })
  await bob.advanceQueue(name)
  await bob.advanceQueue(name)
  const { mergeQueueEntry: entry } = await told(octokit)
  expect(entry).toMatchObject({ state: 'AWAITING_CHECKS', enqueuer: { login: 'github-actions' } })
  const group: string = Object(entry).headCommit.oid
  await pass(group)
  await bob.advanceQueue(name)
  expect(state()).toEqual({ merged: 'github-actions[bot]', armed: false, queued: false })
  expect((await sandbox.repository(name).branches()).get('main')).toBe(group)
})

test('whatever is taken out of the queue, or pushed to, is not merged by it', async () => {
  const { bob, head, id, mutate, pass } = await withPull({ protection: { ...test1, mergeQueue: true } })
  await pass(head)
  await mutate('enqueuePullRequest', { pullRequestId: id })
  expect(await mutate('dequeuePullRequest', { id })).toBe(null)
  expect(await mutate('dequeuePullRequest', { id })).toContain('not in the queue')
  await mutate('enqueuePullRequest', { pullRequestId: id })
  await bob.pushCommit(name, 'topic', { 'topic.txt': 'two\n' }, 'Two')
  expect(state().queued).toBe(false)
})
