import { afterEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import type { Step } from '../src/cli/simulate/deeds.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { encodeRecord } from '../src/core/ledger/encode-record.js'
import { issueNumber } from '../src/model/ids.js'
import { subjectsOf } from '../src/model/record.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { commentsOn, recordsOn } from './on-issue.js'

const name = 'acme/platform'
const hour = 3600

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

afterEach(() => sandbox.close())

/** A story up to its first merge: somebody files, bob approves. */
async function merged(scenario: string): Promise<void> {
  const told = readStory(`test/scenarios/${scenario}`)
  const story = { ...told, people: new Map([...told.people, ['frank', 'admin' as const]]) }
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  const [files] = story.steps as readonly [Step, ...Step[]]
  await actOut(sandbox, story, files, 1)
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('merged')
}

const records = (issue = 1) => recordsOn(sandbox, name, issue)

async function story() {
  return (await records()).map(({ chapter, decision }) => `${chapter} ${decision}`)
}

const told = (issue = 1) => commentsOn(sandbox, name, issue)

/** Until the second of the end of the access, which is the end of a day. */
async function untilTheEnd(): Promise<void> {
  sandbox.clock.advance((Date.parse('2026-12-01T00:00:00Z') - Date.parse(sandbox.clock.now())) / 1000)
}

test('whoever says /hold anew holds the end for another day', async () => {
  await merged('access-ends')
  await untilTheEnd()
  await sandbox.as('carol').comment(name, 1, '/hold a meeting')
  expect((await run()).reasons).toEqual(['state/overdue', 'state/on-hold'])
  sandbox.clock.advance(20 * hour)
  await sandbox.as('carol').comment(name, 1, '/hold another meeting')
  expect((await run()).reasons).toEqual(['state/overdue', 'state/on-hold'])
  sandbox.clock.advance(20 * hour)
  expect((await run()).reasons).toEqual(['state/overdue', 'state/on-hold'])
  expect((await story()).slice(3)).toEqual(['2 begun', '2 proposed', '2 hold', '2 hold'])
  expect(told()[0]).toContain('another meeting')
  expect(told()[0]).not.toContain('a meeting')
  sandbox.clock.advance(4 * hour)
  expect((await run()).state).toBe('merged')
})

test('a /hold of before does not use up the one that is meant for the end', async () => {
  await merged('access-ends')
  await sandbox.as('carol').comment(name, 1, '/hold not now')
  await run()
  await untilTheEnd()
  await sandbox.as('carol').comment(name, 1, '/hold a meeting')
  expect((await run()).reasons).toEqual(['state/overdue', 'state/on-hold'])
})

test('a pull request that somebody merged elsewhere before, from the branch of the end to come, does not stop the end', async () => {
  await merged('access-ends')
  const carol = sandbox.as('carol')
  await carol.pushCommit(name, 'elsewhere', { 'y.txt': 'y\n' }, 'y')
  await carol.pushCommit(name, 'issueops/1-access-2', { 'x.txt': 'x\n' }, 'x')
  const number = await carol.openPull(name, { title: 'x', head: 'issueops/1-access-2', base: 'elsewhere' })
  await carol.mergePull(name, number)
  await untilTheEnd()
  expect((await run()).reasons).toEqual(['state/overdue', 'state/foreign-commits'])
  await carol.deleteBranch(name, 'issueops/1-access-2')
  const { state, reasons } = await run()
  expect({ state, reasons, story: (await story()).slice(3) }).toEqual({
    state: 'merged',
    reasons: ['state/merged'],
    story: ['2 begun', '2 proposed', '2 approved', '2 merged'],
  })
  expect(await sandbox.repository(name).fileAt('main', 'access/billing.yaml')).not.toContain('erin')
})

test('whoever asked for something cannot keep it by editing comments once its end has come, and nobody can for more than a day', async () => {
  await merged('access-ends')
  const thanks = await sandbox.as('alice').comment(name, 1, 'Thanks!')
  const welcome = await sandbox.as('bob').comment(name, 1, 'You are welcome.')
  await untilTheEnd()
  await sandbox.as('carol').comment(name, 1, '/hold a meeting')
  await run()
  await sandbox.as('alice').editComment(name, thanks, '/hold')
  expect((await run()).reasons).toEqual(['state/overdue', 'state/on-hold'])
  sandbox.clock.advance(20 * hour)
  await sandbox.as('carol').editComment(name, welcome, '/hold')
  sandbox.clock.advance(10 * hour)
  expect((await run()).reasons).toEqual(['state/overdue', 'state/comment-tampered'])
  sandbox.clock.advance(14 * hour)
  expect((await run()).state).toBe('merged')
})

test('an end in whose place somebody merged something else is told as failed, and tried again a day later', async () => {
  await merged('access-ends')
  await untilTheEnd()
  const carol = sandbox.as('carol')
  await carol.comment(name, 1, '/hold a meeting')
  await run()
  const billing = (await sandbox.repository(name).fileAt('main', 'access/billing.yaml')) ?? ''
  const files = { 'x.txt': 'x\n', 'access/billing.yaml': billing }
  await carol.pushCommit(name, 'issueops/1-access-2', files, 'Stay')
  await carol.mergePull(name, sandbox.repository(name).pulls().at(-1)?.number ?? 0)
  expect((await run()).state).toBe('failed')
  expect(told()[0]).toContain('without an approval, and what it brought is not the change')
  expect(told()[0]).toContain('the toolkit tries again a day later')
  sandbox.clock.advance(23 * hour)
  expect((await run()).state).toBe('failed')
  sandbox.clock.advance(hour)
  expect((await run()).state).toBe('merged')
  expect((await story()).slice(-5)).toEqual(['2 failed', '3 begun', '3 proposed', '3 approved', '3 merged'])
  expect(await sandbox.repository(name).fileAt('main', 'access/billing.yaml')).not.toContain('erin')
})

test('a record that somebody pushed of another request keeps up nothing, also where the ledger is open by then', async () => {
  await merged('access-ends')
  const forged: Record<string, string> = {}
  for (const sequence of [1, 2, 3]) {
    const text = await sandbox.repository(name).fileAt('issueops/ledger', `issues/00/1/000${sequence}.json`)
    const record = decodeRecord(text ?? '')
    if (record === null) throw new Error('there is no such record')
    const { merge } = record.predicate
    const later = merge === null ? null : { ...merge, at: sandbox.clock.now() }
    const predicate = { ...record.predicate, issue: issueNumber(77), merge: later }
    const made = encodeRecord({ ...record, subject: subjectsOf(predicate), predicate })
    forged[`issues/00/77/000${sequence}.json`] = made
  }
  await sandbox.as('frank').protectLedger(name, null)
  await sandbox.as('carol').pushCommit(name, 'issueops/ledger', forged, 'Record: issue 77 merged')
  await untilTheEnd()
  expect((await run()).reasons).toEqual(['state/overdue', 'state/ledger-unreadable'])
  expect(told()[0]).toContain('issues/00/77')
})

test('two runs at the same time at an end both end well, and it is carried out once', async () => {
  await merged('access-ends')
  await untilTheEnd()
  await Promise.all([run(), run()])
  await run()
  const once = ['2 begun', '2 proposed', '2 approved', '2 merged']
  expect((await story()).filter((each) => each.startsWith('2'))).toEqual(once)
})
