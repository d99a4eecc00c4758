import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { decide } from '../src/core/decide/decide.js'
import type { FirstReading } from '../src/core/decide/reading.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

const story = readStory('test/scenarios/happy-path')
const [files, approves] = story.steps
if (files === undefined || approves === undefined) throw new Error('the story has no two steps')

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
})
afterEach(() => sandbox.close())

/** What a run decided on, round by round. */
async function readingsOfRun(): Promise<readonly FirstReading[]> {
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: ['acme/platform'],
    permissions: { ...permissions, members: 'read' },
  })
  const octokit = connect({ apiUrl: sandbox.url, token })
  const readings: FirstReading[] = []
  await reconcile(
    createReader(octokit, story.repository),
    createWriter(octokit, story.repository),
    issueNumber(1),
    {
      decide: (reading) => {
        readings.push(reading)
        return decide(reading)
      },
      tellFailure: () => [],
    },
  )
  return readings
}

/** How many different readings of something there were in a run; things that are equal but were read apart count as two. */
const times = (readings: readonly FirstReading[], of: (reading: FirstReading) => unknown) =>
  new Set(readings.map(of).filter((each) => each !== null && each !== undefined)).size

test('a run reads the policy, the issue and each comment once, however often it looks, writes and decides', async () => {
  await actOut(sandbox, story, files, 1)
  const proposing = await readingsOfRun()
  await actOut(sandbox, story, approves, 1)
  const merging = await readingsOfRun()
  for (const readings of [proposing, merging]) {
    expect(readings.length).toBeGreaterThan(2)
    expect(times(readings, ({ policy }) => policy)).toBe(1)
    expect(times(readings, ({ text }) => text)).toBe(1)
  }
  const spoken = merging.flatMap(({ commands }) => commands)
  expect(spoken.length).toBeGreaterThan(2)
  expect(new Set(spoken.map(({ reading }) => reading)).size).toBe(1)
})
