import { type Instant, instantOf, isBefore, secondsAfter } from '../../model/instant.js'

export const periodLengths = ['week', 'month'] as const
export type PeriodLength = (typeof periodLengths)[number]

const day = 24 * 60 * 60

/** The month of a moment, as in `2026-11`, or its week as ISO 8601 counts them, as in `2026-W48`; both in UTC. */
export function periodOf(at: Instant, by: PeriodLength): string {
  if (by === 'month') return utc(at).slice(0, 7)
  // The year of a week is that of its Thursday, and the first week is the one with the first Thursday.
  const thursday = utc(secondsAfter(at, (4 - weekday(at)) * day))
  const year = thursday.slice(0, 4)
  const daysBefore = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01T00:00:00Z`)) / (day * 1000))
  return `${year}-W${String(Math.floor(daysBefore / 7) + 1).padStart(2, '0')}`
}

/** All periods from one moment to another, also those in which nothing happened. */
export function periodsBetween(first: Instant, last: Instant, by: PeriodLength): readonly string[] {
  const found = new Set<string>()
  for (let at = first; isBefore(at, last); at = secondsAfter(at, day)) found.add(periodOf(at, by))
  return [...found.add(periodOf(last, by))]
}

/** From 1 for Monday to 7 for Sunday. */
function weekday(at: Instant): number {
  return ((new Date(at).getUTCDay() + 6) % 7) + 1
}

function utc(at: Instant): string {
  return instantOf(Math.floor(Date.parse(at) / 1000))
}
