import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { openToolkit } from '../../src/cli/simulate/open-toolkit.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import { encodeRecord } from '../../src/core/ledger/encode-record.js'
import { recordFolder, recordPath } from '../../src/core/ledger/record-path.js'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { type IssueNumber, issueNumber, oid } from '../../src/model/ids.js'
import type { LedgerRecord } from '../../src/model/record.js'
import { observeAllRecords } from '../../src/observe/observe-all-records.js'
import { observeIssue } from '../../src/observe/observe-issue.js'
import { observeOtherRecords } from '../../src/observe/observe-other-records.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { record } from '../core/ledger/forged.js'
import { type WrittenFile, writeBranch } from './ledger-branch.js'

const story = readStory('test/scenarios/two-on-one-place')
const name = 'acme/platform'
const ledger = 'issueops/ledger'
const [first, second] = [issueNumber(1), issueNumber(3)]

let sandbox: Sandbox
let reader: Reader

/** Two requests, #1 and #3, as the toolkit recorded them. */
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  const run = openToolkit(sandbox, story)
  for (const step of story.steps) {
    await actOut(sandbox, story, step, step.issue)
    await run(step.issue)
  }
  reader = readerWith({ contents: 'read', issues: 'read' })
})
afterEach(() => sandbox.close())

function readerWith(permissions: Readonly<Record<string, 'read'>>): Reader {
  const token = sandbox.appToken({ slug: 'acme-issueops', id: 4242, repositories: [name], permissions })
  return createReader(connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1, 1, 1] }), story.repository)
}

async function tip(): Promise<ReturnType<typeof oid>> {
  return oid((await sandbox.repository(name).branches()).get(ledger) ?? '')
}

/** What a run about the issue sees of the ledger. */
async function seenOf(issue: IssueNumber) {
  const seen = await observeIssue(reader, issue)
  const { earlier = [], records = [], unreadable = [] } = seen?.ledger ?? {}
  return { records: [...earlier, ...records], unreadable }
}

/** Rewrites the ledger, as somebody might who may push to it, and reads it. */
async function forged(...files: readonly WrittenFile[]) {
  const { gitDir } = sandbox.repository(name)
  const readme = { path: 'README.md', text: 'The ledger\n' }
  return await observeAllRecords(reader, oid(writeBranch(gitDir, ledger, [readme, ...files])))
}

/** A record of an issue of this repository, as it stands in its file. */
async function recordOf(
  issue: number,
  sequence = 1,
  more: Parameters<typeof record>[2] = {},
): Promise<string> {
  repositoryId ??= (await seenOf(first)).records[0]?.predicate.repositoryId ?? 0
  const decisions = ['proposed', 'approved', 'merged'] as const
  const decision = decisions[sequence - 1] ?? 'proposed'
  return encodeRecord(record(sequence, decision, { repositoryId, issue: issueNumber(issue), ...more }))
}
let repositoryId: number | undefined

/** What a piece of work asked for. */
async function asked<T>(work: () => Promise<T>) {
  const from = sandbox.requests.length
  const result = await work()
  const requests = sandbox.requests.slice(from)
  return { result, paths: requests.map(({ method, path }) => `${method} ${path.replace(/=.*/, '')}`).sort() }
}

test('the records of all issues are those that a run about each of them sees, in two calls of the API and one download', async () => {
  const head = await tip()
  const { result, paths } = await asked(() => observeAllRecords(reader, head))
  expect(paths).toEqual([
    `GET /codeload/acme/platform/legacy.tar.gz/${head}?token`,
    `GET /repos/acme/platform/tarball/${head}`,
    'POST /graphql',
  ])
  const alone = new Map<IssueNumber, readonly LedgerRecord[]>()
  for (const issue of [first, second]) alone.set(issue, (await seenOf(issue)).records)
  expect(result).toEqual({ records: alone, unreadable: [] })
  expect([...alone.values()].map(({ length }) => length > 1)).toEqual([true, true])
})

test('what a ledger held at an earlier commit is read as it was', async () => {
  const [last, , before] = await sandbox.repository(name).log(ledger)
  const now = await observeAllRecords(reader, oid(last?.oid ?? ''))
  const then = await observeAllRecords(reader, oid(before?.oid ?? ''))
  const count = ({ records }: typeof now) => [...records.values()].flat().length
  expect(count(now) - count(then)).toBe(2)
})

test('whichever of its calls fails once, the records are the same', async () => {
  const head = await tip()
  const undisturbed = await observeAllRecords(reader, head)
  for (const kind of ['error', 'reset'] as const) {
    for (let call = 0; call < 3; call += 1) {
      sandbox.faults.inject({ kind, landed: false }, call)
      expect({ kind, call, ...(await observeAllRecords(reader, head)) }).toEqual({
        kind,
        call,
        ...undisturbed,
      })
    }
  }
})

