import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { planFile } from '../../../src/core/plan/plan-file.js'
import { resolveChanges } from '../../../src/core/plan/resolve-changes.js'
import type { Json } from '../../../src/model/json.js'
import type { ChangeTemplate, RequestType, Template } from '../../../src/model/request-type.js'
import { usualReading } from '../../../src/model/submission.js'
import { template } from './templates.js'

function type(changes: readonly ChangeTemplate[], ensure: Template = 'present'): RequestType {
  return {
    path: '.github/issueops/app.yml',
    blob: null,
    name: 'app',
    title: 'App',
    form: 'app.yml',
    requesters: null,
    target: { repository: null, branch: null },
    fields: new Map(),
    rules: [],
    approval: [],
    policy: null,
    merge: 'now',
    changes,
    ensure,
    reading: usualReading,
  }
}

function resolved(
  changes: readonly ChangeTemplate[],
  values: Readonly<Record<string, Json>>,
  ensure: Template = 'present',
): unknown {
  const context = { request: new Map(Object.entries(values)), requester: { login: 'ada' } }
  const result = resolveChanges(type(changes, ensure), context)
  return result.ok ? result.value : result.problems.map((problem) => problem.code)
}

const none = { ensure: null, document: null, when: null, forEach: null, validate: null }
const base = { ...none, file: 'a.yaml' }
const name = template('<< request.name >>')

test('a change is evaluated in its file, place, key and value', () => {
  const change: ChangeTemplate = {
    kind: 'value',
    file: template('apps/<< request.name >>.yaml'),
    ...none,
    document: { kind: 'App', name },
    at: ['spec', name, { id: template('<< request.id >>') }, 0],
    value: { [name]: template('<< request.id >>') },
  }
  expect(
    resolved(
      [change],
      { name: 'shop', id: 7, remove: true },
      template("<< request.remove && 'absent' || 'present' >>"),
    ),
  ).toEqual([
    {
      kind: 'value',
      file: 'apps/shop.yaml',
      ensure: 'absent',
      document: { by: 'resource', kind: 'App', name: 'shop' },
      validate: null,
      at: ['spec', 'shop', { id: 7 }, 0],
      value: { shop: 7 },
    },
  ])
})

test.each<[string, ChangeTemplate, Json, string]>([
  [
    'ensure that is neither present nor absent',
    { ...base, kind: 'file', content: 'x', ensure: name },
    'Remove',
    'change/ensure-unknown',
  ],
  [
    'a document that is chosen by nothing',
    { ...base, kind: 'file', content: 'x', document: {} },
    'x',
    'change/document-choice',
  ],
  [
    'a document before the first',
    { ...base, kind: 'file', content: 'x', document: -1 },
    'x',
    'change/document-choice',
  ],
  ['a step that is empty', { ...base, kind: 'value', at: [name], value: 1 }, '', 'change/step'],
  ['a step that is nothing', { ...base, kind: 'value', at: [name], value: 1 }, null, 'change/step'],
  [
    'a step that changes objects',
    { ...base, kind: 'value', at: [name], value: 1 },
    '__proto__',
    'change/step',
  ],
  ['a step that is the merge key', { ...base, kind: 'value', at: [name], value: 1 }, '<<', 'change/step'],
  ['a matcher that is empty', { ...base, kind: 'value', at: [{ name }], value: 1 }, '', 'change/step'],
  [
    'a matcher for the prototype',
    { ...base, kind: 'value', at: [{ constructor: 'x' }], value: 1 },
    'x',
    'expression/unsafe-key',
  ],
  [
    'an item that is empty',
    { ...base, kind: 'item', at: ['l'], item: name, key: null },
    null,
    'change/item-empty',
  ],
  [
    'an item without its key',
    { ...base, kind: 'item', at: ['l'], item: { a: 1 }, key: 'name' },
    'x',
    'change/item-key',
  ],
  [
    'an item with an empty key',
    { ...base, kind: 'item', at: ['l'], item: { name }, key: 'name' },
    null,
    'change/item-key',
  ],
  [
    'a map as an item and no key',
    { ...base, kind: 'item', at: ['l'], item: { name: 'x' }, key: null },
    'x',
    'change/item-key',
  ],
  ['half a character', { ...base, kind: 'value', at: ['a'], value: name }, '\ud800', 'change/unsafe-data'],
  ['a zero byte', { ...base, kind: 'value', at: ['a'], value: name }, 'a\0', 'change/unsafe-data'],
  [
    'a name longer than a line',
    { ...base, kind: 'value', at: ['a'], value: { [name]: 1 } },
    'x'.repeat(300),
    'change/unsafe-data',
  ],
  [
    'a value in YAML that is written as text',
    { ...base, kind: 'file', content: `name: ${name}\n` },
    'x',
    'change/structured-text',
  ],
  [
    'a line break in the middle of a text',
    { ...base, kind: 'file', file: 'a.env', content: `NAME=${name}\n` },
    'x\nADMIN=1',
    'change/line-break',
  ],
])('%s is refused', (_title, change, submitted, code) => {
  expect(resolved([change], { name: submitted })).toEqual([code])
})

