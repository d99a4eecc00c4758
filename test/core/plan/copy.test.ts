import fc from 'fast-check'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { changePaths } from '../../../src/core/plan/change-paths.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import type { CopyChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import type { PathStep } from '../../../src/model/plan.js'
import { portionOf } from '../../at-length.js'
import { value } from '../manifest/fixtures.js'
import { planInput, text } from './plan-fixtures.js'

const variants = portionOf({ portion: 400, all: 1_000 })

const [source, target] = ['staging/app.yaml', 'prod/app.yaml']

function copy(at: readonly PathStep[] | null, more: Partial<CopyChange> = {}): CopyChange {
  return {
    kind: 'copy',
    file: target,
    ensure: 'present',
    document: null,
    validate: null,
    from: { file: source, at: at ?? [], document: null },
    at,
    ...more,
  }
}

/** The texts afterwards by path, or the codes of the problems. */
function planned(changes: Parameters<typeof planInput>[0], ...files: readonly ObservedFile[]) {
  const plan = planChanges(planInput(changes, files))
  return plan.ok
    ? plan.value.files.map((file) => [file.path, file.mode, file.after?.text ?? null])
    : plan.problems.map(({ code, file }) => [code, file])
}

const staging = '# staging\nimage: { repo: x, tag: "1.2" } # new\nenv:\n  - name: A\n    value: "1"\n'
const prod = '# prod\r\nimage:\r\n  repo: y # ours\r\n  tag: "1.1" # pinned\r\nenv: []\r\n'

test('a copied value keeps everything around it, and a second run writes nothing', () => {
  const changes = [copy(['image', 'tag'])]
  const after = prod.replace('1.1', '1.2')
  expect(planned(changes, text(source, staging), text(target, prod))).toEqual([[target, '100755', after]])
  expect(planned(changes, text(source, staging), text(target, after))).toEqual([])
})

test('a map is copied in the layout of the file it goes to, from another place there', () => {
  const from = { file: source, at: ['env', { name: 'A' }], document: null }
  expect(planned([copy(['image', 'env'], { from })], text(source, staging), text(target, prod))).toEqual([
    [
      target,
      '100755',
      prod.replace('# pinned\r\n', '# pinned\r\n  env:\r\n    name: A\r\n    value: "1"\r\n'),
    ],
  ])
})

test('a copied file is the same byte for byte; a new one gets the mode of the source', () => {
  const bytes = '\ufeff#!x\r\na: {{ b }}\r\n\r\n  # no end'
  expect(planned([copy(null)], text(source, bytes), { kind: 'absent', path: target })).toEqual([
    [target, '100755', bytes],
  ])
  expect(planned([copy(null)], text(source, bytes), text(target, bytes))).toEqual([])
})

test('between two files of data the copy of a whole file is told place by place', () => {
  const plan = planChanges(planInput([copy(null)], [text(source, 'a: 1\n'), text(target, 'a: 2\n')]))
  expect(plan.ok && plan.value.files[0]?.places).toEqual([{ at: [], old: { a: 2 }, new: { a: 1 } }])
})

test('places may go from JSON to YAML, and the document is the one the change means', () => {
  const changes = [
    copy(['spec', 'n'], {
      document: { by: 'resource', kind: 'App', name: null },
      from: { file: 'a.json', at: ['n'], document: { by: 'index', index: 0 } },
    }),
  ]
  const two = 'kind: Other\n---\nkind: App\nspec:\n  n: 1\n'
  expect(planned(changes, text('a.json', '{ "n": 2 }'), text(target, two))).toEqual([
    [target, '100755', two.replace('n: 1', 'n: 2')],
  ])
})

test('sources are read together with the manifests, and are no manifests of the plan', () => {
  expect(changePaths([copy(['a'])])).toEqual([target, source])
})

