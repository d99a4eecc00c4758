import { type Instant, isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { PublishedPlan } from '../../model/pull.js'
import type { Evidence } from '../../model/record.js'
import type { CommentDeletion, ObservedIssue, Snapshot } from '../../model/snapshot.js'
import { isStranger } from '../command/touched-comments.js'
import { recordedStory } from './recorded-story.js'

/** An approval the ledger has counted, whose comment somebody else has deleted or edited. */
export interface TamperedApproval {
  readonly approval: Evidence
  readonly did: 'deleted' | 'edited'
  /** Null when their account is gone. */
  readonly by: Person | null
  readonly at: Instant
}

/**
 * Approvals of the plan in force that did not end by their author's will: whoever may write in a repository can delete and edit
 * everybody's comments. GitHub does not say which comment was deleted, so each deletion of a comment of the approver's that may have been
 * this one counts.
 */
export function tamperedApprovals(
  snapshot: Snapshot,
  publication: PublishedPlan,
): readonly TamperedApproval[] {
  const counted = (recordedStory(snapshot, publication) ?? []).flatMap(({ predicate }) =>
    predicate.decision === 'approval-given' || predicate.decision === 'approved' ? predicate.evidence : [],
  )
  const once = new Map(counted.map((each) => [each.comment, each]))
  return [...once.values()].flatMap((approval) => {
    const found = strangersHand(approval, snapshot.issue)
    return found === null ? [] : [{ approval, ...found }]
  })
}

/** Deletions that may have been that of a recorded comment: it is gone, and they came no earlier than it. */
export function deletionsOf(
  { comment, person, createdAt }: Evidence,
  issue: ObservedIssue,
): readonly CommentDeletion[] {
  if (issue.comments.some(({ id }) => id === comment)) return []
  return issue.deletions.filter(
    ({ author, at }) => author !== null && samePerson(author, person) && !isBefore(at, createdAt),
  )
}

function strangersHand(
  { comment, person, ...approval }: Evidence,
  issue: ObservedIssue,
): Pick<TamperedApproval, 'did' | 'by' | 'at'> | null {
  const found = issue.comments.find(({ id }) => id === comment)
  if (found !== undefined) {
    const { lastEditedAt: at, editor: by } = found
    return at !== null && isStranger(by, person) ? { did: 'edited', by, at } : null
  }
  const deletion = deletionsOf({ comment, person, ...approval }, issue).findLast(({ by }) =>
    isStranger(by, person),
  )
  return deletion === undefined ? null : { did: 'deleted', by: deletion.by, at: deletion.at }
}
