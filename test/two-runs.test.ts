import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter, type Writer } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { appOf } from './toolkit-app.js'

const story = readStory('test/scenarios/happy-path')
const name = 'acme/platform'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  const [files] = story.steps
  if (files === undefined) throw new Error('the story has no steps')
  await actOut(sandbox, story, files, 1)
})
afterEach(() => sandbox.close())

/** A run, with what happens on the way to one of its writes. */
async function run(disturb: (writer: Writer) => Partial<Writer> = () => ({})) {
  const token = appOf(sandbox)
  const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] })
  const writer = createWriter(octokit, story.repository)
  const there = (at: Writer): Writer => ({ ...at, ...disturb(at), at: (target) => there(at.at(target)) })
  return reconcile(createReader(octokit, story.repository), there(writer), issueNumber(1))
}

test.each(['createBranch', 'openPull'] as const)(
  'a run that another one overtakes at %s looks again, and ends as that did',
  async (write) => {
    let overtaken = false
    const slow = await run((writer) => ({
      [write]: async (...given: readonly unknown[]) => {
        // The ledger begins with a branch as well.
        if (!overtaken && given[0] !== 'issueops/ledger') {
          overtaken = true
          await run()
        }
        return (writer[write] as (...of: readonly unknown[]) => unknown)(...given)
      },
    }))
    expect(slow.decision?.state).toBe('awaiting-approval')
    expect(sandbox.repository(name).pulls()).toHaveLength(1)
    expect((await run()).outcomes).toEqual([])
  },
)
