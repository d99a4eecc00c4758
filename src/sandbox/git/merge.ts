import type { Signature } from './commits.js'
import { readCommit, writeCommit } from './commits.js'
import { listCommits, mergeBase } from './history.js'
import { type Git, GitFailure } from './open-git.js'

/** Git's status when two histories have nothing in common. */
const unrelated = 128

/** The tree that merging `theirs` into `ours` gives, or null when they conflict or are unrelated. Git itself merges. */
export async function mergeTrees(git: Git, ours: string, theirs: string): Promise<string | null> {
  const args = ['merge-tree', '--write-tree', '--no-messages', ours, theirs]
  const { code, stdout, stderr } = await git.derive(args, { answers: [0, 1, unrelated] })
  if (code === unrelated && !stderr.includes('unrelated histories')) throw new GitFailure(args, code, stderr)
  return code === 0 ? (stdout.toString('ascii').split('\n')[0] ?? '') : null
}

/**
 * Replays the commits of `head` that `onto` lacks on top of it; null when one of them conflicts.
 * Git before 2.40 cannot be told the merge base, so a stand-in commit with the wanted parent gives it.
 */
export async function rebaseCommits(
  git: Git,
  onto: string,
  head: string,
  committer: Signature,
): Promise<string | null> {
  const base = await mergeBase(git, onto, head)
  if (base === null) return null
  let tip = onto
  for (const commit of [...(await listCommits(git, head, onto))].reverse()) {
    if (commit.parents.length !== 1) continue
    const current = await readCommit(git, tip)
    if (current === null) return null
    const standIn = await writeCommit(git, {
      ...current,
      parents: commit.parents,
      signed: false,
      message: 'stand-in\n',
    })
    const tree = await mergeTrees(git, standIn, commit.oid)
    if (tree === null) return null
    tip = await writeCommit(git, {
      tree,
      parents: [tip],
      author: commit.author,
      committer,
      message: commit.message,
    })
  }
  return tip
}
