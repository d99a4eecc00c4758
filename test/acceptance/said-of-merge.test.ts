import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { appOf } from '../toolkit-app.js'
import { runAction } from './run-action.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const story = readStory(join(root, 'test/scenarios/stages'))
const repository = 'acme/platform'
const [files] = story.steps
const approves = story.steps.find((step) => step.does === 'comments' && step.text === '/approve')
const arrives = story.steps.find((step) => step.does === 'signals')

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
})
afterEach(() => sandbox.close())

/** The action as the runner starts it, by an event of this payload. */
async function run(event: unknown) {
  const token = appOf(sandbox)
  const from = sandbox.requests.length
  const dir = join(root, 'actions/reconcile')
  const ran = await runAction(sandbox, { dir, inputs: { token }, event, eventName: 'status', repository })
  return { ...ran, asked: sandbox.requests.slice(from).map(({ operation, path }) => operation ?? path) }
}

async function perform(step: (typeof story.steps)[number] | undefined): Promise<void> {
  if (step === undefined) throw new Error('the story has no such step')
  await actOut(sandbox, story, step, 1)
}

/** The event of a commit status. */
function said(commit: string | undefined) {
  return { sha: commit, state: 'success', context: 'any', branches: [{ name: 'main' }] }
}

test('what is said of a merge commit, or of a later one, wakes the request that waits for it, and no other', async () => {
  await perform(files)
  await run({ issue: { number: 1 } })
  await perform(approves)
  await run({ issue: { number: 1 } })
  const view = sandbox.repository(repository)
  const [merge] = await view.log('main')
  await sandbox.as('erin').pushCommit(repository, 'main', { 'notes.txt': 'later\n' }, 'Later')
  const [later, , first] = await view.log('main')
  expect(view.issue(1)?.state).toBe('open')
  expect((await run(said(first?.oid))).asked).toEqual(['Landed'])
  const early = await run(said(later?.oid))
  expect(early.asked.slice(0, 3)).toEqual(['Landed', 'Open', 'Issue'])
  expect(early.summary).toContain('| #1 | `merged` |')
  await perform(arrives)
  const arrived = await run(said(merge?.oid))
  expect(arrived.summary).toContain('| #1 | `reached` |')
})
