import type { Command, CommandName } from '../../model/command.js'
import { splitLines } from '../markdown/split-lines.js'
import { visibleLines } from '../markdown/visible-lines.js'
import { type CommandEntry, commandTable } from './command-table.js'

/** What a comment asks for. */
export type CommandReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: Command }
  /** Meant as a command, but it cannot be carried out as written. */
  | {
      readonly kind: 'refused'
      readonly code: 'command/bad-argument' | 'command/contradictory' | 'command/unknown'
      readonly what: string
      readonly fix: string
    }

/** Shortest digest prefix `/approve` takes, in hexadecimal digits: 48 bits, always on top of the other conditions. */
export const digestPrefixMin = 12
/** Longest reason a command keeps, in characters; more would crowd out the record it is copied into. */
export const reasonLengthMax = 1000
/** Longest word taken for a misspelt command, in characters: the longest name and two slips. */
const nearMissLengthMax = Math.max(...commandTable.map((entry) => entry.name.length)) + 2

/**
 * Reads the command of one issue comment.
 *
 * A command is a line that begins with `/` and an exact name, followed by a blank or the end of the line. It must be visible to a
 * reader as ordinary text: in a quote, a code block, an HTML comment or a folded section it is not a command. A command that
 * decides counts only on the first non-blank line, and only one may stand in a comment. Names match with ASCII case folded;
 * lookalike letters never match. Linear in the length of the comment.
 */
export function parseCommand(body: string): CommandReading {
  const lines = splitLines(body)
  const views = visibleLines(lines)
  const firstLine = lines.findIndex((line) => trimBlanks(line) !== '')
  const words = lines.flatMap((line, index) => {
    const word = views[index]?.kind === 'text' ? slashWord(line) : null
    return word === null ? [] : [{ ...word, first: index === firstLine }]
  })
  const named = words.flatMap((word) => {
    const entry = commandTable.find((each) => each.name === word.name)
    return entry === undefined ? [] : [{ ...word, entry }]
  })
  const deciding = named.filter((word) => word.entry.decides)
  const first = named.find((word) => word.first) ?? named.find((word) => !word.entry.decides)
  if (deciding.length > 1 && deciding.some((word) => word.first))
    return contradictory(deciding.map((word) => word.name))
  if (first !== undefined) return readArguments(first.entry, first.rest)
  const unknown = words.find((word) => word.first)
  return unknown === undefined ? { kind: 'none' } : nearMiss(unknown.name)
}

/** The word behind a slash at the very start of a line, ASCII letters folded, and what follows it. */
function slashWord(line: string): { readonly name: string; readonly rest: string } | null {
  const match = /^\/([A-Za-z]+)(?=[ \t]|$)/.exec(line)
  return match?.[1] === undefined
    ? null
    : { name: match[1].toLowerCase(), rest: trimBlanks(line.slice(match[0].length)) }
}

function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text[start])) start += 1
  while (end > start && isBlank(text[end - 1])) end -= 1
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

function contradictory(names: readonly string[]): CommandReading {
  return {
    kind: 'refused',
    code: 'command/contradictory',
    what: `The comment holds ${names.length} deciding commands (${names.map((name) => `/${name}`).join(', ')}), so none of them was carried out.`,
    fix: 'Write a new comment with exactly one of them.',
  }
}

function readArguments(entry: CommandEntry, rest: string): CommandReading {
  switch (entry.takes) {
    case 'ignored':
      return command(entry.name, null)
    case 'nothing':
      return rest === '' ? command(entry.name, null) : takesNothing(entry)
    case 'digest':
      return readDigest(entry, rest)
    case 'reason':
      return rest === '' ? reasonMissing(entry) : readReason(entry, rest)
    case 'optional-reason':
      return rest === '' ? command(entry.name, null) : readReason(entry, rest)
  }
}

function command(name: CommandName, argument: string | null): CommandReading {
  switch (name) {
    case 'approve':
      return { kind: 'command', command: { name, prefix: argument } }
    case 'reject':
      return { kind: 'command', command: { name, reason: argument ?? '' } }
    case 'hold':
      return { kind: 'command', command: { name, reason: argument } }
    case 'unapprove':
    case 'withdraw':
    case 'unhold':
    case 'retry':
    case 'explain':
    case 'help':
      return { kind: 'command', command: { name } }
  }
}

function readDigest(entry: CommandEntry, rest: string): CommandReading {
  if (rest === '') return command(entry.name, null)
  const prefix = rest.toLowerCase()
  if (/^[0-9a-f]{12,64}$/.test(prefix)) return command(entry.name, prefix)
  return badArgument(
    `What follows /${entry.name} is not the beginning of a plan digest (${digestPrefixMin} to 64 hexadecimal digits), so nothing was approved.`,
    `Write a new comment with /${entry.name} alone, or with the digest shown in the status comment.`,
  )
}

function reasonMissing({ name }: CommandEntry): CommandReading {
  return badArgument(
    `The reason is missing, so /${name} was not carried out.`,
    `Write a new comment with the reason on the same line, as in: /${name} the team already has a namespace.`,
  )
}

function readReason({ name }: CommandEntry, rest: string): CommandReading {
  if ([...rest].length <= reasonLengthMax) return command(name, rest)
  return badArgument(
    `The reason is longer than ${reasonLengthMax} characters, so /${name} was not carried out.`,
    'Write a new comment with a shorter reason, and the long explanation in a comment of its own.',
  )
}

function takesNothing({ usage }: CommandEntry): CommandReading {
  return badArgument(
    'The command takes nothing behind it, so it was not carried out.',
    `Write a new comment with ${usage} alone on its line.`,
  )
}

function badArgument(what: string, fix: string): CommandReading {
  return { kind: 'refused', code: 'command/bad-argument', what, fix }
}

/** A misspelt command gets a suggestion; any other word behind a slash is somebody's text. */
function nearMiss(word: string): CommandReading {
  const meant = commandTable.find((entry) => isNear(word, entry.name))
  if (meant === undefined) return { kind: 'none' }
  return {
    kind: 'refused',
    code: 'command/unknown',
    what: `There is no command /${word}.`,
    fix: `Write a new comment with ${meant.usage} if that is what you meant, or /help for all commands.`,
  }
}

/** Whether two words differ by at most two insertions, deletions or replacements, and share their first letter. */
function isNear(word: string, name: string): boolean {
  if (word[0] !== name[0] || word.length > nearMissLengthMax) return false
  return editDistance(word, name) <= 2
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...b].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