test('what is no record of its very issue is told with its path and the reason, and the records of other issues stay', async () => {
  const sound = await recordOf(42)
  const { records, unreadable } = await forged(
    { path: recordPath(42, 1), text: sound },
    { path: recordPath(43, 1), text: sound },
    { path: recordPath(44, 1), text: await recordOf(44, 1, { repositoryId: 7, repository: 'acme/other' }) },
    { path: recordPath(45, 2), text: await recordOf(45, 2) },
    { path: recordPath(46, 1), text: await recordOf(46), mode: '120000' },
    { path: recordPath(47, 1), text: await recordOf(47), mode: '100755' },
    { path: recordPath(48, 1), text: Buffer.from([0x7b, 0xff, 0x7d]) },
    { path: recordPath(49, 1), text: `${await recordOf(49)} ` },
    { path: recordPath(50, 1), text: await recordOf(50) },
    { path: 'issues/00/50/more/0002.json', text: await recordOf(50, 2) },
    { path: 'issues/00/50/more/0003.json', text: await recordOf(50, 3) },
    { path: recordPath(51, 1), text: await recordOf(51) },
    { path: recordPath(51, 3), text: await recordOf(51, 3) },
    { path: 'issues/52/0001.json', text: await recordOf(52) },
    { path: 'issues/00/053/0001.json', text: await recordOf(53) },
    { path: 'issues/00/99999999999/0001.json', text: sound },
    { path: recordPath(54, 1), text: await recordOf(54, 1, { observedAt: '2020-01-01T00:00:00Z' }) },
    { path: recordPath(55, 1), text: 'x'.repeat(1024 * 1024 + 1) },
    { path: 'issues/00/56', text: 'a file' },
  )
  const kept = [...records].filter(([, of]) => of.length > 0)
  expect(kept.map(([issue, of]) => [issue, of.map(({ predicate }) => predicate.sequence)])).toEqual([
    [42, [1]],
    [51, [1]],
  ])
  expect(unreadable).toMatchInlineSnapshot(`
    [
      "issues/00/053/0001.json (not in its place)",
      "issues/00/56 (not in its place)",
      "issues/00/99999999999/0001.json (not in its place)",
      "issues/52/0001.json (not in its place)",
      "issues/00/43/0001.json (of issue 42)",
      "issues/00/44/0001.json (of another repository)",
      "issues/00/45/0002.json (The record is number 2 of its issue, but it stands in place 1. [ledger/gap])",
      "issues/00/46/0001.json (no record)",
      "issues/00/47/0001.json (no record)",
      "issues/00/48/0001.json (no record)",
      "issues/00/49/0001.json (no record)",
      "issues/00/50/more (no record)",
      "issues/00/50/0001.json (not in its place)",
      "issues/00/51/0003.json (The record is number 3 of its issue, but it stands in place 2. [ledger/gap])",
      "issues/00/54/0001.json (The times of the record do not follow one another. [ledger/time-impossible])",
      "issues/00/55/0001.json (no record)",
    ]
  `)
  const folders = [...records.keys()]
  const alone = await observeOtherRecords(reader, folders)
  const odd = (issue: number) => unreadable.some((path) => path.startsWith(`${recordFolder(issue)}/`))
  expect(alone).toEqual(
    folders.map((issue) => ({ issue, last: odd(issue) ? null : (records.get(issue)?.at(-1) ?? null) })),
  )
})

test('a ledger that leaves records out of its archive, or changes them there, is told as one that cannot be read', async () => {
  const sound = { path: recordPath(42, 1), text: await recordOf(42) }
  const attributes = (text: string) => ({ path: '.gitattributes', text })
  const unsound = [
    [attributes('issues/00/42 export-ignore\n')],
    [attributes('issues/00/42 export-ignore\n.gitattributes export-ignore\n')],
    [attributes('*.json text eol=crlf\n')],
    [{ path: 'vendor', text: await tip(), mode: '160000' }],
  ] as const
  const told = []
  for (const files of unsound) told.push(await forged(sound, ...files))
  expect(told.map(({ records }) => records.size)).toEqual([0, 0, 0, 0])
  expect(
    told.map(({ unreadable }) => unreadable.join().replace(/[0-9a-f]{40}/, 'COMMIT')),
  ).toMatchInlineSnapshot(`
    [
      "issueops/ledger (the archive of COMMIT is not what the commit holds: look for .gitattributes)",
      "issueops/ledger (the archive of COMMIT is not what the commit holds: look for a .gitattributes, a submodule or a name that is no UTF-8)",
      "issueops/ledger (the archive of COMMIT is not what the commit holds: look for .gitattributes)",
      "issueops/ledger (the archive of COMMIT is not what the commit holds: look for a .gitattributes, a submodule or a name that is no UTF-8)",
    ]
  `)
  const harmless = await forged(sound, attributes('*.png export-ignore\n'), {
    path: 'run',
    text: '',
    mode: '100755',
  })
  expect([[...harmless.records.keys()], harmless.unreadable]).toEqual([[42], []])
})

test('a token that may not read files, and a commit that is not there, are errors of GitHub', async () => {
  const head = await tip()
  await expect(observeAllRecords(readerWith({ issues: 'read' }), head)).rejects.toMatchObject({
    failure: 'forbidden',
    permission: 'contents: read',
  })
  await expect(observeAllRecords(reader, oid('0'.repeat(40)))).rejects.toMatchObject({ failure: 'not-found' })
})

test('two thousand records of as many issues are read in a few seconds, and one forged among them is found', async () => {
  const files: WrittenFile[] = []
  for (let issue = 1; issue <= 2000; issue += 1) {
    files.push({ path: recordPath(issue, 1), text: await recordOf(issue === 1234 ? 1235 : issue) })
  }
  const { gitDir } = sandbox.repository(name)
  const head = oid(writeBranch(gitDir, ledger, files))
  const began = performance.now()
  const { records, unreadable } = await observeAllRecords(reader, head)
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(`2,000 records were read in ${seconds.toFixed(2)} s\n`)
  expect([...records.values()].flat().length).toBe(1999)
  expect(unreadable).toEqual(['issues/12/1234/0001.json (of issue 1235)'])
})
