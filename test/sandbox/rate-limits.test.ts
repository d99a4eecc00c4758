import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const query = '{ viewer { login } rateLimit { limit remaining used } }'

test('a token is refused once its hour is used up, and served again when the next one begins', async () => {
  sandbox = await createSandbox(acme({}, { hourlyLimit: 2 }))
  const { repos } = octokitOf(sandbox, githubToken(sandbox))
  expect((await repos.get(gitops)).headers).toMatchObject({
    'x-ratelimit-limit': '2',
    'x-ratelimit-remaining': '1',
  })
  expect(await statusOf(repos.get(gitops))).toBe(200)
  await expect(repos.get(gitops)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('API rate limit exceeded'),
    response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': expect.any(String) } },
  })
  sandbox.clock.advance(3600)
  expect(await statusOf(repos.get(gitops))).toBe(200)
})

test('a write beyond the limit does not land', async () => {
  sandbox = await createSandbox(acme({}, { hourlyLimit: 1 }))
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: '' })
  const { issues } = octokitOf(sandbox, githubToken(sandbox))
  const comment = { ...gitops, issue_number: 1, body: 'hi' }
  expect([
    await statusOf(issues.createComment(comment)),
    await statusOf(issues.createComment(comment)),
  ]).toEqual([200, 403])
  expect(sandbox.repository('acme/gitops').issue(1)?.comments.length).toBe(1)
})

test('GraphQL has an hour of its own, and says in a successful answer that it is used up', async () => {
  sandbox = await createSandbox(acme({}, { hourlyLimit: 1 }))
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  expect(await statusOf(octokit.repos.get(gitops))).toBe(200)
  expect(await octokit.graphql(query)).toMatchObject({ rateLimit: { limit: 1, remaining: 0, used: 1 } })
  const { status, data } = await octokit.request('POST /graphql', { query })
  expect({ status, data }).toEqual({
    status: 200,
    data: {
      errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation.' }],
    },
  })
})

test('tokens of others are not counted, all tokens of one person are', async () => {
  sandbox = await createSandbox(acme({}, { hourlyLimit: 1 }))
  const get = (token: string) => statusOf(octokitOf(sandbox, token).repos.get(gitops))
  expect(await get(sandbox.userToken('bob'))).toBe(200)
  expect(await get(sandbox.userToken('carol'))).toBe(200)
  expect(await get(sandbox.userToken('bob'))).toBe(403)
})

test('asking for the limit costs nothing', async () => {
  sandbox = await createSandbox(acme({}, { hourlyLimit: 2 }))
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const asked = async () => (await octokit.rateLimit.get()).data.rate
  await octokit.repos.get(gitops)
  expect([(await asked()).used, (await asked()).remaining]).toEqual([1, 1])
})

test('unless told otherwise, GITHUB_TOKEN has 1,000 calls an hour for its repository', async () => {
  sandbox = await createSandbox(acme())
  const { repos } = octokitOf(sandbox, githubToken(sandbox))
  const statuses: number[] = []
  for (let call = 0; call < 1010; call += 1) statuses.push(await statusOf(repos.get(gitops)))
  expect([statuses.indexOf(403), new Set(statuses.slice(1000))]).toEqual([1000, new Set([403])])
})

test('a limit can be planned: used up for the hour, or too fast', async () => {
  sandbox = await createSandbox(acme())
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  sandbox.faults.inject({ kind: 'primary-rate-limit' }, 0)
  sandbox.faults.inject({ kind: 'secondary-rate-limit', retryAfter: 3, status: 429 }, 1)
  sandbox.faults.inject({ kind: 'primary-rate-limit' }, 2)
  await expect(octokit.repos.get(gitops)).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'x-ratelimit-remaining': '0' } },
  })
  await expect(octokit.repos.get(gitops)).rejects.toMatchObject({
    status: 429,
    response: { headers: { 'retry-after': '3' } },
  })
  expect((await octokit.request('POST /graphql', { query })).data.errors).toMatchObject([
    { type: 'RATE_LIMITED' },
  ])
})
