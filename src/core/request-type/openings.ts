import {
  type Dates,
  type Hours,
  type MergeWindow,
  type Opening,
  type Period,
  type Times,
  type Weekday,
  weekdays,
} from '../../model/calendar.js'
import { type Instant, instantOf, secondsBetween } from '../../model/instant.js'
import { evenClocks, type Offset, offsetOf } from './zoned-clock.js'

/** How far anybody looks for an opening, and for its bounds, in seconds: a year and a day, so that what happens once a year is found. */
export const lookedAhead = 367 * 86_400

/** Whether all of some windows are open at a moment. Without a window nothing is closed. */
export function isOpen(windows: readonly MergeWindow[], at: Instant): boolean {
  return areOpen(windows.map(clockwork), secondsOf(at))
}

/** The windows that are closed at a moment, and why where the calendar says it. */
export function closedAt(
  windows: readonly MergeWindow[],
  at: Instant,
): readonly { readonly name: string; readonly why: string | null }[] {
  return windows.flatMap((window) => {
    const works = clockwork(window)
    const seconds = secondsOf(at)
    if (works.isOpen(seconds)) return []
    return [{ name: window.name, why: works.denied(seconds)?.reason ?? window.reason }]
  })
}

/** The first moment from another one on at which all of some windows are open; null where there is none for a year. */
export function opensAt(windows: readonly MergeWindow[], after: Instant): Instant | null {
  const works = windows.map(clockwork)
  const start = secondsOf(after)
  if (areOpen(works, start)) return after
  for (const turn of turnsFrom(works, start)) if (areOpen(works, turn)) return instantOf(turn)
  return null
}

/** The stretch around a moment in which all of some windows are open; null where one of them is closed then. */
export function openingAt(windows: readonly MergeWindow[], at: Instant): Opening | null {
  const works = windows.map(clockwork)
  const now = secondsOf(at)
  return areOpen(works, now) ? { from: openedAt(works, now), until: closesAt(works, now) } : null
}

/** The next openings of some windows from a moment on, the one that is going on first. */
export function nextOpenings(
  windows: readonly MergeWindow[],
  after: Instant,
  count: number,
): readonly Opening[] {
  const found: Opening[] = []
  let at = opensAt(windows, after)
  while (at !== null && found.length < count) {
    const opening = openingAt(windows, at)
    if (opening === null) break
    found.push(opening)
    at = opening.until === null ? null : opensAt(windows, opening.until)
  }
  return found
}

/** The parts of a stretch of time in which one of some windows is closed. */
export function closedWithin(windows: readonly MergeWindow[], { from, until }: Period): readonly Period[] {
  const works = windows.map(clockwork)
  const [start, end] = [secondsOf(from), secondsOf(until)]
  const found: Period[] = []
  let at = start
  while (at < end) {
    const open = areOpen(works, at)
    const turn = nextTurn(works, at, end, open)
    if (!open) found.push({ from: instantOf(at), until: instantOf(turn) })
    at = turn
  }
  return found
}

/** When windows that are open, or closed, cease to be; the end of the stretch that is looked at where they do not. */
function nextTurn(works: readonly Clockwork[], at: number, end: number, open: boolean): number {
  for (const turn of turnsFrom(works, at, end)) if (areOpen(works, turn) !== open) return turn
  return end
}

function openedAt(works: readonly Clockwork[], now: number): Instant | null {
  for (let until = now + 1; until > now - lookedAhead; until -= day) {
    for (const turn of turnsWithin(works, until - day, until).toReversed())
      if (!areOpen(works, turn - 1)) return instantOf(turn)
  }
  return null
}

function closesAt(works: readonly Clockwork[], now: number): Instant | null {
  for (const turn of turnsFrom(works, now)) if (!areOpen(works, turn)) return instantOf(turn)
  return null
}

const day = 86_400

