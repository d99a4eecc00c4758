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

test('explain tells the state, and for each rule who has approved', async () => {
  const { code, out } = await call('explain', 'acme/platform#1')
  expect({ code, out }).toEqual({
    code: 0,
    out: `The request is **awaiting-approval** (\`approval/missing\`).

For less than an hour, since 2026-11-20 at 09:02 UTC: a member of \`acme/platform\` (other than \`bob\`, who has approved already) has to comment \`/approve\`.

- ⏳ a member of \`acme/platform\`: 1 of 2 approvals, by \`bob\`; missing: 1 × \`/approve\` \`approval/missing\`
`,
  })
})

test('explain --as tells what one more approval would change, and writes nothing', async () => {
  const { result, cost } = await sandbox.measure(() =>
    call('explain', 'acme/platform#1', '--as', 'carol', '--json'),
  )
  expect({ code: result.code, writes: cost.writes }).toEqual({ code: 0, writes: 0 })
  expect(JSON.parse(result.out)).toMatchObject({
    state: 'approved',
    reasons: ['approval/satisfied'],
    supposedApproval: 'carol',
  })
})

test('explain --as the requester says why their approval would not count', async () => {
  const { out } = await call('explain', 'acme/platform#1', '--as', 'alice')
  expect(out).toContain('Supposed that alice comments /approve now:')
  expect(out).toContain('`alice`: Whoever asks for something cannot approve it.')
})

test.each([
  ['what is no request', ['acme/platform'], 'write it as in acme/platform#42'],
  [
    'an account GitHub does not know',
    ['acme/platform#1', '--as', 'nobody'],
    'does not tell this token of an account',
  ],
])('explain refuses %s and says what to write', async (_, args, complaint) => {
  const { code, err } = await call('explain', ...args)
  expect({ code, complains: err.includes(complaint) }).toEqual({ code: 2, complains: true })
})

test('explain of an issue that does not exist ends with 1', async () => {
  expect(await call('explain', 'acme/platform#77')).toMatchObject({ code: 1, out: '' })
})

test('explain without a token says how to give one', async () => {
  vi.stubEnv('GITHUB_TOKEN', '')
  vi.stubEnv('GH_TOKEN', '')
  expect((await call('explain', 'acme/platform#1')).err).toContain('Set GITHUB_TOKEN or GH_TOKEN')
})
