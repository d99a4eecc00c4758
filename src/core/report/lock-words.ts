import { type Lock, type Locked, lockedText } from '../../model/lock.js'
import { blocks, code, joined, type Markdown, markdown, mention } from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** What a `/lock` is answered with. @param lock null where it was lifted, or is over, before anybody was answered. */
export function lockedWords(login: string, lock: Lock | null): Markdown {
  if (lock === null) return markdown`${mention(login)} This was locked, and the lock is over by now.`
  return blocks(
    markdown`${mention(login)} **Locked:** ${heldWords(lock.of)} until ${untilWords(lock)}. Approvals are taken meanwhile, and what is approved by then is merged once the lock is over. ${endsWords(lock)}`,
    unreadEnd(lock),
    markdown`To lift it before, comment ${code(`/unlock ${lockedText(lock.of)}`)} on any request. Reason: ${lock.reason}`,
  )
}

/** @param left the locks that are still in force. */
export function unlockedWords(login: string, of: string, left: readonly Lock[]): Markdown {
  const others = left.map((lock) => code(lockedText(lock.of)))
  return blocks(
    markdown`${mention(login)} **Unlocked:** ${code(of)}. What was approved and waited for this lock alone goes on with the next run that looks at it.`,
    others.length === 0 ? null : markdown`Still locked: ${joined(others, ', ')}.`,
  )
}

function heldWords(of: Locked): Markdown {
  switch (of.kind) {
    case 'all':
      return markdown`no request is merged`
    case 'type':
      return markdown`no request of the kind ${code(of.type)} is merged`
    case 'stage':
      return markdown`no request of the kind ${code(of.type)} is merged in ${of.stage}`
  }
}

function untilWords({ until }: Lock): string {
  return until === null ? 'a maintainer lifts it' : momentWords(until)
}

function endsWords({ ends }: Lock): string {
  return ends === 'hold'
    ? 'It holds ends that were approved with their requests as well.'
    : 'What is taken back or ends passes it.'
}

/** Whoever wrote “until” meant an end: where none could be read, they have to know. */
function unreadEnd({ until, reason }: Lock): Markdown | null {
  if (until !== null || !/^(?:until|till)\b/i.test(reason)) return null
  return markdown`What follows “until” is no time that could be read, as in 2026-12-31, 2026-12-31T18:00:00Z or 4 hours, so it counts as the reason.`
}

/** What an approved request waits for where it is locked, and how that is over: half a sentence. */
export function lockedWaitWords({ of, by, issue, at, until, reason }: Lock): string {
  const over =
    until === null
      ? 'until a maintainer lifts it'
      : `until ${momentWords(until)}, or until a maintainer lifts it before`
  return `${lockedName(of)} locked by ${by.login} (on issue ${issue}, on ${momentWords(at)}: ${reason}) ${over} with /unlock ${lockedText(of)} on any request`
}

function lockedName(of: Locked): string {
  switch (of.kind) {
    case 'all':
      return 'everything is'
    case 'type':
      return `requests of the kind ${of.type} are`
    case 'stage':
      return `the stage ${of.stage} of requests of the kind ${of.type} is`
  }
}
