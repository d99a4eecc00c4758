import type { Decision } from '../../model/decision.js'
import type { Oid } from '../../model/ids.js'
import type { Lock } from '../../model/lock.js'
import { unreachable } from '../../model/unreachable.js'
import type { RefusedVote } from '../../model/verdict.js'
import { commandTable } from '../command/command-table.js'
import { blocks, code, type Markdown, markdown, mention, table } from '../text/markdown.js'
import { type AcceptedView, acceptedWords, nothingToAccept } from './accepted-words.js'
import { explanation } from './explain-verdict.js'
import { lockedWords, unlockedWords } from './lock-words.js'
import { type Waiting, waitingWords } from './waiting-words.js'

/** Marks the answer to one comment; only a comment the toolkit itself wrote is ever taken for it. */
export function replyMarker(comment: number): string {
  return `<!-- issueops:reply:${comment} -->`
}

/** What a comment is answered with. */
export type ReplyView =
  | { readonly kind: 'refused'; readonly refusal: RefusedVote }
  | {
      readonly kind: 'accepted'
      readonly comment: number
      readonly login: string
      readonly view: AcceptedView
    }
  | {
      readonly kind: 'nothing-to-accept'
      readonly comment: number
      readonly login: string
      /** The commit that was looked at. */
      readonly commit: Oid
    }
  /** The lock is null where it is over by now. */
  | { readonly kind: 'locked'; readonly comment: number; readonly login: string; readonly lock: Lock | null }
  | {
      readonly kind: 'unlocked'
      readonly comment: number
      readonly login: string
      readonly of: string
      readonly left: readonly Lock[]
    }
  | { readonly kind: 'help'; readonly comment: number; readonly login: string }
  | {
      readonly kind: 'explained'
      readonly comment: number
      readonly login: string
      readonly decision: Decision
      readonly organization: string
      /** Since when who is waited for; null where nobody is. */
      readonly waiting: Waiting | null
    }

/** One short answer to one comment. */
export function reply(view: ReplyView): string {
  switch (view.kind) {
    case 'refused': {
      const { comment, person, what, fix, code: reasonCode } = view.refusal
      return marked(
        comment.id,
        markdown`${mention(person.login)} ${what} ${fix} <sub>${code(reasonCode)}</sub>`,
      )
    }
    case 'accepted':
      return marked(view.comment, acceptedWords(view.login, view.view))
    case 'nothing-to-accept':
      return marked(view.comment, nothingToAccept(view.login, view.commit))
    case 'help':
      return marked(view.comment, help(view.login))
    case 'locked':
      return marked(view.comment, lockedWords(view.login, view.lock))
    case 'unlocked':
      return marked(view.comment, unlockedWords(view.login, view.of, view.left))
    case 'explained':
      return marked(view.comment, blocks(markdown`${mention(view.login)}`, explained(view)))
    default:
      return unreachable(view)
  }
}

function explained({
  decision,
  organization,
  waiting,
}: ReplyView & { readonly kind: 'explained' }): Markdown {
  return explanation(decision, organization, waiting === null ? null : waitingWords(waiting))
}

function help(login: string): Markdown {
  const rows = commandTable.map((entry) => [
    code(entry.usage),
    markdown`${entry.summary}`,
    markdown`${entry.who}`,
  ])
  return blocks(
    markdown`${mention(login)} a command stands at the beginning of the first line of a comment:`,
    table(['Command', 'What it does', 'Who may'], rows),
    markdown`What means stop counts on any line below as well, and holds the request until it is clear if it is misspelt. An edited comment ends nothing and takes nothing back.`,
  )
}

function marked(comment: number, text: Markdown): string {
  return `${replyMarker(comment)}\n${text.source}\n`
}
