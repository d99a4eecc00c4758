import { writeCommit } from '../git/commits.js'
import { mergeTrees, rebaseCommits } from '../git/merge.js'
import { readRef } from '../git/refs.js'
import type { MergeMethodName } from '../seed.js'
import { closeByKeywords, moveRef } from './branches.js'
import { missingChecks, requiredChecksMessage } from './checks.js'
import type { Identity } from './identity.js'
import { setState } from './issues.js'
import { lacksReviews, lagsBehind, type PullIssue } from './pulls.js'
import { Refusal } from './refusal.js'
import { bypasses, rulesetsOf } from './rulesets.js'
import { personalSignature, webSignature } from './signatures.js'
import { accountOf, findRepository, type Pull, type Repository, type World } from './world.js'

export interface MergeWish {
  readonly sha: string | null
  readonly method: MergeMethodName
  readonly title: string | null
  readonly message: string | null
}

/** @throws Refusal 405 when it cannot be merged, 409 when the head is not the wanted one. Source: REST docs, "Merge a pull request". */
export async function mergePull(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
  wish: MergeWish,
): Promise<string> {
  const { pull } = issue
  if (pull.merged !== null || issue.state === 'closed')
    throw new Refusal(405, 'Pull Request is not mergeable')
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft')
  if (!repository.mergeMethods.includes(wish.method)) {
    throw new Refusal(405, `${mergeMethodTitles[wish.method]} are not allowed on this repository.`)
  }
  if (wish.sha !== null && wish.sha !== pull.headOid) {
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.')
  }
  const onto = await readRef(repository.git, `refs/heads/${pull.baseBranch}`)
  if (onto === null) throw new Refusal(405, 'Base branch does not exist')
  await checkMergeRules(world, identity, repository, issue)
  const commit = await mergeCommit(world, identity, repository, issue, onto, wish)
  if (commit === null) throw new Refusal(405, 'Pull Request is not mergeable')
  await completeMerge(world, identity, repository, issue, { onto, commit, signed: wish.method !== 'rebase' })
  return commit
}

/** @throws Refusal 405 for what a rule of the base asks for and is not there, unless the bypass list names whoever merges. */
async function checkMergeRules(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
): Promise<void> {
  const ruleset = rulesetsOf(repository).find(({ branch }) => branch === issue.pull.baseBranch)
  if (ruleset === undefined || bypasses(world, identity, repository, ruleset)) return
  const binds = (type: string) => ruleset.rules.some((rule) => rule.type === type)
  const missing = binds('required_status_checks') ? missingChecks(repository, issue.pull.headOid) : []
  if (missing.length > 0) throw new Refusal(405, requiredChecksMessage(missing))
  if (binds('required_status_checks') && (await lagsBehind(repository, issue)))
    throw new Refusal(405, 'Head branch is out of date. Review and try the merge again.')
  if (binds('pull_request') && lacksReviews(repository, issue))
    throw new Refusal(405, reviewsMessage(repository.requiredReviews))
  if (binds('merge_queue')) throw new Refusal(405, 'Changes must be made through the merge queue')
}

function reviewsMessage(count: number): string {
  return `At least ${count} approving review is required by reviewers with write access.`
}

/** Moves the base to the commit and lets everything that follows a merge follow. */
export async function completeMerge(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
  { onto, commit, signed }: { readonly onto: string; readonly commit: string; readonly signed: boolean },
): Promise<void> {
  const { pull } = issue
  const ref = `refs/heads/${pull.baseBranch}`
  await moveRef(world, identity, repository, { ref, before: onto, after: commit, byMerge: true })
  // GitHub signs what it commits itself; a rebase keeps the authors' commits and cannot sign for them.
  if (signed) repository.data.signed.add(commit)
  pull.merged = { at: world.clock.now(), by: identity.account.login, commit, onto }
  pull.autoMerge = null
  pull.queued = null
  setState(world, identity, issue, 'closed', null)
  if (pull.baseBranch === repository.defaultBranch) closeByKeywords(world, identity, repository, issue.body)
  if (repository.deleteBranchOnMerge) await deleteHeadBranch(world, identity, repository, pull)
}

const mergeMethodTitles: Readonly<Record<MergeMethodName, string>> = {
  merge: 'Merge commits',
  squash: 'Squash merges',
  rebase: 'Rebase merges',
}

/** The commit that merges a pull request onto another commit than the head, or null when they conflict. */
export async function mergeCommit(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
  onto: string,
  wish: Omit<MergeWish, 'sha'>,
): Promise<string | null> {
  const { pull, number } = issue
  const { git } = repository
  const seconds = world.clock.epoch()
  const author = personalSignature(identity.account, seconds)
  if (wish.method === 'rebase') return rebaseCommits(git, onto, pull.headOid, author)
  const tree = await mergeTrees(git, onto, pull.headOid)
  if (tree === null) return null
  const squash = wish.method === 'squash'
  const from = `${pull.headRepository.split('/')[0]}/${pull.headBranch}`
  const title =
    wish.title ?? (squash ? `${issue.title} (#${number})` : `Merge pull request #${number} from ${from}`)
  const message = wish.message ?? (squash ? '' : issue.title)
  return writeCommit(git, {
    tree,
    parents: squash ? [onto] : [onto, pull.headOid],
    // A squash speaks for whoever wrote the pull request, a merge commit for whoever merged it.
    author: squash ? personalSignature(accountOf(world, issue.author), seconds) : author,
    committer: webSignature(seconds),
    message: message === '' ? title : `${title}\n\n${message}`,
  })
}

async function deleteHeadBranch(
  world: World,
  identity: Identity,
  repository: Repository,
  pull: Pull,
): Promise<void> {
  const head = findRepository(world, pull.headRepository)
  const ref = `refs/heads/${pull.headBranch}`
  if (head !== repository || (await readRef(head.git, ref)) !== pull.headOid) return
  await moveRef(world, identity, head, { ref, before: pull.headOid, after: null })
}
