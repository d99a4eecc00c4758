import { isBefore } from '../../model/instant.js'
import { isOver, type Predicate } from '../../model/record.js'
import type { FirstLook, ObservedIssue } from '../../model/snapshot.js'

/**
 * An issue as the chapter at hand sees it. The first sees it as it is. In a later one whoever began it stands where the requester stands in
 * the first: they take it back, and cannot approve it. What the issue says, who edited it since and what was done to comments before counts for
 * the chapters before.
 */
export function asSeenByChapter<Seen extends FirstLook>(snapshot: Seen): Seen {
  const begun = snapshot.ledger.records[0]?.predicate
  if (begun === undefined || begun.cause.kind === 'asked') return snapshot
  const { issue } = snapshot
  const last = snapshot.ledger.records.at(-1)
  // Once it has ended, the request is its requester's again.
  if (last !== undefined && isOver(last))
    return { ...snapshot, issue: { ...issue, author: begun.request.requester } }
  const deletions = issue.deletions.filter(({ at }) => !isBefore(at, begun.observedAt))
  return { ...snapshot, issue: { ...issue, ...askersOf(begun), lastEditedAt: null, deletions } }
}

/** Who is left out of the approvals of a later chapter: its asker, and where it does not only take back, everybody who asked for the request. */
function askersOf({ cause, request }: Predicate): Pick<ObservedIssue, 'author' | 'editors'> {
  const { requester, editors } = request
  switch (cause.kind) {
    case 'asked':
    case 'ended':
      return { author: requester, editors }
    case 'taken-back':
      return { author: 'overdue' in cause ? requester : cause.by, editors: [] }
    case 'restored':
    case 'extended':
      return { author: cause.by, editors: [requester, ...editors] }
    case 'stage':
      return { author: 'by' in cause ? cause.by : requester, editors: [requester, ...editors] }
  }
}
