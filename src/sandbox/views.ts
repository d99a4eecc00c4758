import { type Commit, readCommit } from './git/commits.js'
import { diffText } from './git/diff.js'
import { listCommits } from './git/history.js'
import { listRefs } from './git/refs.js'
import { entryAt, readTreeRecursively, type TreeItem } from './git/trees.js'
import { checkSuites, rollup } from './world/checks.js'
import { isPull, type Mergeability, mergeability } from './world/pulls.js'
import type { CheckRun } from './world/signals.js'
import {
  type Comment,
  findRepository,
  type Issue,
  type Pull,
  type Repository,
  type World,
} from './world/world.js'

/** A repository as a test or a story reads it, past all permissions and without a request. */
export interface RepositoryView {
  readonly gitDir: string
  /** Text of a file, or null. A symlink answers its target. */
  readonly fileAt: (revision: string, path: string) => Promise<string | null>
  /** Every file below a revision. */
  readonly tree: (revision: string) => Promise<readonly TreeItem[]>
  /** Newest first. */
  readonly log: (revision: string) => Promise<readonly Commit[]>
  readonly diff: (before: string, after: string) => Promise<string>
  /** Branch → commit. */
  readonly branches: () => Promise<ReadonlyMap<string, string>>
  readonly issues: () => readonly IssueView[]
  /** Issue or pull request, or null. */
  readonly issue: (number: number) => IssueView | null
  readonly pulls: () => readonly IssueView[]
  readonly pull: (number: number) => Promise<PullView | null>
  readonly checkRuns: (revision: string) => Promise<readonly CheckRun[]>
  /** Events `repository_dispatch` that were made, oldest first. */
  readonly dispatches: () => readonly { readonly event: string; readonly payload: unknown }[]
  readonly isSigned: (commit: string) => boolean
}

/** A copy: what happens later does not change it. */
export type IssueView = Readonly<Omit<Issue, 'comments' | 'pull'>> & {
  readonly comments: readonly Readonly<Comment>[]
  readonly pull: Readonly<Pull> | null
}

export type PullView = IssueView & {
  readonly pull: Readonly<Pull>
  readonly mergeability: Mergeability
  readonly checks: 'success' | 'pending' | 'failure' | null
}

/** @throws if the sandbox has no such repository. */
export function viewRepository(world: World, name: string): RepositoryView {
  const repository = findRepository(world, name)
  if (repository === null) throw new Error(`the sandbox has no repository ${JSON.stringify(name)}`)
  const { git } = repository
  return {
    gitDir: git.dir,
    fileAt: (revision, path) => fileAt(repository, revision, path),
    tree: async (revision) => {
      const items = await readTreeRecursively(git, (await commitAt(repository, revision)).tree)
      return items.filter((item) => item.mode !== '040000')
    },
    log: async (revision) => listCommits(git, (await commitAt(repository, revision)).oid, null),
    diff: async (before, after) => {
      const [from, to] = [await commitAt(repository, before), await commitAt(repository, after)]
      return diffText(git, from.oid, to.oid)
    },
    branches: async () => {
      const refs = [...listRefs(git, 'refs/heads/')]
      return new Map(refs.map(([ref, oid]) => [ref.slice('refs/heads/'.length), oid] as const))
    },
    issues: () => [...repository.data.issues.values()].filter((issue) => !isPull(issue)).map(copy),
    issue: (number) => {
      const issue = repository.data.issues.get(number)
      return issue === undefined ? null : copy(issue)
    },
    pulls: () => [...repository.data.issues.values()].filter(isPull).map(copy),
    pull: (number) => viewPull(repository, number),
    checkRuns: async (revision) => {
      const { oid } = await commitAt(repository, revision)
      return checkSuites(world, repository, oid).flatMap((suite) => structuredClone([...suite.runs]))
    },
    dispatches: () => structuredClone([...repository.data.dispatches]),
    isSigned: (commit) => repository.data.signed.has(commit),
  }
}

async function commitAt(repository: Repository, revision: string): Promise<Commit> {
  const commit = await readCommit(repository.git, revision)
  if (commit === null) throw new Error(`no commit ${JSON.stringify(revision)}`)
  return commit
}

async function fileAt(repository: Repository, revision: string, path: string): Promise<string | null> {
  const commit = await readCommit(repository.git, revision)
  const entry = commit === null ? null : await entryAt(repository.git, commit.tree, path)
  const object = entry === null ? null : await repository.git.read(entry.oid)
  return object?.type === 'blob' ? object.content.toString('utf8') : null
}

async function viewPull(repository: Repository, number: number): Promise<PullView | null> {
  const issue = repository.data.issues.get(number)
  if (issue === undefined || !isPull(issue)) return null
  return {
    ...structuredClone(issue),
    mergeability: await mergeability(repository, issue),
    checks: rollup(repository, issue.pull.headOid),
  }
}

function copy(issue: Issue): IssueView {
  return structuredClone(issue)
}
