import { readRef } from '../git/refs.js'
import { missingChecks } from './checks.js'
import { type Identity, mayWrite } from './identity.js'
import { completeMerge, mergeCommit } from './merge-pull.js'
import { isPull, mergeability, type PullIssue } from './pulls.js'
import { Refusal } from './refusal.js'
import { accountOf, type Queued, type Repository, type World } from './world.js'

/** Puts a pull request at the end of the queue. @throws Refusal 422 when it may not go there. Source: GraphQL reference, enqueuePullRequest. */
export async function enqueue(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
  head: string | null,
): Promise<void> {
  const { pull } = issue
  if (!mayWrite(world, identity, repository, 'contents', 'write'))
    throw new Refusal(403, 'Resource not accessible by integration')
  if (!repository.mergeQueue) throw new Refusal(422, 'No merge queue found for this branch')
  if (pull.queued !== null) throw new Refusal(422, 'The pull request is already in the queue')
  if (head !== null && head !== pull.headOid)
    throw new Refusal(422, 'Head sha was modified. Review and try again.')
  const { state } = await mergeability(repository, issue)
  // The queue tests each entry on top of the branch, so that none has to be brought up to date before.
  if (state !== 'clean' && state !== 'unstable' && state !== 'behind')
    throw new Refusal(422, `The pull request is not ready to be queued: it is ${state}`)
  pull.queued = { at: world.clock.now(), by: identity.account.login, head: pull.headOid, group: null }
}

/** @throws Refusal 422 when it is not in the queue. */
export function dequeue(world: World, identity: Identity, repository: Repository, { pull }: PullIssue): void {
  if (!mayWrite(world, identity, repository, 'contents', 'write'))
    throw new Refusal(403, 'Resource not accessible by integration')
  if (pull.queued === null) throw new Refusal(422, 'The pull request is not in the queue')
  pull.queued = null
}

type QueuedPull = PullIssue & { readonly pull: { queued: Queued } }

/**
 * One step of the queue: entries get the commit that is tested, each on top of the one before it; or, where that is done and the required
 * checks have passed on the first one's commit, the base is moved to it. Source: GitHub docs, “Managing a merge queue”.
 */
export async function advanceQueue(world: World, repository: Repository): Promise<void> {
  const branch = repository.defaultBranch
  const tip = await readRef(repository.git, `refs/heads/${branch}`)
  const entries = [...repository.data.issues.values()]
    .filter((issue): issue is QueuedPull => isPull(issue) && issue.pull.queued !== null)
    .toSorted((a, b) => a.pull.queued.at.localeCompare(b.pull.queued.at) || a.number - b.number)
  let onto = tip ?? ''
  let formed = false
  for (const issue of entries) {
    const { queued } = issue.pull
    if (queued.group?.onto !== onto) {
      formed = true
      await formGroup(world, repository, issue, onto)
    }
    onto = issue.pull.queued?.group?.commit ?? onto
  }
  const [first] = entries
  const group = first?.pull.queued?.group ?? null
  if (first === undefined || group === null || formed) return
  if (missingChecks(repository, group.commit).length > 0) return
  const identity: Identity = { kind: 'person', account: accountOf(world, first.pull.queued.by) }
  await completeMerge(world, identity, repository, first, { ...group, signed: true })
}

async function formGroup(
  world: World,
  repository: Repository,
  issue: QueuedPull,
  onto: string,
): Promise<void> {
  const identity: Identity = { kind: 'person', account: accountOf(world, issue.pull.queued.by) }
  const [method = 'merge'] = repository.mergeMethods
  const wish = { method, title: null, message: null }
  const commit = await mergeCommit(world, identity, repository, issue, onto, wish)
  // What conflicts with the entries before it leaves the queue.
  if (commit === null) Object.assign(issue.pull, { queued: null })
  else issue.pull.queued.group = { commit, onto }
}
