import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { action } from '../src/actions/reconcile.js'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit, tokenOf } from '../src/cli/simulate/open-toolkit.js'
import { wakes } from '../src/cli/simulate/play-story.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { fullName } from '../src/model/ids.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

const folder = 'test/scenarios'
/** How many of the events of all stories are lost: `EVERY=1` leaves none out. */
const stride = Number(process.env.EVERY ?? 12)
/** How long a lost event lies there until the sweep comes, in seconds: short enough that nothing else comes due. */
const sweptAfter = 60

const stories = readdirSync(folder)
  .sort()
  .map((name) => readStory(join(folder, name)))

/** The events of a story that can be lost: what wakes a run, and is no sweep itself. */
function eventsOf({ steps }: Story): readonly number[] {
  return steps.flatMap((step, index) => (wakes(step) && step.does !== 'sees-sweep' ? [index] : []))
}

/**
 * Plays a story, and a sweep after it: what nobody was woken for, as a push by hand, is seen by that. Where a run about one step is lost, another sweep comes in
 * its place.
 */
async function play(story: Story, lost: number | null) {
  const sandbox = await createSandbox(seedOf(story))
  try {
    let installed = story.target?.installed ?? false
    for (const [index, step] of story.steps.entries()) {
      await actOut(sandbox, story, step, step.issue)
      if (step.does === 'installs-app') installed = true
      if (!wakes(step)) continue
      if (index === lost) {
        sandbox.clock.advance(sweptAfter)
        await sweep(sandbox, story, installed)
      } else
        await openToolkit(sandbox, story, { installed })(
          step.issue,
          step.does === 'sees-sweep' ? 'sweep' : 'run',
        )
    }
    sandbox.clock.advance(sweptAfter)
    await sweep(sandbox, story, installed)
    return await endOf(sandbox, story)
  } finally {
    await sandbox.close()
  }
}

async function sweep(sandbox: Sandbox, story: Story, installed: boolean): Promise<void> {
  const token = tokenOf(sandbox, story, installed)
  const nowhere = { sha: '', workspace: '', temp: '' }
  const { url: apiUrl, graphqlUrl } = sandbox
  const event = { schedule: '17 * * * *' }
  const octokit = connect({ apiUrl, token, retryDelaysMs: [1, 1] })
  const input = { token, 'target-token': '', issue: '', notify: '' }
  await action.run({
    input,
    surroundings: { repository: story.repository, event, apiUrl, graphqlUrl, ...nowhere },
    octokit,
  })
}

/** What stands in the manifests in the end, how each issue is shown, and what the ledger says of it. */
async function endOf(sandbox: Sandbox, story: Story) {
  const view = sandbox.repository(fullName(story.repository))
  const target = story.target === null ? view : sandbox.repository(fullName(story.target.repository))
  const { records, findings } = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  const issues = [...new Set(story.steps.map(({ issue }) => issue))]
  return {
    manifests: (await target.tree('main')).map(({ path, oid }) => `${path} ${oid}`),
    issues: issues.map((number) => {
      const found = view.issue(number)
      const own = records.filter(({ predicate }) => predicate.issue === number)
      return {
        number,
        shown: [found?.state, found?.labels],
        recorded: own.map(({ predicate: { chapter, decision } }) => `${chapter} ${decision}`),
      }
    }),
    findings: findings.map(({ code }) => code),
  }
}

const cases = stories
  .flatMap((story) => eventsOf(story).map((lost) => ({ story, lost })))
  .filter((_, index) => index % stride === 0)

const ends = new Map<string, ReturnType<typeof endOf>>()

/** How a story ends of which nothing is lost. */
function undisturbed(story: Story): ReturnType<typeof endOf> {
  const known = ends.get(story.name) ?? play(story, null)
  ends.set(story.name, known)
  return known
}

describe('a story ends the same whichever one event is lost, once a sweep comes', () => {
  test.each(cases.map((each) => [each.story.name, each.lost + 1, each] as const))(
    '%s, step %i',
    async (_, __, { story, lost }) => {
      expect(await play(story, lost)).toEqual(await undisturbed(story))
    },
  )
})
