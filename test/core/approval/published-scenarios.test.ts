import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decisionTable } from './decision-table.js'
import { publishedScenarios } from './published-scenarios.js'

const numbers = new Set(
  decisionTable.map((row) => row.split(' | ')[2]).filter((number) => number !== undefined),
)

/** All numbers that were published; they have gaps. */
const published = [
  1, 3, 4, 8, 10, 11, 13, 15, 17, 19, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31, 32, 34, 36, 38, 39, 42, 43, 44,
  45, 46, 47, 48, 49, 51, 52, 53,
].map((number) => `A${number}`)

test('every published scenario has its place, and every number in the table is in the map', () => {
  expect(Object.keys(publishedScenarios)).toEqual(published)
  expect([...numbers].filter((number) => !publishedScenarios[number]?.includes('row'))).toEqual([])
})

test.each(Object.entries(publishedScenarios))(
  'scenario %s is played where the map says',
  (number, places) => {
    expect(places.filter((place) => !isThere(place, number))).toEqual([])
  },
)

function isThere(place: string, number: string): boolean {
  if (place === 'row') return numbers.has(number)
  const [path = '', title] = place.split('#')
  if (path.startsWith('test/scenarios/')) return existsSync(`${path}/expect/conversation.md`)
  // A page breaks its lines; a title stands on one.
  const text = existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ') : null
  return text !== null && (title === undefined || text.includes(title))
}
