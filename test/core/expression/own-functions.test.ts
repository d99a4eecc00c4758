import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateExpression } from '../../../src/core/expression/evaluate-expression.js'
import { slug } from '../../../src/core/expression/own-functions.js'
import { checkExpression } from '../../../src/core/expression/parse-expression.js'
import type { Json } from '../../../src/model/json.js'

function computed(source: string, value: Json = 'Größe 2 / Øst'): Json {
  const request = new Map<string, Json>([['x', value]])
  const result = evaluateExpression(source, { request, requester: { login: 'ada' } })
  return result.ok ? result.value : result.problems[0].code
}

test.each<[string, Json]>([
  ['lower(request.x)', 'größe 2 / øst'],
  ['upper(request.x)', 'GRÖSSE 2 / ØST'],
  ['Upper(request.x)', 'GRÖSSE 2 / ØST'],
  ['slug(request.x)', 'grosse-2-ost'],
  ["slug('--My  App!--')", 'my-app'],
  ["slug('Łódź Straße ½')", 'lodz-strasse-1-2'],
  ["slug('日本')", ''],
  ["replace('a.b.c', '.', '-')", 'a-b-c'],
  ["replace('a$b', '$', '$&')", 'a$&b'],
  ["replace('aaa', 'a', 'aa')", 'aaaaaa'],
  ["addDays('2026-11-20', 30)", '2026-12-20'],
  ["addDays('2024-02-28', 1)", '2024-02-29'],
  ["addDays('2026-03-01', '-1')", '2026-02-28'],
  ["format('app-{0}', slug(request.x))", 'app-grosse-2-ost'],
])('%s is %j', (source, expected) => {
  expect(computed(source)).toBe(expected)
})

test.each([
  "replace('a', '', 'b')",
  "addDays('2026-02-30', 1)",
  "addDays('20.11.2026', 1)",
  "addDays('2026-11-20', 1.5)",
  "addDays('2026-11-20', 40000)",
  "addDays('9999-12-31', 1)",
  'lower(fromJSON(\'["a"]\'))',
])('%s has no value', (source) => {
  expect(computed(source)).toBe('expression/failed')
})

test('a text cannot be made to grow without end', () => {
  expect(computed("replace(request.x, 'a', request.x)", 'a'.repeat(1_000))).toBe('expression/failed')
})

test.each(['lower()', "upper('a', 'b')", "replace('a', 'b')"])(
  '%s has the wrong number of values',
  (source) => {
    expect(checkExpression(source, { fields: [] }).map((problem) => problem.code)).toEqual([
      'expression/syntax',
    ])
  },
)

test('whatever is submitted, a slug is a name of letters, digits and single hyphens', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      expect(slug(text)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/)
      expect(slug(slug(text))).toBe(slug(text))
    }),
    { numRuns: 1_000 },
  )
})

test('item is known in a change with for-each, and nowhere else', () => {
  expect(checkExpression('item', { fields: [], item: true })).toEqual([])
  expect(checkExpression('item', { fields: [] }).map((problem) => problem.code)).toEqual([
    'expression/unknown-name',
  ])
  expect(computed('item')).toBe('expression/unknown-name')
  const context = {
    request: new Map(),
    requester: { login: 'ada' },
    item: { value: { name: 'a', port: 80 }, field: null },
  }
  expect(evaluateExpression("format('{0}:{1}', item.name, item.port)", context)).toEqual({
    ok: true,
    value: 'a:80',
  })
})
