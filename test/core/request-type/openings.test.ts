import { expect, test } from 'vitest'
import {
  closedAt,
  closedWithin,
  isOpen,
  nextOpenings,
  openingAt,
  opensAt,
} from '../../../src/core/request-type/openings.js'
import { windowsIn } from './calendars.js'

const berlin = windowsIn(`zone: Europe/Berlin
windows:
  office-hours:
    reason: Nobody is there to help.
    allow:
      - { weekdays: mon-thu, hours: 09:00-17:00 }
      - { weekdays: fri, hours: 09:00-12:00 }
    deny:
      - { dates: 2026-12-24..2027-01-02, reason: Nothing is changed over the holidays. }
  nights:
    allow: [{ weekdays: [mon, fri], hours: 22:00-06:00 }]
  lost-hour:
    allow: [{ hours: 02:00-03:00 }]
  no-lunch:
    deny: [{ hours: 12:00-13:00 }]
  one-day:
    allow: [{ dates: 2026-12-29 }]
  never:
    allow: [{ weekdays: mon }]
    deny: [{ weekdays: [sun-tue] }]
  always:
    deny: [{ dates: 2001-01-01 }]
  new-york:
    zone: America/New_York
    allow: [{ hours: 09:00-17:00 }]
`)

test.each([
  // Wednesday.
  ['2026-11-25T07:59:59Z', false],
  ['2026-11-25T08:00:00Z', true],
  ['2026-11-25T15:59:59Z', true],
  ['2026-11-25T16:00:00Z', false],
  // Friday is shorter, and Sunday is closed.
  ['2026-11-27T10:59:59Z', true],
  ['2026-11-27T11:00:00Z', false],
  ['2026-11-29T10:00:00Z', false],
  // An hour earlier in summer.
  ['2026-07-01T07:00:00Z', true],
  ['2026-07-01T15:00:00Z', false],
  // What is denied goes before what is allowed, from midnight to midnight there.
  ['2026-12-23T15:00:00Z', true],
  ['2026-12-24T10:00:00Z', false],
  ['2026-12-31T10:00:00Z', false],
  ['2027-01-04T08:00:00Z', true],
])('office hours at %s: open is %s', (at, open) => {
  expect(isOpen(berlin('office-hours'), at)).toBe(open)
})

test.each([
  // From Monday evening to Tuesday morning, and not from Sunday evening.
  ['2026-11-23T04:00:00Z', false],
  ['2026-11-23T21:00:00Z', true],
  ['2026-11-24T04:59:59Z', true],
  ['2026-11-24T05:00:00Z', false],
  ['2026-11-24T21:00:00Z', false],
  ['2026-11-28T04:00:00Z', true],
])('hours over midnight belong to the day on which they begin: at %s open is %s', (at, open) => {
  expect(isOpen(berlin('nights'), at)).toBe(open)
})

test('an hour that clocks leave out is not open that day, and one that they show twice is open twice', () => {
  expect(nextOpenings(berlin('lost-hour'), '2026-03-28T00:00:00Z', 2)).toEqual([
    { from: '2026-03-28T01:00:00Z', until: '2026-03-28T02:00:00Z' },
    { from: '2026-03-30T00:00:00Z', until: '2026-03-30T01:00:00Z' },
  ])
  expect(nextOpenings(berlin('lost-hour'), '2026-10-24T12:00:00Z', 2)).toEqual([
    { from: '2026-10-25T00:00:00Z', until: '2026-10-25T02:00:00Z' },
    { from: '2026-10-26T01:00:00Z', until: '2026-10-26T02:00:00Z' },
  ])
})

test('an opening is told with both of its bounds, whenever it is asked about', () => {
  const opening = { from: '2026-11-25T08:00:00Z', until: '2026-11-25T16:00:00Z' }
  expect(openingAt(berlin('office-hours'), '2026-11-25T08:00:00Z')).toEqual(opening)
  expect(openingAt(berlin('office-hours'), '2026-11-25T15:59:59Z')).toEqual(opening)
  expect(openingAt(berlin('office-hours'), '2026-11-25T16:00:00Z')).toBeNull()
})

test('what is open for longer than a year has no bounds', () => {
  expect(openingAt(berlin('always'), '2026-11-25T08:00:00Z')).toEqual({ from: null, until: null })
  expect(openingAt([], '2026-11-25T08:00:00Z')).toEqual({ from: null, until: null })
})

test.each<[readonly string[], string, string | null]>([
  [['office-hours'], '2026-11-25T12:00:00Z', '2026-11-25T12:00:00Z'],
  [['office-hours'], '2026-11-27T12:00:00Z', '2026-11-30T08:00:00Z'],
  [['office-hours'], '2026-12-23T17:00:00Z', '2027-01-04T08:00:00Z'],
  [['one-day'], '2026-01-01T00:00:00Z', '2026-12-28T23:00:00Z'],
  [['one-day'], '2026-12-30T00:00:00Z', null],
  [['never'], '2026-11-25T12:00:00Z', null],
  [['office-hours', 'no-lunch'], '2026-11-25T11:30:00Z', '2026-11-25T12:00:00Z'],
  [['office-hours', 'new-york'], '2026-11-25T08:00:00Z', '2026-11-25T14:00:00Z'],
  [['office-hours', 'nights'], '2026-11-25T08:00:00Z', null],
  [[], '2026-11-25T08:00:00Z', '2026-11-25T08:00:00Z'],
])('%s, seen at %s, are all open from %s on', (names, at, from) => {
  expect(opensAt(berlin(...names), at)).toBe(from)
})

test('it is told which windows are closed, and why where the calendar says it', () => {
  expect(closedAt(berlin('office-hours', 'nights', 'no-lunch'), '2026-11-28T10:00:00Z')).toEqual([
    { name: 'office-hours', why: 'Nobody is there to help.' },
    { name: 'nights', why: null },
  ])
  expect(closedAt(berlin('office-hours'), '2026-12-25T10:00:00Z')).toEqual([
    { name: 'office-hours', why: 'Nothing is changed over the holidays.' },
  ])
})

test('the time in which a window was closed is told to the second', () => {
  const stretch = { from: '2026-11-25T10:00:00Z', until: '2026-11-26T12:30:00Z' }
  expect(closedWithin(berlin('office-hours', 'no-lunch'), stretch)).toEqual([
    { from: '2026-11-25T11:00:00Z', until: '2026-11-25T12:00:00Z' },
    { from: '2026-11-25T16:00:00Z', until: '2026-11-26T08:00:00Z' },
    { from: '2026-11-26T11:00:00Z', until: '2026-11-26T12:00:00Z' },
  ])
})
