import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader } from '../../src/github/reader.js'
import { type Oid, oid } from '../../src/model/ids.js'
import type { OutcomeNeeds } from '../../src/model/needs.js'
import type { ExpectedSignal } from '../../src/model/signal.js'
import { observeOutcome } from '../../src/observe/observe-outcome.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme } from '../sandbox/acme.js'

const name = 'acme/gitops'
type Permissions = Readonly<Record<string, 'read' | 'write'>>

let sandbox: Sandbox
let first: Oid
beforeEach(async () => {
  sandbox = await createSandbox(acme())
  first = oid((await sandbox.repository(name).branches()).get('main') ?? '')
})
afterEach(() => sandbox.close())

function appToken(slug: string, permissions: Permissions): string {
  const id = 7000 + slug.length
  return sandbox.appToken({ slug, id, repositories: [name], permissions })
}

const everything = { contents: 'read', statuses: 'read', checks: 'read', deployments: 'read' } as const

/** What is read for those expected, and the calls it took. */
async function observed(
  by: readonly ExpectedSignal[],
  more: Partial<OutcomeNeeds> = {},
  permissions: Permissions = everything,
) {
  const token = appToken('issueops', permissions)
  const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] })
  const reader = createReader(octokit, { owner: 'acme', name: 'gitops' })
  const from = sandbox.requests.length
  const { commits } = await observeOutcome(reader, {
    repository: null,
    branch: 'main',
    commit: first,
    by,
    ...more,
  })
  return { commits, calls: sandbox.requests.slice(from).map(({ operation }) => operation) }
}

/** A few words for each signal of each commit. */
function told({ commits }: Awaited<ReturnType<typeof observed>>) {
  return commits.map(({ signals }) =>
    signals.map(({ kind, name: called, app, state }) => `${kind} ${called} by ${app}: ${state}`),
  )
}

