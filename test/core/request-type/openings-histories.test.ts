import { Temporal } from '@js-temporal/polyfill'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  closedAt,
  closedWithin,
  isOpen,
  nextOpenings,
  openingAt,
  opensAt,
} from '../../../src/core/request-type/openings.js'
import { endOfDay } from '../../../src/core/request-type/zoned-day.js'
import type { MergeWindow, Opening } from '../../../src/model/calendar.js'
import { type Instant, instantOf } from '../../../src/model/instant.js'
import { atLength } from '../../at-length.js'
import { randomRun } from '../decide/random-run.js'
import { windowsIn } from './calendars.js'

/**
 * Windows and ends of days are compared with another calendar, minute by minute: Temporal says what clocks and calendar of a zone show, and whether that is within
 * what a window names is decided here by what docs/windows-and-locks.md says, of every minute by itself.
 */

/** A zone, the years of it that are looked at, and what is odd there. */
type Place = readonly [zone: string, from: number, until: number]

const places: readonly Place[] = [
  ['Europe/Berlin', 2024, 2028],
  // Clocks are put on at midnight, so that a day has none.
  ['America/Sao_Paulo', 2000, 2020],
  ['Asia/Beirut', 2015, 2028],
  ['America/Havana', 2015, 2028],
  ['Africa/Cairo', 2005, 2028],
  ['America/Santiago', 2015, 2028],
  ['America/Asuncion', 2015, 2026],
  // Clocks are put back a minute after midnight: a day begins twice.
  ['America/St_Johns', 2003, 2013],
  // Half an hour.
  ['Australia/Lord_Howe', 2020, 2028],
  // The 30th of December 2011 is left out.
  ['Pacific/Apia', 2009, 2022],
  // Back twice a year, for a month.
  ['Africa/Casablanca', 2012, 2030],
  // Two hours.
  ['Antarctica/Troll', 2015, 2028],
  ['Antarctica/Casey', 2008, 2024],
  ['Asia/Kathmandu', 1984, 1990],
  ['Pacific/Chatham', 2020, 2028],
  ['Asia/Pyongyang', 2014, 2020],
  ['America/Caracas', 2006, 2018],
  ['America/Nuuk', 2018, 2028],
  ['Atlantic/Azores', 2020, 2028],
  ['Asia/Tehran', 2015, 2024],
  ['America/New_York', 2005, 2028],
  ['Asia/Gaza', 2008, 2030],
  ['Europe/Dublin', 2024, 2028],
  ['Pacific/Kwajalein', 1992, 1995],
]
const evenPlaces = ['Asia/Kolkata', 'Asia/Kathmandu', 'UTC', 'Pacific/Kiritimati', 'Pacific/Marquesas']

const hour = 3600
/** How much around a change of the clocks is looked at, minute by minute, in seconds. */
const around = 18 * hour

/** A stretch of time, and the zones whose clocks are read in it. */
interface Scene {
  readonly zones: readonly [string, string]
  readonly from: number
  readonly until: number
}

/** Each change of the clocks that a place has made, or will make. */
function changesOf([zone, from, until]: Place): readonly number[] {
  const found: number[] = []
  let at = Temporal.Instant.from(`${from}-01-01T00:00:00Z`).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (next === null || next.withTimeZone('UTC').year >= until) return found
    found.push(next.epochMilliseconds / 1000)
    at = next
  }
}

const allScenes: readonly Scene[] = places.flatMap((place, index) =>
  changesOf(place).map((change, each) => ({
    zones: [
      place[0],
      each % 2 === 0
        ? (evenPlaces[index % evenPlaces.length] ?? 'UTC')
        : (places[(index + each) % places.length]?.[0] ?? 'UTC'),
    ],
    from: change - around,
    until: change + around,
  })),
)

/** What clocks and calendar show: the day, those beside it, and the time, each as it is written. */
interface Shown {
  readonly day: Day
  readonly at: string
}

interface Day {
  readonly date: string
  readonly weekday: number
  readonly before: { readonly date: string; readonly weekday: number }
  readonly after: string
}

const daysSeen = new Map<string, Day>()

function dayOf(date: Temporal.PlainDate): Day {
  const text = date.toString()
  const known = daysSeen.get(text)
  if (known !== undefined) return known
  const before = date.subtract({ days: 1 })
  const day = {
    date: text,
    weekday: date.dayOfWeek,
    before: { date: before.toString(), weekday: before.dayOfWeek },
    after: date.add({ days: 1 }).toString(),
  }
  daysSeen.set(text, day)
  return day
}