test.each<[string, CopyChange, ObservedFile, string]>([
  ['is not there', copy(['a']), { kind: 'absent', path: source }, 'change/source-missing'],
  ['is not there, as a whole', copy(null), { kind: 'absent', path: source }, 'change/source-missing'],
  ['lacks the place', copy(['image', 'digest']), text(source, staging), 'change/source-missing'],
  ['lacks the item', copy(['env', { name: 'B' }]), text(source, staging), 'change/source-missing'],
  [
    'has two such items',
    copy(['a', { b: 1 }]),
    text(source, 'a: [{ b: 1 }, { b: 1 }]'),
    'change/item-ambiguous',
  ],
  ['has a list where a map is meant', copy(['env', 'A']), text(source, staging), 'change/shape'],
  ['is behind a symbolic link', copy(null), blocked('symlink'), 'change/path-blocked'],
  ['is in a submodule', copy(['a']), blocked('submodule'), 'change/path-blocked'],
  ['differs by case only', copy(['a']), blocked('case-collision'), 'change/path-blocked'],
  ['is not UTF-8', copy(null), { kind: 'unreadable', path: source, why: 'not-utf-8' }, 'change/not-text'],
  ['is too large', copy(null), text(source, 'a'.repeat(4_194_305)), 'change/file-too-large'],
  ['is sealed with SOPS', copy(null), text(source, 'a: ENC\nsops:\n  mac: x\n'), 'change/sops-file'],
  [
    'is sealed with SOPS, for a place',
    copy(['a']),
    text(source, 'a: ENC\nsops:\n  mac: x\n'),
    'change/sops-file',
  ],
  ['is a Helm template', copy(['a']), text(source, 'a: 1\n{{- if b }}\nc: 1\n'), 'change/template-file'],
  ['has several documents', copy(['a']), text(source, 'a: 1\n---\na: 2\n'), 'change/document-choice'],
  ['names an entry __proto__', copy(['a']), text(source, 'a: { __proto__: 1 }\n'), 'change/unsafe-data'],
  [
    'merges another entry',
    copy(['a']),
    text(source, 'b: &b { c: 1 }\na: { <<: *b }\n'),
    'change/unsafe-data',
  ],
  ['has a tag', copy(['a']), text(source, 'a: !vault x\n'), 'change/tag'],
  ['says yes', copy(['a']), text(source, 'a: { b: yes }\n'), 'change/copy-spelling'],
  ['has a number in octal digits', copy(['a']), text(source, 'a: [010]\n'), 'change/copy-spelling'],
  ['has a number with a zero behind', copy(['a']), text(source, 'a: 1.10\n'), 'change/copy-spelling'],
  ['has a date', copy(['a']), text(source, 'a: 2026-11-20\n'), 'change/copy-spelling'],
  ['has a time', copy(['a']), text(source, 'a: [12:30]\n'), 'change/copy-spelling'],
  [
    'ends in a text without a line end',
    copy(['a']),
    text(source, 'a:\n  b: |\n    x'),
    'change/copy-spelling',
  ],
  [
    'has a number no program can hold',
    copy(['a']),
    text(source, 'a: 9007199254740993\n'),
    'change/copy-spelling',
  ],
  ['has one behind an alias', copy(['a']), text(source, 'b: &b 0x1F\na: [*b]\n'), 'change/copy-spelling'],
])('nothing is copied from a source that %s', (_, change, observed, code) => {
  expect(planned([change], observed, text(target, prod))).toEqual([[code, source]])
})

function blocked(by: 'symlink' | 'submodule' | 'case-collision'): ObservedFile {
  return { kind: 'blocked', path: source, by, at: 'staging' }
}

test('what is sealed is not overwritten by a copy either', () => {
  expect(planned([copy(null)], text(source, 'a: 1\n'), text(target, 'a: ENC\nsops: { mac: x }\n'))).toEqual([
    ['change/sops-file', target],
  ])
})

test('a place of the same file can be the source, unless the request changes that place as well', () => {
  const within = copy(['prod'], { file: source, from: { file: source, at: ['staging'], document: null } })
  const now = text(source, 'staging: 2\nprod: 1\nother: 1\n')
  expect(planned([within, value(['other'], 3, { file: source })], now)).toEqual([
    [source, '100755', 'staging: 2\nprod: 2\nother: 3\n'],
  ])
  expect(planned([within, value(['staging'], 3, { file: source })], now)).toEqual([
    ['change/contradiction', source],
  ])
})

test('a chain of copies would need two runs, and is refused', () => {
  const next = copy(null, { file: 'dr/app.yaml', from: { file: target, at: [], document: null } })
  const files = [text(source, 'a: 1\n'), text(target, 'a: 2\n'), text('dr/app.yaml', 'a: 3\n')]
  expect(planned([copy(null), next], ...files)).toEqual([['change/contradiction', target]])
})

test('whatever a source holds, exactly that data arrives, or nothing is written', () => {
  const hostile = fc.constantFrom(
    'yes',
    '0123',
    '1e3',
    '12:30',
    'a: b',
    'x # y',
    '- z',
    '*a',
    '&a',
    '!!js',
    '${{ x }}',
    '../x',
    'a\nb: 1',
    '{{ x }}',
    '__proto__',
    '\u2028',
    '',
    ' ',
    '~',
    '<<',
    '|',
    "it's",
    '"',
  )
  const leaf = fc.oneof(
    hostile,
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  const data = fc.letrec<{ json: Json; leaf: Json }>((tie) => ({
    leaf,
    json: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(hostile, fc.string({ maxLength: 6 })), tie('json'), { maxKeys: 3 }),
    ),
  })).json
  let copied = 0
  fc.assert(
    fc.property(data, fc.constantFrom('old', 'fresh'), (json, key) => {
      const from = { file: 's.json', at: ['v'], document: null }
      const now = '# head\nold:\n  a: 1 # one\n  b: [x]\nend: |\n  text\n'
      const plan = planChanges(
        planInput([copy([key], { from })], [text('s.json', JSON.stringify({ v: json })), text(target, now)]),
      )
      if (!plan.ok) return
      copied += 1
      const after = plan.value.files[0]?.after?.text ?? now
      expect(load(after)).toEqual({ old: { a: 1, b: ['x'] }, end: 'text\n', [key]: json })
      expect(after.startsWith('# head\nold:')).toBe(true)
      const again = planChanges(
        planInput(
          [copy([key], { from })],
          [text('s.json', JSON.stringify({ v: json })), text(target, after)],
        ),
      )
      expect(again.ok && again.value.files).toEqual([])
    }),
    { numRuns: variants },
  )
  expect(copied).toBeGreaterThan(variants / 2)
})
