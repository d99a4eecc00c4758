import fc from 'fast-check'
import { loadAll } from 'js-yaml'
import { expect, test } from 'vitest'
import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { sameData } from '../../../src/core/manifest/json-shapes.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import { portionOf } from '../../at-length.js'
import { item, noItem, noValue, value } from './fixtures.js'

const manifests = [
  'apiVersion: v1\nkind: Namespace # the kind\nmetadata:\n  name: shop\n  labels:\n    team: "red"\n    # deep\n  # end\nspec: {}\n',
  '# head\nresources:\n- a.yaml\n- b.yaml # b\n\n# images\nimages:\n- name: app\n  newTag: "1.2"\n-   name: db\n    newTag: v3\n',
  'on: {push: {branches: [main, "dev"]}, x: }\nlist: [\n  a,\n  b\n  ]\nempty:\nnested:\n  - - p\n    - q\n  - [r]\n',
  'script: |\n  set -e\n  run\nfolded: >-\n  one\n  two\nkeep: |+\n  text\n\nlast: 5',
  'base: &base\n  cpu: 1\n  mem: 2Gi\nprod:\n  <<: *base\n  cpu: 4\nalso: *base\nsecret: !vault abc\n80: http\n',
  '- name: first\n  # about value\n  value: 1\n- name: second\n  value: "yes"\n\n- third\n',
]
const hostile = fc.oneof(
  fc.constantFrom<Json>(
    'yes',
    '0123',
    '1e3',
    '12:30:45',
    'a: b',
    'x # y',
    '- z',
    '*a',
    '&a',
    '!x',
    '? q',
    '{a',
    '[b',
    '%d',
    '@e',
    '`f',
    "it's",
    '"q"',
    '',
    ' ',
    ' lead',
    'trail ',
    'two\nlines',
    'end\n',
    '\nstart',
    'a\n\nb\n',
    ' in\n dent',
    'tab\there',
    '\u2028',
    '\u0085',
    '\ufeff',
    '😀',
    '~',
    'null',
    '=',
    '<<',
    '---',
    '...',
    '--- x',
    'k:',
    '{{ x }}',
    '${' + '{ y }}',
    'a\r\nb',
    '2001-01-01',
    '0x1f',
    '.5',
    '+1',
    'on',
    'N',
    '#',
    '|',
    '>',
    'true',
    '0o7',
    '1_000',
    'x\n# y\nz',
    'plain',
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    1e-7,
    [],
    {},
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\p{Cs}\0]/u.test(text)),
)
const wanted: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: hostile },
  { weight: 1, arbitrary: fc.array(hostile, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('name', 'a b', 'yes', '8', 'x: y', '#c'), hostile, {
      maxKeys: 3,
    }),
  },
)
/** For each manifest, places that are there and places that are not. */
const places: readonly (readonly (readonly (string | number)[])[])[] = [
  [
    ['metadata'],
    ['metadata', 'labels'],
    ['metadata', 'labels', 'team'],
    ['spec'],
    ['spec', 'new', 'deep'],
    ['kind'],
    ['added'],
  ],
  [
    ['resources'],
    ['resources', 0],
    ['resources', 1],
    ['images'],
    ['images', 0],
    ['images', 1, 'newTag'],
    ['images', 0, 'name'],
    ['images', 1, 'new'],
  ],
  [
    ['on'],
    ['on', 'push', 'branches'],
    ['on', 'push', 'branches', 1],
    ['on', 'x'],
    ['on', 'new', 'x'],
    ['list'],
    ['list', 1],
    ['empty'],
    ['empty', 'new'],
    ['nested'],
    ['nested', 0],
    ['nested', 0, 0],
    ['nested', 1],
    ['nested', 1, 0],
  ],
  [['script'], ['folded'], ['keep'], ['last'], ['added']],
  [
    ['base', 'cpu'],
    ['base'],
    ['prod', 'cpu'],
    ['prod', 'mem'],
    ['prod', 'new'],
    ['also'],
    ['secret'],
    ['80'],
    ['prod'],
  ],
  [[0], [0, 'value'], [0, 'name'], [0, 'new'], [1, 'value'], [1], [2], []],
]
const change = (index: number): fc.Arbitrary<ValueChange | ItemChange> =>
  fc
    .tuple(
      fc.constantFrom(...(places[index] ?? [])),
      wanted,
      fc.constantFrom('set', 'set', 'set', 'delete', 'item', 'no-item'),
    )
    .map(([at, data, kind]) => {
      if (kind === 'set') return value(at, data)
      if (kind === 'delete') return noValue(at)
      return kind === 'item' ? item(at, data) : noItem(at, data)
    })
const edits = fc
  .nat({ max: manifests.length - 1 })
  .chain((index) =>
    fc.tuple(fc.constant(manifests[index] ?? ''), fc.array(change(index), { minLength: 1, maxLength: 3 })),
  )
const format = manifestFormat('app.yaml') ?? expect.fail('YAML is no format')

test('whatever is written where, a second parser reads exactly the wanted data, or the edit was refused', () => {
  const numRuns = portionOf({ portion: 2_000, all: 8_000 })
  let applied = 0
  fc.assert(
    fc.property(edits, fc.boolean(), ([manifest, changes], crlf) => {
      const text = crlf ? manifest.replaceAll('\n', '\r\n') : manifest
      const result = editManifest(text, 'app.yaml', format, changes)
      // The last check must never be the one that stops an edit: it would be a mistake of the splicer.
      if (!result.ok) {
        expect(result.problems.map((problem) => problem.code)).not.toContain('change/other-lines')
        return
      }
      applied += 1
      for (const one of changes) {
        if (one.kind === 'value' && one.ensure === 'present') {
          expect(sameData(at(result.value.text, one.at), one.value)).toBe(true)
        }
      }
      expect(editManifest(result.value.text, 'app.yaml', format, changes)).toEqual({
        ok: true,
        value: { text: result.value.text, places: [] },
      })
    }),
    { numRuns },
  )
  // A test that refuses everything would prove nothing.
  expect(applied).toBeGreaterThan((numRuns * 3) / 8)
}, 60_000)

/** Reads with a plain js-yaml of its own; tags are not looked at here. */
function at(text: string, steps: readonly unknown[]): Json {
  let node: unknown = loadAll(text.replace('!vault ', ''))[0]
  for (const step of steps) node = Reflect.get(Object(node), String(step))
  return node as Json
}
