import type { Person } from '../../model/person.js'
import type { ObservedComment } from '../../model/snapshot.js'
import { type CommandReading, parseCommand } from './parse-command.js'

/** A comment by a person that holds a command, or was meant to. */
export interface SpokenCommand {
  readonly person: Person
  readonly comment: ObservedComment
  readonly reading: Exclude<CommandReading, { kind: 'none' }>
}

/** A comment that was read when it was observed, so that nobody has to read it again. */
export type ReadComment = ObservedComment & { readonly reading: CommandReading }

/** The commands among an issue's comments, oldest first. The toolkit's own comments, other bots' and those of accounts that are gone hold none. */
export function readCommands(comments: readonly ObservedComment[]): readonly SpokenCommand[] {
  return comments.flatMap((comment) => {
    const { author: person } = comment
    if (person === null) return []
    const reading = isRead(comment) ? comment.reading : readingOf(comment)
    return reading.kind === 'none' ? [] : [{ person, comment, reading }]
  })
}

/** Reads comments once for everybody who asks about their commands afterwards. Whoever decides asks many times, and people write long comments. */
export function readComments(comments: readonly ObservedComment[]): readonly ReadComment[] {
  return comments.map((comment) => (isRead(comment) ? comment : { ...comment, reading: readingOf(comment) }))
}

function isRead(comment: ObservedComment): comment is ReadComment {
  return 'reading' in comment
}

function readingOf({ own, author, body }: ObservedComment): CommandReading {
  const speaks = !own && author !== null && author.kind !== 'bot'
  return speaks ? parseCommand(body) : { kind: 'none' }
}
