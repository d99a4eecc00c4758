import { type Commit, readCommit } from './commits.js'
import type { Git } from './open-git.js'
import { listRefs } from './refs.js'
import { entryAt } from './trees.js'

/** Commits reachable from `include` and not from `exclude`, newest first. */
export async function listCommits(
  git: Git,
  include: string,
  exclude: string | null,
  max = 250,
  path: string | null = null,
): Promise<readonly Commit[]> {
  const line = await lineFrom(git, include, exclude === null ? new Set() : await reachable(git, [exclude]))
  const touching = line === null ? null : await touchingOf(git, line, path)
  if (touching !== null) return touching.slice(0, max)
  // A path is a file or a folder, never a pattern.
  const paths = path === null ? [] : [`:(literal)${path}`]
  const range = exclude === null ? [include] : [include, `^${exclude}`]
  return listed(git, ['--topo-order', `--max-count=${max}`, ...range, '--', ...paths])
}

/** The commits reachable from one, newest first: those that touch a path, not made before a moment, as `git log` finds them. */
export async function historyOf(
  git: Git,
  commit: string,
  { path, since }: { readonly path: string | null; readonly since: string | null },
): Promise<readonly Commit[]> {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since) / 1000
  const line = Number.isNaN(from) ? null : await lineFrom(git, commit, new Set(), from)
  const touching = line === null ? null : await touchingOf(git, line, path)
  if (touching !== null) return touching
  const limits = since === null ? [] : [`--since=${since}`]
  return listed(git, [...limits, commit, '--', ...(path === null ? [] : [path])])
}

async function listed(git: Git, args: readonly string[]): Promise<readonly Commit[]> {
  const { stdout } = await git.derive(['rev-list', ...args])
  const found: Commit[] = []
  for (const oid of stdout.toString('ascii').split('\n').filter(Boolean)) {
    const commit = await readCommit(git, oid)
    if (commit !== null) found.push(commit)
  }
  return found
}

/** A longer line is followed quicker by git, however much a process costs. */
const lineMax = 100

/**
 * The commits from one back to the first, where each follows from one other: up to those apart, and, as git does it, up to the first that was made
 * before `since`, in seconds. Null where lines meet: in what order, git has to say.
 */
async function lineFrom(
  git: Git,
  revision: string,
  apart: ReadonlySet<string>,
  since = Number.NEGATIVE_INFINITY,
): Promise<readonly Commit[] | null> {
  const line: Commit[] = []
  let next: string | undefined = revision
  while (next !== undefined) {
    const commit = await readCommit(git, next)
    if (commit !== null && (apart.has(commit.oid) || commit.committer.seconds < since)) return line
    if (commit === null || commit.parents.length > 1 || line.length === lineMax) return null
    line.push(commit)
    next = commit.parents[0]
  }
  return line
}

/** What git takes for the name of one file or folder, and for nothing else. */
const plainPath = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/

/** Those of a line that left something else at a path; null where only git knows what the path means. */
async function touchingOf(
  git: Git,
  line: readonly Commit[],
  path: string | null,
): Promise<readonly Commit[] | null> {
  if (path === null) return line
  if (!plainPath.test(path)) return null
  const found: Commit[] = []
  for (const commit of line) {
    const before = await readCommit(git, commit.parents[0] ?? '')
    const now = await entryAt(git, commit.tree, path)
    const then = before === null ? null : await entryAt(git, before.tree, path)
    if (now?.oid !== then?.oid || now?.mode !== then?.mode) found.push(commit)
  }
  return found
}

/** Commits that a revision would bring and no ref reaches yet. */
export async function newCommits(git: Git, revision: string): Promise<readonly string[]> {
  const reached = await reachable(git, [...listRefs(git).values()])
  return [...(await reachable(git, [revision], reached))]
}

/** How many commits one revision has that another has not. @throws if git does not know one of them. */
export async function countCommits(git: Git, include: string, exclude: string): Promise<number> {
  const without = await reachable(git, [(await knownCommit(git, exclude)).oid])
  return (await reachable(git, [(await knownCommit(git, include)).oid], without)).size
}

/** Whether a commit is reachable from another, or is the same commit. @throws if git does not know one of them. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const { oid } = await knownCommit(git, ancestor)
  return (await reachable(git, [(await knownCommit(git, descendant)).oid])).has(oid)
}

async function knownCommit(git: Git, revision: string): Promise<Commit> {
  const commit = await readCommit(git, revision)
  if (commit === null) throw new Error(`no commit ${JSON.stringify(revision)}`)
  return commit
}

/** All commits on the way from these to their first ones; whoever is met in `apart` was gone from before. What is no commit leads nowhere. */
async function reachable(
  git: Git,
  from: readonly string[],
  apart: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const open = [...from]
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    const commit = found.has(oid) || apart.has(oid) ? null : await readCommit(git, oid)
    if (commit === null || found.has(commit.oid) || apart.has(commit.oid)) continue
    found.add(commit.oid)
    open.push(...commit.parents)
  }
  return found
}

/** The best common ancestor, or null for unrelated histories. */
export async function mergeBase(git: Git, a: string, b: string): Promise<string | null> {
  const left = await reachable(git, [a])
  const common = [...(await reachable(git, [b]))].filter((oid) => left.has(oid))
  const commits = await Promise.all(common.map((oid) => readCommit(git, oid)))
  const surpassed = new Set(commits.flatMap((commit) => commit?.parents ?? []))
  const [best, ...others] = common.filter((oid) => !surpassed.has(oid))
  // Of several that are as good, git chooses.
  if (best !== undefined && others.length === 0) return best
  const { code, stdout } = await git.derive(['merge-base', a, b], { answers: [0, 1] })
  return code === 0 ? stdout.toString('ascii').trim() : null
}
