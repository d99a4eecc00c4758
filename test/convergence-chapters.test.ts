import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { action } from '../src/actions/reconcile.js'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import type { Step } from '../src/cli/simulate/deeds.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SeenRequest } from '../src/sandbox/faults.js'
import { gone, issue, onlyGitHub, playDisturbed, summary, toolkit, troubles } from './disturbed.js'
import { appOf } from './toolkit-app.js'

/** More writes than any run of a story makes, so that the last cases run without trouble; a command that takes back two stages makes most of them. */
const [writesMax, writesInStages] = [16, 24]
/** Stories played at the same time: they mostly wait. */
const playsAtOnce = 4
/** Longest time one of these tests may take, in milliseconds, on a machine that is busy with others. */
const patienceMs = 600_000
/** How long a lost event lies there until the sweep comes, in seconds. */
const sweptAfter = 1800

const scenario = (name: string) => readStory(join('test/scenarios', name))

/** From stage to stage, until the last one fails; then the one before it is taken back, and the last before that. */
function throughStages(): Story {
  const always = { issue, unseen: false }
  const says = (stage: string, state: 'success' | 'failure', on: 'merge' | 'tip' = 'merge'): Step => ({
    who: 'flux',
    does: 'signals',
    said: { kind: 'status', name: `kustomization/${stage}`, state, app: 'flux', on },
    ...always,
  })
  const comments = (who: string, text: string): Step => ({ who, does: 'comments', text, ...always })
  const story = scenario('stages')
  const filed = story.steps.filter(({ does }) => does === 'files')
  return {
    ...story,
    steps: [
      ...filed,
      comments('bob', '/approve'),
      says('dev', 'success'),
      comments('bob', '/promote'),
      comments('carol', '/approve'),
      says('staging', 'success'),
      says('production', 'success', 'tip'),
      comments('bob', '/promote'),
      comments('dan', '/approve'),
      says('production', 'failure'),
      { who: 'alice', does: 'waits', hours: 1, ...always },
      comments('alice', '/rollback staging carts are empty'),
      comments('dan', '/approve'),
      comments('carol', '/approve'),
    ],
  }
}

/** Every chapter of a request, and how it ended. */
async function chapters(sandbox: Sandbox) {
  const { records } = verifyLedger(
    readLedger(sandbox.repository('acme/platform').gitDir, 'refs/heads/issueops/ledger') ?? [],
  )
  const last = new Map(records.map(({ predicate }) => [predicate.chapter, predicate]))
  return [...last.values()].map(({ cause, decision }) => `${cause.kind}: ${decision}`)
}

/** The scheduled run, which knows of no event. */
async function sweep(sandbox: Sandbox, { repository }: Story): Promise<void> {
  const token = appOf(sandbox)
  const apiUrl = sandbox.url
  const nowhere = { sha: '', workspace: '', temp: '' }
  const surroundings = {
    repository,
    event: { schedule: '17 * * * *' },
    apiUrl,
    graphqlUrl: `${apiUrl}/graphql`,
    ...nowhere,
  }
  const octokit = connect({ apiUrl, token, retryDelaysMs: [1, 1] })
  const input = { token, 'target-token': '', issue: '', notify: '' }
  const { failure } = await action.run({ input, surroundings, octokit })
  expect(failure).toBeNull()
}

/** Plays a story in which the events of some steps are lost, and a sweep comes instead. */
async function playSwept(story: Story, isLost: (step: number) => boolean) {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const run = toolkit(sandbox, story)
    for (const [index, step] of story.steps.entries()) {
      await actOut(sandbox, story, step, issue)
      if (isLost(index)) {
        sandbox.clock.advance(sweptAfter)
        await sweep(sandbox, story)
      } else await run()
    }
    return { ...(await summary(sandbox)), told: await chapters(sandbox) }
  } finally {
    await sandbox.close()
  }
}

