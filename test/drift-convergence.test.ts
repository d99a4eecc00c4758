import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeViews } from '../src/act/write-views.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SeenRequest } from '../src/sandbox/faults.js'
import { lookForDrift } from '../src/watch.js'
import { callStride, gone, onlyGitHub, toolkit } from './disturbed.js'
import { appOf } from './toolkit-app.js'

const story = readStory('test/scenarios/drifted')
const name = 'acme/platform'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  for (const step of story.steps.slice(0, 2)) {
    await actOut(sandbox, story, step, 1)
    await toolkit(sandbox, story)()
  }
})
afterEach(() => sandbox.close())

/** Somebody says by hand how many copies there are. */
async function push(copies: number): Promise<void> {
  const files = { 'apps/shop/values.yaml': `image: ghcr.io/acme/shop:1.5.0\nreplicas: ${copies}\n` }
  await sandbox.as('carol').pushCommit(name, 'main', files, `${copies} copies`)
}

function hands() {
  const octokit = connect({ apiUrl: sandbox.url, token: appOf(sandbox), retryDelaysMs: [] })
  return { reader: createReader(octokit, story.repository), writer: createWriter(octokit, story.repository) }
}

async function look() {
  const { reader } = hands()
  return lookForDrift(reader, null, await reader.openIssues())
}

async function sweep(): Promise<void> {
  await writeViews(hands().writer, (await look()).effects)
}

/** The toolkit's own issues, and what they say of the copies. */
function issues() {
  const own = sandbox
    .repository(name)
    .issues()
    .filter(({ author }) => author.endsWith('[bot]'))
  return own.map(({ number, state, body, labels }) => [
    number,
    state,
    /is `(\d+)`/.exec(body)?.[1] ?? null,
    labels,
  ])
}

test('a sweep that is cut off after any of its calls is made up for by the next one, without a second issue', async () => {
  for (let calls = 0, isThrough = false; !isThrough; calls += callStride) {
    await push(5 + calls)
    gone(sandbox, calls)
    isThrough = await sweep().then(
      () => true,
      (error: unknown) => {
        onlyGitHub(error)
        return false
      },
    )
    sandbox.faults.clear()
    await sweep()
    expect(issues()).toEqual([[3, 'open', String(5 + calls), ['issueops:drift']]])
    expect((await look()).effects).toEqual([])
  }
})

test('an issue that was opened although the answer was lost is found by the next sweep', async () => {
  await push(6)
  const isWrite = ({ kind }: SeenRequest) => kind === 'write'
  sandbox.faults.inject({ kind: 'reset', landed: true }, isWrite, 1)
  await sweep().catch(onlyGitHub)
  sandbox.faults.clear()
  await sweep()
  expect(issues()).toEqual([[3, 'open', '6', ['issueops:drift']]])
})

test('of two sweeps at once one may open a second issue, which the next one closes', async () => {
  await push(6)
  const [one, other] = [await look(), await look()]
  await writeViews(hands().writer, one.effects)
  await writeViews(hands().writer, other.effects)
  await sweep()
  expect(issues()).toEqual([
    [3, 'open', '6', ['issueops:drift']],
    [4, 'closed', '6', ['issueops:drift']],
  ])
  expect((await look()).effects).toEqual([])
})

test('an issue that somebody else has written like one is left alone, and one without its label is still found', async () => {
  await push(6)
  await sandbox
    .as('dave')
    .openIssue(name, { title: 'Drift', body: '<!-- issueops:drift:replicas -->\n\nAll is well.', labels: [] })
  await sweep()
  await sandbox.as('carol').removeLabel(name, 4, 'issueops:drift')
  await push(7)
  await sweep()
  expect(issues()).toEqual([[4, 'open', '7', []]])
  expect(sandbox.repository(name).issue(3)?.body).toContain('All is well.')
})

test('what is merged and on no record yet is no drift, and is told as what could not be looked at', async () => {
  const [files] = story.steps
  if (files?.does !== 'files') return expect.fail('the story begins with a request')
  const text = {
    kind: 'answers',
    form: 'replicas.yml',
    answers: new Map([
      ['app', 'shop'],
      ['count', '9'],
    ]),
  } as const
  await actOut(sandbox, story, { ...files, text }, 3)
  const { reader, writer } = hands()
  await reconcile(reader, writer, issueNumber(3))
  await sandbox.as('bob').comment(name, 3, '/approve')
  let isMerged = false
  const isLater = ({ path }: SeenRequest) => {
    const isAfter = isMerged
    isMerged ||= path.endsWith('/merge')
    return isAfter
  }
  sandbox.faults.inject({ kind: 'reset', landed: false }, isLater, Number.POSITIVE_INFINITY)
  await reconcile(reader, writer, issueNumber(3)).catch(onlyGitHub)
  sandbox.faults.clear()
  expect(await sandbox.repository(name).fileAt('main', 'apps/shop/values.yaml')).toContain('replicas: 9')
  const { drifts, effects } = await look()
  expect(effects).toEqual([])
  expect(drifts.map(({ unseen }) => unseen)).toEqual([['issue 3 was merged, and that is not on record yet']])
  await reconcile(reader, writer, issueNumber(3))
  expect((await look()).drifts.map(({ unseen, groups }) => [unseen, groups])).toEqual([[[], []]])
})