test('a problem from a field names it; any other names the request type', () => {
  const context = { request: new Map([['name', '..']]), requester: { login: 'ada' } }
  const changes: readonly ChangeTemplate[] = [
    { ...base, kind: 'file', content: 'x', file: template('<< request.name >>/x') },
    { ...base, kind: 'file', content: 'x', ensure: 'gone' },
  ]
  const result = resolveChanges(type(changes), context)
  expect(result.ok ? [] : result.problems.map(({ code, field, file }) => ({ code, field, file }))).toEqual([
    { code: 'change/path-part', field: 'name', file: undefined },
    { code: 'change/ensure-unknown', field: undefined, file: '.github/issueops/app.yml' },
  ])
})

const cloud = template('<< request.cloud >>')

test.each<[string, ChangeTemplate, string]>([
  ['a value', { ...base, kind: 'value', at: ['cloud'], value: cloud }, 'expression/empty'],
  ['a value deep inside', { ...base, kind: 'value', at: ['x'], value: { a: [cloud] } }, 'expression/empty'],
  ['part of a value', { ...base, kind: 'value', at: ['x'], value: `env-${cloud}-x` }, 'expression/empty'],
  ['an entry of a new file', { ...base, kind: 'file', content: { cloud } }, 'expression/empty'],
  ['a text file', { ...base, kind: 'file', file: 'a.txt', content: `x ${cloud}\n` }, 'expression/empty'],
  ['the name of an entry', { ...base, kind: 'file', content: { [cloud]: 1 } }, 'expression/key-not-unique'],
  [
    'part of the name of an entry',
    { ...base, kind: 'file', content: { [`x-${cloud}`]: 1 } },
    'expression/key-not-unique',
  ],
  ['part of a path', { ...base, kind: 'file', file: `a-${cloud}.yaml`, content: 'x' }, 'change/path-part'],
  ['part of a step', { ...base, kind: 'value', at: [`a-${cloud}`], value: 1 }, 'change/step'],
  [
    'part of an item',
    { ...base, kind: 'item', at: ['l'], item: `a-${cloud}`, key: null },
    'change/item-empty',
  ],
  [
    'an entry of an item',
    { ...base, kind: 'item', at: ['l'], item: { name: 'a', cloud }, key: 'name' },
    'expression/empty',
  ],
  [
    'part of a line',
    { ...base, kind: 'line', file: 'a.txt', line: `a-${cloud}`, order: { by: 'end' } },
    'change/line-empty',
  ],
  [
    'the line above',
    { ...base, kind: 'line', file: 'a.txt', line: 'a', order: { by: 'after', line: `# ${cloud}` } },
    'expression/empty',
  ],
  [
    'the choice of a document',
    { ...base, kind: 'value', document: { kind: 'App', name: cloud }, at: ['a'], value: 1 },
    'change/document-choice',
  ],
  [
    'which document',
    { ...base, kind: 'value', document: cloud, at: ['a'], value: 1 },
    'change/document-choice',
  ],
  [
    'the neighbour',
    { ...base, kind: 'value', at: ['a'], value: 1, beside: { after: cloud } },
    'expression/empty',
  ],
  [
    'the source of a copy',
    { ...base, kind: 'copy', from: `a-${cloud}.yaml`, of: { kind: 'whole' } },
    'change/path-part',
  ],
])('a field that was left empty is written nowhere: %s', (_title, change, code) => {
  expect(resolved([change], { cloud: null, name: 'x' })).toEqual([code])
  expect(resolved([{ ...change, when: "request.cloud != ''" }], { cloud: null, name: 'x' })).toEqual([])
})

