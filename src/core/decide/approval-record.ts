import type { PublishedPlan } from '../../model/pull.js'
import type { Evidence, LedgerRecord } from '../../model/record.js'
import type { FirstLook, Snapshot } from '../../model/snapshot.js'
import type { Approval, RefusedVote, Verdict } from '../../model/verdict.js'
import { countedApprovals, peopleReasons } from '../approval/people-reasons.js'
import { evidence, type RecordContent } from './build-record.js'
import { recordedStory } from './recorded-story.js'
import { type TamperedApproval, tamperedApprovals } from './tampered-approvals.js'

/** The part of a record that tells of approvals. */
export type ApprovalRecord = Pick<RecordContent, 'decision' | 'evidence' | 'reason'>

/**
 * What the ledger does not say yet about a published plan and its approvals, oldest first; null when it says how things are. An
 * approval is copied when it is first counted, and taken back in the ledger when it stops counting, so that neither an edited nor a
 * deleted comment can change what was known. What merely could not be found out now is not taken back.
 */
export function approvalRecord(
  snapshot: Snapshot,
  publication: PublishedPlan,
  verdict: Verdict,
): ApprovalRecord | null {
  const story = recordedStory(snapshot, publication)
  if (story === null) return { decision: 'proposed', evidence: [], reason: null }
  const counted = evidenceOf(peopleReasons(verdict.root).flatMap(({ approvals }) => approvals))
  const gone = recordedApprovals(story).filter(
    (each) => !counted.some(({ comment }) => comment === each.comment) && !isUnclear(each, verdict),
  )
  if (gone.length > 0) return revoked(gone, verdict, tamperedApprovals(snapshot, publication), snapshot)
  if (verdict.state === 'satisfied') {
    const last = snapshot.ledger.records.at(-1)?.predicate
    const known = last?.decision === 'approved' && story.some(({ predicate }) => predicate === last)
    return known ? null : { decision: 'approved', evidence: approvalEvidence(verdict), reason: null }
  }
  const recorded = recordedApprovals(story)
  const fresh = counted.filter(({ comment }) => !recorded.some((each) => each.comment === comment))
  return fresh.length === 0 ? null : { decision: 'approval-given', evidence: fresh, reason: null }
}

/** The approvals a merge rests on: each comment once, with every principal its author counted as. */
export function approvalEvidence(verdict: Verdict): readonly Evidence[] {
  return evidenceOf(countedApprovals(verdict))
}

/** Approvals the ledger has of the plan in force whose comments are gone: nobody can read them any more, so they do not count. */
export function vanishedApprovals(snapshot: Snapshot, publication: PublishedPlan): readonly RefusedVote[] {
  const given = (recordedStory(snapshot, publication) ?? []).flatMap(({ predicate }) =>
    predicate.decision === 'approval-given' || predicate.decision === 'approved' ? predicate.evidence : [],
  )
  const gone = given.filter(({ comment }) => !snapshot.issue.comments.some(({ id }) => id === comment))
  const once = new Map(gone.map((each) => [each.comment, each]))
  return [...once.values()].map(({ comment, person, createdAt, body }) => ({
    code: 'approval/comment-gone',
    person,
    comment: {
      id: comment,
      body: body ?? '',
      createdAt,
      lastEditedAt: null,
      editor: null,
      author: person,
      own: false,
      minimized: false,
    },
    what: 'The approval does not count any more, because its comment was deleted.',
    fix: 'To approve again, write a new comment with /approve.',
  }))
}

/** Comments whose approval the ledger has as taken back: they never count again, whatever becomes of what took them back. */
export function revokedComments({ ledger }: FirstLook): readonly number[] {
  return ledger.records.flatMap(({ predicate }) =>
    predicate.decision === 'revoked' ? predicate.evidence.map(({ comment }) => comment) : [],
  )
}

/** The approvals that count as far as the ledger knows. */
function recordedApprovals(story: readonly LedgerRecord[]): readonly Evidence[] {
  let known: readonly Evidence[] = []
  for (const { predicate } of story) {
    const named = predicate.evidence
    const others = known.filter((each) => !named.some(({ comment }) => comment === each.comment))
    if (predicate.decision === 'approval-given') known = [...others, ...named]
    if (predicate.decision === 'approved') known = named
    if (predicate.decision === 'revoked') known = others
  }
  return known
}

function isUnclear({ comment }: Evidence, verdict: Verdict): boolean {
  return verdict.refused.some((each) => each.comment.id === comment && each.kind === 'unclear')
}

function revoked(
  gone: readonly Evidence[],
  verdict: Verdict,
  tampered: readonly TamperedApproval[],
  snapshot: Snapshot,
): ApprovalRecord {
  const reasons = gone.map(({ comment, person }) => {
    const tampering = tampered.find((each) => each.approval.comment === comment)
    if (tampering !== undefined)
      return `${person.login}: The comment was ${tampering.did} by ${tampering.by?.login ?? 'an account that is gone'}.`
    const refusal = verdict.refused.find((each) => each.comment.id === comment)
    const present = snapshot.issue.comments.some(({ id }) => id === comment)
    const why = present ? 'Another approval of the same person counts instead.' : 'The comment was deleted.'
    return `${person.login}: ${refusal?.what ?? why}`
  })
  return { decision: 'revoked', evidence: gone, reason: reasons.join(' ') }
}

function evidenceOf(approvals: readonly Approval[]): readonly Evidence[] {
  const once = new Map(approvals.map((each) => [each.comment.id, each]))
  return [...once.values()].map(({ comment, person, role }) => {
    const as = approvals.filter((each) => each.comment.id === comment.id).flatMap((each) => each.as)
    return evidence('approve', comment, { person, role, as: [...new Set(as)] })
  })
}
