import { gateCheckName, planCheckName } from '../github/check-names.js'
import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect, TargetEffect } from '../model/effect.js'
import { oid, pullNumber, sameRepository } from '../model/ids.js'
import type { ObservedPull } from '../model/pull.js'
import { type FirstLook, isSnapshot, type Snapshot } from '../model/snapshot.js'
import { unreachable } from '../model/unreachable.js'
import type { Written } from './written.js'

/**
 * Writes to the repository the manifests live in. That a token may not write to another repository is a fact to decide on: the request
 * is held until somebody gives it the permission.
 * @throws GitHubError
 */
export async function writeToTarget(
  writer: Writer,
  snapshot: FirstLook,
  effect: TargetEffect,
): Promise<Written> {
  if (!isSnapshot(snapshot) || !snapshot.details.target.reached)
    throw new Error('a target is written to before it was reached')
  const { target } = snapshot.details
  try {
    return await write(writer.at(target), snapshot, target.nodeId, effect)
  } catch (error) {
    if (sameRepository(target, snapshot.repository) || !isBarred(error)) throw error
    const { operation, permission } = error
    return { did: 'refused', fact: { kind: 'target-refused', operation, permission } }
  }
}

function isBarred(error: unknown): error is GitHubError {
  return error instanceof GitHubError && ['forbidden', 'not-found', 'unauthorised'].includes(error.failure)
}

async function write(
  writer: Writer,
  snapshot: Snapshot,
  repository: string,
  effect: TargetEffect,
): Promise<Written> {
  switch (effect.kind) {
    case 'ensure-branch':
      return ensureBranch(writer, repository, effect)
    case 'ensure-pull':
      return ensurePull(writer, snapshot, effect)
    case 'publish-plan':
      return publishPlan(writer, effect)
    case 'set-gate':
      return setGate(writer, effect)
    case 'arm-merge':
      return armMerge(writer, effect)
    case 'disarm-merge':
      return disarmMerge(writer, effect)
    case 'merge-pull':
      return mergePull(writer, effect)
    case 'close-pull':
      await writer.closePull(effect.pull)
      return { did: 'updated', fact: { kind: 'pull-closed' } }
    case 'delete-branch':
      await deleteBranch(writer, repository, effect)
      return { did: 'deleted', fact: { kind: 'branch-deleted', name: effect.branch } }
    default:
      return unreachable(effect)
  }
}

/**
 * Merges exactly the approved head. That GitHub refuses (a check fails, a rule forbids it) is an answer to show; that the head moved
 * means looking again, as does another merge that came first.
 */
async function mergePull(
  writer: Writer,
  { pull, head, method, title, message }: Extract<Effect, { kind: 'merge-pull' }>,
): Promise<Written> {
  try {
    const commit = await writer.mergePull(pull, { head, method, title, message })
    return { did: 'updated', fact: { kind: 'pull-merged', commit: oid(commit) } }
  } catch (error) {
    if (!(error instanceof GitHubError) || !['not-mergeable', 'refused', 'forbidden'].includes(error.failure))
      throw error
    // GitHub's words where another merge came first: “Base branch was modified. Review and try the merge again.”
    if (/(?:was modified|out of date)\. review and try/i.test(error.detail))
      throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    return { did: 'refused', fact: { kind: 'merge-refused', why: error.detail } }
  }
}

/**
 * Publishes a plan as a check run on the head, with the plan digest as `external_id`. Always a new check run: one that could be updated
 * later would prove nothing about what approvers saw.
 */
async function publishPlan(
  writer: Writer,
  { head, digest, title, summary }: Extract<Effect, { kind: 'publish-plan' }>,
): Promise<Written> {
  const { id, completedAt } = await writer.createCheckRun({
    name: planCheckName,
    head,
    externalId: digest,
    conclusion: 'neutral',
    title,
    summary,
  })
  return {
    did: 'created',
    fact: { kind: 'published', publication: { checkRun: id, digest, head, at: completedAt } },
  }
}

/**
 * Says on a commit whether its plan is approved, as a check run that a ruleset can demand. A gate that is taken back gets a new check run:
 * the newest of a name counts, and what was said before stays to be read.
 */
async function setGate(
  writer: Writer,
  { head, state, digest, title, summary }: Extract<Effect, { kind: 'set-gate' }>,
): Promise<Written> {
  await writer.createCheckRun({
    name: gateCheckName,
    head,
    externalId: digest ?? '',
    conclusion: state === 'open' ? 'success' : 'action_required',
    title,
    summary,
  })
  return { did: 'created', fact: { kind: 'gate', gate: { head, state, digest } } }
}

/**
 * Deletes a branch only from the head that was observed; a branch somebody pushed to meanwhile stays, and one that GitHub has deleted
 * already needs no deleting.
 * @param repository GitHub's node id of the repository.
 */
async function deleteBranch(
  writer: Writer,
  repository: string,
  { branch, head }: Extract<Effect, { kind: 'delete-branch' }>,
): Promise<void> {
  try {
    await writer.deleteBranch({ repository, branch, from: head })
  } catch (error) {
    const settled = error instanceof GitHubError && ['moved', 'not-found', 'refused'].includes(error.failure)
    if (!settled) throw error
  }
}

