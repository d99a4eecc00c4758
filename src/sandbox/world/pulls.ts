import type { Commit } from '../git/commits.js'
import { diffFiles, type FileDiff } from '../git/diff.js'
import { countCommits, isAncestor, listCommits, mergeBase } from '../git/history.js'
import { readRef, setRefs } from '../git/refs.js'
import { missingChecks, rollup } from './checks.js'
import { actionsApp } from './create-world.js'
import { demandWrite, type Identity, mayWrite } from './identity.js'
import { issueOf, newIssue, setState } from './issues.js'
import { invalid, notFound, Refusal } from './refusal.js'
import { knownTestMerge, testMergeOf } from './test-merge.js'
import { findRepository, fullName, type Issue, type Pull, type Repository, type World } from './world.js'

export type PullIssue = Issue & { readonly pull: Pull }

export interface NewPull {
  readonly title: string
  readonly body: string
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string
  readonly base: string
  readonly draft: boolean
}

/** @throws Refusal 404 when there is no pull request with this number. */
export function pullOf(repository: Repository, number: number): PullIssue {
  const issue = issueOf(repository, number)
  if (!isPull(issue)) throw notFound()
  return issue
}

/** Whether an issue is a pull request. */
export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== null
}

/** @throws Refusal 403 when Actions may not create pull requests, 422 for a missing branch, a duplicate, or nothing to merge. */
export async function openPull(
  world: World,
  identity: Identity,
  repository: Repository,
  wanted: NewPull,
): Promise<PullIssue> {
  if (
    identity.kind === 'app' &&
    identity.app.id === actionsApp.id &&
    !repository.actionsMayCreatePullRequests
  ) {
    throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.')
  }
  if (wanted.title.trim() === '') throw invalid('PullRequest', 'title', 'missing_field')
  const head = findHead(world, repository, wanted.head)
  const headOid = head === null ? null : await readRef(head.repository.git, `refs/heads/${head.branch}`)
  if (head === null || headOid === null) throw invalid('PullRequest', 'head', 'invalid')
  // Who cannot push to the branch asks from a fork. Source: REST docs, “Create a pull request”.
  if (identity.kind === 'person') demandWrite(world, identity, head.repository, 'contents', 'write')
  const baseOid = await readRef(repository.git, `refs/heads/${wanted.base}`)
  if (baseOid === null) throw invalid('PullRequest', 'base', 'invalid')
  const headKey = fullName(head.repository).toLowerCase()
  const duplicate = [...repository.data.issues.values()].some(
    (one) =>
      one.pull !== null &&
      one.state === 'open' &&
      one.pull.headRepository === headKey &&
      one.pull.headBranch === head.branch &&
      one.pull.baseBranch === wanted.base,
  )
  if (duplicate)
    throw unprocessable(`A pull request already exists for ${head.repository.owner}:${head.branch}.`)
  if (head.repository !== repository) {
    await repository.git.run(['fetch', '--quiet', head.repository.git.dir, `refs/heads/${head.branch}`])
  }
  if ((await countCommits(repository.git, headOid, baseOid)) === 0) {
    throw unprocessable(`No commits between ${wanted.base} and ${head.branch}`)
  }
  if ((await mergeBase(repository.git, baseOid, headOid)) === null) {
    throw unprocessable(`The ${wanted.base} branch has no history in common with ${head.branch}`)
  }
  const issue = newIssue(world, identity, repository, wanted, {
    id: world.nextId('pull'),
    headRepository: headKey,
    headBranch: head.branch,
    headOid,
    baseBranch: wanted.base,
    baseOid,
    draft: wanted.draft,
    merged: null,
    autoMerge: null,
    testMerge: null,
    queued: null,
    approvedBy: [],
  })
  await setRefs(repository.git, new Map([[`refs/pull/${issue.number}/head`, headOid]]))
  return pullOf(repository, issue.number)
}

function unprocessable(message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }])
}

/** A head names a branch of this repository, or of a fork by the fork's owner. */
function findHead(
  world: World,
  repository: Repository,
  head: string,
): { readonly repository: Repository; readonly branch: string } | null {
  const colon = head.indexOf(':')
  if (colon < 0) return { repository, branch: head }
  const owner = head.slice(0, colon).toLowerCase()
  const branch = head.slice(colon + 1)
  if (owner === repository.owner.toLowerCase()) return { repository, branch }
  const key = fullName(repository).toLowerCase()
  for (const fork of world.repositories.values()) {
    if (fork.forkOf === key && fork.owner.toLowerCase() === owner) return { repository: fork, branch }
  }
  return null
}

/** @throws Refusal 422 when it was merged or its branch is gone. */
export async function reopenPull(world: World, identity: Identity, issue: PullIssue): Promise<void> {
  if (issue.state === 'open') return
  const head = findRepository(world, issue.pull.headRepository)
  const tip = head === null ? null : await readRef(head.git, `refs/heads/${issue.pull.headBranch}`)
  if (issue.pull.merged !== null || tip === null) {
    throw invalid(
      'PullRequest',
      'state',
      'invalid',
      'state cannot be changed. The pull request cannot be reopened.',
    )
  }
  issue.pull.headOid = tip
  setState(world, identity, issue, 'open', null)
}

