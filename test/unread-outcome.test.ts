import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

const told = readStory('test/scenarios/stages')
const story = { ...told, people: new Map([...told.people, ['mallory', 'read' as const]]) }
const name = 'acme/platform'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
})
afterEach(() => sandbox.close())

/** A run with a token that may not read commit statuses. */
async function run() {
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { ...permissions, members: 'read' },
  })
  const octokit = connect({ apiUrl: sandbox.url, token })
  const reader = createReader(octokit, story.repository)
  return reconcile(reader, createWriter(octokit, story.repository), issueNumber(1))
}

const lacking = { failure: 'forbidden', permission: 'statuses: read' }

async function merged(): Promise<void> {
  const [files] = story.steps
  if (files === undefined) throw new Error('the story has no steps')
  await actOut(sandbox, story, files, 1)
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  await expect(run()).rejects.toMatchObject(lacking)
}

test('what was said of a merge and cannot be read stops the run, which names the permission, and says that on the issue', async () => {
  await merged()
  await expect(run()).rejects.toMatchObject(lacking)
  const told = sandbox.repository(name).issue(1)?.comments[0]?.body
  expect(told).toContain('### ✅ Release: merged into dev')
  expect(told).toContain(
    '**Not everything is done that comes after the merge.** GitHub did not let the toolkit tell what was said of the merge in full. A maintainer has to check the permission “statuses: read” of the token',
  )
  expect(told).not.toContain('on hold')
})

test('a merge is taken back all the same', async () => {
  await merged()
  await sandbox.as('alice').comment(name, 1, '/rollback it does not start')
  expect((await run()).decision?.state).toBe('awaiting-approval')
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).decision?.state).toBe('merged')
})

test('but the next stage does not begin of which nobody knows whether the one before has arrived', async () => {
  await merged()
  await sandbox.as('bob').comment(name, 1, '/promote')
  await expect(run()).rejects.toMatchObject(lacking)
  expect(sandbox.repository(name).pulls()).toHaveLength(1)
})

test('whoever may not have a merge taken back does not make the run pass over what it cannot read', async () => {
  await merged()
  await sandbox.as('mallory').comment(name, 1, '/rollback')
  await expect(run()).rejects.toMatchObject(lacking)
})
