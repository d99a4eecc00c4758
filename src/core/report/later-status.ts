import type { Cause, FinalRecord } from '../../model/record.js'
import { blocks, type Markdown, markdown } from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** A stage is told like what was asked for. */
type LaterCause = Exclude<Cause, { kind: 'asked' | 'stage' }>

/**
 * What the status comment says first once a chapter after the merge has ended.
 * @param merged the sentence on the pull request, without its end.
 * @param who declined it.
 */
export function laterHeadline(
  { predicate }: FinalRecord,
  cause: LaterCause,
  { merged, who }: { readonly merged: Markdown; readonly who: Markdown },
): Markdown {
  const { title } = predicate.request
  switch (predicate.decision) {
    case 'merged':
    case 'reached':
    case 'failed':
      return blocks(
        markdown`### ${marks[cause.kind]} ${title}: ${deeds[cause.kind]}`,
        markdown`${merged}: ${asBefore}. Nothing is left to do.`,
      )
    case 'unchanged':
      return cause.kind === 'extended'
        ? blocks(
            markdown`### ✅ ${title}: extended`,
            markdown`It ends on ${momentWords(cause.until)} now. What it changed is taken back then.`,
          )
        : blocks(
            markdown`### ${marks[cause.kind]} ${title}: ${deeds[cause.kind]}`,
            markdown`No file had to change: where this request had written, something else is in force by now, or it was taken back by hand.`,
          )
    case 'rejected':
      return blocks(
        markdown`### 🚫 ${title}: ${undone[cause.kind]}`,
        markdown`Declined by ${who}. What was merged stays as it is.`,
      )
    case 'withdrawn':
      return blocks(
        markdown`### ↩️ ${title}: ${undone[cause.kind]}`,
        markdown`It was called off by whoever had asked for it. What was merged stays as it is.`,
      )
    case 'lapsed':
      return blocks(
        markdown`### ↩️ ${title}: ${undone[cause.kind]}`,
        markdown`Something else about this request goes before it.`,
      )
  }
}

/** What taking a request back does to what it had changed. */
export const asBefore =
  'what this request had changed says again what stood there before, except where other requests have written since'

const marks: Readonly<Record<LaterCause['kind'], string>> = { ended: '⌛', 'taken-back': '↩️', extended: '✅' }

const deeds: Readonly<Record<LaterCause['kind'], string>> = {
  ended: 'has ended',
  'taken-back': 'taken back',
  extended: 'extended',
}

const undone: Readonly<Record<LaterCause['kind'], string>> = {
  ended: 'not ended',
  'taken-back': 'not taken back',
  extended: 'not extended',
}
