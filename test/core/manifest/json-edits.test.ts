import fc from 'fast-check'
import { parse } from 'jsonc-parser'
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
  [
    'an entry removed above one that is indented otherwise',
    '{\n  "a": 1,\n    "b": {}\n}\n',
    noValue(['a'], file),
    '{\n    "b": {}\n}\n',
  ],
  [
    'an entry removed between others and blank lines',
    '{\n  "a": 1,\n\n  "b": 2,\n\n  "c": 3\n}\n',
    noValue(['b'], file),
    '{\n  "a": 1,\n\n\n  "c": 3\n}\n',
  ],
  ['an entry removed beside another', '{\n  "a": 1, "b": 2\n}\n', noValue(['a'], file), '{\n  "b": 2\n}\n'],
  ['empty brackets on two lines filled', '{\n  \n}\n', value(['a'], 1, file), '{\n  "a": 1\n}\n'],
  ['empty brackets inside filled', '{"a": [\n]}\n', item(['a'], 1, null, file), '{"a": [\n  1\n]}\n'],
  ['an equal value in another spelling', '{"a": 1.0}', value(['a'], 1, file), '{"a": 1.0}'],
]

describe.each(['\n', '\r\n'])('in JSON with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)
  test.each(kept)('%s changes nothing else, and nothing the second time', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), change)).toBe(written(after))
  })
})

describe('commas behind a last entry, without any comment', () => {
  test.each([
    'app.jsonc',
    'tsconfig.json',
    'web/tsconfig.build.json',
    '.vscode/settings.json',
    '.devcontainer/devcontainer.json',
  ])('are read and kept in %s', (path) => {
    const before = '{\n  "a": [1,],\n  "b": 2,\n}\n'
    expect(edited(before, value(['b'], 3, { file: path }))).toBe('{\n  "a": [1,],\n  "b": 3,\n}\n')
    expect(edited(before, value(['c'], 3, { file: path }))).toBe('{\n  "a": [1,],\n  "b": 2,\n  "c": 3,\n}\n')
    expect(edited(before, noValue(['b'], { file: path }))).toBe('{\n  "a": [1,],\n}\n')
    expect(edited(before, item(['a'], 2, null, { file: path }))).toBe('{\n  "a": [1, 2,],\n  "b": 2,\n}\n')
  })
})

