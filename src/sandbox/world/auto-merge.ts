import { type Identity, mayWrite } from './identity.js'
import { mergePull } from './merge-pull.js'
import { isPull, mergeability, type PullIssue } from './pulls.js'
import { Refusal } from './refusal.js'
import { type AutoMerge, accountOf, type Repository, type World } from './world.js'

export type AutoMergeWish = Pick<AutoMerge, 'method' | 'title' | 'message'> & { readonly head: string | null }

/**
 * Has GitHub merge a pull request once its requirements are met.
 * @throws Refusal 422 where the settings forbid it or nothing is to be waited for. Source of the words: GitHub's answers as quoted in
 * peter-evans/enable-pull-request-automerge#343 and #355.
 */
export async function enableAutoMerge(
  world: World,
  identity: Identity,
  repository: Repository,
  issue: PullIssue,
  wish: AutoMergeWish,
): Promise<void> {
  const { pull } = issue
  if (!mayWrite(world, identity, repository, 'contents', 'write'))
    throw new Refusal(403, 'Resource not accessible by integration')
  if (!repository.autoMergeAllowed)
    throw new Refusal(422, 'Pull request Auto merge is not allowed for this repository')
  if (issue.state === 'closed') throw new Refusal(422, 'Pull request is closed')
  if (wish.head !== null && wish.head !== pull.headOid)
    throw new Refusal(422, 'Head sha was modified. Review and try again.')
  const { state } = await mergeability(repository, issue)
  if (state !== 'blocked' && state !== 'behind')
    throw new Refusal(422, `Pull request Pull request is in ${state} status`)
  const { method, title, message } = wish
  pull.autoMerge = { at: world.clock.now(), by: identity.account.login, method, title, message }
}

/** @throws Refusal 422 when it is not on. */
export function disableAutoMerge(
  world: World,
  identity: Identity,
  repository: Repository,
  { pull }: PullIssue,
): void {
  if (!mayWrite(world, identity, repository, 'contents', 'write'))
    throw new Refusal(403, 'Resource not accessible by integration')
  if (pull.autoMerge === null) throw new Refusal(422, "Can't disable auto-merge for this pull request.")
  pull.autoMerge = null
}

/**
 * Lets what was put off happen: merges whose requirements are met by now. Called after whatever could have met them. A push by somebody
 * who may write leaves auto-merge on. Source: GitHub docs, “Automatically merging a pull request”.
 */
export async function settleMerges(world: World): Promise<void> {
  for (const repository of world.repositories.values()) {
    for (const issue of repository.data.issues.values()) {
      if (!isPull(issue)) continue
      const { pull } = issue
      if (issue.state === 'closed') pull.autoMerge = null
      if (issue.state === 'closed' || pull.queued?.head !== pull.headOid) pull.queued = null
      if (pull.autoMerge === null) continue
      const { state } = await mergeability(repository, issue)
      if (state !== 'clean' && state !== 'unstable') continue
      const { by, method, title, message } = pull.autoMerge
      const identity: Identity = { kind: 'person', account: accountOf(world, by) }
      await mergePull(world, identity, repository, issue, { sha: null, method, title, message })
    }
  }
}
