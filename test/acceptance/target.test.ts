import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import type { Story } from '../../src/cli/simulate/story.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { runAction } from './run-action.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const story: Story = { ...readStory(join(root, 'test/scenarios/target-elsewhere')), ledger: 'unprotected' }
const [home, target] = ['acme/requests', 'acme/gitops'] as const

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
})
afterEach(() => sandbox.close())

/** The action with the workflow's own token for the issues, and an app's that can only change the target. */
function run(event: unknown, targetToken: string) {
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
  return runAction(sandbox, {
    dir: join(root, 'actions/reconcile'),
    inputs: { token: sandbox.githubToken(home, permissions), 'target-token': targetToken },
    event,
    eventName: 'issues',
    repository: home,
  })
}

function appToken(): string {
  const permissions = { contents: 'write', pull_requests: 'write', checks: 'write' } as const
  return sandbox.appToken({ slug: 'acme-gitops-writer', id: 4243, repositories: [target], permissions })
}

test('with target-token the bundle proposes in the other repository and says where; without it the request is held', async () => {
  const [files] = story.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, story, files, 1)
  const held = await run({ issue: { number: 1 } }, '')
  expect([held.exitCode, held.outputs.get('reason-code')]).toEqual([0, 'state/target-unreachable'])
  const { exitCode, outputs } = await run({ issue: { number: 1 } }, appToken())
  expect({
    exitCode,
    state: outputs.get('state'),
    pull: outputs.get('pull-request'),
    repository: outputs.get('pull-request-repository'),
  }).toEqual({ exitCode: 0, state: 'awaiting-approval', pull: '1', repository: target })
})

test('the sweep finds a closed issue by the branch it has left in the other repository', async () => {
  const [files] = story.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, story, files, 1)
  await run({ issue: { number: 1 } }, appToken())
  await sandbox.as('alice').closeIssue(home, 1)
  expect((await run({}, appToken())).exitCode).toBe(0)
  expect([...(await sandbox.repository(target).branches()).keys()]).toEqual(['main'])
  expect(
    sandbox
      .repository(target)
      .pulls()
      .map(({ state }) => state),
  ).toEqual(['closed'])
})
