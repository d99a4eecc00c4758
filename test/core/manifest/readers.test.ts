import { describe, expect, test } from 'vitest'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

// libyaml and Go's yaml, and so Kubernetes, read some texts otherwise than the parsers of JavaScript do. What they read was asked of them:
// `npm run corpus` does it for whole folders.
type Case = readonly [title: string, before: string, change: ValueChange | ItemChange, after: string]

describe('a block scalar that ends the file without a line end is “x” to Kubernetes, and “x” with a line end to others', () => {
  const written: readonly Case[] = [
    [
      'a text of several lines is quoted where it would be such a block',
      'data:\n  a: b',
      value(['data', 'script'], 'one\ntwo\n'),
      'data:\n  a: b\n  script: "one\\ntwo\\n"',
    ],
    ['where an item would', 'l:\n  - a', item(['l'], 'one\ntwo\n'), 'l:\n  - a\n  - "one\\ntwo\\n"'],
    [
      'where a value would be replaced by it',
      'a: 1\nb: x',
      value(['b'], 'one\ntwo\n'),
      'a: 1\nb: "one\\ntwo\\n"',
    ],
    [
      'where it stands inside a new map',
      'a: 1',
      value(['b'], { c: 'one\ntwo\n' }),
      'a: 1\nb:\n  c: "one\\ntwo\\n"',
    ],
    [
      'a text without a line end at its end is the same to all',
      'a: 1',
      value(['b'], 'one\ntwo'),
      'a: 1\nb: |-\n  one\n  two',
    ],
    [
      'in a file that ends with a line end, too',
      'a: 1\n',
      value(['b'], 'one\ntwo\n'),
      'a: 1\nb: |\n  one\n  two\n',
    ],
    ['the block itself is written anew', 'a: |\n  x', value(['a'], 'one\ntwo\n'), 'a: "one\\ntwo\\n"'],
    ['also when others read what is wanted already', 'a: |\n  x', value(['a'], 'x\n'), 'a: "x\\n"'],
    ['also when Kubernetes reads what is wanted already', 'a: |\n  x', value(['a'], 'x'), 'a: x'],
    ['a folded one', 'a: >\n  x\n  y', value(['a'], 'x y\n'), 'a: "x y\\n"'],
    ['what stands before it can change', 'a: 1\nb: |\n  x', value(['a'], 2), 'a: 2\nb: |\n  x'],
    ['what stands before it can go', 'a: 1\nb: |\n  x', noValue(['a']), 'b: |\n  x'],
    [
      'what stands before it can come',
      'b:\n  c: 1\nd: |\n  x',
      value(['b', 'e'], 2),
      'b:\n  c: 1\n  e: 2\nd: |\n  x',
    ],
    ['it can be removed', 'a: 1\nb: |\n  x', noValue(['b']), 'a: 1'],
    [
      'the entry below it takes its line end with it only where that is no part of the text',
      'a: |\n  x\nb: 1',
      noValue(['b']),
      'a: |\n  x\n',
    ],
    ['so does the item below it', 'l:\n  - |\n    x\n  - y', noItem(['l'], 'y'), 'l:\n  - |\n    x\n'],
    ['a block that is stripped ends as before', 'a: |-\n  x\nb: 1', noValue(['b']), 'a: |-\n  x'],
    ['below a stripped block an entry can be added', 'a: |-\n  x', value(['b'], 1), 'a: |-\n  x\nb: 1'],
  ]
  test.each(written)('%s', (_title, before, change, after) => {
    expect(edited(before, change)).toBe(after)
    expect(edited(after, change)).toBe(after)
  })

  test.each<Case>([
    [
      'adding an entry below',
      'spec:\n  steps:\n  - script: |\n      echo hi',
      value(['spec', 'timeout'], 1),
      '',
    ],
    ['adding an entry beside', 'a: |\n  x', value(['b'], 1), ''],
    ['adding an item below', 'l:\n  - >\n    x', item(['l'], 'y'), ''],
    ['adding a kept one below', 'a: |+\n  x', value(['b'], 1), ''],
  ])('refused is what would give the block a line end: %s', (_title, before, change) => {
    expect(edited(before, change)).toBe('change/final-line-end')
  })
})

