import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { openToolkit } from '../../src/cli/simulate/open-toolkit.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { call } from './output.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), '../scenarios')
const story = readStory(join(scenarios, 'second-approve'))
let sandbox: Sandbox

/** A request for prod, which wants two approvals, proposed and approved by bob. */
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  const look = openToolkit(sandbox, story)
  for (const step of story.steps.slice(0, 2)) {
    await actOut(sandbox, story, step, 1)
    await look()
  }
  vi.stubEnv('GITHUB_API_URL', sandbox.url)
  vi.stubEnv(
    'GITHUB_TOKEN',
    sandbox.appToken({
      slug: 'acme-issueops',
      id: 4242,
      repositories: ['acme/platform'],
      permissions: {
        contents: 'read',
        issues: 'read',
        pull_requests: 'read',
        checks: 'read',
        members: 'read',
      },
    }),
  )
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox.close()
})

test('what waits for somebody is listed with its link, since when, and the line to write; nothing is written', async () => {
  const { result, cost } = await sandbox.measure(() => call('waiting-for', 'acme/platform', 'carol'))
  const [title, link, since] = result.out.split('\n')
  expect({ code: result.code, title, writes: cost.writes }).toMatchObject({ code: 0, writes: 0 })
  expect(title).toMatch(/^#1 /)
  expect(link).toMatch(/^ {2}http.*\/issues\/1$/)
  expect(since).toBe(
    '  For less than an hour, since 2026-11-20 at 09:02 UTC: a member of `acme/platform` (other than `bob`, who has approved already) has to comment `/approve`.',
  )
})

test('whoever has approved already, or may not approve, is not waited for', async () => {
  expect((await call('waiting-for', 'acme/platform', 'bob')).out).toBe('Nothing waits for bob.\n')
  expect((await call('waiting-for', 'acme/platform', 'alice')).out).toBe('Nothing waits for alice.\n')
})

test('without a person everything that waits is listed, grouped by whom it waits for', async () => {
  expect((await call('waiting-for', 'acme/platform')).out.split('\n')[0]).toBe('team:platform:')
  const { code, out } = await call('waiting-for', 'acme/platform', '--json')
  expect({ code, told: JSON.parse(out) }).toMatchObject({
    code: 0,
    told: {
      for: null,
      open: [{ issue: 1, waitsFor: ['team:platform'], since: '2026-11-20T09:02:00Z', withdrawn: null }],
      notLookedAt: 0,
    },
  })
})

test('what is no repository, and who is no account, is told', async () => {
  expect((await call('waiting-for', 'acme')).code).toBe(2)
  expect((await call('waiting-for', 'acme/platform', 'no-such-person')).code).toBe(2)
})
