import type { CommandName } from '../../model/command.js'

/** One command: everything `/help` says and the parser needs. */
export interface CommandEntry {
  readonly name: CommandName
  /** The line to type, with its arguments. */
  readonly usage: string
  readonly summary: string
  readonly who: string
  /** Whether it can change where a request is; only such a command must stand on the first line. */
  readonly decides: boolean
}

/** All commands, in the order `/help` lists them. The parser, the replies and `/help` are derived from this one table. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'approve',
    usage: '/approve',
    summary: 'Approve the plan as it is shown now. A later edit of the request voids the approval.',
    who: 'the people the approval rules name, never the requester',
    decides: true,
  },
  {
    name: 'reject',
    usage: '/reject <reason>',
    summary: 'Decline the request for good. It is closed and its pull request with it.',
    who: 'the people the approval rules name',
    decides: true,
  },
  {
    name: 'withdraw',
    usage: '/withdraw',
    summary: 'Take the request back. It is closed and its pull request with it.',
    who: 'the requester',
    decides: true,
  },
  {
    name: 'help',
    usage: '/help',
    summary: 'List these commands.',
    who: 'everyone',
    decides: false,
  },
]

/** The table's entry for a name. */
export function commandEntry(name: CommandName): CommandEntry {
  const entry = commandTable.find((each) => each.name === name)
  if (entry === undefined) throw new Error(`no such command: ${name}`)
  return entry
}
