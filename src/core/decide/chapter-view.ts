import { isBefore } from '../../model/instant.js'
import type { FirstLook } from '../../model/snapshot.js'

/**
 * An issue as the chapter at hand sees it. The first sees it as it is. In a later one whoever began it stands where the requester stands in
 * the first: they take it back, and cannot approve it. What the issue says, who edited it and what was done to comments before counts for
 * the chapters before.
 */
export function asSeenByChapter<Seen extends FirstLook>(snapshot: Seen): Seen {
  const begun = snapshot.ledger.records[0]?.predicate
  if (begun === undefined || begun.cause.kind === 'asked') return snapshot
  const { issue } = snapshot
  const deletions = issue.deletions.filter(({ at }) => !isBefore(at, begun.observedAt))
  return {
    ...snapshot,
    issue: { ...issue, author: begun.cause.by, editors: [], lastEditedAt: null, deletions },
  }
}
