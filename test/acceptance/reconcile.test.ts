import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import type { Story } from '../../src/cli/simulate/story.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { expectSchema } from './given.js'
import { runAction } from './run-action.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const story: Story = { ...readStory(join(root, 'test/scenarios/happy-path')), ledger: 'unprotected' }
const [files, approves] = story.steps
const repository = 'acme/platform'
const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
})
afterEach(() => sandbox.close())

function appToken(more: Readonly<Record<string, 'read' | 'write' | 'none'>> = {}): string {
  return sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [repository],
    permissions: { ...permissions, members: 'read', ...more },
  })
}

/** The action, run as the runner does, woken by an event about issue 1 unless told otherwise. */
async function run(
  token = appToken(),
  event: unknown = { issue: { number: 1 } },
  inputs: Readonly<Record<string, string>> = {},
) {
  const { result, cost } = await sandbox.measure(() =>
    runAction(sandbox, {
      dir: join(root, 'actions/reconcile'),
      inputs: { token, ...inputs },
      event,
      eventName: 'issues',
      repository,
    }),
  )
  return { ...result, cost }
}

async function perform(step: (typeof story.steps)[number] | undefined): Promise<void> {
  if (step === undefined) throw new Error('the story has no such step')
  await actOut(sandbox, story, step, 1)
}

test('the bundle brings a request from form to merge, tells its state in outputs and summary, and then writes nothing more', async () => {
  await perform(files)
  const proposed = await run()
  expect({ exitCode: proposed.exitCode, annotations: proposed.annotations, stderr: proposed.stderr }).toEqual(
    {
      exitCode: 0,
      annotations: [],
      stderr: '',
    },
  )
  expect(Object.fromEntries(proposed.outputs)).toEqual({
    state: 'awaiting-approval',
    'reason-code': 'approval/missing',
    'pull-request': '2',
    'pull-request-repository': 'acme/platform',
    'plan-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
    decision: expect.any(String),
  })
  const decision = JSON.parse(proposed.outputs.get('decision') ?? '')
  expectSchema('decision', decision)
  expect(decision).toMatchObject({ issue: 1, pullRequest: 2, reasons: ['approval/missing'] })
  expect(proposed.summary).toContain('| #1 | `awaiting-approval` | `approval/missing` |')
  await perform(approves)
  const merged = await run()
  expect(merged.outputs.get('state')).toBe('merged')
  const again = await run()
  expect([again.outputs.get('state'), again.cost.writes]).toEqual(['merged', 0])
  expect(
    await sandbox.repository(repository).fileAt('main', 'clusters/dev/namespaces/payments.yaml'),
  ).toContain('name: payments')
})

