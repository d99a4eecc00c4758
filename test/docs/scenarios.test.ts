import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deeds } from '../../src/cli/simulate/read-story.js'

const page = readFileSync('docs/scenarios.md', 'utf8')
const [, keyTable = '', stepTable = ''] = page.split(/^\| (?:key|step) \|.*$/m)

/** The words in the first column of a table. */
function firstColumn(table: string): readonly string[] {
  return [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  )
}

test('the page of scenarios has every step the reader takes, and no other', () => {
  expect(firstColumn(stepTable).toSorted()).toEqual([...deeds].toSorted())
})

test('and every key of a story, and no other', () => {
  const reader = readFileSync('src/cli/simulate/read-story.ts', 'utf8')
  const read = [...reader.matchAll(/\bsaid(?:\('([a-z-]+)'\)|\.([a-z]+)\b)/g)].map(
    ([, call, key]) => call ?? key ?? '',
  )
  expect(firstColumn(keyTable).toSorted()).toEqual([...new Set(read)].toSorted())
})