function shownAt(seconds: number, zone: string): Shown {
  const local = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
  const day = dayOf(local.toPlainDate())
  return { day, at: `${day.date}T${two(local.hour)}:${two(local.minute)}` }
}

function two(count: number): string {
  return String(count).padStart(2, '0')
}

/** What is shown in each minute of a scene. */
function minutesOf({ from, until }: Scene, zone: string): readonly Shown[] {
  return Array.from({ length: (until - from) / 60 }, (_, minute) => shownAt(from + minute * 60, zone))
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** An entry of `allow` or `deny`, as people write it. */
interface Said {
  readonly weekdays?: readonly string[]
  readonly hours?: readonly string[]
  readonly dates?: readonly string[]
}

interface SaidWindow {
  readonly zone: string
  readonly allow?: readonly Said[]
  readonly deny?: readonly Said[]
}

/** Whether an entry names a day. */
function isNamed({ weekdays, dates }: Said, { date, weekday }: Pick<Day, 'date' | 'weekday'>): boolean {
  const isWeekday = (said: string) => {
    const [first = '', last = first] = said.split('-')
    for (let each = weekdayNames.indexOf(first); ; each = (each + 1) % 7) {
      if (each + 1 === weekday) return true
      if (weekdayNames[each] === last) return false
    }
  }
  const isDate = (said: string) => {
    const [first = '', last = first] = said.split('..')
    return first <= date && date <= last
  }
  return (weekdays?.some(isWeekday) ?? true) && (dates?.some(isDate) ?? true)
}

/** Whether what is shown lies within hours that begin on a day which is named. */
function isWithin(said: Said, { day, at }: Shown): boolean {
  const begun = begunOn(said, day)
  return begun.some(({ from, until }) => from <= at && at < until)
}

interface Begun {
  readonly from: string
  readonly until: string
}

const begunBefore = new WeakMap<Said, Map<Day, readonly Begun[]>>()

/** What an entry names that begins on a day or on the one before it, from when until when clocks and calendar show it. */
function begunOn(said: Said, day: Day): readonly Begun[] {
  const known = begunBefore.get(said) ?? new Map<Day, readonly Begun[]>()
  begunBefore.set(said, known)
  const found = known.get(day) ?? [
    ...(isNamed(said, day.before) ? stretchesOf(said, day.before.date, day.date) : []),
    ...(isNamed(said, day) ? stretchesOf(said, day.date, day.after) : []),
  ]
  known.set(day, found)
  return found
}

function stretchesOf({ hours: named = ['00:00-24:00'] }: Said, date: string, next: string): readonly Begun[] {
  return named.map((each) => {
    const [from = '', until = ''] = each.split('-')
    return { from: `${date}T${from}`, until: `${until <= from ? next : date}T${until}` }
  })
}

function isOpenAt({ allow, deny }: SaidWindow, shown: Shown): boolean {
  return (
    (allow?.some((each) => isWithin(each, shown)) ?? true) &&
    !(deny?.some((each) => isWithin(each, shown)) ?? false)
  )
}

function areOpenAt(windows: readonly SaidWindow[], seconds: number): boolean {
  return windows.every((each) => isOpenAt(each, shownAt(seconds, each.zone)))
}

const minuteOfDay = fc.oneof(
  fc.constantFrom(0, 1, 30, 60, 90, 120, 150, 180, 240, 1260, 1380, 1410, 1439),
  fc.integer({ min: 0, max: 1439 }),
)
const asTime = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
const hours = fc
  .tuple(minuteOfDay, fc.oneof({ arbitrary: minuteOfDay, weight: 6 }, fc.constant(1440)))
  .filter(([from, until]) => from !== until)
  .map(([from, until]) => `${asTime(from)}-${asTime(until)}`)

const weekday = fc
  .tuple(fc.constantFrom(...weekdayNames), fc.constantFrom('', ...weekdayNames))
  .map(([first, last]) => (last === '' ? first : `${first}-${last}`))

function datesAround(seconds: number): fc.Arbitrary<string> {
  const middle = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
  return fc
    .tuple(fc.integer({ min: -4, max: 3 }), fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(400)))
    .map(([begin, days]) => {
      const first = middle.add({ days: begin })
      return days === 0 ? first.toString() : `${first.toString()}..${first.add({ days }).toString()}`
    })
}

