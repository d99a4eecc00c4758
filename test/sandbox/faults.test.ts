import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeenRequest } from '../../src/sandbox/faults.js'
import { costOf, type LoggedRequest } from '../../src/sandbox/request-log.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox?.close())

async function start() {
  sandbox = await createSandbox(acme())
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: 'y' })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const comment = (body: string) =>
    statusOf(octokit.issues.createComment({ ...gitops, issue_number: 1, body }))
  const bodies = () =>
    sandbox
      .repository('acme/gitops')
      .issue(1)
      ?.comments.map((one) => one.body)
  return { octokit, comment, bodies }
}

const isWrite = (request: SeenRequest) => request.kind === 'write'

test('a failure before or after landing looks the same from outside', async () => {
  const { comment, bodies } = await start()
  sandbox.faults.inject({ kind: 'error', landed: false }, isWrite)
  expect(await comment('lost')).toBe(500)
  sandbox.faults.inject({ kind: 'error', status: 502, landed: true }, isWrite)
  expect(await comment('landed')).toBe(502)
  expect(await comment('plain')).toBe(200)
  expect(bodies()).toEqual(['landed', 'plain'])
})

test('a connection can be cut before or after landing', async () => {
  const { comment, bodies } = await start()
  sandbox.faults.inject({ kind: 'reset', landed: false }, 0)
  sandbox.faults.inject({ kind: 'reset', landed: true }, 1)
  expect([await comment('one'), await comment('two'), await comment('three')]).toEqual([500, 500, 200])
  expect(bodies()).toEqual(['two', 'three'])
  expect(sandbox.requests.map((request) => request.status)).toEqual([null, null, 201])
})

test('a secondary rate limit is a 403 that says when to come back', async () => {
  const { octokit } = await start()
  sandbox.faults.inject({ kind: 'secondary-rate-limit', retryAfter: 7 }, isWrite)
  const call = octokit.issues.createComment({ ...gitops, issue_number: 1, body: 'x' })
  await expect(call).rejects.toMatchObject({ status: 403, response: { headers: { 'retry-after': '7' } } })
})

test('a lost write is answered like a kept one, git refs included', async () => {
  const { octokit, comment, bodies } = await start()
  sandbox.faults.inject({ kind: 'lost' }, isWrite, 2)
  expect(await comment('gone')).toBe(200)
  const put = { ...gitops, path: 'x', message: 'm', content: 'eA==' }
  expect(await statusOf(octokit.repos.createOrUpdateFileContents(put))).toBe(200)
  expect(bodies()).toEqual([])
  expect(await sandbox.repository('acme/gitops').fileAt('main', 'x')).toBe(null)
})

test('a stale read does not show the last change, and the next one does', async () => {
  const { octokit, comment } = await start()
  const list = async () =>
    (await octokit.issues.listComments({ ...gitops, issue_number: 1 })).data.map((one) => one.body)
  sandbox.faults.inject({ kind: 'stale' }, (request) => request.kind === 'read')
  await comment('one')
  await comment('two')
  expect(await list()).toEqual(['one'])
  expect(await list()).toEqual(['one', 'two'])
})

test('a request that begins before another has ended is not deeper', () => {
  const request = (startedMs: number, endedMs: number): LoggedRequest => ({
    index: 0,
    method: 'GET',
    path: '/',
    operation: null,
    kind: 'read',
    login: null,
    status: 200,
    lacks: null,
    fault: null,
    startedMs,
    endedMs,
  })
  expect(costOf([request(0, 10), request(5, 20), request(11, 12), request(12, 30)]).depth).toBe(3)
  expect(costOf([]).depth).toBe(0)
})
