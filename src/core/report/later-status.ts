import type { Cause, FinalRecord } from '../../model/record.js'
import { blocks, type Markdown, markdown } from '../text/markdown.js'
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
    return blocks(heading, markdown`${merged}: ${asBefore(cause)}.${afterwards(cause, following)}`)
  return blocks(
    heading,
    cause.kind === 'extended'
      ? markdown`It ends on ${momentWords(cause.until)} now. What it changed is taken back then.`
      : markdown`No file had to change: where this request had written, something else is in force by now, or it was taken back by hand.`,
  )
}

/** What it says first once a chapter after the merge was not carried out. @param who declined it. */
export function notCarriedOut(
  { predicate: { request } }: FinalRecord,
  cause: LaterCause,
  decision: 'rejected' | 'withdrawn' | 'lapsed',
  who: Markdown,
): Markdown {
  const heading = `${request.title}: ${undone(cause)}`
  switch (decision) {
    case 'rejected':
      return blocks(
        markdown`### 🚫 ${heading}`,
        markdown`Declined by ${who}. What was merged stays as it is.`,
      )
    case 'withdrawn':
      return blocks(
        markdown`### ↩️ ${heading}`,
        markdown`It was called off by whoever had asked for it. What was merged stays as it is.`,
      )
    case 'lapsed':
      return blocks(markdown`### ↩️ ${heading}`, markdown`Something else about this request goes before it.`)
  }
}

/** What taking a request back does to what it had changed. */
function asBefore(cause: OtherCause): string {
  const where = cause.kind === 'taken-back' && cause.stage !== undefined ? ` in ${cause.stage}` : ''
  return `what this request had changed${where} says again what stood there before, except where other requests have written since`
}

const marks: Readonly<Record<OtherCause['kind'], string>> = { ended: '⌛', 'taken-back': '↩️', extended: '✅' }

function deed(cause: OtherCause): string {
  switch (cause.kind) {
    case 'ended':
      return 'has ended'
    case 'taken-back':
      return `taken back${fromStage(cause.stage)}`
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
    case 'extended':
      return 'not extended'
    case 'stage':
      return `not carried on to ${cause.stage}`
  }
}

function fromStage(stage: string | undefined): string {
  return stage === undefined ? '' : ` from ${stage}`
}

/** A command that names a stage takes back those after it first. */
function afterwards(cause: OtherCause, following: Following | null): string {
  if (cause.kind === 'taken-back' && cause.downTo !== undefined)
    return ` What was merged in ${cause.downTo} is taken back next.`
  return (following?.next ?? null) === null ? ' Nothing is left to do.' : ''
}
