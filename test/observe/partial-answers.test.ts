import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import { connect } from '../../src/github/connect.js'
import { createReader, type QueryAnswer, type Reader } from '../../src/github/reader.js'
import { issueNumber } from '../../src/model/ids.js'
import { observeComments } from '../../src/observe/observe-comments.js'
import { observeIssue } from '../../src/observe/observe-issue.js'
import { explore } from '../../src/reconcile.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'

let sandbox: Sandbox
let reader: Reader

beforeEach(async () => {
  sandbox = await createSandbox(seedOf(readStory('test/scenarios/happy-path')))
  const token = sandbox.githubToken('acme/platform', {
    contents: 'read',
    issues: 'read',
    pull_requests: 'read',
    checks: 'read',
  })
  reader = createReader(connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] }), {
    owner: 'acme',
    name: 'platform',
  })
  await sandbox.as('alice').openIssue('acme/platform', { title: 'A bug', body: 'It is slow.' })
})
afterEach(() => sandbox.close())

/** The reader, whose answers are changed on the way. */
function changed(change: (answer: QueryAnswer) => QueryAnswer): Reader {
  return { ...reader, query: async (...call) => change(await reader.query(...call)) }
}

test('a number without an issue, and that of a pull request, is no issue', async () => {
  await sandbox.as('bob').pushCommit('acme/platform', 'topic', { 'a.txt': 'a\n' }, 'A')
  const pull = await sandbox.as('bob').openPull('acme/platform', { title: 'A', head: 'topic' })
  expect(await observeIssue(reader, issueNumber(99))).toBe(null)
  expect(await observeIssue(reader, issueNumber(pull))).toBe(null)
})

test('an answer in part stops the run: request types that could not be read must not pass for none', async () => {
  const partial = changed((answer) => ({
    ...answer,
    errors: [{ path: ['repository', 'types'], type: 'SERVICE_UNAVAILABLE', message: 'Something went wrong' }],
  }))
  await expect(observeIssue(partial, issueNumber(1))).rejects.toThrow(
    'GitHub did not tell the issue in full (status 200: repository.types: Something went wrong).',
  )
})

test.each([
  ['lastEditedAt', 'when the issue was last edited'],
  ['state', 'the state of the issue'],
  ['comments', 'the comments'],
  ['body', 'the text of the issue'],
])(
  'a field that GitHub did not answer (%s) stops the run instead of passing for “never” or “none”',
  async (field, what) => {
    const lacking = changed((answer) => {
      const data = structuredClone(Object(answer.data))
      delete data.repository.issue[field]
      return { ...answer, data }
    })
    await expect(observeIssue(lacking, issueNumber(1))).rejects.toThrow(what)
  },
)

test('edits whose editors GitHub does not tell leave somebody unknown among the editors', async () => {
  await sandbox.as('alice').editIssue('acme/platform', 1, { body: 'It is very slow.' })
  const untold = changed((answer) => {
    const data = structuredClone(Object(answer.data))
    data.repository.issue.userContentEdits = null
    return { ...answer, data }
  })
  expect((await observeIssue(untold, issueNumber(1)))?.issue.editors).toEqual([null])
  expect(
    (await observeIssue(reader, issueNumber(1)))?.issue.editors.map((editor) => editor?.login),
  ).toContain('alice')
})

test('more comments than a page holds are read when they matter, in the order in which they were written', async () => {
  const bob = sandbox.as('bob')
  for (let count = 1; count <= 205; count += 1) await bob.comment('acme/platform', 1, `Comment ${count}`)
  const snapshot = await observeIssue(reader, issueNumber(1))
  if (snapshot === null || snapshot.issue.olderComments === null)
    throw new Error('there must be older comments')
  expect([snapshot.issue.comments.length, snapshot.issue.commentCount]).toEqual([100, 205])
  const whole = await observeComments(reader, snapshot, snapshot.issue.olderComments)
  expect(whole.issue.comments.map(({ body }) => body)).toEqual(
    Array.from({ length: 205 }, (_, index) => `Comment ${index + 1}`),
  )
  expect(whole.issue.olderComments).toBe(null)
})

test('a bug report with hundreds of comments still costs one read', async () => {
  const bob = sandbox.as('bob')
  for (let count = 1; count <= 120; count += 1) await bob.comment('acme/platform', 1, '/approve')
  const { result, cost } = await sandbox.measure(() => explore(reader, issueNumber(1)))
  expect([result.decision?.state, cost.calls]).toEqual(['ignored', 1])
})

test('exploring finds and decides with a token that can write nothing', async () => {
  expect((await explore(reader, issueNumber(1))).decision?.state).toBe('ignored')
})
