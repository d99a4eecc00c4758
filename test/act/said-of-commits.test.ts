import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { type Adopter, createAdopter } from './create-adopter.js'
import { documentedCallers } from './documented-callers.js'

const story = readStory(join(dirname(fileURLToPath(import.meta.url)), '../scenarios/happy-path'))

let adopter: Adopter
let commit: string

/** A caller that is woken by what is said of a merge, as docs/permissions.md shows it. */
const workflows = new Map(
  [...documentedCallers()].map(([name, text]): readonly [string, string] => [
    name,
    text
      .replace(
        '  check_suite:',
        '  check_run:\n  status:\n  deployment_status:\n  workflow_run: { workflows: [CI] }\n  check_suite:',
      )
      .replace('    with:\n', '    with:\n      signals: checks, statuses, deployments\n'),
  ]),
)

beforeAll(async () => {
  adopter = await createAdopter({ story, workflows })
  commit = (await adopter.sandbox.repository('acme/platform').branches()).get('main') ?? ''
})
afterAll(() => adopter.close())

async function woken(name: string, payload: Readonly<Record<string, unknown>>): Promise<unknown> {
  const [run] = await adopter.deliver({
    name,
    payload: { ...payload, sender: { login: 'bob', type: 'User' } },
  })
  return { result: run?.result, asked: run?.requests.map(({ operation, path }) => operation ?? path) }
}

/** Whether anything was merged with the commit for which somebody waits. */
const lookedFor = { result: 'success', asked: ['Landed'] }
const platform = { full_name: 'acme/platform' }

test.each<[string, string, () => Readonly<Record<string, unknown>>]>([
  ['a status', 'status', () => ({ sha: commit, state: 'success', branches: [{ name: 'main' }] })],
  [
    'a check',
    'check_run',
    () => ({
      action: 'completed',
      check_run: { head_sha: commit, check_suite: { head_branch: 'main' } },
    }),
  ],
  [
    'a workflow',
    'workflow_run',
    () => ({
      action: 'completed',
      workflow_run: { event: 'push', head_sha: commit, head_branch: 'main', head_repository: platform },
    }),
  ],
  [
    'a deployment',
    'deployment_status',
    () => ({
      action: 'created',
      deployment_status: { state: 'success' },
      deployment: { sha: commit, ref: 'main' },
      workflow_run: { event: 'push', head_branch: 'main' },
    }),
  ],
])('%s on the target branch costs one call where nothing waits for it', async (_, name, payload) => {
  expect(await woken(name, payload())).toEqual(lookedFor)
})

test('the checks of other pull requests cost no job', async () => {
  const run = { event: 'pull_request', head_sha: commit, head_branch: 'topic', head_repository: platform }
  expect(await woken('workflow_run', { action: 'completed', workflow_run: run })).toEqual({
    result: 'skipped',
    asked: [],
  })
})
