import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLedger } from '../../src/cli/read-ledger.js'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { verifyLedger } from '../../src/core/ledger/verify-ledger.js'
import { type Adopter, createAdopter, type WorkflowRun } from './create-adopter.js'
import { documentedCallers } from './documented-callers.js'
import { commentEvent, dispatchEvent, issueEvent, pullEvent, scheduleEvent } from './events.js'
import { toolkit } from './stage-toolkit.js'
import type { Event } from './started-by.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), '../scenarios')
const story = readStory(join(scenarios, 'invalid-then-corrected'))
const bot = 'acme-issueops[bot]'
const manifest = 'clusters/dev/namespaces/payments.yaml'

let adopter: Adopter

beforeAll(async () => {
  adopter = await createAdopter({ story, workflows: documentedCallers() })
})
afterAll(() => adopter.close())

async function perform(step: number): Promise<void> {
  const deed = story.steps[step]
  if (deed === undefined) throw new Error(`the story has no step ${step}`)
  await actOut(adopter.sandbox, story, deed, 1)
}

/** The only run that an event starts. */
async function deliver(event: Event): Promise<WorkflowRun> {
  const [run, ...others] = await adopter.deliver(event)
  if (run === undefined) throw new Error(`nothing starts for ${event.name}`)
  expect(others).toEqual([])
  return run
}

function asked({ requests }: WorkflowRun) {
  return {
    reads: requests.filter(({ kind }) => kind === 'read').length,
    writes: requests.filter(({ kind }) => kind === 'write').length,
    refused: requests.filter(({ status }) => status === null || status >= 400).length,
  }
}

/** What kinds of things it wrote. */
function written({ requests }: WorkflowRun): readonly string[] {
  const paths = requests.filter(({ kind }) => kind === 'write').map(({ path }) => path)
  return [
    ...new Set(paths.map((path) => path.replace(`/repos/${adopter.repository}`, '').split('/')[1] ?? '')),
  ].sort()
}

function lastComment(): number {
  return adopter.sandbox.repository(adopter.repository).issue(1)?.comments.at(-1)?.id ?? 0
}

test('a submission with mistakes is answered, and nothing is proposed', async () => {
  await perform(0)
  const run = await deliver(await issueEvent(adopter, 'alice', 'opened', 1))
  expect([run.workflow, run.result, run.outputs.get('state')], run.log).toEqual([
    'issueops.yml',
    'success',
    'invalid',
  ])
  expect(run.log).toMatch(/^issue 1: invalid \(/m)
  expect(adopter.sandbox.repository(adopter.repository).pulls()).toEqual([])
})

test('the workflow takes its actions from the repository and commit it was called with, and nothing else from anywhere', async () => {
  const run = await deliver(await issueEvent(adopter, 'alice', 'edited', 1))
  expect(run.used.filter((name) => !name.includes('/actions/create-github-app-token@'))).toEqual([
    `https://github.com/${toolkit.repository}@${toolkit.commit}`,
  ])
})

test('an edit that corrects the mistakes gets a pull request with exactly the change', async () => {
  await perform(1)
  const run = await deliver(await issueEvent(adopter, 'alice', 'edited', 1))
  expect([run.result, run.outputs.get('state'), run.outputs.get('pull-request')], run.log).toEqual([
    'success',
    'awaiting-approval',
    '2',
  ])
  expect(run.summary).toContain('| #1 | `awaiting-approval` | `approval/missing` |')
  expect({ ...asked(run), wrote: written(run) }).toEqual({
    reads: 2,
    writes: expect.any(Number),
    refused: 0,
    wrote: ['check-runs', 'git', 'graphql', 'issues', 'pulls'],
  })
  const [pull] = adopter.sandbox.repository(adopter.repository).pulls()
  expect(
    await adopter.sandbox.repository(adopter.repository).diff('main', pull?.pull?.headOid ?? ''),
  ).toContain(`+++ b/${manifest}`)
})

test("the toolkit's own comment starts a run whose job is skipped: no request at all", async () => {
  const run = await deliver(await commentEvent(adopter, bot, 'created', 1, lastComment()))
  expect([run.result, run.requests]).toEqual(['skipped', []])
})

test('a comment that is no command costs one read and nothing else', async () => {
  await adopter.sandbox.as('bob').openIssue(adopter.repository, { title: 'A question', body: 'Who knows?' })
  const { issues } = adopter.sandbox.repository(adopter.repository)
  const question = issues().at(-1)?.number ?? 0
  const comment = await adopter.sandbox.as('alice').comment(adopter.repository, question, 'Me neither.')
  const run = await deliver(await commentEvent(adopter, 'alice', 'created', question, comment))
  expect([run.result, asked(run)]).toEqual(['success', { reads: 1, writes: 0, refused: 0 }])
})

test('an approval merges what was approved, reports and closes the issue', async () => {
  await perform(2)
  const run = await deliver(await commentEvent(adopter, 'carol', 'created', 1, lastComment()))
  expect([run.result, run.outputs.get('state')], run.log).toEqual(['success', 'merged'])
  expect([asked(run).refused, written(run)]).toEqual([0, ['check-runs', 'graphql', 'issues', 'pulls']])
  const { fileAt, issue } = adopter.sandbox.repository(adopter.repository)
  expect(await fileAt('main', manifest)).toContain('name: payments')
  expect([issue(1)?.state, issue(1)?.stateReason]).toEqual(['closed', 'completed'])
})

test('what the merge itself sets off writes nothing more', async () => {
  const closed = await deliver(await issueEvent(adopter, bot, 'closed', 1))
  const merged = await deliver(await pullEvent(adopter, bot, 'closed', 2))
  expect([asked(closed).writes, asked(merged).writes]).toEqual([0, 0])
})

test('a comment on a finished request costs one read and nothing else', async () => {
  const comment = await adopter.sandbox.as('alice').comment(adopter.repository, 1, 'Thank you!')
  const event = await commentEvent(adopter, 'alice', 'deleted', 1, comment)
  await adopter.sandbox.as('alice').deleteComment(adopter.repository, comment)
  const run = await deliver(event)
  expect([run.result, asked(run).writes]).toEqual(['success', 0])
})

test('the sweep has a file of its own, runs by the clock and by hand, and writes nothing when nothing is to do', async () => {
  for (const event of [await scheduleEvent(adopter, 'carol'), await dispatchEvent(adopter, 'carol')]) {
    const run = await deliver(event)
    expect([run.workflow, run.result, asked(run).writes], run.log).toEqual([
      'issueops-sweep.yml',
      'success',
      0,
    ])
  }
})

test('the ledger verifies in the end', () => {
  const { gitDir } = adopter.sandbox.repository(adopter.repository)
  const { records, findings } = verifyLedger(readLedger(gitDir, 'refs/heads/issueops/ledger') ?? [])
  expect(findings).toEqual([])
  expect(records.map(({ predicate }) => predicate.decision)).toEqual(['proposed', 'approved', 'merged'])
})

test('GitHub was asked nothing that the sandbox does not know', () => {
  expect([...adopter.sandbox.gaps()]).toEqual([])
})
