import { type Instant, isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { Evidence } from '../../model/record.js'
import type { CommentDeletion, ObservedIssue, Publication, Snapshot } from '../../model/snapshot.js'
import { readCommands } from '../command/read-commands.js'
import { recordedStory } from './recorded-story.js'

/** An approval the ledger has counted, whose comment somebody else has deleted or edited. */
export interface Tampering {
  readonly approval: Evidence
  readonly did: 'deleted' | 'edited'
  /** Null when their account is gone. */
  readonly by: Person | null
  readonly at: Instant
  /** Whether the approver has given a command since, and so knows how things are. */
  readonly answered: boolean
}

/**
 * Approvals of the plan in force that did not end by their author's will: whoever may write in a repository can delete and edit
 * everybody's comments. GitHub does not say which comment was deleted, so each deletion of a comment of the approver's that may have been
 * this one counts.
 */
export function tamperedApprovals(snapshot: Snapshot, publication: Publication): readonly Tampering[] {
  const counted = (recordedStory(snapshot, publication) ?? []).flatMap(({ predicate }) =>
    predicate.decision === 'approval-given' || predicate.decision === 'approved' ? predicate.evidence : [],
  )
  const once = new Map(counted.map((each) => [each.comment, each]))
  return [...once.values()].flatMap((approval) => {
    const found = strangersHand(approval, snapshot.issue)
    return found === null ? [] : [{ approval, ...found, answered: isAnswered(approval, found.at, snapshot) }]
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
  approval: Evidence,
  issue: ObservedIssue,
): Pick<Tampering, 'did' | 'by' | 'at'> | null {
  const isOther = (by: Person | null) => by === null || !samePerson(by, approval.person)
  const found = issue.comments.find(({ id }) => id === approval.comment)
  if (found !== undefined) {
    const { lastEditedAt: at, editor: by } = found
    return at !== null && isOther(by) ? { did: 'edited', by, at } : null
  }
  const deletion = deletionsOf(approval, issue).findLast(({ by }) => isOther(by))
  return deletion === undefined ? null : { did: 'deleted', by: deletion.by, at: deletion.at }
}

/** Only what the approver wrote afterwards and nobody has touched: another edited comment could be the same stranger's. */
function isAnswered({ person }: Evidence, at: Instant, { issue }: Snapshot): boolean {
  return readCommands(issue.comments).some(
    (spoken) =>
      samePerson(spoken.person, person) &&
      spoken.reading.kind === 'command' &&
      spoken.comment.lastEditedAt === null &&
      isBefore(at, spoken.comment.createdAt),
  )
}
