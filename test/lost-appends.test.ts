import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { encodeRecord } from '../src/core/ledger/encode-record.js'
import { recordFolder, recordPath } from '../src/core/ledger/record-path.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { issueNumber, oid } from '../src/model/ids.js'
import { type LedgerRecord, subjectsOf } from '../src/model/record.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { body } from './acceptance/given.js'

const story = readStory('test/scenarios/happy-path')
const [files, approves] = story.steps
const name = 'acme/platform'
const issue = issueNumber(1)
const [ledger, spare] = ['refs/heads/issueops/ledger', 'refs/heads/spare']

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

/** A request that is proposed, and approved since; the next run records that, merges it and records the merge. */
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  await perform(files)
  await run()
  await perform(approves)
})
afterEach(() => sandbox.close())

async function perform(step: typeof files): Promise<void> {
  if (step === undefined) throw new Error('the story has no such step')
  await actOut(sandbox, story, step, issue)
}

const view = () => sandbox.repository(name)
function git(...args: readonly string[]): string {
  return execFileSync('git', ['--git-dir', view().gitDir, ...args], { encoding: 'utf8' }).trim()
}

/** The toolkit's app in another run, which appends to a branch beside the ledger until its commits are moved there. */
async function append(tip: string, entries: Readonly<Record<string, string>>): Promise<string> {
  git('update-ref', spare, tip)
  const permissions = { contents: 'write' } as const
  const token = sandbox.appToken({ slug: 'acme-issueops', id: 4242, repositories: [name], permissions })
  const query = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`
  const input = {
    branch: { repositoryNameWithOwner: name, branchName: 'spare' },
    expectedHeadOid: tip,
    message: { headline: 'Record: another' },
    fileChanges: {
      additions: Object.entries(entries).map(([path, text]) => ({
        path,
        contents: Buffer.from(text).toString('base64'),
      })),
    },
  }
  await fetch(`${sandbox.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  return git('rev-parse', spare)
}

/** The record of the proposal, as one of another issue or as a later one of this. */
async function recordOf(number: number, sequence: number, previous: string): Promise<LedgerRecord> {
  const text = await view().fileAt('issueops/ledger', recordPath(issue, 1))
  const first = text === null ? null : decodeRecord(text)
  if (first === null) throw new Error('nothing is recorded')
  const predicate = { ...first.predicate, issue: issueNumber(number), sequence, previous: oid(previous) }
  return { ...first, predicate, subject: subjectsOf(predicate) }
}

/** Commits of other runs, each of which lands in the moment in which this run appends. */
async function disturb(count: number, commit: (tip: string, index: number) => Promise<string>) {
  const commits: string[] = []
  for (let index = 0; index < count; index += 1)
    commits.push(await commit(commits.at(-1) ?? git('rev-parse', ledger), index))
  git('update-ref', '-d', spare)
  sandbox.faults.inject({ kind: 'latency', milliseconds: 0 }, ({ operation }) => {
    const next = operation === 'AddFiles' ? commits.shift() : undefined
    if (next !== undefined) git('update-ref', ledger, next)
    return false
  })
}

const ofAnother = async (tip: string, index: number) => {
  const record = await recordOf(100 + index, 1, tip)
  return append(tip, { [recordPath(100 + index, 1)]: encodeRecord(record) })
}

/** What the ledger holds in the end, and what an audit finds in it. */
function recorded() {
  const { records, findings } = verifyLedger(readLedger(view().gitDir, ledger) ?? [])
  return { decisions: records.map(({ predicate }) => predicate.decision), findings }
}

/** What a run costs, and how often it has looked at the whole issue and at the ledger alone. */
async function measured() {
  const from = sandbox.requests.length
  const { result, cost } = await sandbox.measure(() => run())
  const asked = sandbox.requests.slice(from)
  const times = (operation: string) => asked.filter((each) => each.operation === operation).length
  return {
    state: result.state,
    reads: cost.reads,
    writes: cost.writes,
    issues: times('Issue'),
    tips: times('LedgerTip'),
    appends: times('AddFiles'),
  }
}

const undisturbed = { state: 'merged', reads: 8, writes: 9, issues: 3, tips: 0, appends: 2 }

test('undisturbed, a run looks at an issue three times, and appends two records', async () => {
  expect(await measured()).toEqual(undisturbed)
})

test('an append that is lost to another issue costs two calls, and the chain is whole', async () => {
  await disturb(1, ofAnother)
  const { reads, writes } = undisturbed
  expect(await measured()).toEqual({
    ...undisturbed,
    reads: reads + 1,
    writes: writes + 1,
    tips: 1,
    appends: 3,
  })
  expect(recorded()).toEqual({ decisions: ['proposed', 'proposed', 'approved', 'merged'], findings: [] })
})

test('four appends that are lost in a row are made up for one by one', async () => {
  await disturb(4, ofAnother)
  expect(await measured()).toMatchObject({ state: 'merged', issues: 3, tips: 4, appends: 6 })
})

test('after five appends that are lost in a row the run starts over', async () => {
  await disturb(5, ofAnother)
  expect(await measured()).toMatchObject({ state: 'merged', issues: 4, tips: 4, appends: 7 })
  expect(recorded().findings).toEqual([])
})

test('a record of the same issue that came first starts the run over', async () => {
  await disturb(1, async (tip) => {
    const record = await recordOf(issue, 2, tip)
    return append(tip, { [recordPath(issue, 2)]: encodeRecord(record) })
  })
  expect(await measured()).toMatchObject({ state: 'merged', issues: 4, tips: 1, appends: 3 })
  expect(recorded()).toEqual({ decisions: ['proposed', 'proposed', 'approved', 'merged'], findings: [] })
})

test('somebody who became known by login meanwhile starts the run over', async () => {
  await disturb(1, async (tip, index) => {
    const record = await recordOf(100 + index, 1, tip)
    const people = '{\n  "zoe": 1234\n}\n'
    return append(tip, { [recordPath(100 + index, 1)]: encodeRecord(record), 'people.json': people })
  })
  expect(await measured()).toMatchObject({ state: 'merged', issues: 4, tips: 1, appends: 3 })
  expect(recorded().findings).toEqual([])
})

test('a file that is no record, in the folder of the issue, starts the run over', async () => {
  await disturb(1, (tip) => append(tip, { [`${recordFolder(issue)}/notes.txt`]: 'x\n' }))
  expect(await measured()).toMatchObject({ state: 'held', issues: 2, tips: 1, appends: 1 })
})

test('a ledger that is gone meanwhile starts the run over', async () => {
  await disturb(1, ofAnother)
  sandbox.faults.inject({ kind: 'latency', milliseconds: 0 }, ({ operation }) => {
    if (operation === 'LedgerTip') git('update-ref', '-d', ledger)
    return false
  })
  expect(await measured()).toMatchObject({ state: 'awaiting-approval', issues: 2, tips: 1 })
})

test('what takes a request back rests on the records of all issues, so that the run starts over', async () => {
  await run()
  await sandbox.as('alice').comment(name, issue, '/rollback')
  let appends = 0
  sandbox.faults.inject({ kind: 'latency', milliseconds: 0 }, ({ operation }) => {
    if (operation === 'AddFiles') appends += 1
    if (operation === 'AddFiles' && appends === 2)
      git('update-ref', ledger, git('commit-tree', `${ledger}^{tree}`, '-p', ledger, '-m', 'Another'))
    return false
  })
  expect(await measured()).toMatchObject({ state: 'awaiting-approval', tips: 0, appends: 3 })
})

test('requests that are proposed at once are each looked at once, and each is recorded', async () => {
  const numbers = await Promise.all(
    ['orders', 'search2', 'billing2'].map(async (value) => {
      const text = body({ name: value, environment: 'prod' })
      const filed = await sandbox
        .as('alice')
        .openIssue(name, { title: 'Namespace', body: text, labels: ['request'] })
      return issueNumber(filed)
    }),
  )
  const from = sandbox.requests.length
  await Promise.all(numbers.map((number) => run(number)))
  const asked = sandbox.requests.slice(from)
  const times = (operation: string) => asked.filter((each) => each.operation === operation).length
  expect([times('Issue'), times('AddFiles') - times('LedgerTip')]).toEqual([3, 3])
  expect(recorded()).toEqual({ decisions: ['proposed', 'proposed', 'proposed', 'proposed'], findings: [] })
})
