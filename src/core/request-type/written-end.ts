import type { End } from '../../model/end.js'
import { isDay, isInstant, secondsAfter } from '../../model/instant.js'
import { durationPattern, readDuration } from './duration.js'
import { endOfDay } from './zoned-day.js'

/** Days of this millennium: who writes 9999-12-31 means no end, and has to say so. */
const dayPattern = '2\\d{3}-\\d{2}-\\d{2}'
/** A moment without the text around it. Source: RFC 3339, “Internet Date/Time Format”. */
export const momentPattern = `${dayPattern}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})`

/** What an end may look like, without the text around it. */
export const endPattern = `${dayPattern}|${momentPattern}|${durationPattern}`

/** How an end is written, to continue “Write ”. */
export const endForms =
  'a day as in 2026-12-31, a moment as in 2026-12-31T18:00:00+01:00, or hours, days or weeks from the merge as in 30 days'

/** The end a text says, or null. @param zone whose day a day is. */
export function readEnd(text: string, zone: string): End | null {
  const seconds = readDuration(text)
  if (seconds !== null) return { kind: 'after', seconds }
  if (new RegExp(`^${dayPattern}$`).test(text))
    return isDay(text) ? { kind: 'at', at: endOfDay(text, zone) } : null
  const isMoment = new RegExp(`^${momentPattern}$`).test(text) && isInstant(text) && isDay(text.slice(0, 10))
  return isMoment ? { kind: 'at', at: secondsAfter(text, 0) } : null
}
