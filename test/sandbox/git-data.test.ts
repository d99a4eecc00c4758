import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedFile } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

async function start(files?: ReadonlyMap<string, SeedFile>) {
  sandbox = await createSandbox(acme(files === undefined ? {} : { files }))
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const { data: main } = await octokit.git.getRef({ ...gitops, ref: 'heads/main' })
  return { octokit, main: main.object.sha }
}

test('a ref can be made once; a branch below a branch and a name that git forbids are refused', async () => {
  const { octokit, main } = await start()
  const make = (name: string) =>
    statusOf(octokit.git.createRef({ ...gitops, ref: `refs/heads/${name}`, sha: main }))
  expect(await make('issueops/1')).toBe(200)
  expect(await make('issueops/1')).toBe(422)
  expect(await make('issueops/1/deeper')).toBe(422)
  expect(await make('issueops')).toBe(422)
  expect(await make('a..b')).toBe(422)
  expect(await make('issueops/2')).toBe(200)
})

test('a ref moves forward only, unless forced', async () => {
  const { octokit, main } = await start()
  const next = await sandbox.as('bob').pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'A')
  const move = (sha: string, force: boolean) =>
    statusOf(octokit.git.updateRef({ ...gitops, ref: 'heads/topic', sha, force }))
  expect(await move(main, false)).toBe(422)
  expect(await move(main, true)).toBe(200)
  expect(await move(next, false)).toBe(200)
  expect(await statusOf(octokit.git.deleteRef({ ...gitops, ref: 'heads/topic' }))).toBe(200)
  expect(await statusOf(octokit.git.getRef({ ...gitops, ref: 'heads/topic' }))).toBe(404)
  expect(await move(next, false)).toBe(422)
})

test('a tree takes inline content, keeps modes, deletes with null, and needs no type', async () => {
  const { octokit, main } = await start(
    new Map<string, SeedFile>([
      ['run.sh', { content: '#!/bin/sh\n', mode: '100755' }],
      ['link', { content: 'run.sh', mode: '120000' }],
      ['old.txt', 'old\n'],
    ]),
  )
  const { data } = await octokit.git.createTree({
    ...gitops,
    base_tree: (await octokit.git.getCommit({ ...gitops, commit_sha: main })).data.tree.sha,
    tree: [
      { path: 'deep/new.txt', mode: '100644', content: 'new\n' },
      { path: 'old.txt', mode: '100644', sha: null },
    ],
  })
  const { data: tree } = await octokit.git.getTree({ ...gitops, tree_sha: data.sha, recursive: '1' })
  expect(tree.truncated).toBe(false)
  expect(tree.tree.map(({ path, mode, type }) => `${mode} ${type} ${path}`)).toEqual([
    '040000 tree deep',
    '100644 blob deep/new.txt',
    '120000 blob link',
    '100755 blob run.sh',
  ])
})

test('a tree refuses paths that git refuses, and deleting what is not there', async () => {
  const { octokit, main } = await start()
  const base = { ...gitops, base_tree: main }
  for (const path of ['../x', 'a//b', '.git/config', '/abs']) {
    const tree = [{ path, mode: '100644' as const, content: 'x' }]
    expect([path, await statusOf(octokit.git.createTree({ ...base, tree }))]).toEqual([path, 422])
  }
  const tree = [{ path: 'nowhere', mode: '100644' as const, sha: null }]
  expect(await statusOf(octokit.git.createTree({ ...base, tree }))).toBe(422)
})

test('a commit of a bot is signed by GitHub unless it names an author', async () => {
  const { octokit, main } = await start()
  const { data: base } = await octokit.git.getCommit({ ...gitops, commit_sha: main })
  const facts = { ...gitops, tree: base.tree.sha, parents: [main], message: 'm' }
  const { data: bot } = await octokit.git.createCommit(facts)
  expect(bot).toMatchObject({ verification: { verified: true }, author: { name: 'github-actions[bot]' } })
  const author = { name: 'A', email: 'a@example.com', date: '2026-01-01T00:00:00Z' }
  const { data: named } = await octokit.git.createCommit({ ...facts, author })
  expect(named).toMatchObject({ verification: { verified: false }, author })
  const bob = octokitOf(sandbox, sandbox.userToken('bob'))
  expect((await bob.git.createCommit(facts)).data.verification.verified).toBe(false)
})

test('a commit tells its files against the first parent with their blobs and patches', async () => {
  const { octokit } = await start()
  const sha = await sandbox
    .as('bob')
    .pushCommit('acme/gitops', 'main', { 'README.md': '# gitops\nmore\n', 'new.txt': 'n\n' }, 'Change')
  const { data } = await octokit.repos.getCommit({ ...gitops, ref: sha })
  expect(
    data.files?.map(({ filename, status, patch, additions }) => ({ filename, status, patch, additions })),
  ).toEqual([
    { filename: 'README.md', status: 'modified', patch: '@@ -1 +1,2 @@\n # gitops\n+more', additions: 1 },
    { filename: 'new.txt', status: 'added', patch: '@@ -0,0 +1 @@\n+n', additions: 1 },
  ])
  const blob = await octokit.git.getBlob({ ...gitops, file_sha: data.files?.[0]?.sha ?? '' })
  expect(Buffer.from(blob.data.content, 'base64').toString()).toBe('# gitops\nmore\n')
  const compared = await octokit.repos.compareCommitsWithBasehead({
    ...gitops,
    basehead: `${data.parents[0]?.sha}...${sha}`,
  })
  expect(compared.data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 })
})

