import type { Effect } from '../../model/effect.js'
import type { Digest, Oid } from '../../model/ids.js'
import { type Instant, latest } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { LedgerRecord } from '../../model/record.js'
import type { BranchFile, ObservedBranch, ObservedPull, Publication, Snapshot } from '../../model/snapshot.js'
import { evaluateApproval } from '../approval/evaluate-approval.js'
import { ownersOf } from '../approval/owners-of.js'
import { code, type Markdown } from '../markdown/markdown.js'
import { commitHeadline, commitTrailers } from '../report/commit-message.js'
import { planSummary, pullBody, pullTitle } from '../report/pull-body.js'
import { waitingFor } from '../report/waiting-for.js'
import type { UnderstoodRequest } from '../understand.js'
import { expectedTree } from './expected-tree.js'
import { isMorePublic } from './less-public.js'
import { branchPrefix, requestBranch } from './request-branch.js'
import { elsewhere, reachedTarget } from './target-place.js'
import { sameText } from './views.js'

/** How far the plan has got on its way to the approvers. */
export type Proposal =
  /** Something has to be written first. */
  | { readonly kind: 'writing'; readonly effects: readonly Effect[] }
  | { readonly kind: 'held'; readonly problem: Problem }
  /** Branch and pull request hold exactly the plan; only its publication is missing. */
  | { readonly kind: 'unpublished'; readonly pull: ObservedPull; readonly publish: Effect }
  | {
      readonly kind: 'published'
      readonly pull: ObservedPull
      readonly publication: Publication
      /** Since when approvals may count; null until the ledger has the publication. */
      readonly visibleSince: Instant | null
    }

/**
 * Compares branch and pull request with the plan. A head the ledger knows as proposed is the toolkit's own and is replaced when it is
 * outdated. Any other head must be, to the tree and the message, the very commit the toolkit would make, or it is somebody's
 * work, which is never overwritten.
 */
export function propose(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  target: string,
  plan: Plan,
): Proposal {
  const { branch, pull, manifests } = required(snapshot)
  if (pull?.state === 'closed') return { kind: 'held', problem: pullClosed(pull, branch) }
  if (pull !== null && pull.baseBranch !== target) return { kind: 'held', problem: retargeted(pull, target) }
  if (branch === null) return { kind: 'writing', effects: [build(snapshot, understood, plan, null)] }
  if (pull !== null && pull.head !== branch.head) return { kind: 'held', problem: pullLags(pull) }
  const recorded = recordedProposal(snapshot, branch.head)
  if (recorded !== null && pull !== null && isStale(pull, branch, recorded, plan, manifests.commit)) {
    return { kind: 'writing', effects: [build(snapshot, understood, plan, branch.head)] }
  }
  const ours =
    recorded === null ? isOurCommit(snapshot, understood, plan, branch) : showsPlan(branch, pull, plan)
  if (!ours) return { kind: 'held', problem: foreignCommits(branch) }
  const opening = openPull(snapshot, understood, target, plan, branch, pull)
  if (opening !== null) return { kind: 'writing', effects: [opening] }
  if (pull === null) throw new Error('a pull request that needs no opening must exist')
  return publication(pull, plan, snapshot, recorded)
}

type Recorded = NonNullable<LedgerRecord['predicate']['pull']> & {
  readonly digest: Digest
  readonly observedAt: Instant
}

/** The last proposal the ledger has of this head. */
function recordedProposal({ ledger }: Snapshot, head: Oid): Recorded | null {
  const record = ledger.records.findLast(
    ({ predicate }) => predicate.decision === 'proposed' && predicate.pull?.head === head,
  )
  if (record === undefined) return null
  const { pull, plan, observedAt } = record.predicate
  return pull === null || plan === null ? null : { ...pull, digest: plan.digest, observedAt }
}

/**
 * Since when approvers could see the plan: the time its writer gave the check run, but never before GitHub's own times: those of the
 * pull request, of its last push by force, and of the run that recorded the publication. A publication is only counted once
 * it is recorded, so a check run made up later with an older time gains nothing.
 */
function visibleSince(pull: ObservedPull, recorded: Recorded): Instant {
  const forced = pull.forcePushedAt === null ? [] : [pull.forcePushedAt]
  return latest(recorded.publication.at, pull.createdAt, recorded.observedAt, ...forced)
}

function publication(
  pull: ObservedPull,
  plan: Plan,
  snapshot: Snapshot,
  recorded: Recorded | null,
): Proposal {
  const last = pull.publications.filter((each) => each.head === pull.head).at(-1)
  if (last === undefined || last.digest !== plan.digest) {
    const summary = planSummary({ plan, ...requestedIn(snapshot) })
    return {
      kind: 'unpublished',
      pull,
      publish: { kind: 'publish-plan', head: pull.head, digest: plan.digest, ...summary },
    }
  }
  const known =
    recorded !== null && recorded.publication.checkRun === last.checkRun && recorded.digest === plan.digest
  return {
    kind: 'published',
    pull,
    publication: last,
    visibleSince: known ? visibleSince(pull, recorded) : null,
  }
}

