import { type Instant, instantOf } from '../../model/instant.js'
import { didYouMean } from '../text/closest-name.js'

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
 * The moment at which a day is over in a time zone: the first one at which the calendar there shows a later day. Found by asking that calendar,
 * so that a midnight which the clocks leave out, or a day of 23 hours, needs no rule.
 * @param day of the calendar, as in `2026-12-31`.
 */
export function endOfDay(day: string, zone: string): Instant {
  const calendar = calendarOf(zone)
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000 + 86_400
  let over = midnight + farthestOffset
  let before = midnight - farthestOffset
  while (over - before > 1) {
    const middle = Math.floor((over + before) / 2)
    if (calendar(middle) > day) over = middle
    else before = middle
  }
  return instantOf(over)
}

/** The day that the calendar of a time zone shows, by seconds since 1970. */
function calendarOf(timeZone: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (seconds) => {
    const parts = format.formatToParts(seconds * 1000)
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
    return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  }
}
