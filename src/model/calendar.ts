import type { Instant } from './instant.js'

/** The file `.github/issueops/calendar.yml`: when approved requests may be merged. */
export interface Calendar {
  /** The time zone of windows that name none, by its name in the IANA database. */
  readonly zone: string
  readonly windows: ReadonlyMap<string, MergeWindow>
}

/** When what names it may be merged. */
export interface MergeWindow {
  readonly name: string
  /** The time zone by whose clocks and calendar it opens. */
  readonly zone: string
  /** Why it is closed at other times, for people; null where nothing is said. */
  readonly reason: string | null
  /** When it is open; at any time where the list is empty. */
  readonly allow: readonly Times[]
  /** When it is closed, whatever `allow` says. */
  readonly deny: readonly Times[]
  /** What becomes of an end that comes while it is closed: it is carried out, or waits as well. */
  readonly ends: HeldOrNot
  /** The same of what `/rollback` asks for. */
  readonly rollbacks: HeldOrNot
}

export const heldOrNot = ['pass', 'hold'] as const
export type HeldOrNot = (typeof heldOrNot)[number]

/** Times at which all that is named holds. What is null holds always. */
export interface Times {
  readonly weekdays: readonly Weekday[] | null
  readonly hours: readonly Hours[] | null
  readonly dates: readonly Dates[] | null
  /** Why, for people. */
  readonly reason: string | null
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** In minutes since midnight, as clocks show it; `until` is not part of it, and where it is no later than `from`, it is on the day after. */
export interface Hours {
  readonly from: number
  readonly until: number
}

/** Days of the calendar, as in `2026-12-24`; the last one is part of it. */
export interface Dates {
  readonly from: string
  readonly to: string
}

/** A stretch of time; `until` is not part of it. */
export interface Period {
  readonly from: Instant
  readonly until: Instant
}

/** The stretch of time in which windows are open; null where that begins, or ends, further away than anybody looks. */
export interface Opening {
  readonly from: Instant | null
  readonly until: Instant | null
}
