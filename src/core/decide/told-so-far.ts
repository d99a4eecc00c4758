import type { Instant } from '../../model/instant.js'
import type { FirstLook, ObservedComment } from '../../model/snapshot.js'
import { statusMarker } from '../report/status-comment.js'
import { nothingTold, readTold, type ToldSoFar, withTold } from '../report/told-marker.js'

/**
 * Who was told of what: as the toolkit's own status comment says, and since by this run. Where somebody else has edited that comment or deleted it, nobody
 * knows; then what happened before that counts as told, because telling somebody twice whatever anybody edits is worse than that they miss
 * what was under way just then. It decides nothing about a request.
 */
export function toldSoFar(snapshot: FirstLook): ToldSoFar {
  return withTold(vouchedFor(snapshot), snapshot.told ?? [])
}

function vouchedFor({ issue, viewer, policy }: FirstLook): ToldSoFar {
  const so = saidOn(issue, viewer)
  // Where nobody is to be told, what somebody does to the comment leaves no trace in it.
  return policy.notify === undefined && so.last.length === 0 ? nothingTold : so
}

function saidOn(issue: FirstLook['issue'], viewer: FirstLook['viewer']): ToldSoFar {
  const status = issue.comments.find(({ own, body }) => own && body.startsWith(statusMarker))
  if (status === undefined) {
    const gone = issue.deletions.findLast(
      ({ author, by }) => author !== null && isToolkit(author, viewer.login) && !isToolkit(by, viewer.login),
    )
    return { ...nothingTold, before: gone?.at ?? null }
  }
  const edited = editedByOthers(status, viewer.login)
  return edited === null ? readTold(status.body) : { ...nothingTold, before: edited }
}

function editedByOthers({ lastEditedAt, editor }: ObservedComment, viewer: string): Instant | null {
  return lastEditedAt === null || isToolkit(editor, viewer) ? null : lastEditedAt
}

/** As an author or editor an app is named without the brackets that its own login ends with. */
function isToolkit(person: ObservedComment['editor'], viewer: string): boolean {
  if (person === null) return false
  return person.login === viewer || (person.kind === 'bot' && `${person.login}[bot]` === viewer)
}
