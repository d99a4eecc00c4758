import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

const file = { file: 'app.json' }
const kept: readonly (readonly [string, string, ValueChange | ItemChange, string])[] = [
  [
    'a value',
    '{\n  "a": 1,\n  "b": [1, 2]\n}\n',
    value(['a'], 'x', file),
    '{\n  "a": "x",\n  "b": [1, 2]\n}\n',
  ],
  [
    'a new key',
    '{\n\t"a": 1\n}',
    value(['b'], { c: [] }, file),
    '{\n\t"a": 1,\n\t"b": {\n\t\t"c": []\n\t}\n}',
  ],
  ['a new key in one line', '{"a": {"b": 1}}', value(['a', 'c'], true, file), '{"a": {"b": 1, "c": true}}'],
  [
    'an item on one line',
    '{\n  "a": ["x", "z"]\n}\n',
    item(['a'], 'y', null, file),
    '{\n  "a": ["x", "y", "z"]\n}\n',
  ],
  ['an item of a dense list', '{"a":[3,1]}', item(['a'], 2, null, file), '{"a":[3,1,2]}'],
  [
    'an item on its own line',
    '{\n  "a": [\n    "x"\n  ]\n}\n',
    item(['a'], 'y', null, file),
    '{\n  "a": [\n    "x",\n    "y"\n  ]\n}\n',
  ],
  [
    'a removed key',
    '{\n  "a": 1,\n  "b": { "k": true }\n}\n',
    noValue(['a'], file),
    '{\n  "b": { "k": true }\n}\n',
  ],
  ['the last key removed', '{\n  "a": { "b": 1 }\n}\n', noValue(['a', 'b'], file), '{\n  "a": {}\n}\n'],
  ['the last item removed', '{ "a": ["x"] }', { ...noItem(['a'], 'x'), ...file }, '{ "a": [] }'],
  [
    'an empty map filled',
    '{\n  "a": {}\n}\n',
    value(['a', 'b'], 1, file),
    '{\n  "a": {\n    "b": 1\n  }\n}\n',
  ],
  ['an equal value in another spelling', '{"a": 1.0}', value(['a'], 1, file), '{"a": 1.0}'],
]

describe.each(['\n', '\r\n'])('in JSON with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)
  test.each(kept)('%s changes nothing else, and nothing the second time', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), change)).toBe(written(after))
  })
})

test.each<[string, string, string]>([
  ['a key written twice', '{"a": 1, "a": 2}', 'change/duplicate-key'],
  ['JSON with comments', '{"a": 1} // x', 'change/json-unreadable'],
  [
    'nesting that could exhaust the stack',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    'change/json-unreadable',
  ],
  ['a file encrypted with SOPS', '{"a": 1, "sops": {}}', 'change/sops-file'],
])('in JSON, refused is %s', (_title, before, code) => {
  expect(edited(before, value(['a'], 3, file))).toBe(code)
})

test('whatever is written where in JSON, it is read back exactly, or the edit was refused', () => {
  const key = fc.constantFrom('a', 'b', 'c d', '"', '\\', '\u2028')
  const json = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(null, true, 0, -1.5, '', 'x', '"}', '\n', '\\', '// x', '😀'),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 3 }),
    ),
  })).node
  const step = fc.oneof(key, fc.nat({ max: 2 }))
  const change = fc
    .tuple(
      fc.array(step, { minLength: 1, maxLength: 3 }),
      json,
      fc.constantFrom('set', 'delete', 'item', 'no-item'),
    )
    .map(([at, data, kind]) => {
      if (kind === 'set') return value(at, data, file)
      if (kind === 'delete') return noValue(at, file)
      return kind === 'item' ? item(at, data, null, file) : { ...noItem(at, data), ...file }
    })
  let applied = 0
  fc.assert(
    fc.property(
      fc.dictionary(key, json, { maxKeys: 4 }),
      fc.constantFrom(0, 2, '\t'),
      change,
      (data, indent, one) => {
        const after = edited(JSON.stringify(data, null, indent), one)
        if (after.startsWith('change/')) return
        applied += 1
        let node: unknown = JSON.parse(after)
        for (const each of one.at)
          node = Reflect.get(Object(node), typeof each === 'object' ? JSON.stringify(each) : each)
        if (one.kind === 'value') expect(node).toEqual(one.ensure === 'present' ? one.value : undefined)
        else if (one.ensure === 'present') expect(node).toContainEqual(one.item)
        expect(edited(after, one)).toBe(after)
      },
    ),
    { numRuns: 2_000 },
  )
  expect(applied).toBeGreaterThan(500)
})
