import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { writeCommit } from '../../src/sandbox/git/commits.js'
import { historyOf, listCommits, mergeBase } from '../../src/sandbox/git/history.js'
import { type Git, openGit } from '../../src/sandbox/git/open-git.js'
import { writeBlob } from '../../src/sandbox/git/trees.js'
import { writeTree } from '../../src/sandbox/git/write-tree.js'

let git: Git | null = null

afterEach(() => {
  git?.close()
  if (git !== null) rmSync(git.dir, { recursive: true })
  git = null
})

const second = 1_800_000_000

/** Commits by name, each with the names of those before it and the files it holds; each a second later than the one above it. */
const story: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
  ['first', [], { 'a/x': '1', b: '1' }],
  ['written', ['first'], { 'a/x': '2', b: '1' }],
  ['removed', ['written'], { b: '1' }],
  ['again', ['removed'], { 'a/x': '2', b: '1' }],
  ['other', ['written'], { 'a/x': '2', b: '2' }],
  ['merged', ['again', 'other'], { 'a/x': '2', b: '2' }],
  ['crossed', ['other', 'again'], { 'a/x': '2', b: '2' }],
  ['after', ['merged'], { 'a/x': '3', b: '2' }],
  ['across', ['crossed'], { 'a/x': '4', b: '2' }],
  ['unrelated', [], { c: '1' }],
]
const names = story.map(([name]) => name)

async function told() {
  const opened = await openGit(mkdtempSync(join(tmpdir(), 'issueops-git-')), 'main')
  git = opened
  const ids = new Map<string, string>()
  for (const [index, [name, parents, files]] of story.entries()) {
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, text]) => ({
        path,
        mode: '100644' as const,
        oid: await writeBlob(opened, text),
      })),
    )
    const signature = { name: 'Bob', email: 'bob@example.com', seconds: second + index }
    const facts = { author: signature, committer: signature, message: `${name}\n` }
    const tree = await writeTree(opened, null, changes)
    ids.set(
      name,
      await writeCommit(opened, { ...facts, tree, parents: parents.map((each) => ids.get(each) ?? '') }),
    )
  }
  const id = (name: string) => ids.get(name) ?? ''
  const ask = (...args: string[]) =>
    execFileSync('git', ['--git-dir', opened.dir, ...args], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter(Boolean)
  return { git: opened, id, ask }
}

test.each([null, 'a', 'a/x', 'none'])(
  'the commits of a range that touch %j are what git lists, in its order',
  async (path) => {
    const { git, id, ask } = await told()
    const paths = path === null ? [] : [path]
    for (const include of path === null ? names : ['again', 'after', 'across', 'unrelated'])
      for (const exclude of [null, 'written']) {
        const range = exclude === null ? [id(include)] : [id(include), `^${id(exclude)}`]
        const found = await listCommits(git, id(include), exclude === null ? null : id(exclude), 3, path)
        const asked = ask('rev-list', '--topo-order', '--max-count=3', ...range, '--', ...paths)
        expect([include, exclude, ...found.map(({ oid }) => oid)]).toEqual([include, exclude, ...asked])
      }
  },
)

test.each([null, 'a/x', 'none', '*'])(
  'the history of %j is what git lists, also from a moment on',
  async (path) => {
    const { git, id, ask } = await told()
    const paths = path === null ? [] : [path]
    for (const name of ['again', 'after', 'unrelated'])
      for (const at of [null, 1, 3]) {
        const since = at === null ? null : new Date((second + at) * 1000).toISOString()
        const found = await historyOf(git, id(name), { path, since })
        const asked = ask(
          'rev-list',
          ...(since === null ? [] : [`--since=${since}`]),
          id(name),
          '--',
          ...paths,
        )
        expect([name, since, ...found.map(({ oid }) => oid)]).toEqual([name, since, ...asked])
      }
  },
)

test('where two commits part is what git finds, also where lines have crossed', async () => {
  const { git, id, ask } = await told()
  for (const [index, one] of names.entries())
    for (const other of names.slice(index)) {
      const asked =
        (one === 'unrelated') !== (other === 'unrelated') ? [] : ask('merge-base', id(one), id(other))
      expect([one, other, await mergeBase(git, id(one), id(other))]).toEqual([one, other, asked[0] ?? null])
    }
})
