import type { Octokit } from '@octokit/rest'
import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken, octokitOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

async function proposeByToken(octokit: Octokit): Promise<{ head: string; number: number }> {
  const at = { owner: 'acme', repo: 'gitops' }
  const { data: main } = await octokit.git.getRef({ ...at, ref: 'heads/main' })
  const { data: base } = await octokit.git.getCommit({ ...at, commit_sha: main.object.sha })
  const { data: tree } = await octokit.git.createTree({
    ...at,
    base_tree: base.tree.sha,
    tree: [{ path: 'clusters/dev/team.yaml', mode: '100644', type: 'blob', content: 'team: payments\n' }],
  })
  const { data: commit } = await octokit.git.createCommit({
    ...at,
    tree: tree.sha,
    parents: [main.object.sha],
    message: 'Add the team',
  })
  await octokit.git.createRef({ ...at, ref: 'refs/heads/issueops/1-namespace', sha: commit.sha })
  const { data: pull } = await octokit.pulls.create({
    ...at,
    title: 'Add the team',
    head: 'issueops/1-namespace',
    base: 'main',
    body: 'Closes #1',
  })
  return { head: commit.sha, number: pull.number }
}

test('an issue becomes a merged pull request through the API, and the issue is closed by its keyword', async () => {
  sandbox = await createSandbox(acme())
  const number = await sandbox.as('alice').openIssue('acme/gitops', { title: 'A namespace', body: 'please' })
  expect(number).toBe(1)
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const pull = await proposeByToken(octokit)
  const merged = await octokit.pulls.merge({
    owner: 'acme',
    repo: 'gitops',
    pull_number: pull.number,
    sha: pull.head,
    merge_method: 'squash',
  })
  const repository = sandbox.repository('acme/gitops')
  expect(await repository.fileAt('main', 'clusters/dev/team.yaml')).toBe('team: payments\n')
  expect((await repository.log('main'))[0]?.oid).toBe(merged.data.sha)
  expect(repository.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' })
  expect(repository.isSigned(pull.head)).toBe(true)
  expect([...sandbox.gaps()]).toEqual([])
})

test('two sandboxes with the same seed and acts have the same ids, times and commits', async () => {
  const heads: unknown[] = []
  for (const round of [1, 2]) {
    sandbox = await createSandbox(acme())
    await sandbox.as('alice').openIssue('acme/gitops', { title: 'A namespace', body: 'please' })
    const pull = await proposeByToken(octokitOf(sandbox, githubToken(sandbox)))
    heads.push({ pull, issue: sandbox.repository('acme/gitops').issue(1) })
    if (round === 1) await sandbox.close()
  }
  expect(heads[0]).toEqual(heads[1])
})

test('one GraphQL document reads the whole issue', async () => {
  sandbox = await createSandbox(acme())
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'A namespace', body: 'please' })
  await sandbox.as('alice').comment('acme/gitops', 1, '/help')
  const pull = await proposeByToken(octokitOf(sandbox, githubToken(sandbox)))
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  await octokit.checks.create({
    owner: 'acme',
    repo: 'gitops',
    name: 'plan',
    head_sha: pull.head,
    conclusion: 'success',
    external_id: 'digest',
  })
  const { result, cost } = await sandbox.measure(() =>
    octokit.graphql(wholeIssue, {
      owner: 'acme',
      repo: 'gitops',
      number: 1,
      branch: 'issueops/1-namespace',
      types: 'HEAD:.github/issueops',
      ledger: 'issueops/ledger:issues/1',
    }),
  )
  expect(cost).toEqual({ calls: 1, reads: 1, writes: 0, depth: 1 })
  expect(result).toMatchObject({
    repository: {
      issue: {
        body: 'please',
        lastEditedAt: null,
        author: { login: 'alice', __typename: 'User', databaseId: 1001 },
        comments: { totalCount: 1, nodes: [{ body: '/help', author: { login: 'alice' } }] },
      },
      types: { entries: [{ name: 'namespace.yml', mode: 0o100644, object: { text: 'name: namespace\n' } }] },
      ledger: null,
      pullRequests: {
        nodes: [
          {
            number: pull.number,
            mergeable: 'MERGEABLE',
            headRefOid: pull.head,
            commits: {
              nodes: [
                {
                  commit: {
                    signature: { isValid: true, wasSignedByGitHub: true },
                    checkSuites: {
                      nodes: [
                        { app: { databaseId: 15368 }, checkRuns: { nodes: [{ externalId: 'digest' }] } },
                      ],
                    },
                    statusCheckRollup: { state: 'SUCCESS' },
                  },
                },
              ],
            },
          },
        ],
      },
    },
  })
})

const wholeIssue = `
query ($owner: String!, $repo: String!, $number: Int!, $branch: String!, $types: String!, $ledger: String!) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  repository(owner: $owner, name: $repo) {
    id
    isPrivate
    defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }
    issue(number: $number) {
      id title body state stateReason createdAt lastEditedAt
      author { login __typename ... on User { databaseId } ... on Bot { databaseId } }
      userContentEdits(first: 100) { nodes { editedAt editor { login ... on User { databaseId } } } }
      labels(first: 50) { nodes { name } }
      comments(last: 100) {
        totalCount
        pageInfo { startCursor hasPreviousPage }
        nodes {
          databaseId body createdAt lastEditedAt isMinimized viewerDidAuthor
          author { login __typename ... on User { databaseId } ... on Bot { databaseId } }
        }
      }
      timelineItems(last: 50, itemTypes: [COMMENT_DELETED_EVENT]) {
        nodes { ... on CommentDeletedEvent { createdAt actor { login } deletedCommentAuthor { login } } }
      }
    }
    types: object(expression: $types) { ... on Tree { entries { name mode oid object { ... on Blob { text byteSize isTruncated } } } } }
    ledger: object(expression: $ledger) { ... on Tree { entries { name object { ... on Blob { text } } } } }
    pullRequests(headRefName: $branch, first: 5) {
      nodes {
        number state isDraft mergeable headRefOid baseRefOid createdAt headRepository { databaseId } mergeCommit { oid }
        commits(last: 1) {
          nodes { commit {
            oid tree { oid } committedDate signature { isValid wasSignedByGitHub }
            checkSuites(first: 20) { nodes { app { databaseId slug } checkRuns(first: 20) { nodes { databaseId name status conclusion externalId startedAt completedAt } } } }
            statusCheckRollup { state }
          } }
        }
      }
    }
  }
}`
