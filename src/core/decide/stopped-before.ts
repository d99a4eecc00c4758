import { type Instant, isBefore } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import type { ObservedPull } from '../../model/pull.js'
import type { RequestType } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import { mergedAt } from './conclude-merge.js'
import { declines } from './decline.js'
import { holds } from './holds.js'
import type { Reading } from './reading.js'
import type { Tampering } from './tamperings.js'

/**
 * What people did against a request before it was merged and no run had seen: between the last look and the merge, or before GitHub merged
 * by itself, or somebody did. In sentences; what came in the second of the merge is told too.
 */
export function stoppedBefore(
  reading: Reading,
  pull: ObservedPull,
  type: RequestType | null,
): readonly string[] {
  const { snapshot } = reading
  const end = mergedAt(snapshot, pull)
  const before = ({ createdAt }: { readonly createdAt: Instant }) => !isBefore(end, createdAt)
  const rejected = (declines(reading, type).declined?.evidence ?? []).filter(before)
  const stops = type === null ? null : holds(reading, type, null)
  const known = new Set(recordedComments(snapshot))
  const held = (stops?.active ?? []).filter(({ comment, at }) => !known.has(comment) && !isBefore(end, at))
  return [
    ...takenBack(reading, before).map((login) => `${login} took the approval back before the merge.`),
    ...rejected.map(({ command, person }) =>
      command === 'withdraw'
        ? `${person.login} withdrew the request before the merge.`
        : `${person.login} rejected the request before the merge.`,
    ),
    ...held.map(({ by }) => `${by.login} put the request on hold before the merge.`),
    ...touchedBefore(snapshot, stops?.tampered ?? [], end),
    ...(closedBefore(snapshot, end) ? ['The issue was closed before the merge.'] : []),
  ]
}

/** Comments that some record has as its evidence: what they did was seen. */
function recordedComments({ ledger }: Snapshot): readonly number[] {
  return ledger.records.flatMap(({ predicate }) => predicate.evidence.map(({ comment }) => comment))
}

/** What was done to comments of people who may stop the request: nobody can tell what stood there. What was done to a counted approval is told elsewhere. */
function touchedBefore(
  { ledger }: Snapshot,
  tampered: readonly Tampering[],
  end: Instant,
): readonly string[] {
  const counted = new Set(ledger.records.at(-1)?.predicate.evidence.map(({ comment }) => comment))
  return tampered
    .filter(({ comment, at }) => !isBefore(end, at) && (comment === null || !counted.has(comment)))
    .map(({ of, person, did, by }) =>
      of === 'own-stop'
        ? `${person.login} edited a comment into one that stops this request before the merge.`
        : `${by?.login ?? 'Somebody whose account is gone'} ${did} a comment of ${person.login} before the merge, and nobody can tell what it said.`,
    )
}

/** The toolkit closes the issue itself once the merge is recorded, and GitHub may for a keyword in a commit that the toolkit merged. */
function closedBefore({ issue: { closing } }: Snapshot, end: Instant): boolean {
  return closing !== null && !closing.own && !isBefore(end, closing.at)
}

/** Who counted in the last record, and wrote `/unapprove` after that. In an edited comment it may be somebody else's word. */
function takenBack(
  { snapshot, commands }: Reading,
  before: (comment: { readonly createdAt: Instant }) => boolean,
): readonly string[] {
  const spoken = commands.filter(({ comment }) => before(comment))
  return (snapshot.ledger.records.at(-1)?.predicate.evidence ?? []).flatMap(({ comment, person }) =>
    spoken.some(
      ({ reading, ...later }) =>
        reading.kind === 'command' &&
        reading.command.name === 'unapprove' &&
        later.comment.lastEditedAt === null &&
        samePerson(later.person, person) &&
        later.comment.id > comment,
    )
      ? [person.login]
      : [],
  )
}