/** The moments after another one at which one of some windows may open or close, in order. */
function* turnsFrom(
  works: readonly Clockwork[],
  after: number,
  end = after + lookedAhead,
): Generator<number, void> {
  for (let from = after; from < end; from += day)
    for (const turn of turnsWithin(works, from, Math.min(from + day, end))) if (turn > after) yield turn
}

function turnsWithin(works: readonly Clockwork[], from: number, until: number): readonly number[] {
  const found = works.flatMap((each) => each.turns(from, until))
  return [...new Set(found)].sort((a, b) => a - b)
}

function areOpen(works: readonly Clockwork[], at: number): boolean {
  return works.every((each) => each.isOpen(at))
}

/** A window with the clocks of its zone, by seconds since 1970. */
interface Clockwork {
  readonly isOpen: (at: number) => boolean
  readonly denied: (at: number) => Times | undefined
  /** The moments of a stretch of at most a day at which it may open or close: full days and hours that it names, and where clocks are put on or back. */
  readonly turns: (from: number, until: number) => readonly number[]
}

function clockwork({ zone, allow, deny }: MergeWindow): Clockwork {
  const offset = offsetOf(zone)
  const allowed = allow.map(matcher)
  const denying = deny.map((times) => ({ times, holds: matcher(times) }))
  const marks = marksOf([...allow, ...deny])
  const denied = (at: number) => {
    const shown = at + offset(at)
    return denying.find(({ holds }) => holds(shown))?.times
  }
  return {
    denied,
    isOpen: (at) => {
      const shown = at + offset(at)
      return (
        (allowed.length === 0 || allowed.some((holds) => holds(shown))) &&
        !denying.some(({ holds }) => holds(shown))
      )
    },
    turns: (from, until) => turnsOf(offset, marks, from, until),
  }
}

/** Times of the day at which something begins or ends, in seconds. */
function marksOf(times: readonly Times[]): readonly number[] {
  const minutes = times.flatMap(({ hours }) => (hours ?? []).flatMap(({ from, until }) => [from, until]))
  return [...new Set([0, ...minutes.map((each) => (each * 60) % day)])].sort((a, b) => a - b)
}

function turnsOf(offset: Offset, marks: readonly number[], from: number, until: number): readonly number[] {
  return evenClocks(offset, from, until).flatMap((even) => {
    const first = even.from + even.offset
    const found = [even.from]
    for (
      let midnight = first - (((first % day) + day) % day);
      midnight < even.until + even.offset;
      midnight += day
    )
      for (const mark of marks) {
        const turn = midnight + mark - even.offset
        if (turn > even.from && turn < even.until) found.push(turn)
      }
    return found
  })
}

/** Whether times hold when clocks and calendar show a moment, as seconds since 1970 there. */
function matcher({ weekdays: named, hours, dates }: Times): (shown: number) => boolean {
  const days = (dates ?? []).map(dayNumbers)
  const isDay = (number: number) =>
    (named === null || named.includes(weekdayOf(number))) &&
    (dates === null || days.some(({ from, to }) => from <= number && number <= to))
  return (shown) => {
    const today = Math.floor(shown / day)
    const minute = Math.floor((shown - today * day) / 60)
    if (hours === null) return isDay(today)
    return hours.some((each) =>
      holdsAt(
        each,
        minute,
        () => isDay(today),
        () => isDay(today - 1),
      ),
    )
  }
}

/** Hours over midnight belong to the day on which they begin. */
function holdsAt(
  { from, until }: Hours,
  minute: number,
  today: () => boolean,
  yesterday: () => boolean,
): boolean {
  if (from < until) return from <= minute && minute < until && today()
  return (from <= minute && today()) || (minute < until && yesterday())
}

function dayNumbers({ from, to }: Dates): { readonly from: number; readonly to: number } {
  const number = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000 / day
  return { from: number(from), to: number(to) }
}

/** The first of January 1970 was a Thursday. */
function weekdayOf(number: number): Weekday {
  return weekdays[(((number + 3) % 7) + 7) % 7] ?? 'mon'
}

function secondsOf(at: Instant): number {
  return secondsBetween('1970-01-01T00:00:00Z', at)
}
