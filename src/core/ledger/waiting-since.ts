import { type Instant, latest } from '../../model/instant.js'
import { type Cause, isOver, type LedgerRecord, type RecordedRequest } from '../../model/record.js'

/**
 * Since when people are waited for to approve what a chapter asks for; null where nobody is. That is since the plan was on record first, or since
 * an approval was counted or fell away, or since a hold was over: whatever came last. Each changes who has to act. A plan that is only made again, because the files
 * have moved on, asks the same people for the same thing, so it does not begin anew: on a busy file nobody would ever have been waited for long.
 * @param records of one issue, oldest first; what counts is the chapter of the last one.
 */
export function waitingSince(records: readonly LedgerRecord[]): Instant | null {
  let since: Instant | null = null
  let asked: RecordedRequest | null = null
  for (const { predicate } of ofLastChapter(records)) {
    const { decision, observedAt, request } = predicate
    switch (decision) {
      case 'proposed':
        if (since === null || asked === null || !asksTheSame(asked, request)) since = observedAt
        asked = request
        break
      case 'approval-given':
      case 'revoked':
      case 'unhold':
        since = observedAt
        break
      case 'begun':
      case 'approved':
      case 'hold':
      case 'merged':
      case 'reached':
      case 'reviewed':
      case 'accepted':
      case 'unchanged':
      case 'failed':
      case 'rejected':
      case 'withdrawn':
      case 'lapsed':
        since = null
    }
  }
  return since
}

/** Whether the same is asked of the same people: what the request says, and the files that say who approves it. */
function asksTheSame(a: RecordedRequest, b: RecordedRequest): boolean {
  return a.digest === b.digest && a.typeBlob === b.typeBlob && a.policyBlob === b.policyBlob
}

/**
 * When the chapter at hand was last answered, as far as the ledger tells; where it was not, when it was begun or first proposed. An approval that was counted or fell away, a
 * hold and its end are answers, and so is an edit of what was asked; a plan that was made again is none. Null where the chapter is over, or nothing of it is on record.
 * @param records of one issue, oldest first; what counts is the chapter of the last one.
 */
export function answeredAt(records: readonly LedgerRecord[]): Instant | null {
  const chapter = ofLastChapter(records)
  const [first] = chapter
  const last = chapter.at(-1)
  if (first === undefined || last === undefined || isOver(last)) return null
  const answers = chapter.flatMap(({ predicate }) => {
    const { decision, observedAt, request, cause } = predicate
    if (decision !== 'proposed' && decision !== 'begun') return [observedAt]
    return cause.kind === 'asked' ? (request.bodyLastEditedAt ?? []) : []
  })
  return latest(first.predicate.observedAt, ...answers)
}

/**
 * Whether a chapter waits however long nobody answers: an end that was approved with its request needs no answer, and what nobody has reviewed in time is
 * to be taken back because there was none.
 */
export function staysUnanswered(cause: Cause): boolean {
  return cause.kind === 'ended' || 'overdue' in cause
}

function ofLastChapter(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const chapter = records.at(-1)?.predicate.chapter
  return records.filter(({ predicate }) => predicate.chapter === chapter)
}
