import type { AskingCommand, CommandName, StoppingCommand } from '../../model/command.js'

/** `ignored` is for commands that decide nothing: what follows them is somebody's text. */
type ArgumentKind = 'nothing' | 'ignored' | 'digest' | 'reason' | 'optional-reason' | 'end' | 'stage' | 'lock'

/** One command: everything `/help` says and the parser needs. */
export type CommandEntry = CommandWords &
  /**
   * What it does to a request. One that stops counts on any line of its own, however it is dressed; one that goes ahead counts only where it is
   * unmistakable, at the beginning of the first line; one that asks decides nothing and may stand anywhere.
   */
  (
    | { readonly does: 'stops'; readonly name: StoppingCommand['name'] }
    | { readonly does: 'asks'; readonly name: AskingCommand['name'] }
    | {
        readonly does: 'goes-ahead'
        readonly name: Exclude<CommandName, (StoppingCommand | AskingCommand)['name']>
      }
  )

interface CommandWords {
  /** The line to type, with its arguments. */
  readonly usage: string
  /** What may stand behind the name, on the same line. */
  readonly takes: ArgumentKind
  readonly summary: string
  readonly who: string
  /** What people call it elsewhere. A word that is not here and not near a command is somebody's text. */
  readonly alsoCalled: readonly string[]
}

/** All commands, in the order `/help` lists them. The parser, the replies and `/help` are derived from this one table. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'approve',
    usage: '/approve [digest]',
    takes: 'digest',
    summary: 'Approve the plan as it is shown now. A later edit of the request voids the approval.',
    who: 'the people the approval rules name, never the requester',
    does: 'goes-ahead',
    alsoCalled: words('lgtm accepted merge ship shipit'),
  },
  {
    name: 'unapprove',
    usage: '/unapprove',
    takes: 'ignored',
    summary: 'Take your own approvals back, as long as nothing is merged.',
    who: 'whoever approved',
    does: 'stops',
    alsoCalled: words(
      'revoke retract disapprove disapproved notapprove dontapprove donotapprove removeapprove removeapproval cancelapprove cancelapproval removelgtm notlgtm',
    ),
  },
  {
    name: 'reject',
    usage: '/reject <reason>',
    takes: 'reason',
    summary: 'Decline the request for good. It is closed and its pull request with it.',
    who: 'the people the approval rules name',
    does: 'stops',
    alsoCalled: words(
      'deny denied decline declined refuse refused veto nack nak no nope nogo notapproved dismiss discard',
    ),
  },
  {
    name: 'withdraw',
    usage: '/withdraw',
    takes: 'nothing',
    summary: 'Take the request back. It is closed and its pull request with it.',
    who: 'the requester',
    does: 'stops',
    alsoCalled: words('cancel cancelled canceled abort abandon close closed drop nevermind'),
  },
  {
    name: 'hold',
    usage: '/hold [reason]',
    takes: 'optional-reason',
    summary: 'Stop the request where it is. Nothing is merged until it is released.',
    who: 'the requester, the people the approval rules name, and maintainers of the repository',
    does: 'stops',
    alsoCalled: words(
      'stop stopp wait pause paused block blocked freeze halt onhold putonhold donotmerge dontmerge dnm pleasehold pleasewait pleasestop notyet',
    ),
  },
  {
    name: 'unhold',
    usage: '/unhold',
    takes: 'nothing',
    summary: 'Release what you put on hold; a maintainer of the repository releases everything.',
    who: 'whoever put it on hold, and maintainers of the repository',
    does: 'goes-ahead',
    alsoCalled: words('removehold cancelhold release resume continue unblock unpause'),
  },
  {
    name: 'rollback',
    usage: '/rollback [stage] [reason]',
    takes: 'optional-reason',
    summary:
      'Take back what was merged, of a request in stages that of one: a pull request that restores what stood there before is proposed for approval.',
    who: 'the requester, the people the approval rules name, and maintainers of the repository',
    does: 'stops',
    alsoCalled: words('revert undo takeback backout'),
  },
  {
    name: 'restore',
    usage: '/restore [stage] [reason]',
    takes: 'optional-reason',
    summary:
      'Put what was merged back where somebody has changed it since, of a request in stages that of one: proposed for approval, or told that nothing has changed.',
    who: 'the requester, the people the approval rules name, and maintainers of the repository',
    does: 'goes-ahead',
    alsoCalled: words('reapply repair reinstate'),
  },
  {
    name: 'accept',
    usage: '/accept [stage] [reason]',
    takes: 'optional-reason',
    summary:
      'Let what somebody has changed since the merge stay as it is: the request lets go of these places, and nothing is put back or taken back there.',
    who: 'whoever may approve the request, never the requester nor an editor; no second person is asked',
    does: 'goes-ahead',
    alsoCalled: words('acceptdrift keepdrift letgo'),
  },
  {
    name: 'extend',
    usage: '/extend <day or time>',
    takes: 'end',
    summary:
      'Ask for a later end of what was merged, as in /extend 30 days; nothing changes until that is approved.',
    who: 'the requester, the people the approval rules name, and maintainers of the repository',
    does: 'goes-ahead',
    alsoCalled: words('prolong renew postpone'),
  },
  {
    name: 'promote',
    usage: '/promote [stage]',
    takes: 'stage',
    summary:
      'Carry a request in stages on to the next one, once the stage before is done: its pull request is proposed for approval.',
    who: 'the requester, the people the approval rules name, and maintainers of the repository',
    does: 'goes-ahead',
    alsoCalled: words('promotion advance nextstage'),
  },
  {
    name: 'lock',
    usage: '/lock <type, type/stage or all> [until <when>] <reason>',
    takes: 'lock',
    summary:
      'Hold the merges of all requests of a type, of one stage of it, or of everything, as in /lock namespace until 2026-12-31 the cluster is being moved. Approvals are taken meanwhile.',
    who: 'maintainers of the repository',
    does: 'stops',
    alsoCalled: words('lockdown locked'),
  },
  {
    name: 'unlock',
    usage: '/unlock <what> [reason]',
    takes: 'lock',
    summary: 'Lift a lock, whoever gave it.',
    who: 'maintainers of the repository',
    does: 'goes-ahead',
    alsoCalled: words('unlocked removelock releaselock'),
  },
  {
    name: 'retry',
    usage: '/retry',
    takes: 'ignored',
    summary: 'Look at the request again now, after something was mended, and tell what came of it.',
    who: 'everyone',
    does: 'asks',
    alsoCalled: words('retest rerun recheck refresh reset restart'),
  },
  {
    name: 'explain',
    usage: '/explain',
    takes: 'ignored',
    summary: 'Tell why the request is where it is, rule by rule, and who can do what about it.',
    who: 'everyone',
    does: 'asks',
    alsoCalled: words('why status'),
  },
  {
    name: 'help',
    usage: '/help',
    takes: 'ignored',
    summary: 'List these commands.',
    who: 'everyone',
    does: 'asks',
    alsoCalled: words('commands usage'),
  },
]

function words(text: string): readonly string[] {
  return text.split(' ')
}
