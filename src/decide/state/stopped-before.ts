import { type Instant, isBefore } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import type { RequestType } from '../../model/request-type.js'
import type { ObservedPull, Snapshot } from '../../model/snapshot.js'
import { readCommands } from '../command/read-commands.js'
import { declines } from './decline.js'
import { holds } from './holds.js'

/**
 * What people wrote against a request before GitHub merged it by itself, or somebody did, and no run came in between, in sentences. A comment in
 * the second of the merge is told too.
 */
export function stoppedBefore(
  snapshot: Snapshot,
  { mergedAt }: ObservedPull,
  type: RequestType | null,
): readonly string[] {
  if (mergedAt === null) return []
  const before = ({ createdAt }: { readonly createdAt: Instant }) => !isBefore(mergedAt, createdAt)
  const rejected = (declines(snapshot, type).declined?.evidence ?? []).filter(before)
  const hold = type === null ? null : holds(snapshot, type, null).unrecorded
  const held = hold?.decision === 'hold' ? hold.evidence.filter(before) : []
  return [
    ...takenBack(snapshot, before).map((login) => `${login} took the approval back before the merge.`),
    ...rejected.map(({ command, person }) =>
      command === 'withdraw'
        ? `${person.login} withdrew the request before the merge.`
        : `${person.login} rejected the request before the merge.`,
    ),
    ...held.map(({ person }) => `${person.login} put the request on hold before the merge.`),
  ]
}

/** Who counted in the last record, and wrote `/unapprove` after that. */
function takenBack(
  { issue, ledger }: Snapshot,
  before: (comment: { readonly createdAt: Instant }) => boolean,
): readonly string[] {
  const spoken = readCommands(issue.comments).filter(({ comment }) => before(comment))
  return (ledger.records.at(-1)?.predicate.evidence ?? []).flatMap(({ comment, person }) =>
    spoken.some(
      ({ reading, ...later }) =>
        reading.kind === 'command' &&
        reading.command.name === 'unapprove' &&
        samePerson(later.person, person) &&
        later.comment.id > comment,
    )
      ? [person.login]
      : [],
  )
}
