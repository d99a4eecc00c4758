import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExpressionContext } from '../../../src/core/expression/context.js'
import { evaluateExpression } from '../../../src/core/expression/evaluate-expression.js'
import type { Manner } from '../../../src/core/expression/meet-nothing.js'
import type { Json } from '../../../src/model/json.js'

const values: Readonly<Record<string, Json>> = {
  size: null,
  cpu: null,
  zones: null,
  flag: null,
  blank: '',
  spaces: '  ',
  none: [],
  count: 'many',
  two: 2,
  zero: 0,
  no: false,
  yes: true,
  name: 'small',
  list: ['dev', 'test'],
}
const labels = new Map([['size', 'T-shirt size']])

/** The value, or `empty: <field>` and `unfit: <field>` where the expression meets what it may not use, or the code of another problem. */
function outcome(source: string, manner: Manner, more: Partial<ExpressionContext> = {}): Json {
  const context = { request: new Map(Object.entries(values)), requester: { login: 'ada' }, labels, ...more }
  const result = evaluateExpression(source, context, manner)
  if (result.ok) return result.value
  return result.unmet === null
    ? result.problems[0].code
    : `${result.unmet.kind}: ${result.unmet.field ?? 'something'}`
}

test.each<[string, string, Json]>([
  ['searched for in a text', "contains('dev,test', request.size)", 'empty: size'],
  ['searched for in a list', "contains(fromJSON('[0, 1, 2]'), request.cpu)", 'empty: cpu'],
  ['searched in', "!contains(request.zones, 'prod')", 'empty: zones'],
  ['searched in, where nothing was chosen', "!contains(request.none, 'prod')", 'empty: none'],
  ['the beginning of everything', "startsWith('small', request.size)", 'empty: size'],
  ['the end of everything', "endsWith('small', request.size)", 'empty: size'],
  ['searched for as it is written out', "contains('dev', request.size || '')", 'empty: size'],
  ['put into a text', "format('{0}', request.size) != 'large'", 'empty: size'],
  ['joined', "join(request.zones, ',') != 'prod'", 'empty: zones'],
  ['written as JSON', "toJSON(request.size) != '1'", 'empty: size'],
  ['read as JSON', "fromJSON(request.size) != '1'", 'empty: size'],
  ['in small letters', "lower(request.size) != 'large'", 'empty: size'],
  ['as a name', "slug(request.size) != 'large'", 'empty: size'],
  ['with something replaced', "replace(request.size, 'a', '') != 'large'", 'empty: size'],
  ['as a day', "addDays(request.size, 1) != '2026-01-01'", 'empty: size'],
  ['denied', '!request.flag', 'empty: flag'],
  ['a condition', 'request.size && request.two <= 2', 'empty: size'],
  ['another condition', '!(request.flag || request.two > 2)', 'empty: flag'],
  ['a way to choose', "request.flag && 'x' == 'y' || true", 'empty: flag'],
  ['a case', "case(request.size == 'large', false, true)", 'empty: size'],
  ['an index', `fromJSON('{"": true}')[request.size]`, 'empty: size'],
  ['an item of nothing', "request.zones[0] != 'prod'", 'empty: zones'],
  ['an item that is not there', "request.list[7] != 'prod'", 'empty: list'],
  ['all items of nothing', "!contains(request.zones.*, 'prod')", 'empty: zones'],
  ['what a filter leaves', "!contains(request.list.*.name, 'prod')", 'empty: list'],
  ['a text that is not the one', "request.size != 'large'", 'empty: size'],
  ['a text that is the one', "request.size == 'small'", 'empty: size'],
  ['equal to another empty field', 'request.size == request.cpu', 'empty: size'],
  ['without a character', "request.blank != 'large'", 'empty: blank'],
  ['blank', "request.spaces != 'large'", 'empty: spaces'],
  ['blank, which is 0 to the engine', 'request.spaces <= 2', 'empty: spaces'],
  ['the whole condition', 'request.flag', 'empty: flag'],
  ['0 by another way', "(request.cpu || '') <= 2", 'empty: cpu'],
  ['a text that is no number, as one', '!(request.count > 2)', 'unfit: count'],
  ['one that differs from every number', 'request.count != 4', 'unfit: count'],
  ['one that is in no list of numbers', "!contains(fromJSON('[3, 4]'), request.count)", 'unfit: count'],
  ['a list as a text', "request.list != 'prod'", 'unfit: list'],
  ['the beginning of a list', "!startsWith(request.list, 'prod')", 'unfit: list'],
  ['a list in a text', "format('{0}', request.list) != 'prod'", 'unfit: list'],
  ['a yes as a text', "request.yes != 'true'", 'unfit: yes'],
  ['a no as a number', 'request.no < 1', 'unfit: no'],
])('where nobody looks nothing is used as if it were something: %s', (_title, source, expected) => {
  expect(outcome(source, 'unwatched')).toBe(expected)
})

