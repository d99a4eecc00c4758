import type { End } from './end.js'

/** A slash command in an issue comment. */
export type Command = GoingAhead | StoppingCommand | AskingCommand

/** `prefix` is the beginning of the plan digest the approver wrote, or null for a bare `/approve`. */
type GoingAhead =
  | { readonly name: 'approve'; readonly prefix: string | null }
  | { readonly name: 'unhold' }
  /** Asks that what was merged is put back where somebody has changed it since. The reason is null where none was given. */
  | { readonly name: 'restore'; readonly reason: string | null }
  /** Lets what somebody has changed since the merge stay as it is. The reason is null where none was given. */
  | { readonly name: 'accept'; readonly reason: string | null }
  /** Asks for a later end; what of it is one, the request type says. */
  | { readonly name: 'extend'; readonly end: string }
  /** Asks for the next stage. It may be named, which makes sure that it is meant; null where it is not. */
  | { readonly name: 'promote'; readonly stage: string | null }
  /** Lifts a lock. What is locked the ledger tells; empty where it was not said. */
  | { readonly name: 'unlock'; readonly of: string; readonly reason: string | null }

export type StoppingCommand =
  | { readonly name: 'reject'; readonly reason: string }
  | { readonly name: 'withdraw' }
  /** The reason is null where none was given. */
  | { readonly name: 'hold'; readonly reason: string | null }
  /** Takes back every `/approve` the same person gave before. */
  | { readonly name: 'unapprove' }
  /** Takes back what was merged. The reason is null where none was given. */
  | { readonly name: 'rollback'; readonly reason: string | null }
  | LockCommand

/** Holds the merges of other requests as well. What it holds the request types tell; it is empty, as is the reason, where that was not said. */
export interface LockCommand {
  readonly name: 'lock'
  readonly of: string
  /** A moment, or a time from the comment; null where it takes an `/unlock`. */
  readonly until: End | null
  readonly ends: 'hold' | 'pass'
  readonly reason: string
}

/** One that decides nothing. */
export interface AskingCommand {
  readonly name: (typeof askingNames)[number]
}

const askingNames = ['retry', 'explain', 'help'] as const
const stoppingNames = ['reject', 'withdraw', 'hold', 'unapprove', 'rollback', 'lock'] as const

export type CommandName = Command['name']

export function isAsking(command: Command): command is AskingCommand {
  return askingNames.some((name) => name === command.name)
}

export function isStopping(command: Command): command is StoppingCommand {
  return stoppingNames.some((name) => name === command.name)
}
