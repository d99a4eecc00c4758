import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedRepository } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

/** A repository where alice's pull request #1 changes one file on the branch `topic`. */
async function withPull(repository: Partial<SeedRepository> = {}) {
  sandbox = await createSandbox(acme(repository))
  const bob = sandbox.as('bob')
  const head = await bob.pushCommit('acme/gitops', 'topic', { 'topic.txt': 'one\n' }, 'One')
  const number = await bob.openPull('acme/gitops', { title: 'Topic', head: 'topic' })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  return { bob, head, number, octokit, at: { ...gitops, pull_number: number } }
}

test('a commit pushed to main in the meantime survives the merge', async () => {
  const { bob, octokit, at } = await withPull()
  await bob.pushCommit('acme/gitops', 'main', { 'other.txt': 'kept\n' }, 'Other')
  await octokit.pulls.merge({ ...at, merge_method: 'merge' })
  const repository = sandbox.repository('acme/gitops')
  expect(await repository.fileAt('main', 'other.txt')).toBe('kept\n')
  expect(await repository.fileAt('main', 'topic.txt')).toBe('one\n')
  expect((await repository.log('main'))[0]?.parents).toHaveLength(2)
})

test('a squash has one parent, and a rebase replays the commits one by one', async () => {
  const { bob, octokit, at } = await withPull()
  await octokit.pulls.merge({ ...at, merge_method: 'squash', commit_title: 'T', commit_message: 'Body' })
  await bob.pushCommit('acme/gitops', 'second', { 'a.txt': 'a\n' }, 'A')
  await bob.pushCommit('acme/gitops', 'second', { 'b.txt': 'b\n' }, 'B')
  await bob.pushCommit('acme/gitops', 'main', { 'c.txt': 'c\n' }, 'C')
  const second = await bob.openPull('acme/gitops', { title: 'Second', head: 'second' })
  await octokit.pulls.merge({ ...gitops, pull_number: second, merge_method: 'rebase' })
  const log = await sandbox.repository('acme/gitops').log('main')
  expect(log.map((commit) => commit.message)).toEqual(['B\n', 'A\n', 'C\n', 'T\n\nBody', 'Initial commit\n'])
  expect(log.every((commit) => commit.parents.length <= 1)).toBe(true)
})

test('the head follows pushes, and a forced push is noted', async () => {
  const { bob, head, octokit, at } = await withPull()
  const next = await bob.pushCommit('acme/gitops', 'topic', { 'topic.txt': 'two\n' }, 'Two')
  expect((await octokit.pulls.get(at)).data).toMatchObject({
    head: { sha: next },
    commits: 2,
    changed_files: 1,
  })
  expect(sandbox.repository('acme/gitops').issue(1)?.events).toEqual([])
  await bob.forcePush('acme/gitops', 'topic', head)
  expect((await octokit.pulls.get(at)).data).toMatchObject({ head: { sha: head }, commits: 1 })
  expect(sandbox.repository('acme/gitops').issue(1)?.events).toMatchObject([
    { kind: 'force-pushed', subject: [next, head] },
  ])
})