test('a field that was left empty is named by its label, with the place in the request type and the ways out', () => {
  const change: ChangeTemplate = { ...base, kind: 'value', at: ['cloud'], value: cloud }
  const context = {
    request: new Map([['cloud', null]]),
    requester: { login: 'ada' },
    labels: new Map([['cloud', 'Which cloud?']]),
  }
  const result = resolveChanges(type([{ ...base, kind: 'value', at: ['x'], value: 1 }, change]), context)
  expect(result.ok ? [] : result.problems).toEqual([
    {
      code: 'expression/empty',
      field: 'cloud',
      label: 'Which cloud?',
      what: '“Which cloud?” was left empty, and “value” of change 2 in the request type is made of it: request.cloud.',
      fix: "Edit the issue and fill in “Which cloud?”. Where it may be empty, a maintainer says in the request type what that means, as in request.cloud || 'none', or leaves the change out with when: request.cloud != ''.",
    },
  ])
})

test('of what shall be gone, an empty field matters only where it tells which one', () => {
  const gone = { ...base, ensure: 'absent' }
  const changes: readonly ChangeTemplate[] = [
    { ...gone, kind: 'file', content: { cloud } },
    { ...gone, kind: 'value', at: ['cloud'], value: cloud },
    { ...gone, kind: 'item', at: ['l'], item: { name: 'a', cloud }, key: 'name' },
  ]
  expect(resolved(changes, { cloud: null })).toMatchObject([
    { kind: 'file', ensure: 'absent' },
    { kind: 'value', ensure: 'absent', at: ['cloud'] },
    { kind: 'item', ensure: 'absent', item: { name: 'a' } },
  ])
  const unnamed: ChangeTemplate = { ...gone, kind: 'item', at: ['l'], item: { name: cloud }, key: 'name' }
  expect(resolved([unnamed], { cloud: null })).toEqual(['change/item-key'])
})

const injections = [
  'x\nadmin: true',
  'x: y',
  '- z',
  'x # y',
  '*a',
  '&a x',
  '!!js/function x',
  '!x',
  '{a: 1}',
  '[1]',
  '| x',
  '> x',
  "it's",
  '"q"',
  '--- x',
  '...',
  '\u2028x',
  '\u0085x',
  'a\r\nb: 1',
  '\tb',
  '{{ .Values.x }}',
  '\ufeff',
  '%YAML 1.1',
  '@x',
  '`x',
  '? x',
  ': x',
  '#',
  'yes',
  '1e3',
  ' ',
  'x\n\n  y\n',
  '\u001b[31m',
  template('<< request.secret >>'),
  'constructors',
]

