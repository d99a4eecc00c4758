import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decisionTable } from './decision-table.js'
import { publishedScenarios } from './published-scenarios.js'

const numbers = new Set(
  decisionTable.map((row) => row.split(' | ')[2]).filter((number) => number !== undefined),
)

test('every published scenario is played where the map says, and every number in the table is in the map', () => {
  for (const [number, places] of Object.entries(publishedScenarios)) {
    const gone = places.filter((place) => (place === 'row' ? !numbers.has(number) : !existsSync(place)))
    expect({ number, gone }).toEqual({ number, gone: [] })
  }
  expect([...numbers].filter((number) => !publishedScenarios[number]?.includes('row'))).toEqual([])
})