async function post(path: string, body: object, token: string): Promise<number> {
  const answer = await fetch(`${sandbox.url}/repos/${name}${path}`, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return Number(Object(await answer.json()).id)
}

const status = (
  commit: string,
  context: string,
  state: string,
  more = {},
  token = appToken('flux', { statuses: 'write' }),
) => post(`/statuses/${commit}`, { context, state, ...more }, token)

const check = (
  commit: string,
  called: string,
  more: object,
  token = sandbox.githubToken(name, { checks: 'write' }),
) => post('/check-runs', { head_sha: commit, name: called, ...more }, token)

async function deployment(commit: string, environment: string, ...states: readonly string[]): Promise<void> {
  const token = sandbox.githubToken(name, { deployments: 'write' })
  const wish = { ref: commit, environment, auto_merge: false, required_contexts: [] }
  const id = await post('/deployments', wish, token)
  for (const state of states)
    await post(
      `/deployments/${id}/statuses`,
      { state, environment_url: 'https://staging.example.com' },
      token,
    )
}

/** Somebody pushes to the target branch; answers the last commit. */
async function push(count = 1): Promise<Oid> {
  let commit = first
  for (let index = 1; index <= count; index += 1) {
    const text = `${sandbox.clock.now()}\n`
    commit = oid(await sandbox.as('carol').pushCommit(name, 'main', { 'notes.txt': text }, 'More'))
  }
  return commit
}

const fluxStatus: ExpectedSignal = { kind: 'status', name: 'kustomization/**', app: 'flux' }
const smoke: ExpectedSignal = { kind: 'check', name: 'smoke', app: 'github-actions' }
const staging: ExpectedSignal = { kind: 'deployment', name: 'staging', app: 'github-actions' }

test('what systems say of commits is read in one query, whole', async () => {
  const next = await push()
  await status(first, 'kustomization/apps', 'success', { target_url: 'https://flux.example.com/apps' })
  await check(next, 'smoke', {
    started_at: '2026-11-02T08:59:00Z',
    conclusion: 'failure',
    details_url: 'https://ci.example.com/1',
  })
  await deployment(next, 'staging', 'success')
  const at = sandbox.clock.now()
  expect(await observed([fluxStatus, smoke, staging])).toEqual({
    calls: ['Outcome'],
    commits: [
      {
        commit: next,
        signals: [
          {
            kind: 'check',
            name: 'smoke',
            app: 'github-actions',
            state: 'failure',
            commit: next,
            at,
            begun: '2026-11-02T08:59:00Z',
            url: 'https://ci.example.com/1',
          },
          {
            kind: 'deployment',
            name: 'staging',
            app: 'github-actions',
            state: 'success',
            commit: next,
            at,
            begun: at,
            url: 'https://staging.example.com',
          },
        ],
      },
      {
        commit: first,
        signals: [
          {
            kind: 'status',
            name: 'kustomization/apps',
            app: 'flux',
            state: 'success',
            commit: first,
            at,
            url: 'https://flux.example.com/apps',
          },
        ],
      },
    ],
  })
})

test('of statuses the last word of each context is read, an error is a failure, and what is under way is pending', async () => {
  await status(first, 'a', 'pending')
  await status(first, 'a', 'success')
  await status(first, 'b', 'error')
  await status(first, 'c', 'pending')
  expect(told(await observed([fluxStatus]))).toEqual([
    ['status a by flux: success', 'status b by flux: failure', 'status c by flux: pending'],
  ])
})

test('a check that was skipped, cancelled or neutral says nothing; one that did not end well has failed', async () => {
  const conclusions = [
    'success',
    'failure',
    'timed_out',
    'action_required',
    'skipped',
    'cancelled',
    'neutral',
  ]
  for (const conclusion of conclusions) await check(first, conclusion, { conclusion })
  await check(first, 'queued', {})
  await check(first, 'running', { status: 'in_progress' })
  expect(told(await observed([{ ...smoke, name: '*' }]))).toEqual([
    [
      'check success by github-actions: success',
      'check failure by github-actions: failure',
      'check timed_out by github-actions: failure',
      'check action_required by github-actions: failure',
      'check queued by github-actions: pending',
      'check running by github-actions: pending',
    ],
  ])
})

test('a check that ran again says what it said last', async () => {
  await check(first, 'smoke', { conclusion: 'failure' })
  await check(first, 'smoke', { conclusion: 'success' })
  expect(told(await observed([smoke]))).toEqual([['check smoke by github-actions: success']])
})

test('a deployment that a later one has ended says nothing any more, one without a state is pending', async () => {
  await deployment(first, 'staging', 'success')
  const next = await push()
  await deployment(next, 'staging', 'in_progress', 'success')
  await deployment(next, 'staging')
  await deployment(next, 'elsewhere', 'failure')
  expect(told(await observed([staging]))).toEqual([
    ['deployment staging by github-actions: success', 'deployment staging by github-actions: pending'],
    [],
  ])
  expect(told(await observed([{ ...staging, name: 'e*' }]))[0]).toContain(
    'deployment elsewhere by github-actions: failure',
  )
})

test('the state of a deployment counts as the word of whoever set it, not of whoever began it', async () => {
  const id = await post(
    '/deployments',
    { ref: first, environment: 'staging', auto_merge: false, required_contexts: [] },
    sandbox.githubToken(name, { deployments: 'write' }),
  )
  await post(`/deployments/${id}/statuses`, { state: 'success' }, sandbox.userToken('bob'))
  expect(told(await observed([staging]))).toEqual([[]])
  expect(told(await observed([{ ...staging, app: 'BOB' }]))).toEqual([['deployment staging by bob: success']])
})

test('the same name said by somebody else is not read, and neither is another kind', async () => {
  await status(first, 'kustomization/apps', 'success', {}, sandbox.userToken('bob'))
  await check(first, 'smoke', { conclusion: 'success' }, appToken('other', { checks: 'write' }))
  await status(first, 'smoke', 'success', {}, sandbox.githubToken(name, { statuses: 'write' }))
  expect(told(await observed([fluxStatus, smoke]))).toEqual([[]])
})

test('checks that nobody waits for do not count against those that are read, however many there are', async () => {
  for (let index = 1; index <= 60; index += 1) await check(first, `unit ${index}`, { conclusion: 'success' })
  await check(first, 'smoke', { conclusion: 'success' })
  expect(told(await observed([smoke]))).toEqual([['check smoke by github-actions: success']])
  await expect(observed([{ ...smoke, name: 's*' }])).rejects.toMatchObject({
    failure: 'too-large',
    operation: 'read the checks of a commit',
  })
})

test('only the first parents of the branch are told, the commits of a merged branch are not', async () => {
  const head = await sandbox.as('carol').pushCommit(name, 'topic', { topic: 'x' }, 'Topic')
  await status(head, 'kustomization/topic', 'failure')
  const pull = await sandbox.as('carol').openPull(name, { title: 'Topic', head: 'topic' })
  const before = await push()
  const merge = await sandbox.as('carol').mergePull(name, pull, 'merge')
  const { commits } = await observed([fluxStatus], { commit: oid(merge) })
  expect(commits).toEqual([
    { commit: merge, signals: [] },
    { commit: before, signals: [] },
    { commit: first, signals: [] },
  ])
})

test('a branch that has gone far is followed back to the merge commit and some before it, in a bounded number of queries', async () => {
  const before = await push(12)
  const merge = await push()
  await push(60)
  const { commits, calls } = await observed([fluxStatus], { commit: merge })
  expect(calls).toEqual(['Outcome', 'Outcome'])
  expect(commits).toHaveLength(74)
  expect(commits.slice(60, 62).map(({ commit }) => commit)).toEqual([merge, before])
  expect(new Set(commits.map(({ commit }) => commit)).size).toBe(74)
  await push(150)
  const far = await observed([fluxStatus], { commit: first })
  expect([far.calls.length, far.commits.length]).toEqual([4, 200])
})

test('a merge commit that is the last one read is not enough: whatever was said before it is read too', async () => {
  await push(20)
  const merge = await push()
  await push(45)
  const { commits, calls } = await observed([fluxStatus], { commit: merge })
  expect([calls.length, commits.length]).toEqual([2, 67])
})

test('a branch that is gone has no commits', async () => {
  expect(await observed([fluxStatus], { branch: 'gone' })).toEqual({ calls: ['Outcome'], commits: [] })
})

test.each([
  ['statuses', fluxStatus, 'statuses: read'],
  ['checks', smoke, 'checks: read'],
  ['checks', { ...smoke, name: '*' }, 'checks: read'],
  ['deployments', staging, 'deployments: read'],
] as const)(
  'a token without %s is told which permission it lacks for %j, and may lack it for the others',
  async (permission, entry, lacks) => {
    const { [permission]: _, ...others } = everything
    await status(first, 'x', 'success')
    await expect(observed([entry], {}, others)).rejects.toMatchObject({
      failure: 'forbidden',
      permission: lacks,
      operation: 'tell what was said of the merge in full',
    })
    const rest = [fluxStatus, smoke, staging].filter(({ kind }) => kind !== entry.kind)
    expect((await observed(rest, {}, others)).commits).toHaveLength(1)
  },
)
