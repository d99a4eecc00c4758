import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

async function withIssue(body = 'first') {
  sandbox = await createSandbox(acme())
  const alice = sandbox.as('alice')
  await alice.openIssue('acme/gitops', { title: 'Wish', body })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  return { alice, octokit, issue: { ...gitops, issue_number: 1 } }
}

const edits = `{ repository(owner: "acme", name: "gitops") { issue(number: 1) {
  body lastEditedAt editor { login } userContentEdits(first: 10) { totalCount nodes { editedAt editor { login } } }
  timelineItems(first: 10, itemTypes: [COMMENT_DELETED_EVENT, CLOSED_EVENT, REOPENED_EVENT]) {
    nodes { __typename ... on CommentDeletedEvent { actor { login } deletedCommentAuthor { login } } }
  }
} } }`

test('editing sets lastEditedAt and keeps who did it; writing the same text or another title is no edit', async () => {
  const { alice, octokit } = await withIssue()
  await alice.editIssue('acme/gitops', 1, { body: 'first', title: 'Another wish' })
  expect(await octokit.graphql(edits)).toMatchObject({
    repository: { issue: { lastEditedAt: null, editor: null, userContentEdits: { totalCount: 0 } } },
  })
  await sandbox.as('bob').editIssue('acme/gitops', 1, { body: 'second' })
  expect(await octokit.graphql(edits)).toMatchObject({
    repository: {
      issue: {
        body: 'second',
        lastEditedAt: '2026-11-02T09:03:00Z',
        editor: { login: 'bob' },
        userContentEdits: {
          nodes: [
            { editedAt: '2026-11-02T09:03:00Z', editor: { login: 'bob' } },
            { editedAt: '2026-11-02T09:01:00Z', editor: { login: 'alice' } },
          ],
        },
      },
    },
  })
})

test('a bot is called without `[bot]` in GraphQL and with it in REST', async () => {
  const { octokit, issue } = await withIssue()
  const { data } = await octokit.issues.createComment({ ...issue, body: 'hello' })
  expect(data.user?.login).toBe('github-actions[bot]')
  const query = `{ viewer { login } repository(owner: "acme", name: "gitops") { issue(number: 1) {
    comments(last: 1) { nodes { viewerDidAuthor author { __typename login ... on Bot { databaseId } } } } } } }`
  expect(await octokit.graphql(query)).toEqual({
    viewer: { login: 'github-actions[bot]' },
    repository: {
      issue: {
        comments: {
          nodes: [
            {
              viewerDidAuthor: true,
              author: { __typename: 'Bot', login: 'github-actions', databaseId: 41898282 },
            },
          ],
        },
      },
    },
  })
})

test('a deleted comment is gone and leaves an event; closing and reopening leave theirs', async () => {
  const { alice, octokit } = await withIssue()
  const id = await alice.comment('acme/gitops', 1, '/approve')
  await sandbox.as('bob').deleteComment('acme/gitops', id)
  await alice.closeIssue('acme/gitops', 1)
  await alice.reopenIssue('acme/gitops', 1)
  expect(await octokit.graphql(edits)).toMatchObject({
    repository: {
      issue: {
        timelineItems: {
          nodes: [
            {
              __typename: 'CommentDeletedEvent',
              actor: { login: 'bob' },
              deletedCommentAuthor: { login: 'alice' },
            },
            { __typename: 'ClosedEvent' },
            { __typename: 'ReopenedEvent' },
          ],
        },
      },
    },
  })
})

test('a text of more than 65,536 characters is refused, one of exactly as many is kept', async () => {
  const { octokit, issue } = await withIssue()
  expect(await statusOf(octokit.issues.createComment({ ...issue, body: 'x'.repeat(65_537) }))).toBe(422)
  expect(await statusOf(octokit.issues.createComment({ ...issue, body: 'x'.repeat(65_536) }))).toBe(200)
  expect(await statusOf(octokit.issues.update({ ...issue, body: 'x'.repeat(65_537) }))).toBe(422)
})

