import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { GitHubError } from '../src/github/errors.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { verifyLedger } from '../src/ledger/verify-ledger.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { Fault } from '../src/sandbox/faults.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const story = readStory(join(scenarios, 'happy-path'))
const name = 'acme/platform'
const issue = issueNumber(1)

/** More calls than any run of the story makes, so that the last cases run without a fault at all. */
const callsMax = 14

/** What can be told of the end, whatever happened on the way. */
async function play(disturb: (sandbox: Sandbox, step: number) => void) {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const token = sandbox.appToken({
      slug: 'acme-issueops',
      id: 4242,
      repositories: [name],
      permissions: {
        contents: 'write',
        issues: 'write',
        pull_requests: 'write',
        checks: 'write',
        members: 'read',
      },
    })
    const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1, 1] })
    const run = () =>
      reconcile(createReader(octokit, story.repository), createWriter(octokit, story.repository), issue)
    for (const [index, step] of story.steps.entries()) {
      await actOut(sandbox, story, step, issue)
      disturb(sandbox, index)
      await run().catch(onlyGitHub)
      sandbox.faults.clear()
      await run()
    }
    return await summary(sandbox)
  } finally {
    await sandbox.close()
  }
}

function onlyGitHub(error: unknown): void {
  if (!(error instanceof GitHubError)) throw error
}

async function summary(sandbox: Sandbox) {
  const view = sandbox.repository(name)
  const found = view.issue(issue)
  const ledger = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  return {
    main: (await view.tree('main')).map(({ path, oid }) => [path, oid]),
    commitsOnMain: (await view.log('main')).length,
    branches: [...(await view.branches()).keys()],
    issue: [found?.state, found?.stateReason, found?.labels],
    comments: found?.comments.filter(({ author }) => author.endsWith('[bot]')).length,
    pulls: view.pulls().map(({ pull }) => pull?.merged !== null),
    ledger: ledger.records.map(({ predicate }) => predicate.decision),
    findings: ledger.findings,
  }
}

const undisturbed = play(() => {})

const troubles: readonly (readonly [string, Fault])[] = [
  ['is answered 502 though it landed', { kind: 'error', status: 502, landed: true }],
  ['is answered 502 and did not land', { kind: 'error', status: 502, landed: false }],
  ['loses its connection though it landed', { kind: 'reset', landed: true }],
]

test('undisturbed, the story ends merged once, with one comment and three records', async () => {
  expect(await undisturbed).toMatchObject({
    commitsOnMain: 2,
    branches: ['issueops/ledger', 'main'],
    issue: ['closed', 'completed', ['issueops:merged']],
    comments: 1,
    pulls: [true],
    ledger: ['proposed', 'approved', 'merged'],
    findings: [],
  })
})

test.each(troubles)('whichever call %s, the end is the same', async (_, fault) => {
  for (let call = 0; call < callsMax; call += 1) {
    expect({ call, ...(await play((sandbox) => sandbox.faults.inject(fault, call))) }).toEqual({
      call,
      ...(await undisturbed),
    })
  }
})

test('after whichever call GitHub or the runner goes away, the next run leads to the same end', async () => {
  for (let call = 0; call < callsMax; call += 1) {
    const end = await play((sandbox) => {
      let seen = 0
      const gone = () => {
        seen += 1
        return seen > call
      }
      sandbox.faults.inject({ kind: 'reset', landed: false }, gone, Number.POSITIVE_INFINITY)
    })
    expect({ call, ...end }).toEqual({ call, ...(await undisturbed) })
  }
})

test('two runs at the same time lead to the same end as one', async () => {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const token = sandbox.appToken({
      slug: 'acme-issueops',
      id: 4242,
      repositories: [name],
      permissions: {
        contents: 'write',
        issues: 'write',
        pull_requests: 'write',
        checks: 'write',
        members: 'read',
      },
    })
    const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1, 1] })
    const run = () =>
      reconcile(createReader(octokit, story.repository), createWriter(octokit, story.repository), issue)
    for (const step of story.steps) {
      await actOut(sandbox, story, step, issue)
      await Promise.all([run().catch(onlyGitHub), run().catch(onlyGitHub)])
      await run()
    }
    expect(await summary(sandbox)).toEqual(await undisturbed)
  } finally {
    await sandbox.close()
  }
})