/** What GitHub says about merging. `unknown` after the pull request is closed. */
export interface Mergeability {
  readonly mergeable: boolean | null
  readonly state: 'behind' | 'clean' | 'dirty' | 'blocked' | 'draft' | 'unstable' | 'unknown'
}

/** Whether a pull request can be merged now, found out by a merge of git's. Source: GraphQL reference, enum MergeStateStatus. */
export async function mergeability(repository: Repository, issue: PullIssue): Promise<Mergeability> {
  const merge = issue.state === 'closed' ? null : await testMergeOf(repository, issue)
  if (merge === null) return { mergeable: null, state: 'unknown' }
  if (merge.commit === null) return { mergeable: false, state: 'dirty' }
  if (issue.pull.draft) return { mergeable: true, state: 'draft' }
  const protectedBase = issue.pull.baseBranch === repository.defaultBranch
  const { headOid } = issue.pull
  if (protectedBase && (missingChecks(repository, headOid).length > 0 || lacksReviews(repository, issue))) {
    return { mergeable: true, state: 'blocked' }
  }
  if (protectedBase && (await lagsBehind(repository, issue))) return { mergeable: true, state: 'behind' }
  const verdict = rollup(repository, issue.pull.headOid)
  return { mergeable: true, state: verdict === null || verdict === 'success' ? 'clean' : 'unstable' }
}

/** What whoever asks is told: where it takes somebody to ask, the first one hears that it is unknown, and the next one what was found out. */
export async function toldMergeability(repository: Repository, issue: PullIssue): Promise<Mergeability> {
  const known = !repository.mergeabilityWhenAsked || (await knownTestMerge(repository, issue)) !== null
  const found = await mergeability(repository, issue)
  return known ? found : { mergeable: null, state: 'unknown' }
}

/** Whether the base demands up-to-date heads and has something the head lacks. Source: GitHub docs, “About protected branches”. */
export async function lagsBehind(repository: Repository, { pull }: PullIssue): Promise<boolean> {
  if (!repository.upToDate || repository.requiredChecks.length === 0) return false
  const base = await readRef(repository.git, `refs/heads/${pull.baseBranch}`)
  return base !== null && !(await isAncestor(repository.git, base, pull.headOid))
}

/** Whether approving reviews are missing. Source: GitHub docs, “About protected branches”. */
export function lacksReviews({ requiredReviews }: Repository, { pull }: PullIssue): boolean {
  return new Set(pull.approvedBy).size < requiredReviews
}

/** GitHub's word on reviews; null where no rule asks for them. Source: GraphQL reference, enum PullRequestReviewDecision. */
export function reviewDecision(
  repository: Repository,
  issue: PullIssue,
): 'APPROVED' | 'REVIEW_REQUIRED' | null {
  const { requiredReviews, defaultBranch } = repository
  if (requiredReviews === 0 || issue.pull.baseBranch !== defaultBranch) return null
  return lacksReviews(repository, issue) ? 'REVIEW_REQUIRED' : 'APPROVED'
}

/** @throws Refusal 422 for the author, 403 for whoever may not write. Source: REST docs, “Create a review for a pull request”. */
export function approvePull(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
): void {
  if (issue.author === identity.account.login) {
    throw new Refusal(422, 'Unprocessable Entity: Can not approve your own pull request')
  }
  // Anybody may review; only reviews of those who may write count.
  if (mayWrite(world, identity, repository, 'contents', 'write'))
    issue.pull.approvedBy.push(identity.account.login)
}

/** Commits of the pull request, oldest first. */
export async function pullCommits(repository: Repository, issue: PullIssue): Promise<readonly Commit[]> {
  const newestFirst = await listCommits(repository.git, issue.pull.headOid, await pullBase(repository, issue))
  return [...newestFirst].reverse()
}

/** Files between the merge base and the head, as the page "Files changed" shows them. */
export async function pullFiles(repository: Repository, issue: PullIssue): Promise<readonly FileDiff[]> {
  const tip = await pullBase(repository, issue)
  const base = (await mergeBase(repository.git, tip, issue.pull.headOid)) ?? tip
  return diffFiles(repository.git, base, issue.pull.headOid)
}

/**
 * The pull requests that a commit came with: the one that brought it to its branch, and where it is not on the default branch, open ones that have it.
 * Source: GraphQL reference, Commit.associatedPullRequests.
 */
export async function pullsOfCommit(repository: Repository, commit: string): Promise<readonly PullIssue[]> {
  const { git, defaultBranch } = repository
  const tip = await readRef(git, `refs/heads/${defaultBranch}`)
  const landed = tip !== null && (await isAncestor(git, commit, tip))
  const found: PullIssue[] = []
  for (const issue of repository.data.issues.values()) {
    if (!isPull(issue)) continue
    const { merged } = issue.pull
    if (merged === null && (landed || issue.state === 'closed')) continue
    const brought =
      merged === null
        ? await pullCommits(repository, issue)
        : await listCommits(git, merged.commit, merged.onto)
    if (brought.some(({ oid }) => oid === commit)) found.push(issue)
  }
  return found
}

async function pullBase(repository: Repository, issue: PullIssue): Promise<string> {
  const { pull } = issue
  if (pull.merged !== null) return pull.merged.onto
  return (await readRef(repository.git, `refs/heads/${pull.baseBranch}`)) ?? pull.baseOid
}