/**
 * One commit with exactly the planned files on the base, at the tip of the branch. An existing branch is moved only from the head that
 * was observed: whatever somebody pushed meanwhile stays.
 * @param repository GitHub's node id of the repository.
 * @throws GitHubError `moved` when the branch is elsewhere.
 */
async function ensureBranch(
  writer: Writer,
  repository: string,
  effect: Extract<Effect, { kind: 'ensure-branch' }>,
): Promise<Written> {
  const entries = effect.files.map(({ path, mode, after }) => ({ path, mode, text: after?.text ?? null }))
  const tree = await writer.createTree(effect.baseTree, entries)
  const head = oid(await writer.createCommit(effect.message, tree, [effect.base]))
  if (effect.replaces === null)
    await unlessFaster(writer.createBranch(effect.branch, head), /reference already exists/i)
  else {
    await writer.moveBranch({ repository, branch: effect.branch, from: effect.replaces, to: head })
  }
  const files = effect.files.map(({ path, mode, after }) => ({
    path,
    oid: after?.oid ?? null,
    mode: after === null ? null : mode,
  }))
  const { branch: name, message, base } = effect
  const branch = { name, head, tree: oid(tree), message, by: null, own: true, parents: [base], files }
  return { did: effect.replaces === null ? 'created' : 'updated', fact: { kind: 'branch', branch } }
}

/**
 * Where another run was faster, this one looks again. Sources: GitHub's 422 “Reference already exists”, and “A pull request already exists for
 * acme:topic.”
 */
async function unlessFaster<T>(creation: Promise<T>, said: RegExp): Promise<T> {
  try {
    return await creation
  } catch (error) {
    if (!(error instanceof GitHubError && said.test(error.detail))) throw error
    throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
  }
}

/** Opens the pull request of a request's branch, or brings its title, text and base up to date. */
async function ensurePull(
  writer: Writer,
  snapshot: Snapshot,
  effect: Extract<Effect, { kind: 'ensure-pull' }>,
): Promise<Written> {
  const { title, body, base } = effect
  const known = snapshot.details.pull
  const answer =
    effect.pull === null
      ? await unlessFaster(
          writer.openPull({ title, body, base, head: effect.branch }),
          /pull request already exists/i,
        )
      : await writer.updatePull(effect.pull, { title, body, base })
  const pull: ObservedPull = {
    number: pullNumber(answer.number),
    nodeId: answer.nodeId,
    url: answer.url,
    state: 'open',
    draft: known?.draft ?? false,
    title: answer.title,
    body: answer.body,
    head: oid(answer.head),
    baseBranch: answer.base,
    createdAt: answer.createdAt,
    forcedPushes: known?.forcedPushes ?? [],
    commits: 1,
    changedPaths: effect.paths,
    changedFiles: effect.paths.length,
    renames: false,
    writers: [],
    mergeable: known?.mergeable ?? 'unknown',
    mergeState: known?.mergeState ?? 'unknown',
    publications: known?.publications ?? [],
    gates: known?.gates ?? [],
    autoMerge: known?.autoMerge ?? false,
    queued: known?.queued ?? null,
    queueEnabled: known?.queueEnabled ?? false,
    mergeCommit: null,
    mergedAt: null,
  }
  return { did: effect.pull === null ? 'created' : 'updated', fact: { kind: 'pull', pull } }
}

/**
 * Has GitHub merge exactly this head by itself, or through its merge queue. Where GitHub sees nothing to wait for, it refuses and says
 * so: then the toolkit merges. Any other refusal is an answer to show.
 */
async function armMerge(
  writer: Writer,
  { by, node, head, method, title, message }: Extract<Effect, { kind: 'arm-merge' }>,
): Promise<Written> {
  try {
    if (by === 'auto') {
      await writer.enableAutoMerge(node, { head, method, title, message })
      return { did: 'created', fact: { kind: 'auto-merge', on: true } }
    }
    const group = await writer.enqueuePull(node, head)
    return { did: 'created', fact: { kind: 'queued', entry: { group: group === null ? null : oid(group) } } }
  } catch (error) {
    if (!(error instanceof GitHubError) || !['refused', 'forbidden'].includes(error.failure)) throw error
    // GitHub's words for it: “Pull request is in clean status”, as in peter-evans/enable-pull-request-automerge#343.
    if (by === 'auto' && /in (?:clean|unstable|has_hooks) status/i.test(error.detail)) {
      return { did: 'refused', fact: { kind: 'mergeable-now' } }
    }
    if (/head .*modified/i.test(error.detail))
      throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    return { did: 'refused', fact: { kind: 'merge-refused', why: error.detail } }
  }
}

/** Calls a merge off that GitHub was told to make. What GitHub has dropped already needs no calling off. */
async function disarmMerge(
  writer: Writer,
  { by, node }: Extract<Effect, { kind: 'disarm-merge' }>,
): Promise<Written> {
  try {
    if (by === 'auto') await writer.disableAutoMerge(node)
    else await writer.dequeuePull(node)
  } catch (error) {
    const dropped = error instanceof GitHubError && ['refused', 'not-found'].includes(error.failure)
    // Merged meanwhile, taken out by somebody, or not to be taken out: only another look can tell.
    if (dropped) throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    throw error
  }
  return {
    did: 'deleted',
    fact: by === 'auto' ? { kind: 'auto-merge', on: false } : { kind: 'queued', entry: null },
  }
}
