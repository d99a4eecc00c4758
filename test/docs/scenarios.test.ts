import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deeds } from '../../src/cli/simulate/deeds.js'
import { storyKeys } from '../../src/cli/simulate/read-story.js'
import { saidOfCommit } from '../../src/cli/simulate/signal-step.js'
import { call } from '../cli/output.js'
import { repository } from '../cli/repository.js'
import { blocksOf } from './pages.js'

const page = readFileSync('docs/scenarios.md', 'utf8')
const [, keyTable = '', stepTable = ''] = page.split(/^\| (?:key|step) \|.*$/m)

/** Each word in the first column of a table, with the words in the second. */
function wordsOf(table: string): readonly (readonly [word: string, beside: readonly string[]])[] {
  const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
  return [...table.matchAll(/^\| (`[^|]*) \|(.*)$/gm)].flatMap(([, cell = '', beside = '']) =>
    quoted(cell).map((word) => [word, quoted(beside)] as const),
  )
}

test('the page of scenarios has every step the reader takes, and no other, with every key it may have', () => {
  const always = ['issue', 'unseen']
  const keysOf = (deed: keyof typeof deeds) =>
    Object.keys(Object(deeds[deed].schema(new Map()).properties)).filter((key) => !always.includes(key))
  const read = Object.keys(deeds) as readonly (keyof typeof deeds)[]
  const sorted = (words: readonly string[]) => words.toSorted()
  expect(Object.fromEntries(wordsOf(stepTable).map(([deed, keys]) => [deed, sorted(keys)]))).toEqual(
    Object.fromEntries(read.map((deed) => [deed, sorted(keysOf(deed))])),
  )
  expect(always.filter((key) => !page.includes(`\`${key}`))).toEqual([])
})

test('and every key of a story, and no other', () => {
  const told = wordsOf(keyTable).map(([key]) => key)
  expect(told.toSorted()).toEqual(Object.keys(storyKeys).toSorted())
})

test('and everything that a system may say, and nothing else', () => {
  const [, section = ''] = page.split('## What systems say')
  const keys = Object.keys(Object(saidOfCommit.schema(new Map()).properties))
  const told = [...section.matchAll(/`(\w+)`/g)].map(([, word = '']) => word)
  expect(keys.filter((key) => !told.includes(key) && !section.includes(`\`${key}:`))).toEqual([])
  const written = [...section.matchAll(/^- signal: \{(.*)\}$/gm)].flatMap(([, map = '']) =>
    [...map.matchAll(/(\w+):/g)].map(([, key = '']) => key),
  )
  expect([...new Set(written)].toSorted()).toEqual(keys.toSorted())
})

test('the whole story ends as it says, on the files that the command writes', async () => {
  const story = blocksOf(page).find(({ mark }) => mark === 'file: given/story.yml')?.text ?? ''
  const folder = repository({ 'given/story.yml': story, 'given/repository/README.md': '' })
  expect((await call('new', 'image-promotion', join(folder, 'given', 'repository'))).code).toBe(0)
  expect(await call('simulate', folder)).toMatchObject({ code: 0, err: '' })
})
