import type { Decision } from '../../model/decision.js'
import type { Instant } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { ObservedPull, Publication, Snapshot } from '../../model/snapshot.js'
import type { RefusedVote, Verdict } from '../../model/verdict.js'
import { type ApprovalVote, evaluateApproval } from '../approval/evaluate-approval.js'
import { readCommands } from '../command/read-commands.js'
import { commitHeadline, commitTrailers } from '../report/commit-message.js'
import { type StatusView, statusComment } from '../report/status-comment.js'
import type { UnderstoodRequest } from '../understand.js'
import { appendRecord, evidence, recordedPlan, recordedPublication, recordedRequest } from './build-record.js'
import { commandReplies } from './replies.js'
import { labelEffects, statusEffects } from './views.js'

/** A request whose plan is published on a pull request. */
export interface PublishedRequest {
  readonly snapshot: Snapshot
  readonly understood: UnderstoodRequest
  readonly target: string
  readonly plan: Plan
  readonly pull: ObservedPull
  readonly publication: Publication
  /** Since when approvals may count; null until the ledger has the publication. */
  readonly visibleSince: Instant | null
  /** Commands that had no effect, found before. */
  readonly refused: readonly RefusedVote[]
}

/**
 * Weighs the approvals of a published plan, and merges when they suffice. The order of the writes is fixed: the proposal is
 * recorded, then the approval with its evidence, and only then the merge is tried, so that no merge can outrun its record.
 */
export function awaitApproval(published: PublishedRequest): Decision {
  const { snapshot, understood, plan, publication, visibleSince } = published
  const verdict = evaluateApproval({
    issue: snapshot.issue,
    rules: understood.rules,
    votes: votesOf(snapshot),
    authority: snapshot.details?.authority ?? { roles: [], teams: [] },
    digest: plan.digest,
    publication: visibleSince === null ? null : { ...publication, at: visibleSince },
  })
  return verdict.state === 'satisfied' ? approved(published, verdict) : waiting(published, verdict)
}

function votesOf(snapshot: Snapshot): readonly ApprovalVote[] {
  return readCommands(snapshot.issue.comments).flatMap(({ person, comment, reading }) =>
    reading.kind === 'command' && reading.command.name === 'approve'
      ? [{ person, comment, command: reading.command }]
      : [],
  )
}

function waiting(published: PublishedRequest, verdict: Verdict): Decision {
  const record = isRecorded(published, 'proposed') ? [] : [recordOf(published, 'proposed', verdict)]
  return {
    state: 'awaiting-approval',
    reasons: [verdict.state === 'unknown' ? 'approval/authority-unknown' : 'approval/missing'],
    problems: [],
    plan: published.plan,
    verdict,
    effects: [...record, ...views(published, verdict, { kind: 'awaiting-approval' })],
  }
}

function approved(published: PublishedRequest, verdict: Verdict): Decision {
  const base = { state: 'approved', problems: [], plan: published.plan, verdict } as const
  for (const decision of ['proposed', 'approved'] as const) {
    if (!isRecorded(published, decision)) {
      return { ...base, reasons: ['approval/satisfied'], effects: [recordOf(published, decision, verdict)] }
    }
  }
  const obstacle = mergeObstacle(published)
  if (obstacle === null)
    return { ...base, reasons: ['approval/satisfied'], effects: [merge(published, verdict)] }
  const effects = views(published, verdict, { kind: 'approved', waitsFor: obstacle.waitsFor })
  return { ...base, reasons: [obstacle.reason], effects }
}

/** Whether this very publication has such a record: a plan published again is a new proposal and needs new approvals. */
function isRecorded({ snapshot, publication }: PublishedRequest, decision: 'proposed' | 'approved'): boolean {
  return snapshot.ledger.records.some(
    ({ predicate }) =>
      predicate.decision === decision && predicate.pull?.publication.checkRun === publication.checkRun,
  )
}

function recordOf(published: PublishedRequest, decision: 'proposed' | 'approved', verdict: Verdict) {
  const { snapshot, understood, target, plan, pull, publication } = published
  return appendRecord(snapshot, {
    decision,
    request: recordedRequest(snapshot, understood),
    plan: recordedPlan(snapshot, { branch: target }, plan),
    pull: { number: pull.number, head: pull.head, publication: recordedPublication(publication) },
    evidence: decision === 'approved' ? approvalsOf(verdict) : [],
    merge: null,
    reason: null,
  })
}

