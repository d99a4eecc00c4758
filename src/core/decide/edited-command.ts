import type { RefusedVote } from '../../model/verdict.js'
import type { SpokenCommand } from '../command/read-commands.js'

/** Why an edited comment decides nothing, or null where it was never edited: whoever can edit comments could put words into somebody's mouth. */
export function editedCommand({ person, comment }: SpokenCommand): RefusedVote | null {
  if (comment.lastEditedAt === null) return null
  return {
    code: 'command/edited-comment',
    person,
    comment,
    what: 'The command was not carried out, because its comment was edited.',
    fix: 'Write a new comment with the command, and leave it as it is.',
  }
}