test('a conflict makes it unmergeable: dirty, and 405 when merged all the same', async () => {
  const { bob, octokit, at } = await withPull()
  await bob.pushCommit('acme/gitops', 'main', { 'topic.txt': 'other\n' }, 'Conflict')
  expect((await octokit.pulls.get(at)).data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
  expect(await statusOf(octokit.pulls.merge(at))).toBe(405)
})

test('mergeability is null right after opening and for as many reads as a test wants', async () => {
  const { octokit, at } = await withPull()
  sandbox.faults.mergeabilityUnknown(2)
  const answers: unknown[] = []
  for (let read = 0; read < 3; read += 1) answers.push((await octokit.pulls.get(at)).data.mergeable)
  expect(answers).toEqual([null, null, true])
})

test('files and commits are those since the merge base, whatever happened on main', async () => {
  const { bob, octokit, at } = await withPull()
  await bob.pushCommit('acme/gitops', 'main', { 'other.txt': 'x\n' }, 'Other')
  const { data: files } = await octokit.pulls.listFiles(at)
  expect(files.map(({ filename, status, additions }) => ({ filename, status, additions }))).toEqual([
    { filename: 'topic.txt', status: 'added', additions: 1 },
  ])
  expect((await octokit.pulls.listCommits(at)).data.map(({ commit }) => commit.message)).toEqual(['One\n'])
})

test('opening refuses a missing head, a duplicate and a branch without commits of its own: 422 each', async () => {
  const { bob, octokit } = await withPull()
  const open = (head: string) => statusOf(octokit.pulls.create({ ...gitops, title: 'T', head, base: 'main' }))
  expect(await open('nowhere')).toBe(422)
  expect(await open('topic')).toBe(422)
  await octokit.git.createRef({
    ...gitops,
    ref: 'refs/heads/empty',
    sha: (await octokit.git.getRef({ ...gitops, ref: 'heads/main' })).data.object.sha,
  })
  expect(await open('empty')).toBe(422)
  await bob.closePull('acme/gitops', 1)
  expect(await open('topic')).toBe(200)
})

test('merging refuses a moved head with 409; a draft, a merged one and a forbidden method with 405', async () => {
  const { bob, head, number, octokit, at } = await withPull({ allowedMergeMethods: ['squash'] })
  expect(await statusOf(octokit.pulls.merge({ ...at, sha: '0'.repeat(40), merge_method: 'squash' }))).toBe(
    409,
  )
  expect(await statusOf(octokit.pulls.merge({ ...at, merge_method: 'merge' }))).toBe(405)
  await bob.setDraft('acme/gitops', number, true)
  expect(await statusOf(octokit.pulls.merge({ ...at, sha: head, merge_method: 'squash' }))).toBe(405)
  await bob.setDraft('acme/gitops', number, false)
  expect(await statusOf(octokit.pulls.merge({ ...at, sha: head, merge_method: 'squash' }))).toBe(200)
  expect(await statusOf(octokit.pulls.merge({ ...at, sha: head, merge_method: 'squash' }))).toBe(405)
})

test('`draft` cannot be changed through REST', async () => {
  const { octokit, at } = await withPull()
  const change = octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { ...at, draft: true })
  expect(await statusOf(change)).toBe(501)
  expect((await octokit.pulls.get(at)).data.draft).toBe(false)
})

test('a required check blocks until it has passed, for merges and for pushes to main', async () => {
  const { bob, head, octokit, at } = await withPull({ protection: { requiredChecks: ['test'] } })
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('blocked')
  expect(await statusOf(octokit.pulls.merge(at))).toBe(405)
  await expect(bob.pushCommit('acme/gitops', 'main', { 'x.txt': 'x\n' }, 'X')).rejects.toThrow(
    'Required status check',
  )
  const check = { ...gitops, name: 'test', head_sha: head }
  await octokit.checks.create({ ...check, conclusion: 'failure' })
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('blocked')
  await octokit.checks.create({ ...check, conclusion: 'success' })
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('clean')
  expect(await statusOf(octokit.pulls.merge(at))).toBe(200)
})

test('a pending check that is not required makes it unstable, and it merges', async () => {
  const { head, octokit, at } = await withPull()
  await octokit.checks.create({ ...gitops, name: 'slow', head_sha: head, status: 'in_progress' })
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('unstable')
  expect(await statusOf(octokit.pulls.merge(at))).toBe(200)
})

test('“Closes #n” closes the issue when the pull request is merged into the default branch', async () => {
  const { bob, octokit } = await withPull()
  const issue = await sandbox.as('alice').openIssue('acme/gitops', { title: 'Wish', body: '' })
  await bob.editPull('acme/gitops', 1, { body: `Resolves #${issue}` })
  await octokit.pulls.merge({ ...gitops, pull_number: 1 })
  expect(sandbox.repository('acme/gitops').issue(issue)).toMatchObject({
    state: 'closed',
    closedBy: 'github-actions[bot]',
  })
})

