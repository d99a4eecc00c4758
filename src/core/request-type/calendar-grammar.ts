import {
  type Calendar,
  type Dates,
  type Hours,
  heldOrNot,
  type MergeWindow,
  type Times,
  type Weekday,
  weekdays,
} from '../../model/calendar.js'
import { isDay } from '../../model/instant.js'
import type { JsonSchema } from '../../model/json.js'
import { type Decoding, type Piece, report, type Wrong, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { either, list, mapOf, type NamedSchemas, type Shape, textLike, to, word } from '../decode/shape.js'
import { didYouMean } from '../text/closest-name.js'
import { isZone, meantZone, zonePattern } from './zoned-day.js'

/** How the name of a window is written. */
const windowNamePattern = /^[a-z][a-z0-9-]{0,38}$/

/** Most windows of one calendar, and most entries of one list: each is asked about for every minute that is looked at. */
const windowsMax = 50
const timesMax = 100

const zone: Shape<string> = to(
  textLike(new RegExp(`^${zonePattern}$`), 'Europe/Berlin', 'the name of a time zone in the IANA database'),
  (name, decoding, { tree }) =>
    isZone(name)
      ? name
      : report(decoding, tree.line, {
          code: 'type/calendar',
          what: `There is no time zone “${name}”.`,
          fix: `${meantZone(name)}Write its name in the IANA time zone database, as in Europe/Berlin.`,
        }),
)

const dayNames: Readonly<Record<string, Weekday>> = {
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
  sunday: 'sun',
}

const weekday: Shape<readonly Weekday[]> = to(
  textLike(
    new RegExp(`^(?:${weekdays.join('|')})(?:-(?:${weekdays.join('|')}))?$`),
    'mon, or mon-fri',
    (found, _, { place }) => ({
      code: 'type/value',
      what: `“${place}” is “${found}”, which is no day of the week.`,
      fix: `${meantWeekday(found)}Write one of ${weekdays.join(', ')}, or some that follow each other, as in mon-fri.`,
    }),
  ),
  (found) => {
    const [first = '', last = first] = found.split('-')
    const names: readonly string[] = weekdays
    const [begin, end] = [names.indexOf(first), names.indexOf(last)]
    return weekdays.filter((_, index) =>
      begin <= end ? begin <= index && index <= end : index >= begin || index <= end,
    )
  },
  { examples: ['mon', 'mon-fri'] },
)

function meantWeekday(found: string): string {
  const lower = found.toLowerCase().trim()
  const whole = dayNames[lower] ?? weekdays.find((each) => each === lower)
  return whole === undefined ? didYouMean(lower, weekdays) : `Did you mean ${whole}? `
}

const hoursPattern = /^([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/

const hours: Shape<Hours> = to(
  textLike(hoursPattern, '09:00-17:00', (found, _, { place }) => ({
    code: 'type/value',
    what: `“${place}” is “${found}”, which are no hours.`,
    fix: `${meantHours(found)}Write from when until when, with two digits each, as in 09:00-17:00, or over midnight as in 22:00-06:00.`,
  })),
  (found, decoding, { tree, place }) => {
    const [, fromHour = '', fromMinute = '', hour = '24', minute = '00'] = hoursPattern.exec(found) ?? []
    const from = Number(fromHour) * 60 + Number(fromMinute)
    const until = Number(hour) * 60 + Number(minute)
    return from === until
      ? report(decoding, tree.line, {
          code: 'type/calendar',
          what: `“${place}” begins and ends at the same time, so that it could be all of a day or nothing of it.`,
          fix: 'Write 00:00-24:00 for a whole day, or leave hours out.',
        })
      : { from, until }
  },
  { examples: ['09:00-17:00', '22:00-06:00'] },
)

function meantHours(found: string): string {
  const [, from = '', fromMinute = '00', until = '', untilMinute = '00'] =
    /^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to|\.\.)\s*(\d{1,2})(?::(\d{2}))?$/.exec(found.trim()) ?? []
  const meant = `${from.padStart(2, '0')}:${fromMinute}-${until.padStart(2, '0')}:${untilMinute}`
  return hoursPattern.test(meant) ? `Did you mean ${meant}? ` : ''
}

const dates: Shape<Dates> = to(
  textLike(
    /^\d{4}-\d{2}-\d{2}(?:\.\.\d{4}-\d{2}-\d{2})?$/,
    '2026-12-24..2027-01-02',
    (found, _, { place }) => ({
      code: 'type/value',
      what: `“${place}” is “${found}”, which are no dates.`,
      fix: 'Write a day, as in 2026-12-31, or the first and the last one of several, as in 2026-12-24..2027-01-02.',
    }),
  ),
  (found, decoding, { tree, place }) => {
    const [from = '', last = from] = found.split('..')
    const none = [from, last].find((each) => !isDay(each))
    if (none !== undefined)
      return report(decoding, tree.line, {
        code: 'type/calendar',
        what: `“${place}” is “${found}”, and there is no day ${none}.`,
        fix: 'Write days that are in the calendar, as in 2026-12-24..2027-01-02.',
      })
    return last < from
      ? report(decoding, tree.line, {
          code: 'type/calendar',
          what: `“${place}” is “${found}”, which ends before it begins.`,
          fix: `Write ${last}..${from}, if that is what is meant.`,
        })
      : { from, to: last }
  },
  { examples: ['2026-12-31', '2026-12-24..2027-01-02'] },
)

/** One thing, or a list of them. */
function oneOrMore<T>(shape: Shape<T>, example: string): Shape<readonly T[]> {
  return either<readonly T[]>(
    { where: (tree) => tree.kind === 'list', is: list(shape, example) },
    { where: () => true, is: to(shape, (one) => [one]) },
  )
}

const reason = textLike(
  /^(?=.*\S)[^\n\r]{1,200}$/u,
  'Nothing is changed over the holidays.',
  (_, __, { place }) => ({
    code: 'type/value',
    what: `“${place}” is blank, or has more than 200 characters or several lines.`,
    fix: 'Write one sentence for people.',
  }),
)

const times: Shape<Times> = to(
  map({
    weekdays: optional(
      to(oneOrMore(weekday, '[mon, wed]'), (found) => weekdays.filter((each) => found.flat().includes(each))),
      null,
      {
        says: 'The days of the week: mon, tue, wed, thu, fri, sat, sun, or some that follow each other. Without it, every day. Hours over midnight belong to the day on which they begin.',
        examples: ['mon-fri', ['mon', 'thu']],
      },
    ),
    hours: optional(oneOrMore(hours, '[09:00-12:00, 13:00-17:00]'), null, {
      says: 'From when until when, as clocks show it there; what ends no later than it begins ends on the day after. Without it, the whole day.',
      examples: ['09:00-17:00', '22:00-06:00'],
    }),
    dates: optional(oneOrMore(dates, '[2026-12-24..2027-01-02]'), null, {
      says: 'Days of the calendar, the last one included. Without it, every day.',
      examples: ['2026-12-24..2027-01-02', ['2026-12-31']],
    }),
    reason: optional(reason, null, {
      says: 'Why, for people. Shown where it is why nothing is merged, so in deny.',
      examples: ['Nothing is changed over the holidays.'],
    }),
  }),
  (said, decoding, { tree, place }) =>
    said.weekdays === null && said.hours === null && said.dates === null
      ? report(decoding, tree.line, {
          code: 'type/calendar',
          what: `“${place}” says neither weekdays nor hours nor dates.`,
          fix: 'Name at least one of them, as in { weekdays: mon-fri, hours: 09:00-17:00 }.',
        })
      : said,
)

const window = map({
  zone: optional(zone, null, {
    says: 'The time zone by whose clocks and calendar it opens. Without it, that of the file.',
    examples: ['America/New_York'],
  }),
  reason: optional(reason, null, {
    says: 'Why nothing is merged at other times, for people.',
    examples: ['Nobody is there to help.'],
  }),
  allow: optional(list(times, '[{ weekdays: mon-fri, hours: 09:00-17:00 }]', { most: timesMax }), [], {
    says: 'When it is open: at any of these times. Without it, always, but for deny.',
    examples: [[{ weekdays: 'mon-fri', hours: '09:00-17:00' }]],
  }),
  deny: optional(list(times, '[{ dates: 2026-12-24..2027-01-02 }]', { most: timesMax }), [], {
    says: 'When it is closed, whatever allow says.',
    examples: [[{ dates: '2026-12-24..2027-01-02', reason: 'Nothing is changed over the holidays.' }]],
  }),
  ends: optional(word(heldOrNot), 'pass', {
    says: 'What becomes of the end of a request that comes while the window is closed: pass, it is carried out; hold, it waits until the window opens.',
    default: 'pass',
  }),
  rollbacks: optional(word(heldOrNot), 'pass', {
    says: 'The same of what /rollback asks for.',
    default: 'pass',
  }),
})

type SaidWindow = Omit<MergeWindow, 'name' | 'zone'> & { readonly zone: string | null }

/** The whole file. */
export const calendarShape: Shape<Calendar> = to(
  map({
    zone: required(zone, 'zone: Europe/Berlin', {
      says: 'The time zone by whose clocks and calendar windows open, by its name in the IANA database.',
      examples: ['Europe/Berlin', 'UTC'],
    }),
    windows: required(
      mapOf(window, 'a map from a name to when it is open, as in { office-hours: { allow: … } }'),
      'windows: { office-hours: { allow: [{ weekdays: mon-fri, hours: 09:00-17:00 }] } }',
      {
        says: 'The windows by name: lower-case letters, digits and hyphens. Request types name them under windows.',
        examples: [{ 'office-hours': { allow: [{ weekdays: 'mon-fri', hours: '09:00-17:00' }] } }],
      },
    ),
  }),
  (said, decoding, piece) => {
    const faults = windowFaults(said.windows, decoding, piece)
    return faults ? wrong : { zone: said.zone, windows: named(said.windows, said.zone) }
  },
)

function named(
  windows: ReadonlyMap<string, SaidWindow>,
  zoneOfFile: string,
): ReadonlyMap<string, MergeWindow> {
  return new Map([...windows].map(([name, said]) => [name, { ...said, name, zone: said.zone ?? zoneOfFile }]))
}

/** Whether something was reported. */
function windowFaults(
  windows: ReadonlyMap<string, SaidWindow>,
  decoding: Decoding,
  { tree }: Piece,
): boolean {
  const before = decoding.problems.length
  const lineOf = (name: string) => decoding.lines.get(`windows/${name}`) ?? tree.line
  if (windows.size > windowsMax)
    report(decoding, decoding.lines.get('windows') ?? tree.line, {
      code: 'type/value',
      what: `There are ${windows.size} windows.`,
      fix: `Write at most ${windowsMax}.`,
    })
  for (const [name, { allow, deny }] of windows) {
    if (!windowNamePattern.test(name))
      report(decoding, lineOf(name), {
        code: 'type/calendar',
        what: `“${name}” cannot be the name of a window.`,
        fix: 'Use a lower-case letter and then at most 38 lower-case letters, digits and hyphens, as in office-hours.',
      })
    if (allow.length === 0 && deny.length === 0)
      report(decoding, lineOf(name), {
        code: 'type/calendar',
        what: `The window “${name}” says neither when it is open nor when it is closed.`,
        fix: 'Add allow, as in allow: [{ weekdays: mon-fri, hours: 09:00-17:00 }], or deny, or remove the window.',
      })
  }
  return decoding.problems.length > before
}

/** Names of windows, as request types and their stages give them. */
export const windowNames: Shape<readonly string[]> = to(
  list(
    textLike(windowNamePattern, 'office-hours', 'the name of a window of .github/issueops/calendar.yml'),
    '[office-hours]',
    { most: 10 },
  ),
  (names, decoding, { tree, place }): readonly string[] | Wrong => {
    const twice = names.find((name, index) => names.indexOf(name) < index)
    return twice === undefined
      ? names
      : report(decoding, tree.line, {
          code: 'type/value',
          what: `“${place}” names the window “${twice}” twice.`,
          fix: 'Name it once.',
        })
  },
)

/** The calendar for editors. */
export function calendarSchema(): JsonSchema {
  const schemas: NamedSchemas = new Map()
  const top = calendarShape.schema(schemas)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:issueops:schema:calendar:v1',
    title: 'IssueOps calendar',
    description:
      'When approved requests may be merged: .github/issueops/calendar.yml. Request types name its windows under windows.',
    ...top,
    ...(schemas.size === 0 ? {} : { $defs: Object.fromEntries(schemas) }),
  }
}
