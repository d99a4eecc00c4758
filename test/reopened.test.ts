import { afterEach, beforeEach, expect, test } from 'vitest'
import { act } from '../src/act/act.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import type { FirstLook } from '../src/model/snapshot.js'
import { foldFact } from '../src/observe/fold-fact.js'
import { observeIssue } from '../src/observe/observe-issue.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

const story = readStory('test/scenarios/happy-path')
const name = 'acme/platform'
const issue = issueNumber(1)

let sandbox: Sandbox

/** Alice has filed a request and closed it. */
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  const [files] = story.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, story, files, issue)
  await sandbox.as('alice').closeIssue(name, issue)
})
afterEach(() => sandbox.close())

function toolkit(issues: 'read' | 'write') {
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { contents: 'read', issues },
  })
  const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] })
  return {
    reader: createReader(octokit, story.repository),
    writer: createWriter(octokit, story.repository),
  }
}

/** As it is observed, but for when. */
function settled(seen: FirstLook | null) {
  return { ...seen, viewer: seen?.viewer.login }
}

test('the toolkit opens a closed issue again; what it then knows is what a new look finds, and the timeline tells who did it', async () => {
  const { reader, writer } = toolkit('write')
  const seen = await observeIssue(reader, issue)
  if (seen === null) throw new Error('there is no issue')
  expect(seen.issue).toMatchObject({ state: 'closed', stateReason: 'completed', closing: { own: false } })
  const [outcome] = await act(writer, seen, [{ kind: 'reopen-issue' }])
  expect(outcome).toEqual({ key: 'reopen-issue', did: 'updated', fact: { kind: 'reopened' } })
  const folded = foldFact(seen, { kind: 'reopened' })
  expect(folded.issue).toMatchObject({ state: 'open', stateReason: 'reopened', closing: null })
  expect(settled(folded)).toEqual(settled(await observeIssue(reader, issue)))
  const events = sandbox.repository(name).issue(issue)?.events ?? []
  expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['closed', 'alice'],
    ['reopened', 'acme-issueops[bot]'],
  ])
})

test('an issue that is open already stays as it is, and nothing is noted on it', async () => {
  const { reader, writer } = toolkit('write')
  await sandbox.as('alice').reopenIssue(name, issue)
  const seen = await observeIssue(reader, issue)
  if (seen === null) throw new Error('there is no issue')
  await act(writer, seen, [{ kind: 'reopen-issue' }])
  expect(settled(await observeIssue(reader, issue))).toEqual(settled(seen))
  expect(
    sandbox
      .repository(name)
      .issue(issue)
      ?.events.map(({ kind }) => kind),
  ).toEqual(['closed', 'reopened'])
})

test('without `issues: write` GitHub refuses, and the permission that is missing is told', async () => {
  const { reader, writer } = toolkit('read')
  const seen = await observeIssue(reader, issue)
  if (seen === null) throw new Error('there is no issue')
  await expect(act(writer, seen, [{ kind: 'reopen-issue' }])).rejects.toMatchObject({
    failure: 'forbidden',
    operation: 'reopen the issue',
    permission: 'issues: write',
  })
  expect(sandbox.repository(name).issue(issue)?.state).toBe('closed')
})