test("a requester's mistake is a state, not a failure of the job", async () => {
  await sandbox.as('alice').openIssue(repository, {
    title: 'x',
    body: '### What should happen?\n\nCreate\n\n### Name\n\nA',
    labels: ['request'],
  })
  await sandbox.as('carol').addLabel(repository, 1, 'request')
  const result = await run()
  expect([result.exitCode, result.outputs.get('state')]).toEqual([0, 'invalid'])
  expect(result.outputs.get('reason-code')).toMatch(/^form\//)
})

test.each([
  ['pull_requests', 'pull-requests: write', 'open a pull request'],
  ['contents', 'contents: write', 'write'],
  ['checks', 'checks: write', 'publish the plan'],
  ['issues', 'issues: write', 'comment'],
])(
  'a token without %s: write fails the job, naming the permission %s',
  async (permission, named, operation) => {
    await perform(files)
    const result = await run(appToken({ [permission]: 'read' }))
    expect(result.exitCode).toBe(1)
    const said = result.annotations.map(({ message }) => message).join()
    expect(said).toContain(named)
    expect(said).toContain(operation)
  },
)

test('a repository whose settings forbid pull requests by Actions is told so, in GitHub’s words', async () => {
  await sandbox.close()
  const seed = seedOf(story)
  sandbox = await createSandbox({
    ...seed,
    repositories: seed.repositories.map((each) => ({
      ...each,
      settings: { actionsMayCreatePullRequests: false },
    })),
  })
  await perform(files)
  const result = await run(sandbox.githubToken(repository, permissions))
  expect(result.exitCode).toBe(1)
  expect(result.annotations.map(({ message }) => message).join()).toContain(
    'not permitted to create or approve pull requests',
  )
})

test('when GitHub fails, the job fails, and the next run goes on from there', async () => {
  await perform(files)
  sandbox.faults.inject({ kind: 'error', status: 502, landed: false }, ({ kind }) => kind === 'write', 100)
  const failed = await run()
  expect(failed.exitCode).toBe(1)
  expect(failed.annotations.map(({ message }) => message).join()).toContain(
    'The next run looks at what has happened and goes on.',
  )
  sandbox.faults.clear()
  expect((await run()).outputs.get('state')).toBe('awaiting-approval')
})

test('an event about no issue looks at every open issue, and one issue does not keep it from the others', async () => {
  await perform(files)
  await sandbox.as('bob').openIssue(repository, { title: 'A bug', body: 'It is slow.' })
  const result = await run(appToken(), { schedule: '17 * * * *' })
  expect(result.exitCode).toBe(0)
  expect(result.summary).toContain('| #1 | `awaiting-approval`')
  expect(result.summary).not.toContain('#2 |')
  expect(result.summary).not.toContain('mermaid')
})

test('the summary of a sweep shows how many requests were merged in the last weeks', async () => {
  await perform(files)
  await run()
  await perform(approves)
  await run()
  const { summary } = await run(appToken(), { schedule: '17 * * * *' })
  expect(summary).toContain('```mermaid\nxychart-beta\n  title "Merged requests"\n')
  expect(summary).toContain('\n  bar [1]\n')
})

test('a run that meets a record of a newer version writes nothing, whoever approves, and only the run says why', async () => {
  await perform(files)
  await run()
  const first = await sandbox.repository(repository).fileAt('issueops/ledger', 'issues/00/1/0001.json')
  const newer = first?.replace('urn:issueops:decision:v2', 'urn:issueops:decision:v3') ?? ''
  const path = 'issues/00/1/0002.json'
  await sandbox.as('carol').pushCommit(repository, 'issueops/ledger', { [path]: newer }, 'Record: issue 1')
  await perform(approves)
  const before = sandbox.repository(repository).issue(1)
  const met = await run()
  expect([met.exitCode, met.cost.writes, met.cost.reads]).toEqual([0, 0, 1])
  expect(met.outputs.get('state')).toBe('held')
  expect(met.outputs.get('reason-code')).toBe('state/newer-records')
  expect(met.summary).toContain('| #1 | `held` | `state/newer-records` | 0 |')
  expect(met.annotations.map(({ message }) => message)).toEqual([
    `The ledger holds ${path}, a record of this issue by a newer version of the toolkit, so this run has written nothing. A maintainer has to bring the workflow that ran to the newest version in use here.`,
  ])
  expect(sandbox.repository(repository).issue(1)).toEqual(before)
})

test('a wrong token and a wrong input are said in one sentence', async () => {
  await perform(files)
  const wrongToken = await run('ghs_nonsense')
  expect([wrongToken.exitCode, wrongToken.annotations.length]).toEqual([1, 1])
  expect(wrongToken.annotations[0]?.message).toContain('Check the token.')
  const wrongInput = await run(appToken(), {}, { issue: 'forty-two' })
  expect(wrongInput.annotations[0]?.message).toBe(
    'The input “issue” has to be the number of an issue, as in 42; it is "forty-two".',
  )
})

test('nothing a person typed becomes a command of the runner', async () => {
  const body =
    '### What should happen?\n\n::set-output name=state::merged\n\n### Name\n\n##[add-mask]a\n\n### Environment\n\ndev\n\n### CPUs\n\n1\n\n### Why do you need it?\n\n::stop-commands::x'
  await sandbox.as('alice').openIssue(repository, { title: '::error::boo', body })
  const { stdout, outputs } = await run()
  expect(outputs.get('state')).toBe('invalid')
  expect(stdout).not.toMatch(/::set-output|##\[|::stop-commands|::error::boo/)
})

test('a sweep that meets a rate limit stops there, and says how many issues it did not look at', async () => {
  await perform(files)
  const { title = '', body = '' } = sandbox.repository(repository).issue(1) ?? {}
  for (let more = 0; more < 2; more += 1)
    await sandbox.as('alice').openIssue(repository, { title, body, labels: ['request'] })
  const token = appToken()
  let queries = 0
  sandbox.faults.inject(
    { kind: 'primary-rate-limit' },
    ({ operation }) => {
      if (operation === 'Issue') queries += 1
      return operation === 'Issue' && queries > 1
    },
    Number.POSITIVE_INFINITY,
  )
  const swept = await run(token, { schedule: '7 * * * *' })
  expect(swept.exitCode).toBe(1)
  expect(swept.annotations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^issue \d: GitHub did not .*rate limit exceeded.* · 1 more not looked at$/),
  ])
})
