import fc from 'fast-check'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import type { Beside } from '../../../src/model/change.js'
import { edited, value } from './fixtures.js'

const json = { file: 'app.json' }

test.each([
  ['in the middle', 'b', 'a: 1\nb: 9\nc: 2\nd: 3\n'],
  ['at the beginning', 'A', 'A: 9\na: 1\nc: 2\nd: 3\n'],
  ['at the end', 'x', 'a: 1\nc: 2\nd: 3\nx: 9\n'],
])('among at least three keys in order, a new one goes to its place: %s', (_, key, after) => {
  expect(edited('a: 1\nc: 2\nd: 3\n', value([key], 9))).toBe(after)
})

test.each([
  ['two keys are in order by accident', 'a: 1\nc: 2\n', 'a: 1\nc: 2\nb: 9\n'],
  ['keys are in no order', 'c: 1\na: 2\nd: 3\n', 'c: 1\na: 2\nd: 3\nb: 9\n'],
  [
    'a resource has an order of its own',
    'apiVersion: v1\nkind: A\nmetadata: {}\n',
    'apiVersion: v1\nkind: A\nmetadata: {}\nb: 9\n',
  ],
  ['a key looks like a position', 'a: 1\n"10": 2\nc: 3\nd: 4\n', 'a: 1\n"10": 2\nc: 3\nd: 4\nb: 9\n'],
])('else it goes to the end: %s', (_, before, after) => {
  expect(edited(before, value(['b'], 9))).toBe(after)
})

test('several new keys go to their places in one run, in any order of the changes', () => {
  const before = 'b: 1\nd: 2 # two\n# above f\nf: 3\n'
  const after = 'a: 9\nb: 1\nc: 9\nd: 2 # two\ne: 9\n# above f\nf: 3\ng: 9\n'
  for (const keys of ['aceg', 'geca', 'cgae'])
    expect(edited(before, ...[...keys].map((key) => value([key], 9)))).toBe(after)
  expect(edited('b: 1\nd: 2\nf: 3\n', value(['c'], 9), value(['ca'], 9), value(['bz'], 9))).toBe(
    'b: 1\nbz: 9\nc: 9\nca: 9\nd: 2\nf: 3\n',
  )
})

test('comments stay with the entry they belong to', () => {
  const before = 'a:\n  x: 1\n  # y: 2\n\n# about c\nc: 3\nd: 4\n'
  expect(edited(before, value(['b'], 9))).toBe('a:\n  x: 1\n  # y: 2\nb: 9\n\n# about c\nc: 3\nd: 4\n')
})

test.each<[string, Beside, string]>([
  ['before, above its comment', { before: 'a' }, 'b: 1\nnew: 9\n# a\na: 2\nc: 3\n'],
  ['before the first', { before: 'b' }, 'new: 9\nb: 1\n# a\na: 2\nc: 3\n'],
  ['after', { after: 'a' }, 'b: 1\n# a\na: 2\nnew: 9\nc: 3\n'],
  ['after the last', { after: 'c' }, 'b: 1\n# a\na: 2\nc: 3\nnew: 9\n'],
  ['beside an entry that is not there', { after: 'zzz' }, 'b: 1\n# a\na: 2\nc: 3\nnew: 9\n'],
])('a new entry goes where it is wanted: %s', (_, beside, after) => {
  expect(edited('b: 1\n# a\na: 2\nc: 3\n', value(['new'], 9, { beside }))).toBe(after)
})

test('before the first entry, a new one goes above what is said about that', () => {
  const change = value(['a'], 9, { beside: { before: 'b' } })
  const after = '# all of it\n\na: 9\n# about b\n# and more\nb: 1\n'
  expect(edited('# all of it\n\n# about b\n# and more\nb: 1\n', change)).toBe(after)
  expect(edited(after, { ...change, ensure: 'absent' })).toBe('# all of it\n\n# about b\n# and more\nb: 1\n')
  expect(
    edited('m: # m\n  # about b\n  b: 1\n', value(['m', 'a'], 'x\ny\n', { beside: { before: 'b' } })),
  ).toBe('m: # m\n  a: |\n    x\n    y\n  # about b\n  b: 1\n')
})

test('an entry that is there stays where it is', () => {
  expect(edited('b: 1\na: 2\n', value(['a'], 9, { beside: { before: 'b' } }))).toBe('b: 1\na: 9\n')
})

test('in JSON and in brackets it is the same', () => {
  expect(
    edited('{\n  "a": 1,\n  "c": 2, \n  "d": 3\n}\n', value(['b'], 9, json), value(['ba'], 8, json)),
  ).toBe('{\n  "a": 1,\n  "b": 9,\n  "ba": 8,\n  "c": 2, \n  "d": 3\n}\n')
  expect(edited('{ "x": 1, "c": 2 }', value(['b'], 9, { ...json, beside: { before: 'x' } }))).toBe(
    '{ "b": 9, "x": 1, "c": 2 }',
  )
  expect(edited('m: { a: 1, c: 2, d: 3 }\n', value(['m', 'b'], 9))).toBe('m: { a: 1, b: 9, c: 2, d: 3 }\n')
  expect(edited('- b: 1\n  a: 2\n', value([0, 'new'], 9, { beside: { before: 'b' } }))).toBe(
    '- new: 9\n  b: 1\n  a: 2\n',
  )
})

test('in a large file the neighbours of a new key are not lost', () => {
  const keys = Array.from({ length: 9_000 }, (_, index) => `key${String(index).padStart(5, '0')}`)
  const before = keys.map((key) => `${key}:\n  v: 1\n`).join('')
  expect(before.length).toBeGreaterThan(65_536)
  expect(edited(before, value(['key04000a'], 9))).toBe(before.replace('key04001:', 'key04000a: 9\nkey04001:'))
})

test('whatever the keys are, the file says what it said and the new entry, and sorted keys stay sorted', () => {
  const keys = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom(...'abcxyzAB09-_ '), minLength: 1, maxLength: 4 }),
    {
      minLength: 2,
      maxLength: 8,
    },
  )
  fc.assert(
    fc.property(keys, fc.boolean(), fc.constantFrom('app.yaml', 'app.json'), (all, sorted, file) => {
      const [fresh = 'k', ...rest] = all
      const there = sorted ? rest.toSorted() : rest
      const lines = there.map((key, index) => `  ${JSON.stringify(key)}: ${index}`)
      const before =
        file === 'app.json' ? `{\n${lines.join(',\n')}\n}\n` : lines.map((line) => `${line} # c\n`).join('')
      const after = edited(before, value([fresh], 'new', { file }))
      expect(load(after)).toEqual(
        Object.fromEntries([...there.map((key, index) => [key, index]), [fresh, 'new']]),
      )
      const order = after.split('\n').flatMap((line) => line.match(/^ *"?([^":]+)"?:/)?.[1] ?? [])
      if (sorted && there.length >= 3 && !all.some((key) => /^\d+$/.test(key)))
        expect(order).toEqual(order.toSorted())
    }),
    { numRuns: 1_500 },
  )
})
