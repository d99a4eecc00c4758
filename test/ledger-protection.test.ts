import { afterEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { type Story, toolkitApp } from '../src/cli/simulate/story.js'
import { connect } from '../src/github/connect.js'
import { createReader, type Reader } from '../src/github/reader.js'
import { issueNumber } from '../src/model/ids.js'
import { explore } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { Exchange } from '../src/sandbox/seed.js'

const told = readStory('test/scenarios/access-ends')
const protectedStory: Story = { ...told, people: new Map([...told.people, ['frank', 'admin']]) }
const [files, approves] = protectedStory.steps
const typePath = '.github/issueops/access.yml'
const name = 'acme/platform'

let sandbox: Sandbox
const sent: Exchange[] = []
afterEach(() => sandbox.close())

async function begin(story: Story) {
  sent.length = 0
  sandbox = await createSandbox({ ...seedOf(story), record: (exchange) => sent.push(exchange) })
  const run = openToolkit(sandbox, story)
  if (files !== undefined) await actOut(sandbox, story, files, 1)
  return run
}

const merged = async () =>
  ((await sandbox.repository(name).fileAt('main', 'access/billing.yaml')) ?? '').includes('erin')
const asksRules = () => sent.filter(({ requestBody }) => JSON.stringify(requestBody).includes('ledgerRules'))

/** The type without its end, or with other rules. */
function changed(change: (text: string) => string): Story {
  const text = change(protectedStory.files.get(typePath) ?? '')
  return { ...protectedStory, files: new Map([...protectedStory.files, [typePath, text]]) }
}

test('a ledger that stands open by the time of the approval holds the merge', async () => {
  const run = await begin(protectedStory)
  expect((await run()).state).toBe('awaiting-approval')
  await openLedger()
  if (approves !== undefined) await actOut(sandbox, protectedStory, approves, 1)
  expect((await run()).reasons).toEqual(['state/ledger-unprotected'])
  expect(await merged()).toBe(false)
  await closeLedger()
  expect((await run()).state).toBe('merged')
})

test('what nobody has to approve is not merged in the run that begins an open ledger', async () => {
  const automatic = changed((text) =>
    text.replace(
      /approval:\n[\s\S]*?changes:/,
      'approval:\n  - automatic: true\n    when: ${{ true }}\nchanges:',
    ),
  )
  const run = await begin({ ...automatic, ledger: 'unprotected' })
  expect((await run()).reasons).toEqual(['state/ledger-unprotected'])
  expect(await merged()).toBe(false)
})

test('an end of what is merged is carried out, however the ledger stands by then', async () => {
  const run = await begin(protectedStory)
  await run()
  if (approves !== undefined) await actOut(sandbox, protectedStory, approves, 1)
  expect((await run()).state).toBe('merged')
  expect(await merged()).toBe(true)
  await openLedger()
  sandbox.clock.advance(14 * 24 * 3600)
  expect((await run()).state).toBe('merged')
  expect(await merged()).toBe(false)
})

test('as GITHUB_TOKEN the request is held at once, and nothing but that is written', async () => {
  const run = await begin({ ...protectedStory, token: 'github-token' })
  const { reasons, outcomes } = await run()
  expect({ reasons, wrote: outcomes.map(({ key }) => key) }).toEqual({
    reasons: ['state/ledger-unprotected'],
    wrote: ['ensure-status', 'ensure-labels'],
  })
})

test('the rules of the ledger are asked for with the rest, and only where a request ends', async () => {
  const withoutEnd = changed((text) => text.replace(/^(?:expires|warn|extend):.*\n/gm, ''))
  const plain = await begin(withoutEnd)
  await plain()
  const { cost: costWithout } = await sandbox.measure(plain)
  expect(asksRules()).toEqual([])
  await sandbox.close()
  const run = await begin(protectedStory)
  await run()
  const { cost } = await sandbox.measure(run)
  expect(asksRules()).toHaveLength(1)
  expect({ ...cost, millis: 0 }).toEqual({ ...costWithout, millis: 0 })
})

test.each([
  [
    'an error',
    { ledgerRules: null },
    [{ path: ['repository', 'ledgerRules'], type: 'FORBIDDEN', message: 'No' }],
  ],
  ['no list', { ledgerRules: { rules: null } }, []],
])('rules that GitHub does not tell (%s) protect nothing', async (_, ledgerRules, errors) => {
  const run = await begin(protectedStory)
  await run()
  const token = sandbox.appToken({ ...toolkitApp, repositories: [name], permissions })
  const reader = createReader(connect({ apiUrl: sandbox.url, token }), protectedStory.repository)
  const untelling: Reader = {
    ...reader,
    query: async (...call) => {
      const answer = await reader.query(...call)
      const repository = Object(Object(answer.data).repository)
      if (!('ledgerRules' in repository)) return answer
      return {
        ...answer,
        data: { ...Object(answer.data), repository: { ...repository, ...ledgerRules } },
        errors,
      }
    },
  }
  const { decision } = await explore(untelling, issueNumber(1))
  expect(decision?.problems.map(({ code, what }) => [code, what])).toEqual([
    [
      'state/ledger-unprotected',
      'Requests of this type end by themselves, for which there is nothing to go by but the ledger, and GitHub did not tell the rules of its branch issueops/ledger.',
    ],
  ])
})

const permissions = {
  contents: 'read',
  issues: 'read',
  pull_requests: 'read',
  checks: 'read',
  members: 'read',
} as const
const openLedger = () => sandbox.as('frank').protectLedger(name, null)
const closeLedger = () => sandbox.as('frank').protectLedger(name, [toolkitApp.id])
