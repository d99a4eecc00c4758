import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { gone, issue, onlyGitHub, playDisturbed, summary, toolkit, troubles } from './disturbed.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const story = readStory(join(scenarios, 'happy-path'))

/** More calls than any run of the story makes, so that the last cases run without a fault at all. */
const callsMax = 22

const play = (disturb: (sandbox: Sandbox) => void) => playDisturbed(story, disturb)
const undisturbed = play(() => {})

test('undisturbed, the story ends merged once, with one comment and three records', async () => {
  expect(await undisturbed).toMatchObject({
    commitsOnMain: 2,
    branches: ['issueops/ledger', 'main'],
    issue: ['closed', 'completed', ['issueops:merged']],
    comments: 1,
    pulls: [true],
    ledger: ['proposed', 'approved', 'merged'],
    findings: [],
  })
})

test.each(troubles)('whichever call %s, the end is the same', async (_, fault) => {
  for (let call = 0; call < callsMax; call += 1) {
    expect({ call, ...(await play((sandbox) => sandbox.faults.inject(fault, call))) }).toEqual({
      call,
      ...(await undisturbed),
    })
  }
})

test('after whichever call GitHub or the runner goes away, the next run leads to the same end', async () => {
  for (let call = 0; call < callsMax; call += 1) {
    const end = await play((sandbox) => gone(sandbox, call))
    expect({ call, ...end }).toEqual({ call, ...(await undisturbed) })
  }
})

test('two runs at the same time lead to the same end as one', async () => {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const run = toolkit(sandbox, story)
    for (const step of story.steps) {
      await actOut(sandbox, story, step, issue)
      await Promise.all([run().catch(onlyGitHub), run().catch(onlyGitHub)])
      await run()
    }
    expect({ ...(await summary(sandbox)), told: null }).toEqual(await undisturbed)
  } finally {
    await sandbox.close()
  }
})

test('where GitHub finds out whether a pull request can be merged only once it is asked, the end is the same', async () => {
  const seed = seedOf(story)
  const settings = { mergeabilityWhenAsked: true }
  const sandbox = await createSandbox({
    ...seed,
    repositories: seed.repositories.map((each) => ({ ...each, settings })),
  })
  try {
    const run = toolkit(sandbox, story)
    for (const step of story.steps) {
      await actOut(sandbox, story, step, issue)
      await run()
    }
    expect({ ...(await summary(sandbox)), told: null }).toEqual(await undisturbed)
  } finally {
    await sandbox.close()
  }
})
