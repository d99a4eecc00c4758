import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { type Adopter, createAdopter } from './create-adopter.js'
import { documentedCallers } from './documented-callers.js'
import { issueEvent } from './events.js'

const story = readStory(join(dirname(fileURLToPath(import.meta.url)), '../scenarios/happy-path'))
const branch = 'issueops/1-namespace'

let adopter: Adopter

/** A caller that every event which can concern a request wakes. */
const workflows = new Map(
  [...documentedCallers()].map(([name, text]): readonly [string, string] => [
    name,
    text.replace(
      '  check_suite:',
      '  check_run:\n  status:\n  deployment_status:\n  workflow_run: { workflows: [CI] }\n  check_suite:',
    ),
  ]),
)

beforeAll(async () => {
  adopter = await createAdopter({ story, workflows })
  const [files] = story.steps
  if (files === undefined) throw new Error('the story has no steps')
  await actOut(adopter.sandbox, story, files, 1)
  await adopter.deliver(await issueEvent(adopter, 'alice', 'opened', 1))
})
afterAll(() => adopter.close())

/** What the run did that an event of somebody's started. */
async function woken(name: string, payload: Readonly<Record<string, unknown>>): Promise<unknown> {
  const [run] = await adopter.deliver({
    name,
    payload: { ...payload, sender: { login: 'bob', type: 'User' } },
  })
  const said = /^issue \d+: \S+/m.exec(run?.log ?? '')?.[0] ?? null
  const asked = run?.requests.map(({ operation, path }) => operation ?? path)
  return { result: run?.result, said, asked }
}

/** What a look at an unchanged request costs; the sweep would list issues and branches first. */
const looked = { result: 'success', said: 'issue 1: awaiting-approval', asked: ['Issue', 'Details'] }
const skipped = { result: 'skipped', said: null, asked: [] }

function pull(ref: string, repository: string | null) {
  const repo = repository === null ? null : { full_name: repository }
  return { action: 'synchronize', pull_request: { number: 2, head: { ref, repo }, base: { ref: 'main' } } }
}

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ['a push to it', 'pull_request', pull(branch, 'acme/platform')],
  ['a check suite', 'check_suite', { action: 'completed', check_suite: { head_branch: branch } }],
  ['a check run', 'check_run', { action: 'completed', check_run: { check_suite: { head_branch: branch } } }],
  [
    'a workflow of the repository',
    'workflow_run',
    {
      action: 'completed',
      workflow_run: { head_branch: branch, head_repository: { full_name: 'acme/platform' } },
    },
  ],
  ['a commit status', 'status', { state: 'success', branches: [{ name: branch }] }],
])("on a request's branch %s makes the workflow look at its issue", async (_, name, payload) => {
  expect(await woken(name, payload)).toEqual(looked)
})

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ['another pull request', 'pull_request', pull('typo', 'acme/platform')],
  ["a fork's branch of a request's name", 'pull_request', pull(branch, 'eve/platform')],
  ['a pull request whose fork is gone', 'pull_request', pull(branch, null)],
  [
    "a workflow of a fork's branch of that name",
    'workflow_run',
    {
      action: 'completed',
      workflow_run: { head_branch: branch, head_repository: { full_name: 'eve/platform' } },
    },
  ],
  [
    'the checks of another branch',
    'check_suite',
    { action: 'completed', check_suite: { head_branch: 'main' } },
  ],
  [
    'the deployment of another branch',
    'deployment_status',
    { deployment_status: { state: 'success' }, deployment: { sha: 'a'.repeat(40), ref: 'main' } },
  ],
  ['the status of another branch', 'status', { state: 'success', branches: [{ name: 'main' }] }],
])('%s costs no job and no request', async (_, name, payload) => {
  expect(await woken(name, payload)).toEqual(skipped)
})
