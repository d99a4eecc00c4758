import type { Effect } from '../../model/effect.js'
import type { Oid } from '../../model/ids.js'
import { latest } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { ObservedBranch, ObservedPull, Publication, Snapshot } from '../../model/snapshot.js'
import { commitHeadline, commitTrailers } from '../report/commit-message.js'
import { planSummary, pullBody, pullTitle } from '../report/pull-body.js'
import type { UnderstoodRequest } from '../understand.js'
import { requestBranch } from './request-branch.js'
import { sameText } from './views.js'

/** How far the plan has got on its way to the approvers. */
export type Proposal =
  /** Something has to be written first. */
  | { readonly kind: 'writing'; readonly effects: readonly Effect[] }
  | { readonly kind: 'held'; readonly problem: Problem }
  /** Branch and pull request hold exactly the plan; only its publication is missing. */
  | { readonly kind: 'unpublished'; readonly pull: ObservedPull; readonly publish: Effect }
  | { readonly kind: 'published'; readonly pull: ObservedPull; readonly publication: Publication }

/**
 * Compares branch and pull request with the plan. A head that carries an outdated publication of ours is replaced. Any other head must
 * hold exactly the planned files in one commit, or it is somebody's work, which is never overwritten.
 */
export function propose(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  target: string,
  plan: Plan,
): Proposal {
  const details = required(snapshot)
  const { branch, pull } = details
  if (pull?.state === 'closed') return { kind: 'held', problem: pullClosed(pull) }
  if (pull !== null && pull.baseBranch !== target) return { kind: 'held', problem: retargeted(pull, target) }
  if (branch === null) return { kind: 'writing', effects: [build(snapshot, understood, plan, null)] }
  if (pull !== null && pull.head !== branch.head) return { kind: 'writing', effects: [] }
  const published = pull?.publications.filter((each) => each.head === branch.head).at(-1)
  if (
    pull !== null &&
    published !== undefined &&
    isStale(pull, branch, published, plan, details.manifests.commit)
  ) {
    return { kind: 'writing', effects: [build(snapshot, understood, plan, branch.head)] }
  }
  if (!holdsPlan(branch, pull, plan)) return { kind: 'held', problem: foreignCommits(branch) }
  const opening = openPull(snapshot, understood, target, plan, branch, pull)
  if (opening !== null) return { kind: 'writing', effects: [opening] }
  if (pull === null) throw new Error('a pull request that needs no opening must exist')
  return publication(pull, plan, snapshot)
}

/** Since when approvers could see the plan: the check run's own time, but never before GitHub's times of the pull request and its last push by force. */
function visibleSince(pull: ObservedPull, found: Publication): Publication {
  const times = pull.forcePushedAt === null ? [pull.createdAt] : [pull.createdAt, pull.forcePushedAt]
  return { ...found, at: latest(found.at, ...times) }
}

function publication(pull: ObservedPull, plan: Plan, snapshot: Snapshot): Proposal {
  const onHead = pull.publications.filter((each) => each.head === pull.head)
  const last = onHead.at(-1)
  if (last !== undefined && last.digest === plan.digest) {
    return { kind: 'published', pull, publication: visibleSince(pull, last) }
  }
  const summary = planSummary({ plan, issue: snapshot.issue.number })
  return {
    kind: 'unpublished',
    pull,
    publish: { kind: 'publish-plan', head: pull.head, digest: plan.digest, ...summary },
  }
}

/** Whether a head of ours stands on a base that no longer fits: it conflicts, or the plan has changed since. */
function isStale(
  pull: ObservedPull,
  branch: ObservedBranch,
  published: Publication,
  plan: Plan,
  base: Oid,
): boolean {
  return published.digest !== plan.digest || (pull.mergeable === 'no' && branch.parents[0] !== base)
}

function holdsPlan(branch: ObservedBranch, pull: ObservedPull | null, plan: Plan): boolean {
  if (
    branch.parents.length !== 1 ||
    !plan.files.every((file) => blobAt(branch, file.path) === (file.after?.oid ?? null))
  )
    return false
  if (pull === null) return true
  const planned = new Set(plan.files.map((file) => file.path))
  const exact = pull.changedPaths.length === pull.changedFiles && pull.changedFiles === planned.size
  return exact && pull.commits === 1 && pull.changedPaths.every((path) => planned.has(path))
}

function blobAt(branch: ObservedBranch, path: string): Oid | null {
  const found = branch.files.find((file) => file.path === path)
  if (found === undefined) throw new Error(`the branch was not read at ${path}`)
  return found.oid
}

function build(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan, replaces: Oid | null): Effect {
  const { manifests } = required(snapshot)
  const story = {
    repository: snapshot.repository,
    issue: snapshot.issue.number,
    request: understood.request,
    plan,
    requestedBy: understood.author.login,
    approvedBy: [],
  }
  return {
    kind: 'ensure-branch',
    branch: requestBranch(snapshot.issue.number, understood.type.name),
    base: manifests.commit,
    baseTree: manifests.tree,
    replaces,
    files: plan.files,
    message: `${commitHeadline(story)}\n\n${commitTrailers(story)}\n`,
  }
}

function openPull(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  target: string,
  plan: Plan,
  branch: ObservedBranch,
  pull: ObservedPull | null,
): Effect | null {
  const { type, form, request, author } = understood
  const story = { type, form, request, plan, issue: snapshot.issue.number, requestedBy: author.login }
  const title = pullTitle(story)
  const body = pullBody(story)
  if (pull !== null && pull.title === title && sameText(pull.body, body)) return null
  return {
    kind: 'ensure-pull',
    pull: pull?.number ?? null,
    branch: branch.name,
    head: branch.head,
    base: target,
    title,
    body,
    paths: plan.files.map((file) => file.path),
  }
}

function required(snapshot: Snapshot): NonNullable<Snapshot['details']> {
  if (snapshot.details === null)
    throw new Error('the details of a request must be read before its plan is proposed')
  return snapshot.details
}

function pullClosed(pull: ObservedPull): Problem {
  return {
    code: 'state/pull-closed',
    what: `Somebody closed pull request ${pull.number} without merging it.`,
    fix: 'Reopen the pull request to go on, or comment /withdraw here (requester) or /reject with a reason (approvers).',
  }
}

function retargeted(pull: ObservedPull, target: string): Problem {
  return {
    code: 'state/pull-retargeted',
    what: `Somebody pointed pull request ${pull.number} at the branch ${pull.baseBranch}; the plan is for ${target}.`,
    fix: `Change the base of the pull request back to ${target}.`,
  }
}

function foreignCommits(branch: ObservedBranch): Problem {
  return {
    code: 'state/foreign-commits',
    what: `The branch ${branch.name} holds commits that are not the toolkit's (its tip is ${branch.head.slice(0, 12)}).`,
    fix: 'Whoever pushed them has to move them elsewhere and delete the branch; the toolkit never overwrites them.',
  }
}
