import { named, type Shape, textLike, to } from '../decode/shape.js'

/** A length of time as people write it, without the text around it. */
export const durationPattern = '[1-9][0-9]{0,3} (?:hour|day|week)s?'

/** How many seconds a text such as `30 days` stands for, or null where it is no length of time. */
export function readDuration(text: string): number | null {
  const [, count, unit] = /^([1-9][0-9]{0,3}) (hour|day|week)s?$/.exec(text) ?? []
  return count === undefined || unit === undefined ? null : Number(count) * secondsIn(unit)
}

/** Continues into what to write: the length of time that somebody means who writes `30d`, or nothing. */
export function meantDuration(text: string): string {
  const [, count = '', letter = ''] = /^\+?([1-9][0-9]{0,3}) ?(h|d|w)[a-z]*$/i.exec(text) ?? []
  const unit = unitsMeant[letter.toLowerCase()]
  return unit === undefined ? '' : `Did you mean ${count} ${unit}${count === '1' ? '' : 's'}? `
}

const unitsMeant: Readonly<Record<string, string>> = { h: 'hour', d: 'day', w: 'week' }

function secondsIn(unit: string): number {
  switch (unit) {
    case 'hour':
      return 3600
    case 'day':
      return 86_400
    default:
      return 604_800
  }
}

/** A length of time, in seconds. Months are left out: nobody could say how long one is. */
export const duration: Shape<number> = named('duration', () =>
  to(
    textLike(new RegExp(`^${durationPattern}$`), '12 hours, 30 days or 2 weeks', (found, _, { place }) => ({
      code: 'type/value',
      what: `“${place}” is “${found}”.`,
      fix: `${meantDuration(found)}Write a time in hours, days or weeks, as in 12 hours, 30 days or 2 weeks.`,
    })),
    (words) => readDuration(words) ?? 0,
    { examples: ['30 days', '12 hours', '2 weeks'] },
  ),
)

/** A length of time from a minute on, in seconds. */
export const minutesOrMore: Shape<number> = to(
  textLike(/^[1-9][0-9]{0,3} (?:minutes?|hours?|days?)$/, '30 minutes', (found, _, { place }) => ({
    code: 'type/value',
    what: `“${place}” is “${found}”.`,
    fix: `${meantMinutes(found)}Write a time in minutes, hours or days, as in 30 minutes, 2 hours or 1 day.`,
  })),
  (words) => {
    const [, minutes] = /^([0-9]+) minutes?$/.exec(words) ?? []
    return minutes === undefined ? (readDuration(words) ?? 0) : Number(minutes) * 60
  },
  { examples: ['30 minutes', '2 hours'] },
)

/** As {@link meantDuration}, where m is a minute. */
function meantMinutes(text: string): string {
  const [, count] = /^([1-9][0-9]{0,3}) ?m(?:ins?)?$/i.exec(text) ?? []
  if (count === undefined) return meantDuration(text)
  return `Did you mean ${count} minute${count === '1' ? '' : 's'}? `
}

/** How long an approval counts, in seconds. Weeks are left out: an approval that old vouches for nobody's reading. */
export const validity: Shape<number> = named('validity', () =>
  to(
    textLike(
      /^[1-9][0-9]{0,3} (?:hours?|days?)$/,
      '72 hours or 7 days',
      'how long an approval counts, in hours or days',
    ),
    (words) => readDuration(words) ?? 0,
    { examples: ['72 hours', '7 days'] },
  ),
)
