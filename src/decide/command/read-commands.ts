import type { Person } from '../../model/person.js'
import type { ObservedComment } from '../../model/snapshot.js'
import { type CommandReading, parseCommand } from './parse-command.js'

/** A comment by a person that holds a command, or was meant to. */
export interface SpokenCommand {
  readonly person: Person
  readonly comment: ObservedComment
  readonly reading: Exclude<CommandReading, { kind: 'none' }>
}

/** The commands among an issue's comments, oldest first. The toolkit's own comments, other bots' and those of accounts that are gone hold none. */
export function readCommands(comments: readonly ObservedComment[]): readonly SpokenCommand[] {
  return comments.flatMap((comment) => {
    const person = comment.author
    if (comment.own || person === null || person.kind === 'bot') return []
    const reading = parseCommand(comment.body)
    return reading.kind === 'none' ? [] : [{ person, comment, reading }]
  })
}