test.each(injections)(
  'the value %j is never more than a value, as a leaf, an item, a key or a matched name',
  (hostile) => {
    const content: Template = {
      leaf: name,
      list: [name, 'z'],
      map: { [name]: 'v' },
      mixed: `a ${name} b`,
      end: 1,
    }
    const changes = resolveChanges(type([{ ...base, kind: 'file', content }]), {
      request: new Map([
        ['name', hostile],
        ['secret', 'never'],
      ]),
      requester: { login: 'ada' },
    })
    const plain = changes.ok ? changes.value.filter((change) => change.kind !== 'copy') : []
    const outcome = changes.ok ? planFile({ kind: 'absent', path: 'a.yaml' }, plain) : changes
    const text = outcome.ok && 'text' in outcome.value ? (outcome.value.text ?? '') : ''
    expect(load(text)).toEqual({
      leaf: hostile,
      list: [hostile, 'z'],
      map: { [hostile]: 'v' },
      mixed: `a ${hostile} b`,
      end: 1,
    })
  },
)

const line: ChangeTemplate = {
  ...none,
  kind: 'line',
  file: 'teams.txt',
  line: template('octo/<< item >>'),
  order: { by: 'sorted' },
  forEach: 'request.teams',
}

test('for-each makes one change for each entry of a list, and none for an empty field', () => {
  const resolvedLine = (text: string) => ({
    kind: 'line',
    file: 'teams.txt',
    ensure: 'present',
    document: null,
    validate: null,
    line: text,
    order: { by: 'sorted' },
  })
  expect(resolved([line], { teams: ['a', 'b'] })).toEqual([resolvedLine('octo/a'), resolvedLine('octo/b')])
  expect(resolved([line], { teams: null })).toEqual([])
  expect(resolved([line], { teams: [] })).toEqual([])
})

test('when leaves a change out, for each entry on its own', () => {
  const some = { ...line, when: "item != 'b' && request.add" }
  const lines = (values: Readonly<Record<string, Json>>) =>
    (resolved([some], values) as { line: string }[]).map((one) => one.line)
  expect(lines({ teams: ['a', 'b', 'c'], add: true })).toEqual(['octo/a', 'octo/c'])
  expect(lines({ teams: ['a', 'b', 'c'], add: false })).toEqual([])
  // What is left out may have values no path could be made of.
  expect(
    resolved([{ ...line, forEach: null, line: 'x', when: "request.name != ''", file: name }], { name: '' }),
  ).toEqual([])
})

test.each<[string, Partial<ChangeTemplate>, Json, string]>([
  ['a for-each over a text', {}, 'a', 'change/for-each'],
  ['a for-each over more than anybody fills in', {}, Array.from({ length: 201 }, String), 'change/for-each'],
  ['a condition that is a text', { forEach: null, when: 'request.teams' }, 'a', 'change/when'],
  ['an entry with a line break', {}, ['a\nb'], 'change/line-break'],
  ['an entry with another line break', {}, ['a\u2028b'], 'change/line-break'],
  ['an entry that is a list', { line: template('<< item >>') }, [['a']], 'change/line-empty'],
  ['an entry that is empty', { line: template('<< item >>') }, [''], 'change/line-empty'],
  [
    'an entry that leaves its folder',
    { file: template('teams/<< item >>.txt') },
    ['../x'],
    'change/path-part',
  ],
  ['a line of a YAML file', { file: 'teams.yaml' }, ['a'], 'change/structured-text'],
  ['a line of a JSON file with comments', { file: 'teams.jsonc' }, ['a'], 'change/structured-text'],
])('%s is refused', (_title, more, teams, code) => {
  expect(resolved([{ ...line, ...more } as ChangeTemplate], { teams })).toEqual([code])
})

test('a refused entry names the field its list comes from', () => {
  const change = { ...line, file: template('teams/<< item >>.txt') }
  const context = { request: new Map<string, Json>([['teams', ['ok', '..']]]), requester: { login: 'ada' } }
  const result = resolveChanges(type([change]), context)
  expect(result.ok ? [] : result.problems.map((problem) => problem.field)).toEqual(['teams'])
})