test('a pull request whose commits are pushed into main counts as merged; one whose branch is deleted is closed', async () => {
  const { bob, head, number } = await withPull()
  await bob.forcePush('acme/gitops', 'main', head)
  expect((await sandbox.repository('acme/gitops').pull(number))?.pull.merged).toMatchObject({
    by: 'bob',
    commit: head,
  })
  await bob.pushCommit('acme/gitops', 'gone', { 'gone.txt': '1\n' }, 'Gone')
  const second = await bob.openPull('acme/gitops', { title: 'Gone', head: 'gone' })
  await bob.deleteBranch('acme/gitops', 'gone')
  expect(sandbox.repository('acme/gitops').issue(second)?.state).toBe('closed')
})

test('the branch goes after the merge where the repository says so', async () => {
  const { octokit, at } = await withPull({ deleteBranchOnMerge: true })
  await octokit.pulls.merge(at)
  expect([...(await sandbox.repository('acme/gitops').branches()).keys()]).toEqual(['main'])
  expect((await octokit.pulls.get(at)).data).toMatchObject({ merged: true, mergeable: null })
})

test('a fork may carry a branch of the same name, and its repository tells them apart', async () => {
  const seed = acme({ visibility: 'public' })
  const fork = { owner: 'eve', name: 'gitops', forkOf: 'acme/gitops', files: new Map() }
  sandbox = await createSandbox({ ...seed, repositories: [...seed.repositories, fork] })
  await sandbox.as('eve').pushCommit('eve/gitops', 'topic', { 'evil.txt': '1\n' }, 'Evil')
  const number = await sandbox.as('eve').openPull('acme/gitops', { title: 'T', head: 'eve:topic' })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const { data } = await octokit.pulls.get({ ...gitops, pull_number: number })
  expect(data.head).toMatchObject({ ref: 'topic', repo: { full_name: 'eve/gitops' } })
  expect(data.changed_files).toBe(1)
  expect((await octokit.pulls.list({ ...gitops, head: 'acme:topic' })).data).toEqual([])
  await octokit.pulls.merge({ ...gitops, pull_number: number })
  expect(await sandbox.repository('acme/gitops').fileAt('main', 'evil.txt')).toBe('1\n')
})

test('Actions may not open pull requests where the setting forbids it', async () => {
  const { octokit } = await withPull({ settings: { actionsMayCreatePullRequests: false } })
  await expect(
    octokit.pulls.create({ ...gitops, title: 'T', head: 'topic', base: 'main' }),
  ).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('GitHub Actions is not permitted to create or approve pull requests.'),
  })
})

test('a branch without a common history cannot be proposed, and one that lost it cannot be merged', async () => {
  const { bob, octokit, at } = await withPull()
  const { data: tree } = await octokit.git.createTree({
    ...gitops,
    tree: [{ path: 'x', mode: '100644', content: 'x' }],
  })
  const { data: orphan } = await octokit.git.createCommit({
    ...gitops,
    message: 'm',
    tree: tree.sha,
    parents: [],
  })
  await octokit.git.createRef({ ...gitops, ref: 'refs/heads/ledger', sha: orphan.sha })
  const open = octokit.pulls.create({ ...gitops, title: 'T', head: 'ledger', base: 'main' })
  expect(await statusOf(open)).toBe(422)
  await bob.forcePush('acme/gitops', 'topic', orphan.sha)
  expect((await octokit.pulls.get(at)).data.mergeable).toBe(false)
})

test('a closed pull request can be reopened while its branch is there', async () => {
  const { bob, octokit, at } = await withPull()
  await bob.closePull('acme/gitops', 1)
  await bob.reopenPull('acme/gitops', 1)
  expect((await octokit.pulls.get(at)).data.state).toBe('open')
  await bob.deleteBranch('acme/gitops', 'topic')
  expect(await statusOf(octokit.pulls.update({ ...at, state: 'open' }))).toBe(422)
})

