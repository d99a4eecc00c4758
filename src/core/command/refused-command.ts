import type { CommandReading, CommandWord, Said } from './command-reading.js'
import { typedOf } from './slash-word.js'

/** Most commands named in one sentence. */
const namedMax = 5

export function contradictory(words: readonly CommandWord[]): CommandReading & { readonly kind: 'refused' } {
  const named = words.slice(0, namedMax).map(({ said }) => typedOf(said))
  const list = words.length > namedMax ? [...named, '…'] : named
  return {
    kind: 'refused',
    code: 'command/contradictory',
    what: `The comment holds ${words.length} deciding commands (${list.join(', ')}), so none of them was carried out.`,
    fix: 'Write a new comment with exactly one of them.',
  }
}

/** How other bots release a hold. */
export const holdCancelled: CommandReading = {
  kind: 'refused',
  code: 'command/bad-argument',
  what: 'Here /hold cancel releases nothing, and puts nothing on hold.',
  fix: 'To release what you put on hold, write a new comment with /unhold.',
}

/** How other bots take an approval back. */
export const approvalCancelled: CommandReading = {
  kind: 'refused',
  code: 'command/bad-argument',
  what: 'Here /approve cancel takes no approval back, and approves nothing.',
  fix: 'To take your approval back, write a new comment with /unapprove.',
}

export const approvalDenied: CommandReading = {
  kind: 'refused',
  code: 'command/bad-argument',
  what: 'What stands beside /approve says no, so nothing was approved.',
  fix: 'To approve, write a new comment with /approve alone; to stop the request, one with /hold, or with /reject and the reason.',
}

export function misplaced({ first, said }: CommandWord): CommandReading {
  const where = first ? 'something stands before it on its line' : 'it stands below other text'
  return {
    kind: 'refused',
    code: 'command/misplaced',
    what: `The command ${typedOf(said)} was not carried out, because ${where}.`,
    fix: `Write a new comment that begins with ${said.entry.usage}.`,
  }
}

/** A misspelt command gets a suggestion; any other word behind a slash is somebody's text. */
export function unknown(word: Said): CommandReading {
  return {
    kind: 'refused',
    code: 'command/unknown',
    what: `There is no command ${typedOf(word)}.`,
    fix: `Write a new comment with ${word.entry.usage} if that is what you meant, or /help for all commands.`,
  }
}