test.each<[string, string, string]>([
  ['a key written twice', '{"a": 1, "a": 2}', 'change/duplicate-key'],
  ['a comma behind the last entry where the file has no comments', '{"a": 1,}', 'change/json-unreadable'],
  ['a comment that does not end', '{"a": 1} /* x', 'change/json-unreadable'],
  ['a slash that begins no comment', '{"a": 1} / x', 'change/json-unreadable'],
  [
    'nesting hidden behind a quote in a comment',
    `/* " */${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    'change/json-unreadable',
  ],
  [
    'nesting that could exhaust the stack',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    'change/json-unreadable',
  ],
  ['a file encrypted with SOPS', '{"a": 1, "sops": {}}', 'change/sops-file'],
])('in JSON, refused is %s', (_title, before, code) => {
  expect(edited(before, value(['a'], 3, file))).toBe(code)
})

const commented: readonly (readonly [string, string, ValueChange | ItemChange, string])[] = [
  [
    'a value',
    '{\n  // one\n  "a": 1, // uno\n  /* two */ "b": 2\n}\n',
    value(['a'], 3, file),
    '{\n  // one\n  "a": 3, // uno\n  /* two */ "b": 2\n}\n',
  ],
  [
    'a new key behind a comment',
    '{\n  "a": 1 // uno\n  // end\n}\n',
    value(['b'], 2, file),
    '{\n  "a": 1, // uno\n  "b": 2\n  // end\n}\n',
  ],
  [
    'a new key behind a comma and a comment',
    '{\n  "a": 1, // uno\n}\n',
    value(['b'], 2, file),
    '{\n  "a": 1, // uno\n  "b": 2,\n}\n',
  ],
  [
    'a new key behind a comma',
    '{\n  // x\n  "a": 1,\n}\n',
    value(['b'], 2, file),
    '{\n  // x\n  "a": 1,\n  "b": 2,\n}\n',
  ],
  [
    'an item between others',
    '[\n  "a", // A\n  "c" // C\n]\n',
    item([], 'b', null, file),
    '[\n  "a", // A\n  "b",\n  "c" // C\n]\n',
  ],
  [
    'a removed key with its comment',
    '{\n  // about a\n  "a": 1, // uno\n  // about b\n  "b": 2\n}\n',
    noValue(['a'], file),
    '{\n  // about a\n  // about b\n  "b": 2\n}\n',
  ],
  [
    'the last key removed with its comment',
    '{\n  "a": 1, // uno\n  // about b\n  "b": 2 // due\n}\n',
    noValue(['b'], file),
    '{\n  "a": 1 // uno\n  // about b\n}\n',
  ],
  [
    'the last key and its comma removed',
    '{\n  "a": 1, // uno\n  "b": 2, // due\n}\n',
    noValue(['b'], file),
    '{\n  "a": 1, // uno\n}\n',
  ],
  [
    'a new key before the first, above what is said about that',
    '{\n  // all\n\n  // about b\n  /* and more */\n  "b": 1\n}\n',
    value(['a'], 2, { ...file, beside: { before: 'b' } }),
    '{\n  // all\n\n  "a": 2,\n  // about b\n  /* and more */\n  "b": 1\n}\n',
  ],
  [
    'the only key removed below a comment',
    '{\n  // why\n  "a": 1\n}\n',
    noValue(['a'], file),
    '{\n  // why\n}\n',
  ],
]

describe.each(['\n', '\r\n'])('in JSON with comments and line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)
  test.each(commented)(
    '%s changes nothing else, and nothing the second time',
    (_title, before, change, after) => {
      expect(edited(written(before), change)).toBe(written(after))
      expect(edited(written(after), change)).toBe(written(after))
    },
  )
})

test.each([
  ['a comment in an empty map', '{ "a": { /* none */ } }', value(['a', 'b'], 1, file)],
  ['a comment between two entries of one line', '{ "a": 1, /* b */ "b": 2 }', noValue(['a'], file)],
  [
    'a comment before a comma on the next line',
    '{\n  "a": [\n    "x" // X\n    , "z"\n  ]\n}',
    item(['a'], 'y', null, file),
  ],
])('an edit is refused where %s belongs to nobody', (_title, before, change) => {
  expect(edited(before, change)).toBe('change/layout')
})

test('a .jsonc file may have comments, and a .tfvars.json file is JSON', () => {
  expect(edited('{ "a": 1 } // x\n', value(['a'], 2, { file: 'app.jsonc' }))).toBe('{ "a": 2 } // x\n')
  const before = '{\n  "region": "eu-1",\n  "teams": ["blue", "red"]\n}\n'
  const tfvars = { file: 'prod.auto.tfvars.json' }
  expect(edited(before, item(['teams'], 'green', null, tfvars), value(['region'], 'eu-2', tfvars))).toBe(
    '{\n  "region": "eu-2",\n  "teams": ["blue", "green", "red"]\n}\n',
  )
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
      fc.boolean(),
      change,
      (data, indent, comments, one) => {
        const written = JSON.stringify(data, null, indent)
        const after = edited(comments ? withComments(written) : written, one)
        expect(after).not.toBe('change/other-lines')
        if (after.startsWith('change/')) return
        applied += 1
        if (comments) expect(stray(after)).toEqual([])
        let node: unknown = comments ? parse(after) : JSON.parse(after)
        for (const each of one.at)
          node = Reflect.get(Object(node), typeof each === 'object' ? JSON.stringify(each) : each)
        if (one.kind === 'value') expect(node).toEqual(one.ensure === 'present' ? one.value : undefined)
        else if (one.ensure === 'present') expect(node).toContainEqual(one.item)
        expect(edited(after, one)).toBe(after)
      },
    ),
    { numRuns: 5_000 },
  )
  expect(applied).toBeGreaterThan(1_000)
}, 30_000)

/** A comment behind every comma at the end of a line, and one above every entry. */
function withComments(text: string): string {
  const lines = text.split('\n')
  return `// head\n${lines.map((line, index) => `${/^\s+[^\s\]}]/.test(line) ? `// above ${index}\n` : ''}${line}${line.endsWith(',') ? ' // behind' : ''}`).join('\n')}`
}

/** Lines where a comment came to stand behind something else than a comma. */
function stray(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /[^,\s] *\/\/ behind/.test(line) && !/[\]}"el0-9] *\/\/ behind$/.test(line))
}