function saidOf(seconds: number): fc.Arbitrary<Said> {
  const some = (each: fc.Arbitrary<string>) => fc.array(each, { minLength: 1, maxLength: 2 })
  return fc
    .record(
      { weekdays: some(weekday), hours: some(hours), dates: some(datesAround(seconds)) },
      { requiredKeys: [] },
    )
    .filter((said) => Object.keys(said).length > 0)
}

function windowsAt({ zones, from, until }: Scene): fc.Arbitrary<readonly SaidWindow[]> {
  const said = saidOf((from + until) / 2)
  const times = fc.array(said, { minLength: 1, maxLength: 2 })
  const window = fc
    .record(
      {
        zone: fc.oneof({ arbitrary: fc.constant(zones[0]), weight: 4 }, fc.constant(zones[1])),
        allow: times,
        deny: times,
      },
      { requiredKeys: ['zone'] },
    )
    .filter(({ allow, deny }) => allow !== undefined || deny !== undefined)
  return fc.array(window, { minLength: 1, maxLength: 2 })
}

/** A part of the scenes, so that not each of them has to be read for a few windows. */
function scenesOf(seed: number): readonly Scene[] {
  if (atLength) return allScenes
  return Array.from(
    { length: 4 },
    (_, index) => allScenes[(seed + index * 37) % allScenes.length] ?? allScenes[0],
  ).flatMap((scene) => scene ?? [])
}

function readAsWritten(windows: readonly SaidWindow[]): readonly MergeWindow[] {
  const names = windows.map((_, index) => `w${index}`)
  const written = Object.fromEntries(windows.map((each, index) => [`w${index}`, each]))
  return windowsIn(JSON.stringify({ zone: 'UTC', windows: written }))(...names)
}

/** Where what is open changes in a scene: the first minute of each stretch. */
function stretches(open: readonly boolean[], { from }: Scene) {
  const turns = open.flatMap((each, minute) => (minute === 0 || open[minute - 1] !== each ? [minute] : []))
  return turns.map((turn, index) => ({
    open: open[turn] === true,
    from: instantOf(from + turn * 60),
    until: instantOf(from + (turns[index + 1] ?? open.length) * 60),
  }))
}

const year = 366 * 86_400
/** Of how many scenes it is played what is beyond them. */
const farShare = 0.05

/** Moments of a stretch that goes on beyond what is looked at minute by minute. */
function spots(from: number, until: number, share: number): readonly number[] {
  const minutes = Math.floor((until - from) / 60)
  return Array.from({ length: 6 }, (_, index) => from + Math.floor(minutes * ((index + share) / 6)) * 60)
}

function secondsOf(at: Instant): number {
  return Date.parse(at) / 1000
}

test('windows are open and closed in each minute as another calendar says, also where clocks are put on and back', {
  timeout: 900_000,
}, () => {
  const { seed, numRuns } = randomRun('windows by another calendar', { portion: 40, all: 3000 })
  const scenes = scenesOf(seed)
  for (const [index, scene] of scenes.entries()) {
    const shown = new Map(scene.zones.map((zone) => [zone, minutesOf(scene, zone)]))
    const given = fc.record({
      windows: windowsAt(scene),
      minute: fc.integer({ min: 0, max: (scene.until - scene.from) / 60 - 1 }),
      second: fc.integer({ min: 0, max: 59 }),
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
    })
    fc.assert(
      fc.property(given, (each) => expectAlike(scene, shown, each)),
      { seed: seed + index, numRuns: Math.ceil(numRuns / scenes.length) },
    )
  }
})

interface Given {
  readonly windows: readonly SaidWindow[]
  readonly minute: number
  readonly second: number
  readonly share: number
}