test.each<[string, string, Json]>([
  ['an empty field may be asked for', "request.size == ''", true],
  ['and guards what comes behind it', "request.size != '' && contains('dev', request.size)", false],
  ['on either side', "'' == request.cpu || request.cpu <= 2", true],
  ['as null too', 'null == request.cpu', true],
  ['a list may be asked for', "request.zones == ''", true],
  ['a list without an entry too', "request.none == ''", true],
  ['in a case', "case(request.cpu == '', true, request.cpu <= 2)", true],
  ['what empty means may be said', "(request.size || 'large') == 'large'", true],
  ['also of several fields', "(request.size || request.blank || 'large') == 'small'", false],
  ['and that no is meant', '!(request.flag || false)', true],
  ['0 is an answer', "request.zero != '' && request.zero <= 2", true],
  ['no is an answer', "request.no != '' && !request.no", true],
  ['what is there is used as ever', "contains(request.list, 'DEV') && request.two == '2'", true],
])('where nobody looks, %s', (_title, source, expected) => {
  expect(outcome(source, 'unwatched')).toBe(expected)
})

test.each<[string, string, Json]>([
  ['an empty field', 'request.size', 'empty: size'],
  ['an empty field in a text', "format('env-{0}', request.size)", 'empty: size'],
  ['an empty list joined', 'join(request.zones)', 'empty: zones'],
  ['a name of which nothing is left', "slug('###')", 'empty: something'],
  ['an item of nothing', 'request.zones[0]', 'empty: zones'],
  ['all items of nothing', 'request.zones.*', 'empty: zones'],
  ['a choice by size', "request.cpu > 4 && 'large' || 'small'", 'empty: cpu'],
  ['a choice by number', "request.cpu == 0 && 'none' || 'some'", 'empty: cpu'],
  ['a choice by what contains it', "contains('eu,us', request.size) && 'x' || 'y'", 'empty: size'],
  ['a field with text only where it is filled in', "request.size && 'x'", 'empty: size'],
  ['a list in a text', "format('{0}', request.list)", 'unfit: list'],
])('nothing is written: %s', (_title, source, expected) => {
  expect(outcome(source, 'value')).toBe(expected)
})

test.each<[string, string, Json]>([
  ['a default', "request.size || 'small'", 'small'],
  ['a default that is nothing', "request.size || ''", ''],
  ['an empty list as it is written out', "request.zones || fromJSON('[]')", []],
  ['one of two texts', "request.size == 'large' && 3 || 1", 1],
  ['one of two texts by whether it is there', "request.size && 'x' || 'y'", 'y'],
  ['what a list that is empty contains', "contains(request.zones, 'eu') && 3 || 1", 1],
  ['a case', "case(request.size == '', 'none', lower(request.size))", 'none'],
  ['a no, which is an answer', 'request.no', false],
  ['a nought, which is an answer', 'request.zero', 0],
])('what the expression says about nothing is written: %s', (_title, source, expected) => {
  expect(outcome(source, 'value')).toEqual(expected)
})