describe('what readers take for different things is never “as requested already”', () => {
  test.each<[source: string, wanted: string | number | boolean, after: string]>([
    ['0400', 400, '400'],
    ['0400', 256, '256'],
    ['010', 10, '10'],
    ['08', 8, '8'],
    ['0o14', 12, '12'],
    ['1e3', 1000, '1000'],
    ['1.5e3', 1500, '1500'],
    ['yes', 'yes', '"yes"'],
    ['NO', 'NO', '"NO"'],
    ['on', 'on', '"on"'],
    ['y', 'y', '"y"'],
    ['yes', true, 'true'],
    ['1_000', '1_000', '"1_000"'],
    ['1_000', 1000, '1000'],
    ['0b11', '0b11', '"0b11"'],
    ['-0x1f', '-0x1f', '"-0x1f"'],
    ['12:30:45', '12:30:45', '"12:30:45"'],
    ['22:22', '22:22', '"22:22"'],
    ['2026-11-27', '2026-11-27', '"2026-11-27"'],
    ['2026-11-27T10:00:00Z', '2026-11-27T10:00:00Z', '"2026-11-27T10:00:00Z"'],
    ['=', '=', '"="'],
    ['12345678901234567890', 12345678901234567000, '12345678901234567000'],
  ])('%s, asked for %j', (source, wanted, after) => {
    expect(edited(`a: ${source} # c\n`, value(['a'], wanted))).toBe(`a: ${after} # c\n`)
    expect(edited(`a: ${after} # c\n`, value(['a'], wanted))).toBe(`a: ${after} # c\n`)
    expect(edited(`a: [x, ${source}]\n`, value(['a', 1], wanted))).toBe(`a: [x, ${after}]\n`)
  })

  test.each<[source: string, wanted: string | number | boolean | null]>([
    ['~', null],
    ['Null', null],
    ['', null],
    ['True', true],
    ['0x10', 16],
    ['+1', 1],
    ['-0.5', -0.5],
    ['1.', 1],
    ['.5', 0.5],
    ['1.5e+3', 1500],
    ['yEs', 'yEs'],
    ['1.2.3', '1.2.3'],
    ['80:80', '80:80'],
    ['1.10.0-rc1', '1.10.0-rc1'],
    ['10Gi', '10Gi'],
    ['100m', '100m'],
    ['0123abc', '0123abc'],
    ['1e3f', '1e3f'],
    ['~x', '~x'],
  ])('%s is %j to all, and stays', (source, wanted) => {
    expect(edited(`a: ${source}\n`, value(['a'], wanted))).toBe(`a: ${source}\n`)
  })

  test('inside what is asked for, only the value in question is written anew', () => {
    const before = 'l:\n  - name: a # one\n    mode: 0400 # octal\n    on: [no, x]\n'
    const wanted = { name: 'a', mode: 400, on: ['no', 'x'] }
    const after = 'l:\n  - name: a # one\n    mode: 400 # octal\n    on: ["no", x]\n'
    expect(edited(before, item(['l'], wanted, 'name'))).toBe(after)
    expect(edited(before, value(['l', 0], wanted))).toBe(after)
    expect(edited(after, item(['l'], wanted, 'name'))).toBe(after)
  })

  test('an item of a list is the one asked for, and is written so that all read it', () => {
    expect(edited('l:\n  - a\n  - no # c\n', item(['l'], 'no'))).toBe('l:\n  - a\n  - "no" # c\n')
  })

  test('elsewhere in the file they stay as they are', () => {
    const before = 'a: yes\nb: 0400\nc: 12345678901234567890\nd: 2026-11-27\ne: 1\n'
    expect(edited(before, value(['e'], 2))).toBe(before.replace('e: 1', 'e: 2'))
  })
})

test.each([
  ['a separator that is a line end to some', 'a: x # \u2028b: 1\nc: 1\n'],
  ['a next-line character', 'a: x # \u0085b: 1\nc: 1\n'],
  ['an anchor whose name ends elsewhere to some', 'a: &x: 1\nc: 1\n'],
])('a file whose structure is another one to some readers is not edited: %s', (_title, before) => {
  expect(edited(before, value(['c'], 2))).toBe('change/yaml-unreadable')
})

// Asked of libyaml and Go's yaml, of 858 texts: no other answer here.
describe('a tab that begins a line is indentation to some readers', () => {
  test.each<[string, string, ValueChange, string]>([
    [
      'on a blank line below a text in quotes',
      'a: "b"\n\t\nc: 1\n',
      value(['c'], 2),
      'change/yaml-unreadable',
    ],
    ['no deeper than the map', 'a: b\n\t\nc: 1\n', value(['c'], 2), 'change/yaml-unreadable'],
    ['before a comment', 'a: 1\n\t# c\n', value(['a'], 2), 'change/yaml-unreadable'],
    ['below a block scalar', 'a: |\n  x\n\t\nc: 1\n', value(['c'], 2), 'change/yaml-unreadable'],
    [
      'between brackets, behind a text without quotes',
      'a: [b\n\t]\nc: 1\n',
      value(['c'], 2),
      'change/yaml-unreadable',
    ],
    ['where it would be behind one', 'a: ["b"\n\t]\n', value(['a', 0], 5), 'change/not-provable'],
    [
      'where it would be behind one in quotes',
      'a: b\n  \t\nc: 1\n',
      value(['a'], '5'),
      'change/not-provable',
    ],
    ['where it would be behind none', 'a: ["b",\nc\n  \t]\n', value(['a', 0], 'd'), 'a: ["d",\nc\n  \t]\n'],
    ['deeper than the map', 'a: b\n  \t\nc: 1\n', value(['c'], 2), 'a: b\n  \t\nc: 2\n'],
    ['between brackets', 'a: ["b"\n\t, c]\nd: 1\n', value(['d'], 2), 'a: ["b"\n\t, c]\nd: 2\n'],
    ['between quotes', 'a: "b\n\tc"\nd: 1\n', value(['d'], 2), 'a: "b\n\tc"\nd: 2\n'],
    ['in a block scalar', 'a: |\n  x:\n  \ty\nd: 1\n', value(['d'], 2), 'a: |\n  x:\n  \ty\nd: 2\n'],
  ])('%s', (_title, before, change, after) => {
    expect(edited(before, change)).toBe(after)
    expect(edited(before.replaceAll('\n', '\r\n'), change)).toBe(after.replaceAll('\n', '\r\n'))
  })
})
