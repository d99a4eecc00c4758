import { expect, test } from 'vitest'
import { changePaths } from '../../../src/core/plan/change-paths.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import type { Change } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import { value } from '../manifest/fixtures.js'
import { planInput, text } from './plan-fixtures.js'

const path = 'schemas/app.json'
const schema = {
  type: 'object',
  properties: {
    replicas: { type: 'integer', maximum: 5 },
    hosts: { items: { format: 'hostname', pattern: '^[a-z.]+$' } },
    mode: { enum: ['a', 'b'] },
    limits: { const: { cpu: 1 } },
  },
  additionalProperties: false,
}
const app = text('app.yaml', '# app\nreplicas: 2\nhosts:\n  - a.example\n  - b.example\n')

function problems(change: Change, files: readonly ObservedFile[]): readonly unknown[] {
  const plan = planChanges(planInput([change], files))
  return plan.ok ? [] : plan.problems.map(({ code, file, line, what }) => [code, file, line, what])
}

const checked = (at: readonly (string | number)[], wanted: Json): Change =>
  value(at, wanted, { validate: path })
const schemaFile = text(path, JSON.stringify(schema))

test('a plan that follows the schema is made, and the schema is read but never written', () => {
  const change = checked(['replicas'], 3)
  expect(changePaths([change])).toEqual(['app.yaml', path])
  const plan = planChanges(planInput([change], [app, schemaFile]))
  expect(plan.ok && plan.value.files.map((file) => file.path)).toEqual(['app.yaml'])
})

test.each<[readonly (string | number)[], Json, number, string]>([
  [['replicas'], 6, 2, '“replicas” is 6, and it must be <= 5'],
  [['hosts', 1], 'B_', 5, '“hosts › 1” is "B_", and it must match pattern "^[a-z.]+$"'],
  [['mode'], 'c', 2, '“mode” is "c", and it must be equal to one of the allowed values: ["a","b"]'],
  [['limits'], { cpu: 2 }, 2, '“limits” is {"cpu":2}, and it must be equal to constant {"cpu":1}'],
  [
    ['added'],
    1,
    2,
    'the whole document is {"replicas":2,"hosts":["a.example","b.example"],"added":1}, and it must NOT have additional properties, as “added” is',
  ],
])('a plan that would set %j to %j is refused with file and line', (at, wanted, line, why) => {
  expect(problems(checked(at, wanted), [app, schemaFile])).toContainEqual([
    'change/invalid-result',
    'app.yaml',
    line,
    `app.yaml would not follow ${path}: ${why}.`,
  ])
})

test('a map a schema demands is compared entry by entry', () => {
  expect(problems(checked(['limits'], { cpu: 1 }), [app, schemaFile])).toEqual([])
})

test('in JSON the line is told too, and only the document the change is about is looked at', () => {
  const json = text('app.json', '{\n  "hosts": [],\n  "replicas": 2\n}\n')
  const change = value(['replicas'], 6, { validate: path, file: 'app.json' })
  expect(problems(change, [json, schemaFile])[0]).toEqual(
    expect.arrayContaining(['change/invalid-result', 3]),
  )
  const several = text('app.yaml', 'replicas: 99\n---\nreplicas: 2\n')
  const second = { document: { by: 'index', index: 1 }, validate: path } as const
  expect(problems(value(['replicas'], 3, second), [several, schemaFile])).toEqual([])
  expect(problems(value(['replicas'], 6, second), [several, schemaFile])[0]).toEqual(
    expect.arrayContaining(['change/invalid-result', 3]),
  )
})

test('what is as requested already is not held against the schema', () => {
  expect(problems(checked(['replicas'], 9), [text('app.yaml', 'replicas: 9\n'), schemaFile])).toEqual([])
})

test.each<[string, ObservedFile]>([
  ['not there', { kind: 'absent', path }],
  ['a folder', { kind: 'blocked', path, by: 'folder', at: path }],
  ['no schema', text(path, '{ "type": 3 }')],
  ['a reference to elsewhere', text(path, '{ "$ref": "https://example.com/x.json" }')],
  ['a pattern that may take for ever', text(path, '{ "pattern": "^(?=a)b" }')],
  ['nothing', text(path, 'null')],
])('a schema that is %s stops the plan', (_title, observed) => {
  expect(problems(checked(['replicas'], 3), [app, observed])[0]).toEqual(
    expect.arrayContaining(['change/schema-unusable', path]),
  )
})

test('a schema nobody observed is our own mistake', () => {
  expect(() => problems(checked(['replicas'], 3), [app])).toThrow(`the schema ${path} was not observed`)
})
