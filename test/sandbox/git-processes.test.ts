import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { playStory } from '../../src/cli/simulate/play-story.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { writeCommit } from '../../src/sandbox/git/commits.js'
import { listCommits } from '../../src/sandbox/git/history.js'
import { type Git, openGit } from '../../src/sandbox/git/open-git.js'
import { isRefName, listRefs, updateRef } from '../../src/sandbox/git/refs.js'
import { writeTree } from '../../src/sandbox/git/write-tree.js'
import { acme, githubToken, gitops, octokitOf } from './acme.js'

const run = promisify(execFile)
const happyPath = join(dirname(fileURLToPath(import.meta.url)), '../scenarios/happy-path')

let sandbox: Sandbox | null = null
let folder: string | null = null
let git: Git | null = null

afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox?.close()
  git?.close()
  if (folder !== null) rmSync(folder, { recursive: true })
  sandbox = folder = git = null
})

/** Puts a git before git that notes what it is asked; answers how often each command was started. */
async function countGit(): Promise<() => Readonly<Record<string, number>>> {
  folder = mkdtempSync(join(tmpdir(), 'issueops-git-'))
  const log = join(folder, 'log')
  const { stdout } = await run('sh', ['-c', 'command -v git'])
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${stdout.trim()}' "$@"\n`)
  chmodSync(join(folder, 'git'), 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH ?? ''}`)
  return () => {
    const counts: Record<string, number> = {}
    for (const line of readFileSync(log, 'utf8').split('\n').filter(Boolean)) {
      // The command that audits the ledger begins with where the repository is.
      const name = line
        .replace(/^--no-replace-objects -C \S+ /, 'audit: ')
        .replace(/^((?:audit: )?\S+).*/, '$1')
      counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  }
}

test('a whole story starts git seldom: to seed and to merge, and once each for all reads, all comparisons and all moves of refs', async () => {
  const counts = await countGit()
  await playStory(readStory(happyPath))
  expect(counts()).toEqual({
    'fast-import': 1,
    'cat-file': 1,
    'update-ref': 1,
    'merge-tree': 1,
    // One for all that is compared, and one for the diff as the story tells it.
    'diff-tree': 2,
    'audit: for-each-ref': 1,
    'audit: rev-list': 1,
    'audit: diff-tree': 1,
    'audit: cat-file': 2,
  })
})

async function start() {
  sandbox = await createSandbox(acme({}))
  const view = sandbox.repository('acme/gitops')
  const git = async (...args: string[]) =>
    (await run('git', ['--git-dir', view.gitDir, ...args])).stdout.trim()
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const main = (await octokit.git.getRef({ ...gitops, ref: 'heads/main' })).data.object.sha
  return { view, git, octokit, main }
}

test('what another git writes into the repository is seen at once, packed or not', async () => {
  const { view, git, octokit, main } = await start()
  await git('update-ref', 'refs/heads/by-hand', main)
  await git('pack-refs', '--all')
  await git('update-ref', 'refs/heads/later', main)
  expect([...(await view.branches())]).toEqual([
    ['by-hand', main],
    ['later', main],
    ['main', main],
  ])
  const next = await git('commit-tree', '-p', main, '-m', 'By hand', `${main}^{tree}`)
  await octokit.git.updateRef({ ...gitops, ref: 'heads/by-hand', sha: next })
  await octokit.git.deleteRef({ ...gitops, ref: 'heads/later' })
  expect(await git('for-each-ref', '--format=%(refname) %(objectname)')).toBe(
    `refs/heads/by-hand ${next}\nrefs/heads/main ${main}`,
  )
})

const signature = { name: 'Bob', email: 'bob@example.com', seconds: 1_800_000_000 }

/** A repository with one commit that holds nothing and stands on no branch. */
async function bare() {
  folder = mkdtempSync(join(tmpdir(), 'issueops-git-'))
  git = await openGit(folder, 'main')
  const tree = await writeTree(git, null, [])
  const facts = { tree, parents: [], author: signature, committer: signature, message: 'Empty\n' }
  return { git, folder, facts, commit: await writeCommit(git, facts) }
}

test('a move of a ref that git refuses spoils none of those behind it', async () => {
  const { git, folder, commit } = await bare()
  mkdirSync(join(folder, 'refs/heads'), { recursive: true })
  // Whoever is about to write a ref locks it; this one never comes back.
  writeFileSync(join(folder, 'refs/heads/locked.lock'), '')
  const moved = ['first', 'locked', 'second', 'third'].map((name) =>
    updateRef(git, `refs/heads/${name}`, null, commit),
  )
  expect(await Promise.all(moved)).toEqual([true, false, true, true])
  expect([...listRefs(git).keys()]).toEqual(['refs/heads/first', 'refs/heads/second', 'refs/heads/third'])
})

test('what git did not know is asked again: it may be there by now', async () => {
  const { git, folder, facts, commit } = await bare()
  const next = await writeCommit(git, { ...facts, parents: [commit] })
  const path = join(folder, 'objects', next.slice(0, 2), next.slice(2))
  renameSync(path, `${path}.away`)
  await expect(listCommits(git, next, null)).rejects.toThrow(`bad object ${next}`)
  renameSync(`${path}.away`, path)
  expect((await listCommits(git, next, null)).map(({ oid }) => oid)).toEqual([next, commit])
})

test.each([
  'refs/heads/main',
  'refs/heads/a./b',
  'refs/heads/@',
  'refs/heads/ä"b',
  'refs/heads/-x',
  'refs/heads/a.lockx',
  'refs/heads',
  'refs/heads/',
  'refs//x',
  'refs/heads/.a',
  'refs/heads/a.',
  'refs/heads/a.lock',
  'refs/heads/a.lock/b',
  'refs/heads/a..b',
  'refs/heads/a@{b',
  'refs/heads/a b',
  'refs/heads/a\tb',
  'refs/heads/a\x7fb',
  'refs/heads/a~b',
  'refs/heads/a^b',
  'refs/heads/a:b',
  'refs/heads/a?b',
  'refs/heads/a*b',
  'refs/heads/a[b',
  'refs/heads/a\\b',
])('whether %j is a name for a ref is what git says', async (name) => {
  const inside = /^refs\/[^/]+\/./.test(name)
  const git = await run('git', ['check-ref-format', name]).then(
    () => true,
    () => false,
  )
  expect(isRefName(name)).toBe(inside && git)
})