test('GraphQL tells the same as REST about a pull request, in its own words', async () => {
  const { bob, head, octokit, at } = await withPull()
  await octokit.checks.create({ ...gitops, name: 'plan', head_sha: head, status: 'queued' })
  const next = await bob.pushCommit('acme/gitops', 'topic', { 'README.md': null }, 'Delete')
  await bob.forcePush('acme/gitops', 'topic', head)
  await bob.forcePush('acme/gitops', 'topic', next)
  const query = `{ repository(owner: "acme", name: "gitops") { databaseId mergeCommitAllowed pullRequest(number: 1) {
    title state isDraft merged mergedAt mergedBy { login } mergeable mergeStateStatus headRefName headRefOid baseRefName changedFiles
    files(first: 10) { nodes { path changeType } } headRepository { nameWithOwner } mergeCommit { oid }
    timelineItems(first: 10, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) { nodes { ... on HeadRefForcePushedEvent { createdAt } } }
    commits(first: 10) { totalCount nodes { commit { message parents(first: 2) { totalCount } } } } } } }`
  expect(await octokit.graphql(query)).toMatchObject({
    repository: {
      pullRequest: {
        state: 'OPEN',
        merged: false,
        mergedBy: null,
        mergeCommit: null,
        mergeable: 'MERGEABLE',
        mergeStateStatus: 'CLEAN',
        headRefOid: next,
        changedFiles: 2,
        files: {
          nodes: [
            { path: 'README.md', changeType: 'DELETED' },
            { path: 'topic.txt', changeType: 'ADDED' },
          ],
        },
        headRepository: { nameWithOwner: 'acme/gitops' },
        timelineItems: { nodes: [{ createdAt: '2026-11-02T09:04:00Z' }] },
        commits: {
          totalCount: 2,
          nodes: [{ commit: { message: 'One\n' } }, { commit: { message: 'Delete\n' } }],
        },
      },
    },
  })
  const { data } = await octokit.pulls.merge(at)
  expect(await octokit.graphql(query)).toMatchObject({
    repository: {
      pullRequest: {
        state: 'MERGED',
        merged: true,
        mergedAt: '2026-11-02T09:05:00Z',
        mergedBy: { login: 'github-actions' },
        mergeCommit: { oid: data.sha },
        mergeable: 'UNKNOWN',
        changedFiles: 2,
      },
    },
  })
})

test('the pull requests of a branch are told apart by state and base, and ordered when asked for', async () => {
  const { bob, number, octokit } = await withPull()
  await bob.pushCommit('acme/gitops', 'release', { 'r.txt': 'r\n' }, 'R')
  const other = await bob.openPull('acme/gitops', { title: 'Other', head: 'topic', base: 'release' })
  const ask = async (wanted: string) => {
    const document = `{ repository(owner: "acme", name: "gitops") { ref(qualifiedName: "topic") {
      associatedPullRequests(first: 5, ${wanted}) { nodes { number } } } } }`
    const { repository } = Object(await octokit.graphql(document))
    return repository.ref.associatedPullRequests.nodes.map((node: unknown) => Object(node).number)
  }
  expect(await ask('states: [OPEN], baseRefName: "main"')).toEqual([number])
  expect(await ask('baseRefName: "release"')).toEqual([other])
  expect(await ask('orderBy: { field: CREATED_AT, direction: DESC }')).toEqual([other, number])
  await bob.closePull('acme/gitops', number)
  expect(await ask('states: [OPEN]')).toEqual([other])
})

test('a base that demands up-to-date pull requests takes none that lags behind, and takes it once it holds the base', async () => {
  const { bob, octokit, at } = await withPull({
    protection: { requiredChecks: ['ci'], upToDate: true, administratorsBypass: true },
  })
  const pass = async (sha: string) => {
    await octokit.checks.create({ ...gitops, name: 'ci', head_sha: sha, conclusion: 'success' })
  }
  await pass((await octokit.pulls.get(at)).data.head.sha)
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('clean')
  await sandbox.as('carol').pushCommit('acme/gitops', 'main', { 'other.txt': 'x\n' }, 'Other')
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('behind')
  expect(await statusOf(octokit.pulls.merge(at))).toBe(405)
  const head = await bob.pushCommit('acme/gitops', 'fresh', { 'topic.txt': 'one\n' }, 'One')
  await bob.forcePush('acme/gitops', 'topic', head)
  await pass(head)
  expect((await octokit.pulls.get(at)).data.mergeable_state).toBe('clean')
  expect(await statusOf(octokit.pulls.merge(at))).toBe(200)
})
