import { expect, test } from 'vitest'
import type { ExpressionContext } from '../../../src/core/expression/context.js'
import { evaluateExpression } from '../../../src/core/expression/evaluate-expression.js'
import { checkExpression } from '../../../src/core/expression/parse-expression.js'
import type { Json } from '../../../src/model/json.js'

const context: ExpressionContext = {
  request: new Map<string, Json>([
    ['name', 'shop'],
    ['cpu', 4],
    ['environment', 'prod'],
    ['tags', ['a', 'b']],
    ['until', null],
    ['Owner', 'x'],
    ['owner', 'y'],
    ['constructor', 'evil'],
  ]),
  requester: { login: 'ada' },
}

/** The value, or the code of the first problem. */
function computed(source: string): Json {
  const result = evaluateExpression(source, context)
  return result.ok ? result.value : result.problems[0].code
}

test.each<[string, string, Json]>([
  ['a field', 'request.name', 'shop'],
  ['a field by its name in brackets', "request['name']", 'shop'],
  ['a number keeps its type', 'request.cpu', 4],
  ['a list keeps its type', 'request.tags', ['a', 'b']],
  ['an item of a list', 'request.tags[1]', 'b'],
  ['an empty field is null', 'request.until', null],
  [
    'an empty field equals the empty text and 0, as in GitHub Actions',
    "request.until == '' && request.until == 0",
    true,
  ],
  ['who asks', 'requester.login', 'ada'],
  ['one of two', "request.environment == 'prod' && 'absent' || 'present'", 'absent'],
  ['texts are compared without regard to case, as in GitHub Actions', "request.environment == 'PROD'", true],
  ['names are found without regard to case', 'REQUEST.CPU', 4],
  ['a function, in any case', "STARTSWITH(request.name, 'sh')", true],
  ['every doubled quote is one quote', "'it''s Bob''s'", "it's Bob's"],
  ['four quotes are one quote', "''''", "'"],
  ['the empty text', "''", ''],
  ['JSON in a text', `fromJSON('{"a": [1, true, null]}').a`, [1, true, null]],
  ['negative zero is zero', '-0', 0],
])('%s: %s', (_title, source, expected) => {
  expect(computed(source)).toEqual(expected)
})

test.each<[string, string, string]>([
  ['a field the form does not have is no empty text', 'request.nmae', 'expression/unknown-field'],
  ['nor is it one in brackets', "request['nmae']", 'expression/unknown-field'],
  [
    'a field that is looked up by a value cannot be checked',
    'request[request.name]',
    'expression/field-not-named',
  ],
  ['all fields at once', 'toJSON(request)', 'expression/field-not-named'],
  ['all values at once', 'request.*', 'expression/field-not-named'],
  ['nothing else about the requester', 'requester.email', 'expression/unknown-name'],
  ['no other context', 'github.token', 'expression/unknown-name'],
  ['no environment', 'env.HOME', 'expression/unknown-name'],
  ['two fields that differ only by case', 'request.owner', 'expression/ambiguous-field'],
  ['a function that is none', 'trim(request.name)', 'expression/unknown-function'],
  ['a function every object has', "constructor('x')", 'expression/unsafe-name'],
  ['a function of the prototype', "__proto__('x')", 'expression/unsafe-name'],
  ['toString', 'toString()', 'expression/unsafe-name'],
  ['a field named constructor', 'request.constructor', 'expression/unsafe-name'],
  ['a key named constructor', "fromJSON('{}')['constructor']", 'expression/unsafe-name'],
  ['a key named constructor in JSON', `fromJSON('{"constructor": 1}')`, 'expression/failed'],
  ['a key named __proto__ in JSON', `fromJSON('{"__proto__": 1}')`, 'expression/failed'],
  ['two keys that differ only by case', `fromJSON('{"a": 1, "A": 2}')`, 'expression/failed'],
  ['JSON that is none', "fromJSON('{')", 'expression/failed'],
  ['JSON nested too deep', `fromJSON('${'['.repeat(60)}${']'.repeat(60)}')`, 'expression/failed'],
  ['a number that is infinite', '1e400', 'expression/number-range'],
  ['infinity by name', 'Infinity', 'expression/number-range'],
  ['a number that is none', 'NaN', 'expression/number-range'],
  ['a whole number that would be rounded', '9007199254740993', 'expression/number-range'],
  [
    'a number computed from JSON that would be rounded',
    "fromJSON('9007199254740993')",
    'expression/number-range',
  ],
  ['a number from JSON that is infinite', "fromJSON('1e400')", 'expression/number-range'],
  ['nothing', '  ', 'expression/syntax'],
  ['two values', 'request.name request.cpu', 'expression/syntax'],
  ['a text that does not end', "'abc", 'expression/syntax'],
  ['double quotes', '"abc"', 'expression/syntax'],
  ['an assignment', 'request.cpu = 4', 'expression/syntax'],
  ['too many arguments', "startsWith('a', 'b', 'c')", 'expression/syntax'],
  ['nested too deep', `${'('.repeat(60)}1${')'.repeat(60)}`, 'expression/syntax'],
  ['a chain too long for the stack', Array(2_000).fill('1').join('=='), 'expression/too-long'],
  ['longer than GitHub reads', `'${'x'.repeat(21_001)}'`, 'expression/too-long'],
])('%s is refused: %s', (_title, source, code) => {
  expect(computed(source)).toBe(code)
})

test('a misspelt field names the one that was meant', () => {
  expect(checkExpression("request.enviroment == 'prod'", { fields: ['name', 'environment'] })).toEqual([
    {
      code: 'expression/unknown-field',
      what: 'The form has no field “enviroment”.',
      fix: 'Did you mean environment? The fields are: name, environment.',
    },
  ])
})

test('all wrong names of an expression are reported at once', () => {
  expect(
    checkExpression('request.a == trim(request.b)', { fields: ['c'] }).map((problem) => problem.code),
  ).toEqual(['expression/unknown-field', 'expression/unknown-function', 'expression/unknown-field'])
})

test('a correct expression has no problems whatever the request says', () => {
  expect(
    checkExpression("request.cpu <= 4 || request.environment != 'prod'", { fields: ['cpu', 'environment'] }),
  ).toEqual([])
})

test('where there are stages, an expression knows the one at hand and the one before', () => {
  const context = { request: new Map(), requester: { login: 'ada' } }
  const value = (source: string, previous: string, manner?: 'value' | 'unwatched') => {
    const stage = { name: 'production', previous }
    return evaluateExpression(source, { ...context, stage }, manner)
  }
  const given = (...of: Parameters<typeof value>) => {
    const found = value(...of)
    return found.ok ? found.value : found.problems
  }
  expect([
    given("format('{0} after {1}', stage.name, stage['previous'])", 'staging'),
    given("STAGE.NAME == 'Production'", 'staging'),
    given("stage.previous == ''", ''),
    given("stage.previous || 'base'", '', 'value'),
    given("stage.previous != '' && stage.previous != 'dev'", 'staging', 'unwatched'),
  ]).toEqual(['production after staging', true, true, 'base', true])
  expect(given('stage.previous', '', 'value')).toEqual([
    {
      code: 'expression/empty',
      what: 'The expression “stage.previous” gives nothing in the first stage, which follows no other, and it in the request type is made of it.',
      fix: "A maintainer leaves it out there, as in when: stage.previous != '', or says in the request type what stands for it, as in stage.previous || 'base'.",
    },
  ])
  expect(evaluateExpression('stage.name', context)).toMatchObject({
    problems: [{ code: 'expression/unknown-name' }],
  })
})
