import type { Effect } from '../../model/effect.js'
import type { Digest, Oid } from '../../model/ids.js'
import { type Instant, latest } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { ObservedPull, Publication } from '../../model/pull.js'
import type { LedgerRecord } from '../../model/record.js'
import type { ObservedBranch, Snapshot } from '../../model/snapshot.js'
import { nobodyKnown } from '../approval/authority.js'
import { evaluateApproval } from '../approval/evaluate-approval.js'
import { ownersOf } from '../approval/owners-of.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import {
  commitHeadline,
  commitTrailers,
  issueTrailer,
  togetherHeadline,
  togetherTrailers,
} from '../report/commit-message.js'
import { planSummary, pullBody, pullTitle } from '../report/pull-body.js'
import { togetherBody, togetherSummary, togetherTitle } from '../report/together-pull.js'
import { waitingFor } from '../report/waiting-for.js'
import { code, type Markdown } from '../text/markdown.js'
import { askers } from './askers.js'
import { foreignCommits, pullClosed, pullLags, retargeted } from './hold-reasons.js'
import { isLessPublic, isMorePublic } from './less-public.js'
import { isOurCommit, showsPlan } from './own-head.js'
import { proposedRun } from './proposed-run.js'
import { branchPrefix, requestBranch } from './request-branch.js'
import { elsewhere, reachedTarget } from './target-place.js'
import type { UnderstoodRequest } from './understand.js'
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
  const { branch, pull, manifests } = snapshot.details
  if (pull?.state === 'closed') return { kind: 'held', problem: pullClosed(pull, branch) }
  if (pull !== null && pull.baseBranch !== target) return { kind: 'held', problem: retargeted(pull, target) }
  if (branch === null) return { kind: 'writing', effects: [build(snapshot, understood, plan, null)] }
  if (pull !== null && pull.head !== branch.head) return { kind: 'held', problem: pullLags(pull) }
  const recorded = recordedProposal(snapshot, branch.head)
  if (recorded !== null && pull !== null && isStale(pull, branch, recorded, plan, manifests.commit)) {
    return { kind: 'writing', effects: [build(snapshot, understood, plan, branch.head)] }
  }
  const words = message(snapshot, understood, plan)
  const isShared = plan.together !== undefined && branch.own && sameText(branch.message, words)
  const ours =
    recorded === null && !(isShared && pull !== null)
      ? isOurCommit(branch, snapshot.details, plan, words)
      : showsPlan(branch, pull, plan)
  if (!ours && recorded === null && isLeftBehind(branch, snapshot, understood))
    return { kind: 'writing', effects: [build(snapshot, understood, plan, branch.head)] }
  if (!ours) return { kind: 'held', problem: foreign(snapshot, branch, pull) }
  const opening = openPull(snapshot, understood, target, plan, branch, pull)
  if (opening !== null) return { kind: 'writing', effects: [opening] }
  if (pull === null) throw new Error('a pull request that needs no opening must exist')
  return publication(pull, plan, snapshot, recorded)
}

/** Who may write where fewer people can read is not told here. */
function foreign(snapshot: Snapshot, branch: ObservedBranch, pull: ObservedPull | null): Problem {
  if (!isLessPublic(snapshot)) return foreignCommits(branch, pull)
  return foreignCommits({ ...branch, by: null }, pull === null ? null : { ...pull, writers: [] })
}

