import { describe, expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import { planInput, text } from '../plan/plan-fixtures.js'
import { item, noItem, noValue, value } from './fixtures.js'

type PartChange = ValueChange | ItemChange

/** The codes of all problems, with the lines they name. */
function refusals(content: string, changes: readonly PartChange[], file = 'app.yaml'): readonly string[] {
  const inFile = changes.map((change) => ({ ...change, file }))
  const plan = planChanges(planInput(inFile, [text(file, content)]))
  return plan.ok ? [] : plan.problems.map(({ code, line }) => `${code} ${line}`)
}

const yaml = [
  'first: 1', // 1
  'gone: 1', // 2
  'names:', // 3
  '  - n: a', // 4
  '  - n: b', // 5
  '    v: 1', // 6
  '  - n: c', // 7
  'tagged: !!seq [a]', // 8
  'base: &base', // 9
  '  k: 1', // 10
  'alias: *base', // 11
  'open: [', // 12
  '  a # c', // 13
  '  ]', // 14
  'twice:', // 15
  '  k: 1', // 16
  '  k: 2', // 17
  'foreign: !vault', // 18
  '  k: 1', // 19
  'merged:', // 20
  '  <<: *base', // 21
  '  o: 1', // 22
  '? asked', // 23
  ': 1', // 24
  'same:', // 25
  '  - n: x', // 26
  '  - n: x', // 27
  'block: |2', // 28
  '    x', // 29
  '',
].join('\n')

const refusedYaml: readonly (readonly [string, PartChange])[] = [
  ['change/tag 8', item(['tagged'], 'b')],
  ['change/tag 8', value(['tagged'], 'x')],
  ['change/anchor 9', value(['base', 'k'], 2)],
  ['change/alias 11', value(['alias', 'k'], 2)],
  ['change/layout 12', item(['open'], 'b')],
  ['change/duplicate-key 16', value(['twice', 'k'], 3)],
  ['change/duplicate-key 16', noValue(['twice', 'k'])],
  ['change/tag 18', value(['foreign', 'k'], 2)],
  ['change/merge-key 21', noValue(['merged', 'k'])],
  ['change/explicit-key 23', value(['asked'], 2)],
  ['change/item-ambiguous 26', value(['same', { n: 'x' }, 'v'], 1)],
  ['change/item-ambiguous 26', item(['same'], { n: 'x', v: 1 }, 'n')],
  ['change/item-missing 25', value(['same', { n: 'y' }, 'v'], 1)],
  ['change/step 27', noValue(['same', 1])],
  ['change/shape 1', item(['first'], 'x')],
  ['change/shape 1', value(['first', 'k'], 1)],
  ['change/layout 28', value(['block'], 'y')],
  ['change/not-provable 9', noValue(['base'])],
]

// What is changed before the place that is refused, in the same file and by the same request.
const earlier: readonly (readonly [string, readonly PartChange[]])[] = [
  ['nothing', []],
  ['an entry', [value(['first'], 'x')]],
  ['lines that come', [value(['first'], { a: 1, b: { c: 1 } })]],
  ['a line that goes', [noValue(['gone'])]],
  ['an item that goes', [noItem(['names'], { n: 'b' }, 'n')]],
  ['items that come', [item(['names'], { n: 'd', v: 2 }, 'n'), item(['names'], { n: 'e' }, 'n')]],
  ['lines that come and go', [noValue(['gone']), value(['more'], [1, 2, 3])]],
  [
    'two items, one for the other, and an entry',
    [
      noItem(['names'], { n: 'a' }, 'n'),
      item(['names'], { n: 'd' }, 'n'),
      value(['names', { n: 'c' }, 'v'], 1),
    ],
  ],
]

describe.each(earlier)('after %s', (_title, changes) => {
  test.each(refusedYaml)('a problem names the line of the file as it is: %s', (problem, change) => {
    const kept = changes.filter(({ at }) => at[0] !== 'first' || change.at[0] !== 'first')
    expect(refusals(yaml, [...kept, change])).toEqual([problem])
    expect(refusals(yaml.replaceAll('\n', '\r\n'), [...kept, change])).toEqual([problem])
  })
})

const json = [
  '{', // 1
  '  "first": 1,', // 2
  '  "gone": 1,', // 3
  '  "names": [', // 4
  '    { "n": "a" },', // 5
  '    { "n": "b" }', // 6
  '  ],', // 7
  '  "same": [', // 8
  '    { "n": "x" },', // 9
  '    { "n": "x" }', // 10
  '  ],', // 11
  '  "twice": {', // 12
  '    "k": 1,', // 13
  '    "k": 2', // 14
  '  },', // 15
  '  "open": [', // 16
  '    // c', // 17
  '  ]', // 18
  '}',
  '',
].join('\n')

test.each<[string, PartChange]>([
  ['change/item-ambiguous 9', value(['same', { n: 'x' }, 'v'], 1)],
  ['change/duplicate-key 13', value(['twice', 'k'], 3)],
  ['change/duplicate-key 13', noValue(['twice', 'k'])],
  ['change/layout 16', item(['open'], 'a')],
  ['change/shape 2', item(['first'], 'x')],
  ['change/step 10', noValue(['same', 1])],
])('so does one in JSON: %s', (problem, change) => {
  for (const before of [
    [],
    [noValue(['gone'])],
    [value(['names', { n: 'a' }, 'v'], { a: 1, b: 2 }), item(['names'], { n: 'c' }, 'n')],
    [noItem(['names'], { n: 'a' }, 'n'), noValue(['gone']), value(['more'], { a: { b: 1 } })],
  ])
    expect(refusals(json, [...before, change], 'app.jsonc')).toEqual([problem])
})

test('a place that a change before it makes is on the line of what it will be in', () => {
  expect(
    refusals('a: 1\nb:\n  - n: 1\n', [item(['b'], { n: 2 }, 'n'), value(['b', { n: 2 }, 'n', 'x'], 1)]),
  ).toEqual(['change/shape 2'])
})

test('in a later document the line is that of the file, whatever an earlier document gains', () => {
  const content = 'kind: A\na: 1\n---\nkind: B\nl: !!seq [a]\n'
  const first = { document: { by: 'index', index: 0 } } as const
  const second = { document: { by: 'index', index: 1 } } as const
  expect(refusals(content, [value(['b'], { c: 1 }, first), item(['l'], 'b', null, second)])).toEqual([
    'change/tag 5',
  ])
})

test('an item that a schema forbids is named where it stands now, not where it would', () => {
  const schema = text('s.json', '{"properties":{"l":{"items":{"properties":{"v":{"maximum":1}}}}}}')
  const content = 'a: 1\nl:\n  - n: x\n  - n: y\n    v: 1\n'
  const changes = [
    value(['a'], { b: 1, c: 2 }),
    noItem(['l'], { n: 'x' }, 'n'),
    value(['l', { n: 'y' }, 'v'], 2, { validate: 's.json' }),
  ]
  const plan = planChanges(planInput(changes, [text('app.yaml', content), schema]))
  expect(plan.ok ? [] : plan.problems.map(({ code, line }) => `${code} ${line}`)).toEqual([
    'change/invalid-result 5',
  ])
})