/** Whatever is asked about some windows in a scene, both calendars answer alike. */
function expectAlike(
  scene: Scene,
  shown: ReadonlyMap<string, readonly Shown[]>,
  { windows, minute, second, share }: Given,
): void {
  const read = readAsWritten(windows)
  const each = windows.map((window) => (shown.get(window.zone) ?? []).map((at) => isOpenAt(window, at)))
  const open = (each[0] ?? []).map((_, at) => each.every((of) => of[at] === true))
  const told = stretches(open, scene)
  expect(closedWithin(read, { from: instantOf(scene.from), until: instantOf(scene.until) })).toEqual(
    told.filter((of) => !of.open).map(({ from, until }) => ({ from, until })),
  )

  const now = scene.from + minute * 60 + second
  const at = instantOf(now)
  const isNowOpen = open[minute] === true
  expect(isOpen(read, at)).toBe(isNowOpen)
  expect(closedAt(read, at).map(({ name }) => name)).toEqual(
    each.flatMap((of, index) => (of[minute] === true ? [] : [`w${index}`])),
  )

  const following = told.filter((of) => of.open && secondsOf(of.until) > now)
  const [next] = following
  // To look on for a year takes as long as all else of many scenes.
  const isFar = share < farShare
  if (next !== undefined) expect(opensAt(read, at)).toBe(isNowOpen ? at : next.from)
  else if (isFar) expectOpens(windows, scene, opensAt(read, at), share)
  if (!isNowOpen) expect(openingAt(read, at)).toBeNull()
  else if (next !== undefined && (isFar || isInside(next, scene)))
    expectBounds(windows, scene, next, openingAt(read, at), share)
  const bounded = following.filter((of) => isInside(of, scene)).slice(0, 3)
  if (next !== undefined && bounded[0] === next)
    expect(nextOpenings(read, at, bounded.length)).toEqual(
      bounded.map(({ from, until }) => ({ from, until })),
    )
}

interface Stretch {
  readonly from: Instant
  readonly until: Instant
}

/** Whether both bounds of a stretch are seen in a scene. */
function isInside({ from, until }: Stretch, scene: Scene): boolean {
  return secondsOf(from) > scene.from && secondsOf(until) < scene.until
}

/** What is closed until the end of a scene opens when it is said to, and not before. */
function expectOpens(
  windows: readonly SaidWindow[],
  scene: Scene,
  opens: Instant | null,
  share: number,
): void {
  const found = opens === null ? scene.until + year : secondsOf(opens)
  expect(found).toBeGreaterThanOrEqual(scene.until)
  if (opens !== null) expect(areOpenAt(windows, found)).toBe(true)
  for (const spot of [...spots(scene.until, found, share), found - 60])
    if (spot >= scene.until && spot < found) expect([spot, areOpenAt(windows, spot)]).toEqual([spot, false])
}

/** The bounds of an opening are those of the stretch, where that does not go on beyond what is looked at. */
function expectBounds(
  windows: readonly SaidWindow[],
  scene: Scene,
  stretch: Stretch,
  opening: Opening | null,
  share: number,
): void {
  if (opening === null) throw new Error('what is open has an opening')
  const { from, until } = opening
  if (secondsOf(stretch.from) > scene.from) expect(from).toBe(stretch.from)
  else {
    const begun = from === null ? scene.from - year : secondsOf(from)
    if (from !== null) expect(areOpenAt(windows, begun - 60)).toBe(false)
    for (const spot of [begun, ...spots(begun, scene.from, share)])
      expect([spot, areOpenAt(windows, spot)]).toEqual([spot, true])
  }
  if (secondsOf(stretch.until) < scene.until) expect(until).toBe(stretch.until)
  else {
    const over = until === null ? scene.until + year : secondsOf(until)
    if (until !== null) expect(areOpenAt(windows, over)).toBe(false)
    for (const spot of [over - 60, ...spots(scene.until, over, share)])
      if (spot < over) expect([spot, areOpenAt(windows, spot)]).toEqual([spot, true])
  }
}

test('a day is over when another calendar shows a later one for the first time', () => {
  const run = randomRun('ends of days by another calendar', { portion: 100, all: 3000 })
  const given = fc.record({
    scene: fc.constantFrom(...allScenes),
    away: fc.constantFrom(-2, -1, 0, 1, 2),
  })
  fc.assert(
    fc.property(given, ({ scene: { zones, from, until }, away }) => {
      const [zone] = zones
      const day = Temporal.Instant.fromEpochMilliseconds(((from + until) / 2) * 1000)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .add({ days: away })
      const over = day.add({ days: 1 }).toZonedDateTime(zone)
      expect(endOfDay(day.toString(), zone)).toBe(instantOf(over.epochMilliseconds / 1000))
    }),
    run,
  )
})