/** Whether the head is one that the toolkit made for this request, in a run that came no further: another plan since, or another base. */
function isLeftBehind(
  { own, parents, message: text }: ObservedBranch,
  { repository, issue, ledger }: Snapshot,
  { request }: UnderstoodRequest,
): boolean {
  const story = { repository, issue: issue.number, request, cause: chapterOf(ledger).cause }
  const begins = [commitHeadline(story), togetherHeadline].map(
    (headline) => `${headline}\n\n${issueTrailer(story)}\n`,
  )
  return own && parents.length === 1 && begins.some((each) => text.startsWith(each))
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
 * pull request, of pushes by force, and of the run that recorded the publication. A publication is only counted once
 * it is recorded, so a check run made up later with an older time gains nothing. Where the toolkit published the very plan again on newer bases, it
 * is visible since the first time, unless the pull request showed any other head in between.
 * @param run the proposals of this plan in the ledger.
 */
function visibleSince(pull: ObservedPull, run: readonly LedgerRecord[], recorded: Recorded): Instant {
  const heads = run.flatMap(({ predicate }) => predicate.pull?.head ?? [])
  const isOf = (head: Oid | null) => head !== null && heads.includes(head)
  const others = pull.forcedPushes.filter(({ from, to }) => !isOf(from) || !isOf(to)).map(({ at }) => at)
  const first = run[0]?.predicate
  const published = first?.pull?.publication.at ?? recorded.publication.at
  return latest(published, pull.createdAt, first?.observedAt ?? recorded.observedAt, ...others)
}

function publication(
  pull: ObservedPull,
  plan: Plan,
  snapshot: Snapshot,
  recorded: Recorded | null,
): Proposal {
  const last = pull.publications.filter((each) => each.head === pull.head).at(-1)
  if (last === undefined || last.digest !== plan.digest) {
    const { together } = plan
    const story = { plan, ...requestedIn(snapshot) }
    const summary = together === undefined ? planSummary(story) : togetherSummary({ ...story, together })
    return {
      kind: 'unpublished',
      pull,
      publish: { kind: 'publish-plan', head: pull.head, digest: plan.digest, ...summary },
    }
  }
  // A record of another plan has been found stale before.
  const known = recorded !== null && recorded.publication.checkRun === last.checkRun
  return {
    kind: 'published',
    pull,
    publication: last,
    visibleSince: known ? visibleSince(pull, runOf(snapshot, last), recorded) : null,
  }
}

/** The proposals of the plan up to this publication, which the ledger has. */
function runOf(
  { ledger: { records } }: Snapshot,
  { checkRun, digest }: Publication,
): readonly LedgerRecord[] {
  const end = records.findLastIndex(
    ({ predicate }) => predicate.decision === 'proposed' && predicate.pull?.publication.checkRun === checkRun,
  )
  return proposedRun(records, digest, end)
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

/** The same plan on the tip of the target branch, in the place of the head that is there. */
export function rebuild(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan): Effect {
  const { branch } = snapshot.details
  if (branch === null) throw new Error('a branch is brought up to date before there is one')
  return build(snapshot, understood, plan, branch.head)
}

function build(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan, replaces: Oid | null): Effect {
  const { manifests } = snapshot.details
  return {
    kind: 'ensure-branch',
    branch:
      plan.together?.branch ??
      requestBranch(
        branchPrefix(snapshot.repository, reachedTarget(snapshot)),
        snapshot.issue.number,
        understood.type.name,
        chapterOf(snapshot.ledger).chapter,
      ),
    base: manifests.commit,
    baseTree: manifests.tree,
    replaces,
    files: plan.files,
    message: message(snapshot, understood, plan),
  }
}

/** What a commit tells of its request. @param approvedBy by login; empty before anybody has. */
export function commitStory(
  snapshot: Snapshot,
  { request, author }: UnderstoodRequest,
  plan: Plan,
  approvedBy: readonly string[] = [],
) {
  const { repository, issue, ledger } = snapshot
  return {
    repository,
    issue: issue.number,
    request,
    ...chapterOf(ledger),
    plan,
    end: isMorePublic(snapshot) ? null : (plan.end ?? null),
    requestedBy: author.login,
    approvedBy,
  }
}

/** The words of a commit. @param approvedBy as in `commitStory`. */
export function commitWords(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  plan: Plan,
  approvedBy: readonly string[] = [],
): { readonly headline: string; readonly trailers: string } {
  if (plan.together !== undefined)
    return {
      headline: togetherHeadline,
      trailers: togetherTrailers(snapshot.repository, plan.together, plan),
    }
  const story = commitStory(snapshot, understood, plan, approvedBy)
  return { headline: commitHeadline(story), trailers: commitTrailers(story) }
}

function message(snapshot: Snapshot, understood: UnderstoodRequest, plan: Plan): string {
  const { headline, trailers } = commitWords(snapshot, understood, plan)
  return `${headline}\n\n${trailers}\n`
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
    cause: chapterOf(snapshot.ledger).cause,
    withheld: isMorePublic(snapshot),
    waitingFor: isMorePublic(snapshot) ? null : firstApprovers(snapshot, understood, plan),
  }
  const { together } = plan
  const title = together === undefined ? pullTitle(story) : togetherTitle({ ...story, together })
  const body = together === undefined ? pullBody(story) : togetherBody({ ...story, together })
  // The words are the toolkit's: whatever else somebody writes in their place, also around them, is put right.
  if (pull !== null && sameText(pull.title, title) && sameText(pull.body, body)) return null
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
  const { manifests } = snapshot.details
  const paths = plan.files.map(({ path }) => path)
  const verdict = evaluateApproval({
    issue: snapshot.issue,
    rules: understood.rules,
    votes: [],
    revoked: [],
    // Who is known to be in a team depends on who has commented, and the text must not.
    authority: nobodyKnown,
    named: understood.named,
    digest: plan.digest,
    publication: null,
    now: snapshot.viewer.observedAt,
    owners: ownersOf(paths, manifests.files, owner),
  })
  return verdict.state === 'satisfied'
    ? null
    : waitingFor(verdict, plan.digest, { organization: owner, ...askers(snapshot), naming: code })
}

/** The issue as the target repository has to name it. */
function requestedIn(snapshot: Snapshot) {
  const { repository, issue } = snapshot
  return { issue: issue.number, home: elsewhere(snapshot) === null ? null : repository }
}
