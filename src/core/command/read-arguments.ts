import type { Command, CommandName } from '../../model/command.js'
import { isStageName } from '../request-type/stages.js'
import type { CommandEntry } from './command-table.js'
import { readLock, readUnlock } from './read-lock.js'

/** What stands behind a command's name, read as its argument. */
export type ArgumentReading =
  | { readonly kind: 'command'; readonly command: Command }
  | {
      readonly kind: 'refused'
      readonly code: 'command/bad-argument'
      readonly what: string
      readonly fix: string
    }

/** Shortest digest prefix `/approve` takes, in hexadecimal digits: 48 bits, always on top of the other conditions. */
export const digestPrefixMin = 12
/** Longest reason a command keeps, in characters; more would crowd out the record it is copied into. */
export const reasonLengthMax = 1000

/** Longest text that could be an end, in characters. */
const endLengthMax = 40

/** Reads the argument of a command; a malformed one never falls back to the bare command. */
export function readArguments(entry: CommandEntry, rest: string): ArgumentReading {
  switch (entry.takes) {
    case 'ignored':
      return command(entry.name, null)
    case 'nothing':
      return rest === '' ? command(entry.name, null) : takesNothing(entry)
    case 'digest':
      return readDigest(entry, rest)
    case 'reason':
      return rest === '' ? reasonMissing(entry) : readReason(entry, rest)
    case 'end':
      // What is no end is refused where the present end is known, and with it whether there could be a later one.
      return command(entry.name, [...rest].length > endLengthMax ? '' : rest)
    case 'stage':
      return readStage(entry, rest)
    case 'lock':
      // What it holds is known where the request types are, and whatever it lacks is told there.
      return command(entry.name, rest)
    case 'optional-reason':
      return rest === '' ? command(entry.name, null) : readReason(entry, rest)
  }
}

function command(name: CommandName, argument: string | null): ArgumentReading {
  if (name === 'approve') return { kind: 'command', command: { name, prefix: argument } }
  if (name === 'promote') return { kind: 'command', command: { name, stage: argument } }
  if (name === 'extend') return { kind: 'command', command: { name, end: argument ?? '' } }
  if (name === 'lock') return { kind: 'command', command: readLock(argument ?? '') }
  if (name === 'unlock') return { kind: 'command', command: readUnlock(argument ?? '') }
  if (name === 'reject') return { kind: 'command', command: { name, reason: argument ?? '' } }
  return {
    kind: 'command',
    command: takesReason(name) ? { name, reason: argument } : { name },
  }
}

function takesReason(name: CommandName): name is 'hold' | 'rollback' | 'restore' | 'accept' {
  return name === 'hold' || name === 'rollback' || name === 'restore' || name === 'accept'
}

function readDigest(entry: CommandEntry, rest: string): ArgumentReading {
  if (rest === '') return command(entry.name, null)
  const prefix = rest.toLowerCase()
  if (/^[0-9a-f]{12,64}$/.test(prefix)) return command(entry.name, prefix)
  return badArgument(
    `What follows /${entry.name} is not the beginning of a plan digest (${digestPrefixMin} to 64 hexadecimal digits), so nothing was approved.`,
    `Write a new comment with /${entry.name} alone, or with the digest shown in the status comment.`,
  )
}

/** Which stage is the next one is known where the request is decided, and any other is refused there. */
function readStage(entry: CommandEntry, rest: string): ArgumentReading {
  if (rest === '') return command(entry.name, null)
  const stage = rest.toLowerCase()
  if (isStageName(stage)) return command(entry.name, stage)
  return badArgument(
    `What follows /${entry.name} is not the name of a stage, so nothing was begun.`,
    `Write a new comment with /${entry.name} alone, or with the name of the next stage and nothing else, as in: /${entry.name} production`,
  )
}

function reasonMissing({ name }: CommandEntry): ArgumentReading {
  return badArgument(
    `The reason is missing, so /${name} was not carried out.`,
    `Write a new comment with the reason on the same line, as in: /${name} the team already has a namespace.`,
  )
}

function readReason({ name }: CommandEntry, rest: string): ArgumentReading {
  if ([...rest].length <= reasonLengthMax) return command(name, rest)
  return badArgument(
    `The reason is longer than ${reasonLengthMax} characters, so /${name} was not carried out.`,
    'Write a new comment with a shorter reason, and the long explanation in a comment of its own.',
  )
}

function takesNothing({ usage }: CommandEntry): ArgumentReading {
  return badArgument(
    'The command takes nothing behind it, so it was not carried out.',
    `Write a new comment with ${usage} alone on its line.`,
  )
}

function badArgument(what: string, fix: string): ArgumentReading {
  return { kind: 'refused', code: 'command/bad-argument', what, fix }
}
