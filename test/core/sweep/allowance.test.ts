import { expect, test } from 'vitest'
import { callsUntil, spent } from '../../../src/core/sweep/allowance.js'
import type { CallRate } from '../../../src/model/call-rate.js'

const rest = (remaining: number, reset = 7200): CallRate => ({
  resource: 'core',
  limit: 1000,
  remaining,
  reset,
})
const graphql = (remaining: number): CallRate => ({ ...rest(remaining), resource: 'graphql' })

test('a quarter of the hour stays for the runs that people wait for', () => {
  expect([1000, 625, 250, 100].map((left) => spent([rest(1000)], [rest(left)]))).toEqual([0, 0.5, 1, 1.2])
  expect(callsUntil(1, [rest(1000)], [rest(1000)])).toBe(750)
})

test('what others have used before is not the sweep’s to spend', () => {
  expect([650, 450, 250].map((left) => spent([rest(650)], [rest(left)]))).toEqual([0, 0.5, 1])
  expect(spent([rest(200)], [rest(200)])).toBe(1)
})

test('of the limits of REST and GraphQL the one that is nearer counts', () => {
  const begun = [rest(1000), graphql(1000)]
  expect(spent(begun, [rest(900), graphql(400)])).toBe(0.8)
  expect(callsUntil(0.5, begun, [rest(900), graphql(700)])).toBe(75)
  expect(callsUntil(0.5, begun, [rest(900), graphql(400)])).toBe(0)
})

test('another hour has calls of its own', () => {
  expect(spent([rest(400, 7200)], [rest(999, 10_800)])).toBeCloseTo(1 / 750, 5)
  expect(spent([], [rest(625)])).toBe(0.5)
})

test('a server without limits sets none', () => {
  expect([spent([], []), callsUntil(0.5, [], [])]).toEqual([0, Number.POSITIVE_INFINITY])
})
