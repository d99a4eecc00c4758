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

function seconds(instant: Instant): number {
  const milliseconds = Date.parse(instant)
  if (Number.isNaN(milliseconds)) throw new Error(`not a moment: ${JSON.stringify(instant)}`)
  return Math.floor(milliseconds / 1000)
}
