import { describe, expect, test } from 'vitest'
import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

type Case = readonly [title: string, before: string, change: ValueChange | ItemChange, after: string]

// libyaml and Go's yaml, and so Kubernetes, read brackets and quotes that go on no deeper than their key; JavaScript's parsers do not. What the
// two read was asked of them.
const kept: readonly Case[] = [
  ['beside a list in brackets', 'x: [a,\nb]\ny: 1\n', value(['y'], 2), 'x: [a,\nb]\ny: 2\n'],
  ['beside a map in brackets', 'x: {a: 1,\nb: 2}\ny: 1\n', value(['y'], 2), 'x: {a: 1,\nb: 2}\ny: 2\n'],
  ['a value inside', 'x: {a: 1,\nb: 2}\ny: 1\n', value(['x', 'b'], 3), 'x: {a: 1,\nb: 3}\ny: 1\n'],
  ['an item inside', 'x: [a,\nb]\n', value(['x', 1], 'c'), 'x: [a,\nc]\n'],
  ['an item is added', 'x: [c,\nb]\ny: 1\n', item(['x'], 'd'), 'x: [c,\nb,\nd]\ny: 1\n'],
  [
    'an item on a line of its own is added beside the others',
    'x: [\nc,\nb\n]\ny: 1\n',
    item(['x'], 'd'),
    'x: [\nc,\nb,\nd\n]\ny: 1\n',
  ],
  ['an entry is added', 'x: {\na: 1\n}\ny: 1\n', value(['x', 'k'], 2), 'x: {\na: 1,\nk: 2\n}\ny: 1\n'],
  ['an item goes', 'x: [a,\nb]\ny: 1\n', noItem(['x'], 'a'), 'x: [b]\ny: 1\n'],
  ['the last one goes', 'x: [\na\n]\ny: 1\n', noItem(['x'], 'a'), 'x: [\n]\ny: 1\n'],
  ['the whole value goes', 'x: [a,\nb]\ny: 1\n', noValue(['x']), 'y: 1\n'],
  ['the whole value is replaced', 'x: [a,\nb]\ny: 1\n', value(['x'], 'c'), 'x: c\ny: 1\n'],
  [
    'a comment in between stays',
    'x: [a, # c\n# d\nb]\ny: 1\n',
    value(['y'], 2),
    'x: [a, # c\n# d\nb]\ny: 2\n',
  ],
  ['beside a text in double quotes', 'x: "a\nb"\ny: 1\n', value(['y'], 2), 'x: "a\nb"\ny: 2\n'],
  ['beside one in single quotes', "x: 'a\n\nb'\ny: 1\n", value(['y'], 2), "x: 'a\n\nb'\ny: 2\n"],
  ['the text itself', 'x: "a\nb"\ny: 1\n', value(['x'], 'c'), 'x: "c"\ny: 1\n'],
  ['the text goes', "x: 'a\nb'\ny: 1\n", noValue(['x']), 'y: 1\n'],
  ['what looks like a comment in it', 'x: "a\n# b"\ny: 1\n', value(['y'], 2), 'x: "a\n# b"\ny: 2\n'],
  ['what looks like a key in it', 'x: "a\ny: 2"\ny: 1\n', value(['y'], 2), 'x: "a\ny: 2"\ny: 2\n'],
  ['a key is added below', 'p:\n  x: "a\nb"\n', value(['p', 'k'], 1), 'p:\n  x: "a\nb"\n  k: 1\n'],
  [
    'deeper in the file',
    'p:\n  x: [a,\n  b]\n  y: 1\n',
    value(['p', 'y'], 2),
    'p:\n  x: [a,\n  b]\n  y: 2\n',
  ],
  ['in a list', 'p:\n- [a,\nb]\n- c\n', item(['p'], 'd'), 'p:\n- [a,\nb]\n- c\n- d\n'],
  ['behind a tab', 'x: [a,\n\tb]\ny: 1\n', value(['y'], 2), 'x: [a,\n\tb]\ny: 2\n'],
  [
    'in a later document',
    'a: 1\n---\nx: [a,\nb]\ny: 1\n',
    value(['y'], 2, { document: { by: 'index', index: 1 } }),
    'a: 1\n---\nx: [a,\nb]\ny: 2\n',
  ],
  ['a sign of a directive inside quotes', 'x: "a\n%b"\ny: 1\n', value(['y'], 2), 'x: "a\n%b"\ny: 2\n'],
]

describe.each(['\n', '\r\n'])('with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)

  test.each(kept)(
    'brackets and quotes may go on at the beginning of a line: %s',
    (_title, before, change, after) => {
      expect(edited(written(before), change)).toBe(written(after))
      expect(edited(written(after), change)).toBe(written(after))
      expect(edited(`\ufeff${written(before)}`, change)).toBe(`\ufeff${written(after)}`)
    },
  )

  test.each<Case>([
    [
      'a marker of a document in brackets',
      'x: [a,\n---\n]\ny: 1\n',
      value(['y'], 2),
      'change/yaml-unreadable 2',
    ],
    ['in quotes', 'x: "a\n--- b"\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 2'],
    ['an end of a document', 'x: "a\n...\nb"\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 2'],
    ['a directive in brackets', 'x: [a,\n%b]\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 2'],
    ['a dash of a list in brackets', 'x: [a,\n- b]\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 2'],
    ['a text without quotes', 'x: a\nb\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 3'],
    ['a key of two lines', 'x: 1\n"a\nb": 1\ny: 1\n', value(['y'], 2), 'change/yaml-unreadable 3'],
  ])('refused, with the line, is what Kubernetes refuses: %s', (_title, before, change, after) => {
    const format = manifestFormat('app.yaml')
    const result = format === null ? null : editManifest(written(before), 'app.yaml', format, [change])
    expect(result?.ok === false ? result.problems.map(({ code, line }) => `${code} ${line}`) : []).toEqual([
      after,
    ])
  })
})
