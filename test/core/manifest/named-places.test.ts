import { expect, test } from 'vitest'
import { placeName, placeText } from '../../../src/core/manifest/place-text.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import type { Change, CopyChange } from '../../../src/model/change.js'
import type { PathStep } from '../../../src/model/plan.js'
import { planInput, text } from '../plan/plan-fixtures.js'
import { item, value } from './fixtures.js'

test.each<[readonly PathStep[], string]>([
  [['images', { name: 'registry.example/shop' }, 'digest'], 'images › registry.example/shop › digest'],
  [['spec', 'replicas'], 'spec › replicas'],
  [['rules', { host: 'a.example', port: 80 }, 0], 'rules › host a.example, port 80 › 0'],
  [[{ line: '/apps/shop @acme/shop' }], '/apps/shop @acme/shop'],
  [['metadata', 'annotations', 'example.org/cpus'], 'metadata › annotations › example.org/cpus'],
  [['a ', '', 'b › c'], '"a " › "" › "b › c"'],
  [[], ''],
])('the way %j is said as “%s”', (at, said) => {
  expect(placeText(at)).toBe(said)
})

test('an item that comes or goes is named by what it is, one that changes by its position', () => {
  const at = ['resources', 3]
  expect(placeName({ at, new: 'namespaces/payments.yaml' })).toBe('resources › namespaces/payments.yaml')
  expect(placeName({ at, old: 'namespaces/payments.yaml' })).toBe('resources › namespaces/payments.yaml')
  expect(placeName({ at, old: 'a', new: 'b' })).toBe('resources › 3')
  expect(placeName({ at, new: { name: 'a' } })).toBe('resources › 3')
})

function problems(changes: readonly Change[], ...files: Parameters<typeof planInput>[1]) {
  const plan = planChanges(planInput(changes, files))
  return plan.ok ? [] : plan.problems
}

/** `fixtures` changes this file. */
const file = value(['a'], 1).file

test('items that cannot be told apart are named with their lines', () => {
  const content = 'l:\n  - n: 1\n    v: a\n  - n: 2\n  - n: 1\n    v: b\n'
  expect(problems([value(['l', { n: 1 }, 'v'], 'c')], text(file, content))).toEqual([
    {
      code: 'change/item-ambiguous',
      file,
      line: 2,
      what: `2 items of “l” in ${file} are “1”, on lines 2 and 5.`,
      fix: 'Remove all but one of them from the file, or name more of the item in the request type.',
    },
  ])
  expect(problems([item(['l'], { n: 1, v: 'c' }, 'n')], text(file, content))).toEqual([
    {
      code: 'change/item-ambiguous',
      file,
      line: 2,
      what: `2 items of “l” in ${file} have the same “n” as the one requested, on lines 2 and 5.`,
      fix: 'Remove all but one of them from the file.',
    },
  ])
})

test('also in a list of lists, in JSON, in a later document, and of many only the first lines', () => {
  const json = '{\n  "l": [\n    { "n": "x" },\n    { "n": "x" }\n  ]\n}\n'
  const named = (content: string, at: readonly PathStep[], path = file) =>
    problems([{ ...value(at, 1), file: path, document: null }], text(path, content)).map(({ line, what }) => [
      line,
      what,
    ])
  expect(named(json, ['l', { n: 'x' }, 'v'], 'a.json')).toEqual([
    [3, '2 items of “l” in a.json are “x”, on lines 3 and 4.'],
  ])
  expect(named('- [{ n: 1 }, { n: 1 }]\n', [0, { n: 1 }, 'v'])).toEqual([
    [1, `2 items of “0” in ${file} are “1”, on lines 1 and 1.`],
  ])
  const many = `l:\n${'  - n: 1\n'.repeat(12)}`
  expect(named(many, ['l', { n: 1 }, 'v'])).toEqual([
    [2, `12 items of “l” in ${file} are “1”, on lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more.`],
  ])
  const second = problems(
    [{ ...value(['l', { n: 1 }, 'v'], 1), document: { by: 'index', index: 1 } }],
    text(file, 'a: 1\n---\nl:\n  - n: 1\n  - n: 1\n'),
  )
  expect(second.map(({ line }) => line)).toEqual([4])
})

test('where a change before it has moved the lines, those of the file as it is are told', () => {
  const content = 'l:\n  - n: 1\n  - n: 1\n'
  const changes = [value(['a'], 1), value(['l', { n: 1 }, 'v'], 'c')]
  expect(problems(changes, text(file, content)).map(({ line, what }) => [line, what])).toEqual([
    [2, `2 items of “l” in ${file} are “1”, on lines 2 and 3.`],
  ])
})

const [source, target] = ['staging/app.yaml', 'prod/app.yaml']
const image = ['images', { name: 'registry.example/shop' }, 'digest'] as const

function promotion(at: readonly PathStep[] = image): CopyChange {
  return {
    kind: 'copy',
    file: target,
    ensure: 'present',
    document: null,
    validate: null,
    from: { file: source, at, document: null },
    at,
  }
}

const prod = 'images:\n  - name: registry.example/shop\n    digest: sha256:aa\n'

test.each([
  [
    'holds a tag instead of a digest',
    'images:\n  - name: registry.example/shop\n    newTag: "1.2"\n',
    2,
    'staging/app.yaml has nothing at “images › registry.example/shop › digest”: “images › registry.example/shop” (line 2) has no “digest”, it is {"name":"registry.example/shop","newTag":"1.2"}, so nothing can be copied from there to prod/app.yaml.',
  ],
  [
    'lacks the image',
    'namespace: a\nimages:\n  - name: registry.example/other\n',
    2,
    'staging/app.yaml has nothing at “images › registry.example/shop › digest”: no item of “images” (line 2) is “registry.example/shop”, so nothing can be copied from there to prod/app.yaml.',
  ],
])('a promotion whose source %s names line, value and what to do', (_title, content, line, what) => {
  expect(problems([promotion()], text(source, content), text(target, prod))).toEqual([
    {
      code: 'change/source-missing',
      file: source,
      line,
      what,
      fix: 'Put into staging/app.yaml first what is to be copied, then comment /retry; or correct the request, if it names the wrong source.',
    },
  ])
})

test.each([
  [
    'a text where a list is meant',
    'a: 1\nimages: none\n',
    [
      'change/shape',
      2,
      'The step “registry.example/shop” needs a list, and staging/app.yaml has the single value "none" at “images”.',
    ],
  ],
  [
    'a value that is read in more than one way',
    'images:\n  - name: registry.example/shop\n    digest: 010\n',
    [
      'change/copy-spelling',
      3,
      'The value 010 at “images › registry.example/shop › digest” that is to be copied from staging/app.yaml can be read or written in more than one way.',
    ],
  ],
  [
    'a tag of YAML',
    'images:\n  - name: registry.example/shop\n    digest: !vault x\n',
    [
      'change/tag',
      3,
      'The value at “images › registry.example/shop › digest” that is to be copied from staging/app.yaml has a tag, or cannot be found for certain.',
    ],
  ],
])('and so does one whose source holds %s', (_title, content, expected) => {
  const found = problems([promotion()], text(source, content), text(target, prod))
  expect(found.map(({ code, line, what }) => [code, line, what])).toEqual([expected])
})
