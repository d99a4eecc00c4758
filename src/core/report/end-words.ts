import type { End } from '../../model/end.js'
import type { Instant } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import { type Markdown, markdown } from '../text/markdown.js'

/** When a request ends and what follows then, as a sentence of its own. */
export function endSentence({ end, files }: Pick<Plan, 'end' | 'files'>): Markdown | null {
  if (end === undefined) return null
  const when = end.kind === 'at' ? `on ${momentWords(end.at)}` : endText(end)
  const asks = files.some(
    ({ change, places }) =>
      change === 'delete' || places.some((place) => place.old !== undefined && place.new === undefined),
  )
  return asks
    ? markdown`**Ends:** ${when}. What this request takes away comes back then, once that is approved.`
    : markdown`**Ends:** ${when}. What this request changes is taken back then.`
}

/** When a request ends, on one line for people and programs. */
export function endText(end: End): string {
  return end.kind === 'at' ? end.at : `${durationWords(end.seconds)} after the merge`
}

/** A moment as people read it, without seconds where there are none. */
export function momentWords(instant: Instant): string {
  const [, day = '', minutes = '', seconds = ''] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):(\d{2})Z$/.exec(instant) ?? []
  return `${day} at ${minutes}${seconds === '00' ? '' : `:${seconds}`} UTC`
}

/** A length of time in the longest unit of which it has a whole number: days, hours or minutes. */
export function durationWords(seconds: number): string {
  const [count, unit] =
    seconds % 86_400 === 0
      ? [seconds / 86_400, 'day']
      : seconds % 3600 === 0
        ? [seconds / 3600, 'hour']
        : [seconds / 60, 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
