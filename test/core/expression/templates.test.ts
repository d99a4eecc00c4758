import { expect, test } from 'vitest'
import type { ExpressionContext } from '../../../src/core/expression/context.js'
import { evaluateTemplate } from '../../../src/core/expression/evaluate-template.js'
import { templateExpressions } from '../../../src/core/expression/split-template.js'
import type { Json } from '../../../src/model/json.js'

const context: ExpressionContext = {
  request: new Map<string, Json>([
    ['name', 'shop'],
    ['cpu', 4],
    ['tags', ['a', 'b']],
    ['empty', null],
    ['evil', 'x\nadmin: true'],
    ['expression', `\${{ request.name }}`],
    ['proto', '__proto__'],
  ]),
  requester: { login: 'ada' },
}

/** `<<…>>` stands for GitHub's `${{ … }}`. */
function template(text: string): string {
  return text.replaceAll('<<', '${' + '{').replaceAll('>>', '}}')
}

function evaluated(source: Json): unknown {
  const result = evaluateTemplate(source, context)
  return result.ok ? JSON.parse(JSON.stringify(result.value)) : result.problems.map((problem) => problem.code)
}

test.each<[string, Json, Json]>([
  ['a text without an expression stays', 'plain', 'plain'],
  ['exactly one expression keeps its type', template('<< request.cpu >>'), 4],
  ['with text around it, it becomes text', template('<< request.cpu >> cores'), '4 cores'],
  ['what empty means is said', template("a<< request.empty || '-' >>b"), 'a-b'],
  ['also that it is nothing', template('<< request.empty || null >>'), null],
  [
    'braces inside quotes do not end an expression',
    template("<< format('{0}}}', request.name) >>!"),
    'shop}!',
  ],
  ['a doubled quote does not end the quotes', template("<< 'it''s }} fine' >>"), "it's }} fine"],
  ['two expressions side by side', template('<<request.name>><<request.cpu>>'), 'shop4'],
  ['keys are templates too', { [template('app-<< request.name >>')]: 1 }, { 'app-shop': 1 }],
  ['lists and maps to any depth', { a: [{ b: template('<<request.tags>>') }] }, { a: [{ b: ['a', 'b'] }] }],
  ['other values stay as they are', [1, true, null], [1, true, null]],
  [
    'a value that looks like an expression is not evaluated again',
    template('<<request.expression>>'),
    template('<< request.name >>'),
  ],
  [
    'a value that looks like structure stays one text',
    { a: template('v<< request.evil >>') },
    { a: 'vx\nadmin: true' },
  ],
])('%s', (_title, source, expected) => {
  expect(evaluated(source)).toEqual(expected)
})

test.each<[string, Json, string]>([
  ['a list in the middle of a text', template('x<< request.tags >>'), 'expression/not-text'],
  ['an empty field in a text', template('a<< request.empty >>b'), 'expression/empty'],
  ['an empty field alone', template('<<request.empty>>'), 'expression/empty'],
  ['an empty field in a list in a map', { a: [template('<<request.empty>>')] }, 'expression/empty'],
  ['an expression that is not closed', template('<< request.name }'), 'expression/unclosed'],
  ['a key that changes objects', { [template('<< request.proto >>')]: 1 }, 'expression/unsafe-key'],
  ['a key that is empty', { [template('<< request.empty >>')]: 1 }, 'expression/key-not-unique'],
  [
    'a key that is there already',
    { shop: 1, [template('<< request.name >>')]: 2 },
    'expression/key-not-unique',
  ],
])('%s is refused', (_title, source, code) => {
  expect(evaluated(source)).toEqual([code])
})

test('all problems of a template are found at once', () => {
  expect(evaluated({ a: template('<< request.x >>'), b: [template('<< request.y >>')] })).toEqual([
    'expression/unknown-field',
    'expression/unknown-field',
  ])
})

test('the expressions of a template are listed in order, those in keys included', () => {
  expect(
    templateExpressions({ [template('<< request.a >>')]: [template("x<< 'b}}' >>y<< request.c >>")], d: 1 }),
  ).toEqual(['request.a', "'b}}'", 'request.c'])
})
