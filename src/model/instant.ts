/**
 * A moment as GitHub reports it: ISO 8601 in UTC, as in `2026-11-20T18:53:26Z`, with a resolution of one second.
 * Compare instants with these functions only, never as strings: a fraction or an offset would change the order.
 */
export type Instant = string

/**
 * Whether `a` is before `b`. Two moments within the same second have no order, so neither is before the other.
 * @throws if one of them is not a moment.
 */
export function isBefore(a: Instant, b: Instant): boolean {
  return seconds(a) < seconds(b)
}

/**
 * How many whole seconds `later` is after `earlier`; negative when it is before.
 * @throws if one of them is not a moment.
 */
export function secondsBetween(earlier: Instant, later: Instant): number {
  return seconds(later) - seconds(earlier)
}

/** The latest of some moments. */
export function latest(first: Instant, ...more: readonly Instant[]): Instant {
  let found = first
  for (const next of more) if (isBefore(found, next)) found = next
  return found
}

/** Whether a text is a moment. One without a zone is none: it would be another moment on every machine. */
export function isInstant(text: string): boolean {
  return zoned.test(text) && !Number.isNaN(Date.parse(text))
}

/** Whether a text is a day of the calendar, as in `2026-11-20`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // 30 February is moved to March by some engines and refused by others.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${text}T`)
}

/** The moment so many seconds after another, as GitHub writes moments. */
export function secondsAfter(instant: Instant, count: number): Instant {
  return instantOf(seconds(instant) + count)
}

/** A moment by the seconds since 1970, as GitHub writes moments. */
export function instantOf(count: number): Instant {
  return new Date(count * 1000).toISOString().replace('.000Z', 'Z')
}

/** Source: RFC 3339, “Internet Date/Time Format”. */
const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

function seconds(instant: Instant): number {
  if (!isInstant(instant)) throw new Error(`not a moment: ${JSON.stringify(instant)}`)
  return Math.floor(Date.parse(instant) / 1000)
}
