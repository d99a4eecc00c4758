import { afterEach, expect, test } from 'vitest'
import { isBefore, isInstant, latest, secondsBetween } from '../../src/model/instant.js'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

test.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati'])(
  'a moment is the same on a machine in %s, and a time without a zone is none',
  (here) => {
    process.env.TZ = here
    expect(secondsBetween('2026-11-20T10:00:00Z', '2026-11-20T10:00:05Z')).toBe(5)
    expect(secondsBetween('2026-11-20T10:00:00Z', '2026-11-20T12:00:00+02:00')).toBe(0)
    expect(isBefore('2026-11-20T10:00:00Z', '2026-11-20T10:00:01.5Z')).toBe(true)
    expect(() => isBefore('2026-11-20T10:00:00', '2026-11-20T10:00:00Z')).toThrow('not a moment')
    expect(() => latest('2026-11-20T10:00:00Z', '2026-11-20 10:00')).toThrow('not a moment')
  },
)

test.each([
  ['2026-11-20T10:00:00Z', true],
  ['2026-11-20T10:00:00.123Z', true],
  ['2026-11-20T10:00:00-08:00', true],
  ['2026-11-20T10:00:00', false],
  ['2026-11-20 10:00:00', false],
  ['2026-11-20', false],
  ['Fri, 20 Nov 2026 10:00:00', false],
  ['2026-13-40T10:00:00Z', false],
  ['', false],
])('%j is a moment: %s', (text, expected) => {
  expect(isInstant(text)).toBe(expected)
})
