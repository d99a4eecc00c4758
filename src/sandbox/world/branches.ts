import { readCommit } from '../git/commits.js'
import { isAncestor, listCommits, newCommits } from '../git/history.js'
import { isRefName, listRefs, readRef, setRefs, updateRef } from '../git/refs.js'
import { type Identity, mayWrite, notByIntegration } from './identity.js'
import { setState } from './issues.js'
import { Refusal } from './refusal.js'
import { checkRulesets } from './rulesets.js'
import { note } from './timeline.js'
import { findRepository, fullName, type Issue, type Repository, type World } from './world.js'

export interface RefMove {
  /** As in `refs/heads/main`. */
  readonly ref: string
  /** Null: it must not exist. */
  readonly before: string | null
  /** Null: delete it. */
  readonly after: string | null
  /** A merge through GitHub has checked the rules of the branch itself. */
  readonly byMerge?: boolean
}

/** Moves a ref and lets everything that follows it follow: heads of pull requests, merges by push, issues that a commit closes. */
export async function moveRef(
  world: World,
  identity: Identity,
  repository: Repository,
  move: RefMove,
): Promise<void> {
  if (move.before === null) checkNewRef(repository, move.ref)
  if (move.byMerge !== true) await checkRules(world, identity, repository, move)
  if (!(await updateRef(repository.git, move.ref, move.before, move.after))) {
    throw new Refusal(422, 'Reference update failed')
  }
  repository.data.pushedAt = world.clock.now()
  if (!move.ref.startsWith('refs/heads/')) return
  await followHeads(world, identity, repository, move)
  if (move.after === null) return
  await markMerged(world, identity, repository, move)
  if (move.ref === `refs/heads/${repository.defaultBranch}`) {
    await closeByCommits(world, identity, repository, move.before, move.after)
  }
}

function checkNewRef(repository: Repository, ref: string): void {
  if (!isRefName(ref)) throw new Refusal(422, `${ref} is not a valid ref name.`)
  const refs = listRefs(repository.git)
  if (refs.has(ref)) throw new Refusal(422, 'Reference already exists')
  for (const other of refs.keys()) {
    // Git keeps a ref as a file or as a folder, never both.
    if (ref.startsWith(`${other}/`) || other.startsWith(`${ref}/`))
      throw new Refusal(422, 'Reference update failed')
  }
}

/** What is announced binds everybody but whom its bypass list names; nobody deletes the default branch. */
async function checkRules(
  world: World,
  identity: Identity,
  repository: Repository,
  move: RefMove,
): Promise<void> {
  if (identity.kind === 'app' && identity.permissions.get('workflows') !== 'write') {
    await checkWorkflowFiles(repository, move)
  }
  if (move.after === null && move.ref === `refs/heads/${repository.defaultBranch}`)
    throw new Refusal(422, 'Cannot delete the default branch')
  await checkRulesets(world, identity, repository, move)
}

/** An App without the permission `workflows` may not bring a commit that changes a workflow. */
async function checkWorkflowFiles(repository: Repository, move: RefMove): Promise<void> {
  if (move.after === null) return
  const { git } = repository
  for (const oid of await newCommits(git, move.after)) {
    const commit = await readCommit(git, oid)
    const workflows = async (revision: string) =>
      (await git.read(`${revision}:.github/workflows`))?.oid ?? null
    const [parent] = commit?.parents ?? []
    const before = parent === undefined ? null : await workflows(parent)
    if ((await workflows(oid)) !== before) throw notByIntegration('workflows', 'write')
  }
}

async function followHeads(
  world: World,
  identity: Identity,
  repository: Repository,
  move: RefMove,
): Promise<void> {
  const branch = move.ref.slice('refs/heads/'.length)
  const key = fullName(repository).toLowerCase()
  for (const base of world.repositories.values()) {
    for (const issue of base.data.issues.values()) {
      const { pull } = issue
      if (pull === null || issue.state === 'closed') continue
      if (pull.headRepository === key && pull.headBranch === branch) {
        await followHead(world, identity, base, repository, issue, move)
      }
      if (base === repository && pull.baseBranch === branch && move.after === null) {
        setState(world, identity, issue, 'closed', null)
      }
    }
  }
}

async function followHead(
  world: World,
  identity: Identity,
  base: Repository,
  head: Repository,
  issue: Issue,
  move: RefMove,
): Promise<void> {
  const { pull } = issue
  if (pull === null) return
  if (move.after === null) {
    setState(world, identity, issue, 'closed', null)
    return
  }
  if (base !== head) await base.git.run(['fetch', '--quiet', head.git.dir, move.ref])
  if (move.before !== null && !(await isAncestor(head.git, move.before, move.after))) {
    note(world, identity, issue, 'force-pushed', [move.before, move.after])
  }
  pull.headOid = move.after
  pull.baseOid = (await readRef(base.git, `refs/heads/${pull.baseBranch}`)) ?? pull.baseOid
  await setRefs(base.git, new Map([[`refs/pull/${issue.number}/head`, move.after]]))
  issue.updatedAt = world.clock.now()
}

/** A pull request whose head was pushed into its base counts as merged. */
async function markMerged(
  world: World,
  identity: Identity,
  repository: Repository,
  move: RefMove,
): Promise<void> {
  if (move.byMerge === true || move.before === null || move.after === null) return
  const branch = move.ref.slice('refs/heads/'.length)
  for (const issue of repository.data.issues.values()) {
    const { pull } = issue
    if (pull === null || issue.state === 'closed' || pull.baseBranch !== branch) continue
    if (await isAncestor(repository.git, pull.headOid, move.before)) continue
    if (!(await isAncestor(repository.git, pull.headOid, move.after))) continue
    pull.merged = {
      at: world.clock.now(),
      by: identity.account.login,
      commit: move.after,
      onto: move.before,
    }
    setState(world, identity, issue, 'closed', null)
  }
}

async function closeByCommits(
  world: World,
  identity: Identity,
  repository: Repository,
  before: string | null,
  after: string,
): Promise<void> {
  if (before === null || (await readCommit(repository.git, after)) === null) return
  for (const commit of await listCommits(repository.git, after, before)) {
    closeByKeywords(world, identity, repository, commit.message)
  }
}

/** Source: GitHub docs, "Linking a pull request to an issue": the nine keywords, with `#n` or `owner/name#n`. */
const closingWords =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? +([\w.-]{1,40}\/[\w.-]{1,100})?#(\d{1,9})\b/gi

/** Closes the issues a text says it closes, where the actor may. */
export function closeByKeywords(
  world: World,
  identity: Identity,
  repository: Repository,
  text: string,
): void {
  for (const [, other, digits] of text.matchAll(closingWords)) {
    const target = other === undefined ? repository : findRepository(world, other)
    if (target === null || !mayWrite(world, identity, target, 'issues', 'write')) continue
    const issue = target.data.issues.get(Number(digits))
    if (issue === undefined || issue.pull !== null || issue.state === 'closed') continue
    setState(world, identity, issue, 'closed', 'completed')
  }
}