test.each<[string, string, Json]>([
  ['an empty field is 0, as on GitHub', 'request.cpu <= 2', true],
  ['and false', '!request.flag', true],
  ['but 0 is not empty', "request.zero == ''", false],
  ['nor is no', "request.no != ''", true],
])('in a question people see answered, %s', (_title, source, expected) => {
  expect(outcome(source, 'question')).toBe(expected)
})

test('what is written names the field by its label, the place in the request type and what to do', () => {
  const context = { request: new Map(Object.entries(values)), requester: { login: 'ada' }, labels }
  const result = evaluateExpression('request.size', context, 'value')
  expect(result.ok ? null : result.problems).toEqual([
    {
      code: 'expression/empty',
      field: 'size',
      label: 'T-shirt size',
      what: '“T-shirt size” was left empty, and it in the request type is made of it: request.size.',
      fix: "Edit the issue and fill in “T-shirt size”. Where it may be empty, a maintainer says in the request type what that means, as in request.size || 'none', or leaves the change out with when: request.size != ''.",
    },
  ])
})

/** Texts of conditions over a few fields, without `''`, `null` and defaults: they never ask whether something is empty. */
const condition: fc.Arbitrary<string> = fc.letrec<{ whole: string; value: string; text: string }>((tie) => ({
  text: fc.constantFrom("'dev'", "'small'", "'dev,test'", "'2'", "'a'"),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'request.a',
      'request.b',
      'request.c',
      'request.c[0]',
      'request.c.*',
      '0',
      '1',
      '2',
      'true',
      'false',
    ),
    tie('text'),
    fc.constant("fromJSON('[0, 1, 2]')"),
    fc.constant(`fromJSON('["dev", "test"]')`),
    fc
      .tuple(fc.constantFrom('lower', 'toJSON', 'slug', 'join', 'fromJSON'), tie('value'))
      .map(([f, x]) => `${f}(${x})`),
    fc.tuple(tie('value'), tie('value')).map(([x, y]) => `format('{0}{1}', ${x}, ${y})`),
    fc.tuple(tie('value'), tie('value')).map(([x, y]) => `replace(${x}, ${y}, 'z')`),
    fc.tuple(tie('whole'), tie('value'), tie('value')).map(([p, x, y]) => `case(${p}, ${x}, ${y})`),
  ),
  whole: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(tie('value'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('value'))
      .map(([x, op, y]) => `${x} ${op} ${y}`),
    fc
      .tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('value'), tie('value'))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
    fc
      .tuple(tie('whole'), fc.constantFrom('&&', '||'), tie('whole'))
      .map(([x, op, y]) => `(${x} ${op} ${y})`),
    tie('whole').map((x) => `!(${x})`),
    fc.constantFrom('request.a', 'request.b', '!request.a'),
  ),
})).whole

const someValue: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  'dev',
  'small',
  'many',
  '2',
  'a',
  0,
  1,
  2,
  3,
  true,
  false,
  ['dev'],
  ['prod', 'x'],
)

/** Whether a field that is left empty makes a condition true which is not true with the field filled in. */
function passesByEmptiness(manner: Manner) {
  const given = fc.record({ a: someValue, b: someValue, c: someValue })
  const property = fc.property(
    condition,
    given,
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom<Json>(null, '', [], ' '),
    (source, filled, field, nothing) => {
      const holds = (request: Readonly<Record<string, Json>>) =>
        outcome(source, manner, { request: new Map(Object.entries(request)) }) === true
      return !holds({ ...filled, [field]: nothing }) || holds(filled)
    },
  )
  return fc.check(property, { numRuns: 5_000, seed: 20_261_127 })
}

test('where nobody looks an empty field never makes a condition true that does not ask for it', () => {
  expect(passesByEmptiness('unwatched').counterexample).toBe(null)
  // The same conditions as GitHub reads them.
  expect(passesByEmptiness('question').failed).toBe(true)
})