/** Each counted comment once, with every principal its author counted as. */
function approvalsOf(verdict: Verdict) {
  const approvals = verdict.rules.flatMap((rule) => rule.approvals)
  const comments = new Map(approvals.map((each) => [each.comment.id, each]))
  return [...comments.values()].map((approval) => {
    const as = approvals.filter((each) => each.comment.id === approval.comment.id).flatMap((each) => each.as)
    return evidence('approve', approval.comment, {
      person: approval.person,
      role: approval.role,
      as: [...new Set(as)],
    })
  })
}

interface Obstacle {
  readonly reason: string
  readonly waitsFor: string
}

/** Why the pull request cannot be merged now, or null. Source: GraphQL reference, enums MergeableState and MergeStateStatus. */
function mergeObstacle({ snapshot, pull }: PublishedRequest): Obstacle | null {
  const refusal = snapshot.details?.mergeRefusal ?? null
  if (refusal !== null) {
    return {
      reason: 'merge/refused',
      waitsFor: `a maintainer has to look at the pull request, because GitHub refused the merge: ${refusal}`,
    }
  }
  if (snapshot.repository.mergeMethods.length === 0) {
    return {
      reason: 'merge/no-method',
      waitsFor: 'a maintainer has to allow a merge method in the settings of the repository.',
    }
  }
  if (pull.draft) return obstacleOf('draft')
  if (pull.mergeable === 'no') {
    return {
      reason: 'merge/conflict',
      waitsFor: 'the pull request conflicts with its base; the toolkit plans it anew when the base moves.',
    }
  }
  if (pull.mergeable === 'unknown' || pull.mergeState === 'unknown') {
    return {
      reason: 'merge/mergeability-unknown',
      waitsFor: 'nobody has to act; GitHub is still finding out whether the pull request can be merged.',
    }
  }
  return obstacleOf(pull.mergeState)
}

function obstacleOf(state: Exclude<ObservedPull['mergeState'], 'unknown'>): Obstacle | null {
  switch (state) {
    case 'clean':
    case 'unstable':
    case 'has-hooks':
      return null
    case 'blocked':
      return {
        reason: 'merge/blocked',
        waitsFor:
          'the required checks of the pull request have to pass; then it is merged. If one failed, or a rule wants more than checks, a maintainer has to look at it.',
      }
    case 'behind':
      return {
        reason: 'merge/behind',
        waitsFor:
          'the branch protection demands an up-to-date branch; a maintainer has to turn that off for these pull requests, or merge by hand.',
      }
    case 'draft':
      return {
        reason: 'merge/draft',
        waitsFor: 'somebody has made the pull request a draft; mark it as ready for review.',
      }
    case 'dirty':
      return {
        reason: 'merge/conflict',
        waitsFor: 'the pull request conflicts with its base; the toolkit plans it anew when the base moves.',
      }
  }
}

function merge({ snapshot, understood, plan, pull }: PublishedRequest, verdict: Verdict) {
  const [method] = snapshot.repository.mergeMethods
  if (method === undefined) throw new Error('a merge is tried without a merge method')
  const story = {
    repository: snapshot.repository,
    issue: snapshot.issue.number,
    request: understood.request,
    plan,
    requestedBy: understood.author.login,
    approvedBy: approvalsOf(verdict).map((each) => each.person.login),
  }
  return {
    kind: 'merge-pull' as const,
    pull: pull.number,
    head: pull.head,
    method,
    title: `${commitHeadline(story)} (#${pull.number})`,
    message: commitTrailers(story),
  }
}

function views(
  published: PublishedRequest,
  verdict: Verdict,
  kind: { readonly kind: 'awaiting-approval' } | { readonly kind: 'approved'; readonly waitsFor: string },
) {
  const { snapshot, understood, plan, pull } = published
  const { type, form, request, rules } = understood
  const organization = snapshot.repository.owner
  const view: StatusView = {
    ...kind,
    organization,
    type,
    form,
    request,
    plan,
    pull: pull.number,
    digest: plan.digest,
    verdict,
    warnings: understood.submission.warnings,
  }
  return [
    ...statusEffects(snapshot, statusComment(view)),
    ...labelEffects(snapshot, kind.kind),
    ...commandReplies(
      snapshot,
      [...published.refused, ...verdict.refused],
      rules.flatMap((rule) => rule.from),
    ),
  ]
}
