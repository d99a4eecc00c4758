import type { Cause, FinalRecord } from '../../model/record.js'
import { blocks, code, type Markdown, markdown } from '../text/markdown.js'
import { momentWords } from './end-words.js'
import type { Following } from './following.js'

/** What comes after what was asked for. A stage that is merged is told like that. */
type LaterCause = Exclude<Cause, { kind: 'asked' }>
type OtherCause = Exclude<LaterCause, { kind: 'stage' }>

/**
 * What the status comment says first once a chapter after the merge was carried out, other than a stage.
 * @param merged the sentence on the pull request, without its end; null where there is none.
 */
export function carriedOut(
  { predicate }: FinalRecord,
  cause: OtherCause,
  merged: Markdown | null,
  following: Following | null,
): Markdown {
  const { title } = predicate.request
  const heading = markdown`### ${marks[cause.kind]} ${title}: ${deed(cause)}`
  if (merged !== null)
    return blocks(
      heading,
      markdown`${merged}: ${cause.kind === 'restored' ? asMerged(cause) : asBefore(cause)}.${afterwards(cause, following)}`,
    )
  return blocks(heading, withoutChange(cause))
}

function withoutChange(cause: OtherCause): Markdown {
  switch (cause.kind) {
    case 'extended':
      return markdown`It ends on ${momentWords(cause.until)} now. What it changed is taken back then.`
    case 'restored':
      return markdown`Nothing has to be put back: ${asMerged(cause)}. ${code(cause.by.login)} has asked for it; nothing was changed, and nobody has to approve anything.`
    case 'ended':
    case 'taken-back':
      return markdown`No file had to change: where this request had written, something else is in force by now, or it was taken back by hand.`
  }
}

/** What it says first once a chapter after the merge was not carried out. @param who declined it. */
export function notCarriedOut(
  { predicate: { request, unanswered } }: FinalRecord,
  cause: LaterCause,
  decision: 'rejected' | 'withdrawn' | 'lapsed',
  who: Markdown,
): Markdown {
  const heading = `${request.title}: ${undone(cause)}`
  switch (decision) {
    case 'rejected':
      return blocks(markdown`### 🚫 ${heading}`, markdown`Declined by ${who}. ${stays(cause)}`)
    case 'withdrawn':
      return blocks(
        markdown`### ↩️ ${heading}`,
        unanswered === undefined
          ? markdown`It was called off by whoever had asked for it. ${stays(cause)}`
          : markdown`The toolkit has called it off, because nobody answered. ${stays(cause)} ${askAgain(cause)}`,
      )
    case 'lapsed':
      return blocks(markdown`### ↩️ ${heading}`, markdown`Something else about this request goes before it.`)
  }
}

/** What stays where nothing was done. */
function stays({ kind }: LaterCause): string {
  return kind === 'restored'
    ? 'What somebody has changed since the merge stays as it is.'
    : 'What was merged stays as it is.'
}

/** How what nobody has answered is asked for again. */
function askAgain(cause: LaterCause): string {
  const stage = 'stage' in cause && cause.stage !== undefined ? ` ${cause.stage}` : ''
  switch (cause.kind) {
    case 'ended':
      return ''
    case 'taken-back':
      return `To ask again, write a new comment with /rollback${stage}.`
    case 'restored':
      return `To ask again, write a new comment with /restore${stage}.`
    case 'extended':
      return 'To ask again, write a new comment with /extend.'
    case 'stage':
      return `To ask again, write a new comment with /promote${stage}.`
  }
}

/** What taking a request back does to what it had changed. */
function asBefore(cause: OtherCause): string {
  const where = cause.kind === 'taken-back' && cause.stage !== undefined ? ` in ${cause.stage}` : ''
  return `what this request had changed${where} says again what stood there before, except where other requests have written since`
}

/** What restoring a request does to what it had changed. */
function asMerged({ stage }: OtherCause & { readonly kind: 'restored' }): string {
  return `what this request had changed${inStage(stage)} says what was merged for it, except where other requests have written since`
}

const marks: Readonly<Record<OtherCause['kind'], string>> = {
  ended: '⌛',
  'taken-back': '↩️',
  restored: '✅',
  extended: '✅',
}

function deed(cause: OtherCause): string {
  switch (cause.kind) {
    case 'ended':
      return 'has ended'
    case 'taken-back':
      return `taken back${fromStage(cause.stage)}`
    case 'restored':
      return `as it was merged${inStage(cause.stage)}`
    case 'extended':
      return 'extended'
  }
}

function undone(cause: LaterCause): string {
  switch (cause.kind) {
    case 'ended':
      return 'not ended'
    case 'taken-back':
      return `not taken back${fromStage(cause.stage)}`
    case 'restored':
      return `not restored${inStage(cause.stage)}`
    case 'extended':
      return 'not extended'
    case 'stage':
      return `not carried on to ${cause.stage}`
  }
}

function fromStage(stage: string | undefined): string {
  return stage === undefined ? '' : ` from ${stage}`
}

function inStage(stage: string | undefined): string {
  return stage === undefined ? '' : ` in ${stage}`
}

/** A command that names a stage takes back those after it first. */
function afterwards(cause: OtherCause, following: Following | null): string {
  if (cause.kind === 'taken-back' && 'downTo' in cause && cause.downTo !== undefined)
    return ` What was merged in ${cause.downTo} is taken back next.`
  const { next = null, arrival = null } = following ?? {}
  return next === null && (arrival === null || arrival === 'reached') ? ' Nothing is left to do.' : ''
}
