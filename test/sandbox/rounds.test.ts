import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { createRounds, type Rounds } from '../../src/sandbox/rounds.js'
import { acme, githubToken, gitops } from './acme.js'

let sandbox: Sandbox
let rounds: Rounds
let read: (issue?: number) => Promise<unknown>

beforeEach(async () => {
  sandbox = await createSandbox(acme())
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: 'y' })
  rounds = createRounds()
  const octokit = connect({
    apiUrl: sandbox.url,
    token: githubToken(sandbox),
    retryDelaysMs: [],
    fetch: rounds.fetch,
  })
  read = (issue = 1) => octokit.issues.get({ ...gitops, issue_number: issue })
})
afterEach(() => sandbox.close())

test('calls that are asked for together are one round; one that waits for another is the next', async () => {
  await read()
  await Promise.all([read(), read(), read()])
  await read()
  expect(rounds.count()).toBe(3)
  expect(sandbox.requests).toHaveLength(5)
})

test('of chains that go on beside each other the longest counts, however slowly each call is answered', async () => {
  // The first call of all is the slowest by far.
  sandbox.faults.inject({ kind: 'latency', milliseconds: 200 }, 0)
  const chain = async (length: number) => {
    for (let calls = 0; calls < length; calls += 1) await read()
  }
  await Promise.all([chain(1), chain(4), chain(2)])
  expect(rounds.count()).toBe(4)
})

test('a call that fails fails for its caller alone, and does not keep the others from their answers', async () => {
  const answers = await Promise.allSettled([read(99), read()])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  sandbox.faults.inject({ kind: 'reset', landed: false }, 0)
  const cut = await Promise.allSettled([read(), read()])
  expect(cut.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(rounds.count()).toBe(2)
})