/** Some at a time, each with its number. */
async function each<Found>(count: number, play: (number: number) => Promise<Found>) {
  const found: { readonly number: number; readonly found: Found }[] = []
  for (let first = 0; first < count; first += playsAtOnce) {
    const numbers = Array.from({ length: Math.min(playsAtOnce, count - first) }, (_, index) => first + index)
    found.push(...(await Promise.all(numbers.map(async (number) => ({ number, found: await play(number) })))))
  }
  return found
}

/** Tells a write by its number, counted from 0. */
function writeNumber(wanted: number): (call: SeenRequest) => boolean {
  let number = -1
  return (call) => {
    if (isWrite(call)) number += 1
    return isWrite(call) && number === wanted
  }
}

const isWrite = ({ kind }: SeenRequest) => kind === 'write'

describe.each([
  ['what is taken back', scenario('rolled-back'), writesMax, ['asked: merged', 'taken-back: merged']],
  [
    'what is restored',
    scenario('restored'),
    writesMax,
    ['asked: merged', 'restored: merged', 'restored: unchanged', 'taken-back: merged'],
  ],
  [
    'what ends on its day',
    scenario('access-ends'),
    writesMax,
    ['asked: merged', 'extended: unchanged', 'ended: merged'],
  ],
  [
    'what goes through stages',
    throughStages(),
    writesInStages,
    ['asked: reached', 'stage: reached', 'stage: failed', 'taken-back: merged', 'taken-back: merged'],
  ],
])('%s', (_, story, writes, told) => {
  // Which digest an approval has to name depends on how many comments there are.
  const plain = story.steps.filter(
    (step) => step.does !== 'comments' || !/^\/(?:extend|approve .)/.test(step.text),
  )
  const undisturbed = playDisturbed(story, () => {}, chapters)

  test('ends as the story tells it', async () => {
    expect(await undisturbed).toMatchObject({ told, findings: [], branches: ['issueops/ledger', 'main'] })
  })

  test(
    'ends the same after whichever write of every run GitHub or the runner goes away',
    async () => {
      const plays = await each(writes, (write) =>
        playDisturbed(story, (sandbox) => gone(sandbox, write, isWrite), chapters),
      )
      for (const { number, found } of plays)
        expect({ number, ...found }).toEqual({ number, ...(await undisturbed) })
    },
    patienceMs,
  )

  test.each(troubles)(
    'ends the same whichever write of every run %s',
    async (_what, fault) => {
      const plays = await each(writes, (write) =>
        playDisturbed(story, (sandbox) => sandbox.faults.inject(fault, writeNumber(write)), chapters),
      )
      for (const { number, found } of plays)
        expect({ number, ...found }).toEqual({ number, ...(await undisturbed) })
    },
    patienceMs,
  )

  test(
    'ends the same whichever event is lost, once a sweep comes',
    async () => {
      const plays = await each(story.steps.length, (lost) => playSwept(story, (step) => step === lost))
      for (const { number, found } of plays)
        expect({ number, ...found }).toEqual({ number, ...(await undisturbed) })
    },
    patienceMs,
  )

  test('ends the same where every event is lost, and sweeps come', async () => {
    expect(await playSwept(story, () => true)).toEqual(await undisturbed)
  })

  test('ends the same where every event wakes two runs at once', async () => {
    const sandbox = await createSandbox(seedOf(story))
    try {
      const run = toolkit(sandbox, story)
      for (const step of plain) {
        await actOut(sandbox, story, step, issue)
        await Promise.all([run().catch(onlyGitHub), run().catch(onlyGitHub)])
        await run()
      }
      // Two runs may answer one comment twice.
      const { comments: _, ...end } = await summary(sandbox)
      expect({ ...end, told: await chapters(sandbox) }).toEqual(await inOneRun(plain))
    } finally {
      await sandbox.close()
    }
  })

  /** How the steps end that need no answer. */
  async function inOneRun(steps: Story['steps']) {
    const { comments: _, ...end } = await playDisturbed({ ...story, steps }, () => {}, chapters)
    return end
  }
})
