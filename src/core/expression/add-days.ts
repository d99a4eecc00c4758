/** In days, about a hundred years. */
const daysMax = 36_525
const millisecondsPerDay = 86_400_000

/**
 * The date so many days after (or before) another, in the proleptic Gregorian calendar; no clock and no time zone is asked.
 * @param date as in `2026-11-20`.
 * @param days a whole number.
 * @throws if one of them is none: the engine turns the message into a problem.
 */
export function addDays(date: string, days: string): string {
  const count = /^-?\d{1,6}$/.test(days) ? Number(days) : null
  if (count === null || Math.abs(count) > daysMax)
    throw new Error(`addDays needs a whole number of at most ${daysMax} days, and got “${days}”`)
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  // 30 February is moved to March by some engines and refused by others.
  if (Number.isNaN(at) || dateText(at) !== date)
    throw new Error(`addDays needs a date as in 2026-11-20, and got “${date}”`)
  const result = dateText(at + count * millisecondsPerDay)
  if (!/^\d{4}-/.test(result)) throw new Error('addDays leaves the years 0 to 9999')
  return result
}

function dateText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString()
  return text.slice(0, text.indexOf('T'))
}
