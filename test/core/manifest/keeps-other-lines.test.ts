import { expect, test } from 'vitest'
import { applySplices, type Splice } from '../../../src/core/manifest/splice.js'
import { keepsOtherLines } from '../../../src/core/manifest/splice-in-batches.js'

const text = 'one\ntwo\nthree\nfour'
const second = { start: 4, end: 8 }

function keeps(splices: readonly Splice[], lines = [second], after = applySplices(text, splices)): boolean {
  return keepsOtherLines(text, after, splices, lines)
}

test.each<[string, readonly Splice[]]>([
  ['replaced', [{ start: 4, end: 7, text: 'TWO' }]],
  ['removed', [{ start: 4, end: 8, text: '' }]],
  ['followed by new ones', [{ start: 7, end: 7, text: '\nnew\nnew' }]],
  [
    'changed in two places',
    [
      { start: 4, end: 5, text: '' },
      { start: 7, end: 7, text: 'x' },
    ],
  ],
])('the lines of the place may be %s', (_title, splices) => {
  expect(keeps(splices)).toBe(true)
})

test.each<[string, readonly Splice[]]>([
  ['the line before', [{ start: 2, end: 3, text: 'E' }]],
  ['the line behind', [{ start: 7, end: 9, text: '' }]],
  [
    'another line as well',
    [
      { start: 4, end: 5, text: '' },
      { start: 14, end: 15, text: 'F' },
    ],
  ],
  ['the line behind, by running into it', [{ start: 7, end: 8, text: '' }]],
])('no edit may change %s', (_title, splices) => {
  expect(keeps(splices)).toBe(false)
})

test('a text that is not what the edits make of it is refused', () => {
  expect(keeps([{ start: 4, end: 7, text: 'TWO' }], [second], 'one\nTWO\nthree\nfive')).toBe(false)
  expect(keeps([{ start: 4, end: 7, text: 'TWO' }], [second], 'One\nTWO\nthree\nfour')).toBe(false)
})

test('the last line of a file without a line end takes the line end before it along', () => {
  const last = { start: 13, end: 18 }
  expect(keeps([{ start: 13, end: 18, text: '' }], [last])).toBe(true)
  expect(keeps([{ start: 14, end: 18, text: '' }], [last])).toBe(true)
  expect(keeps([{ start: 13, end: 14, text: '' }], [last])).toBe(false)
})

test('places that share lines are looked at together', () => {
  const splices = [
    { start: 5, end: 6, text: 'W' },
    { start: 8, end: 9, text: 'T' },
  ]
  expect(keeps(splices, [second, { start: 4, end: 14 }])).toBe(true)
  expect(keeps(splices, [second])).toBe(false)
})