test('a symlink answers as the file it points to; only the tree shows what it is', async () => {
  const { octokit } = await start(
    new Map<string, SeedFile>([
      ['real.txt', 'real\n'],
      ['link.txt', { content: 'real.txt', mode: '120000' }],
    ]),
  )
  const { data } = await octokit.repos.getContent({ ...gitops, path: 'link.txt' })
  expect(data).toMatchObject({ type: 'file', path: 'link.txt' })
  const query =
    '{ repository(owner: "acme", name: "gitops") { object(expression: "HEAD:") { ... on Tree { entries { name mode type } } } } }'
  expect(await octokit.graphql(query)).toEqual({
    repository: {
      object: {
        entries: [
          { name: 'link.txt', mode: 40960, type: 'blob' },
          { name: 'real.txt', mode: 33188, type: 'blob' },
        ],
      },
    },
  })
})

test('writing a file through the content API needs the blob it replaces', async () => {
  const { octokit } = await start()
  const put = (sha?: string) =>
    statusOf(
      octokit.repos.createOrUpdateFileContents({
        ...gitops,
        path: 'README.md',
        message: 'm',
        content: 'eA==',
        ...(sha === undefined ? {} : { sha }),
      }),
    )
  expect(await put()).toBe(422)
  expect(await put('0'.repeat(40))).toBe(409)
  const { data } = await octokit.repos.getContent({ ...gitops, path: 'README.md' })
  expect(await put(Array.isArray(data) ? '' : data.sha)).toBe(200)
  expect(await sandbox.repository('acme/gitops').fileAt('main', 'README.md')).toBe('x')
})

const commitOnBranch = `mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url committedDate signature { isValid } } }
}`

test('createCommitOnBranch swaps the head only when it is the expected one', async () => {
  const { octokit, main } = await start()
  const input = {
    branch: { repositoryNameWithOwner: 'acme/gitops', branchName: 'main' },
    expectedHeadOid: main,
    message: { headline: 'Edit', body: 'Why' },
    fileChanges: {
      additions: [{ path: 'deep/new.txt', contents: Buffer.from('new\n').toString('base64') }],
      deletions: [{ path: 'README.md' }],
    },
  }
  const first = await octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(commitOnBranch, {
    input,
  })
  const repository = sandbox.repository('acme/gitops')
  const [tip] = await repository.log('main')
  expect(first.createCommitOnBranch.commit).toMatchObject({ oid: tip?.oid, signature: { isValid: true } })
  expect(tip).toMatchObject({ message: 'Edit\n\nWhy', parents: [main], committer: { name: 'GitHub' } })
  expect((await repository.tree('main')).map((item) => item.path)).not.toContain('README.md')
  const again = await octokit.request('POST /graphql', { query: commitOnBranch, variables: { input } })
  expect(again.data).toMatchObject({
    data: { createCommitOnBranch: null },
    errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'] }],
  })
  expect(sandbox.requests.at(-1)).toMatchObject({ operation: 'Commit', kind: 'write' })
})

test('expressions are read by git itself, and a missing path is null', async () => {
  const { octokit, main } = await start()
  const text = async (expression: string) => {
    const query =
      'query ($e: String!) { repository(owner: "acme", name: "gitops") { object(expression: $e) { oid ... on Blob { text } } } }'
    const answer = await octokit.graphql<{ repository: { object: { text?: string } | null } }>(query, {
      e: expression,
    })
    return answer.repository.object?.text ?? null
  }
  expect(await text('HEAD:README.md')).toBe('# gitops\n')
  expect(await text(`${main}:README.md`)).toBe('# gitops\n')
  expect(await text('main:clusters/dev/kustomization.yaml')).toBe('resources:\n  - a.yaml\n')
  expect(await text('main:nowhere')).toBe(null)
  expect(await text('nowhere:README.md')).toBe(null)
  expect(await text('main:README.md\nHEAD')).toBe(null)
})

test('the repository is a real one that git can check, and closing removes it', async () => {
  const { octokit } = await start()
  await octokit.repos.createOrUpdateFileContents({ ...gitops, path: 'x', message: 'm', content: 'eA==' })
  // Names that git sorts differently from most people.
  await sandbox
    .as('bob')
    .pushCommit('acme/gitops', 'main', { 'a/x': '1', 'a.b': '2', 'a-b': '3', a0: '4' }, 'Names')
  const { gitDir } = sandbox.repository('acme/gitops')
  const git = promisify(execFile)
  const { stdout } = await git('git', ['--git-dir', gitDir, 'log', '--format=%s', 'main'])
  expect(stdout).toBe('Names\nm\nInitial commit\n')
  await git('git', ['--git-dir', gitDir, 'fsck', '--strict', '--no-dangling'])
  await sandbox.close()
  await expect(git('git', ['--git-dir', gitDir, 'log'])).rejects.toThrow('not a git repository')
})
