import { isBefore } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import type { FirstLook, ObservedComment } from '../../model/snapshot.js'
import type { CommandReading } from './command-reading.js'
import { parseCommand } from './parse-command.js'

/** A comment by a person that holds a command, or was meant to. */
export interface SpokenCommand {
  readonly person: Person
  readonly comment: ObservedComment
  readonly reading: Exclude<CommandReading, { kind: 'none' }>
}

interface HeardComment {
  readonly comment: ObservedComment
  readonly reading: CommandReading
}

/** A look at an issue whose comments were read. */
export interface Heard {
  readonly snapshot: FirstLook
  readonly comments: readonly HeardComment[]
  /** The commands of the chapter at hand among them, oldest first. */
  readonly commands: readonly SpokenCommand[]
}

/**
 * Reads the comments of an issue. People write long ones, so a comment that stands as it was read before is not read again.
 * @param before an earlier look at the same issue, or null.
 */
export function hear(snapshot: FirstLook, before: Heard | null): Heard {
  const known = new Map(before?.comments.map((each) => [each.comment.id, each]))
  const comments = snapshot.issue.comments.map((comment) => {
    const earlier = known.get(comment.id)
    const reading =
      earlier !== undefined && saysTheSame(earlier.comment, comment) ? earlier.reading : readingOf(comment)
    return { comment, reading }
  })
  return { snapshot, comments, commands: comments.filter(inChapter(snapshot)).flatMap(spoken) }
}

/**
 * Whether a comment speaks in the chapter at hand: it was written after the one that began it, or where the clock did, after the chapter before. One that was written before and edited since
 * speaks as an edited one does: it decides nothing, and may stop.
 */
function inChapter({ ledger }: FirstLook): (heard: HeardComment) => boolean {
  const begun = ledger.records[0]?.predicate
  if (begun === undefined || begun.cause.kind === 'asked') return () => true
  const { cause, observedAt } = begun
  const last = ledger.earlier.at(-1)?.predicate
  const before = last?.observedAt ?? observedAt
  const comment = 'comment' in cause ? cause.comment : null
  // Where one command is behind several chapters, what was said since then was said to the one before.
  const alone =
    last !== undefined && 'comment' in last.cause && last.cause.comment === comment ? null : comment
  const isLater = ({ id, createdAt }: ObservedComment) =>
    alone === null ? isBefore(before, createdAt) : id > alone
  return ({ comment }) =>
    isLater(comment) || (comment.lastEditedAt !== null && !isBefore(comment.lastEditedAt, observedAt))
}

/** The commands among comments, oldest first. The toolkit's own comments, other bots' and those of accounts that are gone hold none. */
export function readCommands(comments: readonly ObservedComment[]): readonly SpokenCommand[] {
  return comments.flatMap((comment) => spoken({ comment, reading: readingOf(comment) }))
}

function spoken({ comment, reading }: HeardComment): readonly SpokenCommand[] {
  const { author: person } = comment
  return person === null || reading.kind === 'none' ? [] : [{ person, comment, reading }]
}

function saysTheSame(a: ObservedComment, b: ObservedComment): boolean {
  return a.body === b.body && a.own === b.own && a.author?.kind === b.author?.kind
}

function readingOf({ own, author, body }: ObservedComment): CommandReading {
  const speaks = !own && author?.kind !== 'bot'
  return speaks ? parseCommand(body) : { kind: 'none' }
}
