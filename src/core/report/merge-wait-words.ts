import type { Instant } from '../../model/instant.js'
import type { CauseKind } from '../../model/record.js'
import type { MergeMode } from '../../model/request-type.js'
import { shownClock } from '../request-type/zoned-clock.js'
import { momentWords } from './end-words.js'

/** A window that is closed, and why where the calendar says it. */
export interface ClosedWindow {
  readonly name: string
  readonly why: string | null
}

/** What windows hold back, and until when. @param opens null where they are not open within a year. */
export function closedWords(closed: readonly ClosedWindow[], opens: Instant | null, zone: string): string {
  const names = closed
    .map(({ name, why }) => `“${name}”${why === null ? '' : ` (${why.replace(/\.$/, '')})`}`)
    .join(' and ')
  const which = closed.length === 1 ? `the window ${names} is closed` : `the windows ${names} are closed`
  return opens === null
    ? `${which}, and not open within a year, so a maintainer has to change the calendar or the request type`
    : `${which} until ${openingWords(opens, zone)}`
}

/**
 * What an approved request waits for, and who can do what meanwhile.
 * @param waits what holds it back, each half a sentence.
 * @param kind of the chapter: an end that was approved is called off by nobody.
 */
export function waitingToMerge(waits: readonly string[], mode: MergeMode, kind: CauseKind): string {
  const then =
    mode === 'manual'
      ? 'After that somebody who may merge has to do it; the gate is closed until then.'
      : 'After that the toolkit merges it at its next run; nobody has to approve again.'
  const meanwhile =
    kind === 'ended'
      ? 'Until then, approvers can put it off for a day with /hold.'
      : 'Until then, approvers can stop it with /hold or /reject, and whoever asked for it with /withdraw.'
  return `${waits.join('; and ')}. ${then} ${meanwhile}`
}

/** A moment as the clocks of a zone show it, and in UTC where that is another zone. */
export function openingWords(opens: Instant, zone: string): string {
  const utc = momentWords(opens)
  return zone === 'UTC' ? utc : `${shownClock(opens, zone)} in ${zone} (${utc})`
}
