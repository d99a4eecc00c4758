import { type Instant, secondsBetween } from '../../model/instant.js'

/** How many seconds the clocks of a time zone are ahead of UTC at a moment, which is given in seconds since 1970. */
export type Offset = (seconds: number) => number

/** The offsets of a time zone by the JavaScript engine, which is asked what the clocks there show. */
export function offsetOf(zone: string): Offset {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (seconds) => {
    const shown = new Map(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
    )
    const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return local / 1000 - seconds
  }
}

/** A stretch in which the clocks run evenly. */
export interface EvenClock {
  readonly from: number
  readonly until: number
  readonly offset: number
}

/**
 * Cuts a stretch of at most a day where clocks are put on or back. No place does so twice within a day; found by asking for the offset, half of the stretch at a time.
 */
export function evenClocks(offset: Offset, from: number, until: number): readonly EvenClock[] {
  const [first, last] = [offset(from), offset(until - 1)]
  if (first === last) return [{ from, until, offset: first }]
  let before = from
  let after = until - 1
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offset(middle) === first) before = middle
    else after = middle
  }
  return [
    { from, until: after, offset: first },
    { from: after, until, offset: last },
  ]
}

/** What calendar and clocks of a time zone show at a moment, as in `Mon 2026-11-30 at 09:00`. */
export function shownClock(at: Instant, zone: string): string {
  const seconds = secondsBetween('1970-01-01T00:00:00Z', at)
  const shown = new Date((seconds + offsetOf(zone)(seconds)) * 1000).toISOString()
  const weekday = new Date(shown).toUTCString().slice(0, 3)
  return `${weekday} ${shown.slice(0, 10)} at ${shown.slice(11, 16)}`
}