/** Whether a head of ours no longer fits: the plan has changed, it conflicts, or GitHub could show its changes as a rename. */
function isStale(
  pull: ObservedPull,
  branch: ObservedBranch,
  recorded: Recorded,
  plan: Plan,
  base: Oid,
): boolean {
  if (recorded.digest !== plan.digest) return true
  const moved = branch.parents[0] !== base
  const kinds = new Set(plan.files.map(({ change }) => change))
  return moved && (pull.mergeable === 'no' || (kinds.has('create') && kinds.has('delete')))
}

/** Whether the head is exactly what the toolkit would write now: one commit on the base, with this tree and this message. */
function isOurCommit(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  plan: Plan,
  branch: ObservedBranch,
): boolean {
  const { manifests, folders } = required(snapshot)
  return (
    branch.parents.length === 1 &&
    branch.parents[0] === manifests.commit &&
    branch.tree === expectedTree(folders, plan.files) &&
    sameText(branch.message, message(snapshot, understood, plan))
  )
}

/** Whether a recorded head shows the plan and nothing else, also on a base that has moved elsewhere since. */
function showsPlan(branch: ObservedBranch, pull: ObservedPull | null, plan: Plan): boolean {
  const planned = new Set(plan.files.map((file) => file.path))
  const same = plan.files.every((file) => {
    const found = fileAt(branch, file.path)
    return found.oid === (file.after?.oid ?? null) && (file.after === null || found.mode === file.mode)
  })
  if (branch.parents.length !== 1 || !same) return false
  if (pull === null) return true
  const listed =
    pull.changedPaths.length === pull.changedFiles && pull.changedFiles === planned.size && !pull.renames
  return listed && pull.commits === 1 && pull.changedPaths.every((path) => planned.has(path))
}

function fileAt(branch: ObservedBranch, path: string): BranchFile {
  const found = branch.files.find((file) => file.path === path)
  if (found === undefined) throw new Error(`the branch was not read at ${path}`)
  return found
}

function build(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan, replaces: Oid | null): Effect {
  const { manifests } = required(snapshot)
  return {
    kind: 'ensure-branch',
    branch: requestBranch(
      branchPrefix(snapshot.repository, reachedTarget(snapshot)),
      snapshot.issue.number,
      understood.type.name,
    ),
    base: manifests.commit,
    baseTree: manifests.tree,
    replaces,
    files: plan.files,
    message: message(snapshot, understood, plan),
  }
}

function message(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan): string {
  const story = {
    repository: snapshot.repository,
    issue: snapshot.issue.number,
    request: understood.request,
    plan,
    requestedBy: understood.author.login,
    approvedBy: [],
  }
  return `${commitHeadline(story)}\n\n${commitTrailers(story)}\n`
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
  const story = {
    type,
    form,
    request,
    plan,
    ...requestedIn(snapshot),
    requestedBy: author.login,
    withheld: isMorePublic(snapshot),
    waitingFor: isMorePublic(snapshot) ? null : firstApprovers(snapshot, understood, plan),
  }
  const title = pullTitle(story)
  const body = pullBody(story)
  // People and bots may write into the text as well; it is only brought up to date when it speaks of another plan.
  if (pull?.body.includes(plan.digest)) return null
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

/** Whom the rules ask before anybody has approved; they are notified by the status comment, so nobody is mentioned here. */
function firstApprovers(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan): Markdown | null {
  const { owner } = snapshot.repository
  const { manifests, authority } = required(snapshot)
  const paths = plan.files.map(({ path }) => path)
  const verdict = evaluateApproval({
    issue: snapshot.issue,
    rules: understood.rules,
    votes: [],
    revoked: [],
    authority,
    digest: plan.digest,
    publication: null,
    now: snapshot.viewer.observedAt,
    owners: ownersOf(paths, manifests.files, owner),
  })
  return verdict.state === 'satisfied' ? null : waitingFor(verdict, plan.digest, owner, code)
}

/** The issue as the target repository has to name it. */
function requestedIn(snapshot: Snapshot) {
  const { repository, issue } = snapshot
  return { issue: issue.number, home: elsewhere(snapshot) === null ? null : repository }
}

function required(snapshot: Snapshot): NonNullable<Snapshot['details']> {
  if (snapshot.details === null)
    throw new Error('the details of a request must be read before its plan is proposed')
  return snapshot.details
}

function pullClosed(pull: ObservedPull, branch: ObservedBranch | null): Problem {
  const restore =
    branch === null ? 'Restore its branch and reopen the pull request' : 'Reopen the pull request'
  return {
    code: 'state/pull-closed',
    what: `Somebody closed pull request ${pull.number} without merging it.`,
    fix: `${restore} to go on, or comment /withdraw here (requester) or /reject with a reason (approvers).`,
  }
}

function pullLags(pull: ObservedPull): Problem {
  return {
    code: 'state/pull-lags',
    what: `GitHub does not show the branch's last commit on pull request ${pull.number} yet.`,
    fix: 'Nothing has to be done; the next run looks again.',
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
