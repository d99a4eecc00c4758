import { type Instant, instantOf } from '../../model/instant.js'
import { didYouMean } from '../text/closest-name.js'
import { evenClocks, offsetOf } from './zoned-clock.js'

/** A name of the IANA time zone database; an offset is none, because the clocks of a place do not keep to one. */
export const zonePattern = '[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*'

/** Whether clocks are known to go by a name of that pattern. The names and their rules are those of the JavaScript engine. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What somebody who wrote a name of no zone may have meant, with a blank behind it, or nothing. */
export function meantZone(name: string): string {
  return didYouMean(name, Intl.supportedValuesOf('timeZone'))
}

/** In seconds; no place has its clocks further from UTC. */
const farthestOffset = 26 * 3600

/**
 * The moment at which a day is over in a time zone: the first one at which the calendar there shows a later day. So a midnight which the clocks leave out, or a day
 * of 23 hours, needs no rule. Where clocks are put back just after midnight the day has been over once already, and that counts.
 * @param day of the calendar, as in `2026-12-31`.
 */
export function endOfDay(day: string, zone: string): Instant {
  const offset = offsetOf(zone)
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000 + dayLength
  for (let from = midnight - farthestOffset; ; from += dayLength)
    for (const even of evenClocks(offset, from, from + dayLength)) {
      const over = Math.max(even.from, midnight - even.offset)
      if (over < even.until) return instantOf(over)
    }
}

const dayLength = 86_400
