import { type Evidence, type FinalRecord, isAccepted } from '../../model/record.js'
import type { FirstLook, ObservedIssue } from '../../model/snapshot.js'
import { ownStanding } from '../ledger/own-standing.js'
import type { Following } from '../report/following.js'
import { statusComment } from '../report/status-comment.js'
import { deletionsOf } from './tampered-approvals.js'

/** The status comment of a final decision, with what became later of the comments it rests on: the decision stands, but nobody need find out alone. */
export function finalComment(
  { issue, ledger }: FirstLook,
  record: FinalRecord,
  following: Following | null,
): string {
  const later = record.predicate.evidence.flatMap((each) => laterDeed(each, issue) ?? [])
  // What was let go of after an earlier chapter is told with that.
  const accepted = ledger.records.filter(isAccepted)
  const isLeft = ownStanding([...ledger.earlier, ...ledger.records]) !== null
  return statusComment({
    kind: 'final',
    record,
    later,
    following,
    ...(accepted.length === 0 ? {} : { accepted: { records: accepted, isLeft } }),
  })
}

/** Only a comment that is missing from a whole list is gone. */
function laterDeed(evidence: Evidence, issue: ObservedIssue): string | null {
  const found = issue.comments.find(({ id }) => id === evidence.comment)
  const by = (login: string | undefined) => (login === undefined ? '' : ` by ${login}`)
  if (found !== undefined)
    return found.lastEditedAt === null ? null : `${deed(evidence)} was edited${by(found.editor?.login)}.`
  const whole = issue.olderComments === null && issue.comments.length === issue.commentCount
  const deletion = deletionsOf(evidence, issue).at(-1)
  return whole ? `${deed(evidence)} was deleted${by(deletion?.by?.login)}.` : null
}

function deed({ command, person }: Evidence): string {
  return `The comment with ${person.login}'s /${command}`
}