test('a body keeps its carriage returns', async () => {
  const { octokit, issue } = await withIssue('### Name\r\n\r\npayments')
  expect((await octokit.issues.get(issue)).data.body).toBe('### Name\r\n\r\npayments')
})

test('lists come in pages that a Link header joins', async () => {
  const { octokit, issue } = await withIssue()
  for (let index = 0; index < 5; index += 1)
    await octokit.issues.createComment({ ...issue, body: `c${index}` })
  const first = await octokit.issues.listComments({ ...issue, per_page: 2 })
  expect(first.headers.link).toContain('rel="next"')
  const all = await octokit.paginate(octokit.issues.listComments, { ...issue, per_page: 2 })
  expect(all.map((comment) => comment.body)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4'])
  expect(sandbox.requests.filter((request) => request.path.includes('/comments?')).length).toBe(4)
})

test('GraphQL demands `first` or `last`, and pages backwards', async () => {
  const { octokit, issue } = await withIssue()
  for (const body of ['a', 'b', 'c']) await octokit.issues.createComment({ ...issue, body })
  const query = (args: string) => `{ repository(owner: "acme", name: "gitops") { issue(number: 1) {
    comments${args} { nodes { body } pageInfo { startCursor hasPreviousPage } } } } }`
  await expect(octokit.graphql(query(''))).rejects.toThrow('You must provide a `first` or `last` value')
  const last = await octokit.graphql<{
    repository: { issue: { comments: { pageInfo: { startCursor: string } } } }
  }>(query('(last: 2)'))
  expect(last).toMatchObject({
    repository: {
      issue: { comments: { nodes: [{ body: 'b' }, { body: 'c' }], pageInfo: { hasPreviousPage: true } } },
    },
  })
  const { startCursor } = last.repository.issue.comments.pageInfo
  expect(await octokit.graphql(query(`(last: 2, before: "${startCursor}")`))).toMatchObject({
    repository: { issue: { comments: { nodes: [{ body: 'a' }], pageInfo: { hasPreviousPage: false } } } },
  })
})

test('what is not there is null with an error beside the data; what GitHub does not know is refused', async () => {
  const { octokit } = await withIssue()
  const missing = await octokit.request('POST /graphql', {
    query: '{ viewer { login } repository(owner: "acme", name: "gitops") { issue(number: 99) { id } } }',
  })
  expect(missing.data).toMatchObject({
    data: { viewer: { login: 'github-actions[bot]' }, repository: { issue: null } },
    errors: [{ type: 'NOT_FOUND', path: ['repository', 'issue'] }],
  })
  await expect(octokit.graphql('{ viewer { nonsense } }')).rejects.toThrow('Cannot query field "nonsense"')
})

test('a route and a field that the sandbox lacks are refused in its own name and counted', async () => {
  const { octokit } = await withIssue()
  const reactions = () => octokit.reactions.listForIssue({ ...gitops, issue_number: 1 })
  expect([await statusOf(reactions()), await statusOf(reactions())]).toEqual([501, 501])
  await expect(octokit.graphql('{ viewer { bio } }')).rejects.toThrow('sandbox: there is no field User.bio')
  expect([...sandbox.gaps()]).toEqual([
    ['sandbox: there is no route GET /repos/acme/gitops/issues/1/reactions', 2],
    ['sandbox: there is no field User.bio', 1],
  ])
})

test('GitHub’s clock is the sandbox’s: people take a minute for each act, tokens no time at all', async () => {
  const { octokit, issue } = await withIssue()
  const before = await octokit.issues.get(issue)
  await octokit.issues.createComment({ ...issue, body: 'x' })
  const after = await octokit.issues.get(issue)
  expect([before.headers.date, after.headers.date]).toEqual(Array(2).fill('Mon, 02 Nov 2026 09:01:00 GMT'))
})
