import { type Instant, isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { CommentDeletion, FirstLook, ObservedComment } from '../../model/snapshot.js'
import type { CommandReading } from './command-reading.js'
import type { Heard } from './read-commands.js'
import { stopOf } from './stop-of.js'
import { unclearStop } from './unclear-stop.js'

/** What was done to a comment, so that nobody can tell what its author wrote there. */
export interface Touched {
  /** Whose comment it is. */
  readonly person: Person
  readonly did: 'deleted' | 'edited'
  /** Null when their account is gone; the author where they edited their own comment into one that means stop. */
  readonly by: Person | null
  readonly at: Instant
  /** Null where it was deleted: GitHub does not say which comment that was. */
  readonly comment: number | null
}

/** How many deletions are read; of as many there may be more. */
const deletionsReadMax = 50

/**
 * Comments of people that somebody else has edited or deleted, and comments that their own authors have edited into a stop. What an author's own
 * edit or deletion takes away is taken back; the word of somebody else is not the author's, whatever stands there now.
 */
export function touchedComments(heard: Heard): readonly Touched[] {
  const begun = heard.snapshot.ledger.records[0]?.predicate
  const found = [...edited(heard), ...deleted(heard.snapshot)]
  // What was done before a later chapter began was looked at in the chapters before.
  if (begun === undefined || begun.cause.kind === 'asked') return found
  return found.filter(({ at }) => !isBefore(at, begun.observedAt))
}

/** Whether somebody else than the author did it; whose account is gone is somebody else. */
export function isStranger(by: Person | null, author: Person): boolean {
  return by === null || !samePerson(by, author)
}

function edited(heard: Heard): readonly Touched[] {
  const stopping = ownStops(heard)
  return heard.snapshot.issue.comments.flatMap((comment): readonly Touched[] => {
    const { id, author: person, lastEditedAt: at, editor: by } = comment
    if (!isOfPerson(comment) || person === null || at === null) return []
    return isStranger(by, person) || stopping.has(id) ? [{ person, did: 'edited', by, at, comment: id }] : []
  })
}

/** Comments that mean stop, but for holds that the ledger has: a slip that is mended there says nothing new. Another word than the recorded one does. */
function ownStops({ snapshot, commands }: Heard): ReadonlySet<number> {
  const recorded = snapshot.ledger.records.flatMap(({ predicate: { decision, evidence } }) =>
    decision === 'hold' ? evidence : [],
  )
  const stops = commands.filter(({ comment, reading }) => {
    const command = stopCommand(reading)
    const isKnown = recorded.some((each) => each.comment === comment.id && each.command === command)
    return command !== null && !isKnown
  })
  return new Set(stops.map(({ comment }) => comment.id))
}

/** The stop of a comment, as the ledger names it. */
function stopCommand(reading: CommandReading): string | null {
  const stop = stopOf(reading)
  if (stop === null) return null
  return stop.kind === 'clear' ? stop.command.name : unclearStop
}

function isOfPerson({ own, author }: ObservedComment): boolean {
  return !own && author !== null && author.kind !== 'bot'
}

/** Of each author the latest deletion by somebody else, unless every comment of theirs that was deleted is one the ledger has kept. */
function deleted(snapshot: FirstLook): readonly Touched[] {
  const { deletions } = snapshot.issue
  const authors = deletions.flatMap(({ author }) =>
    author === null || author.kind === 'bot' ? [] : [author],
  )
  const once = authors.filter((person, at) => authors.findIndex((each) => samePerson(each, person)) === at)
  return once.flatMap((person): readonly Touched[] => {
    const theirs = deletions.filter(({ author }) => author !== null && samePerson(author, person))
    const last = theirs.findLast(({ by }) => isStranger(by, person))
    if (last === undefined || areKept(theirs, person, snapshot)) return []
    return [{ person, did: 'deleted', by: last.by, at: last.at, comment: null }]
  })
}

/** Whether as many comments of somebody are gone whose text the ledger has as were deleted at all. */
function areKept(theirs: readonly CommentDeletion[], person: Person, { issue, ledger }: FirstLook): boolean {
  if (issue.deletions.length >= deletionsReadMax) return false
  const recorded = ledger.records
    .flatMap(({ predicate }) => predicate.evidence)
    .filter((each) => samePerson(each.person, person))
    .map(({ comment }) => comment)
  const gone = new Set(recorded.filter((id) => !issue.comments.some((comment) => comment.id === id)))
  return theirs.length <= gone.size
}
