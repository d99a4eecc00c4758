import { expect, test } from 'vitest'
import { type PlanInput, planChanges } from '../../../src/core/plan/plan-changes.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Change } from '../../../src/model/change.js'
import { oid } from '../../../src/model/ids.js'
import type { Json } from '../../../src/model/json.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import { item, value } from '../manifest/fixtures.js'
import { planInput, text } from './plan-fixtures.js'

function codes(changes: readonly Change[], files: readonly ObservedFile[]): readonly string[] {
  const plan = planChanges(planInput(changes, files))
  return plan.ok ? [] : plan.problems.map((problem) => problem.code)
}

const file = (path: string, content: Json): Change => ({
  kind: 'file',
  file: path,
  ensure: 'present',
  document: null,
  validate: null,
  content,
})
const noFile = (path: string): Change => ({
  kind: 'file',
  file: path,
  ensure: 'absent',
  document: null,
  validate: null,
  content: '',
})
const before = 'a: 1 # one\nl:\n  - x\n'

test('a file is created, one edited and one deleted, sorted by path, with whole texts and places', () => {
  const changes = [
    file('z.yaml', { kind: 'App', ports: [80] }),
    value(['a'], 2),
    item(['l'], 'z'),
    noFile('b.txt'),
  ]
  const files: readonly ObservedFile[] = [
    text('app.yaml', before),
    { kind: 'absent', path: 'z.yaml' },
    text('b.txt', 'old'),
  ]
  const plan = planChanges(planInput(changes, files))
  const after = 'a: 2 # one\nl:\n  - x\n  - z\n'
  const created = 'kind: App\nports:\n  - 80\n'
  expect(plan.ok && plan.value.files).toEqual([
    {
      path: 'app.yaml',
      mode: '100755',
      change: 'update',
      places: [
        { at: ['a'], old: 1, new: 2 },
        { at: ['l', 1], new: 'z' },
      ],
      before: { oid: gitBlobOid(before), text: before },
      after: { oid: gitBlobOid(after), text: after },
    },
    {
      path: 'b.txt',
      mode: '100755',
      change: 'delete',
      places: [{ at: [], old: 'old' }],
      before: { oid: gitBlobOid('old'), text: 'old' },
      after: null,
    },
    {
      path: 'z.yaml',
      mode: '100644',
      change: 'create',
      places: [{ at: [], new: { kind: 'App', ports: [80] } }],
      before: null,
      after: { oid: gitBlobOid(created), text: created },
    },
  ])
})

test('the digest binds what a file was before, where it becomes the same', () => {
  const digests = ['x', 'y'].map((old) => {
    const plan = planChanges(planInput([file('t.txt', 'new')], [text('t.txt', old)]))
    return plan.ok ? plan.value.digest : plan.problems[0].code
  })
  expect(new Set(digests).size).toBe(2)
})

test('a plan applied once finds nothing to do', () => {
  const changes = [
    value(['a'], 2),
    item(['l'], 'z'),
    file('z.json', { a: [] }),
    file('t.txt', 'x\n'),
    noFile('gone.yaml'),
  ]
  const files: readonly ObservedFile[] = [
    text('app.yaml', before),
    text('z.json', '{"a":1}'),
    text('t.txt', 'y'),
    { kind: 'absent', path: 'gone.yaml' },
  ]
  const first = planChanges(planInput(changes, files))
  const applied = first.ok ? first.value.files.map((one) => text(one.path, one.after?.text ?? '')) : []
  expect(applied.map((one) => one.path)).toEqual(['app.yaml', 't.txt', 'z.json'])
  const second = planChanges(planInput(changes, [...applied, { kind: 'absent', path: 'gone.yaml' }]))
  expect(second.ok && second.value.files).toEqual([])
})

test('a whole file with the same data in other words is left alone', () => {
  const plan = planChanges(planInput([file('app.yaml', { l: ['x'], a: 1 })], [text('app.yaml', before)]))
  expect(plan.ok && plan.value.files).toEqual([])
})

test('the digest binds request, request type, policy file, form, target and every file, and not the base commit', () => {
  const base = planInput([value(['a'], 2)], [text('app.yaml', before)])
  const digest = (one: PlanInput) => {
    const plan = planChanges(one)
    return plan.ok ? plan.value.digest : plan.problems[0].code
  }
  const other = oid('b'.repeat(40))
  const same = digest(base)
  expect(digest({ ...base, manifests: { ...base.manifests, commit: other, tree: other } })).toBe(same)
  const different = [
    { ...base, request: { ...base.request, digest: sha256('other') } },
    { ...base, type: { ...base.type, policy: { path: 'a.yml', blob: base.manifests.commit } } },
    { ...base, type: { ...base.type, policy: { path: 'a.yml', blob: other } } },
    { ...base, type: { ...base.type, blob: other } },
    { ...base, form: { ...base.form, blob: other } },
    { ...base, target: { repository: null, branch: 'next' } },
    { ...base, target: { repository: { owner: 'acme', name: 'gitops' }, branch: 'main' } },
    { ...base, changes: [value(['a'], 3)] },
    { ...base, manifests: { ...base.manifests, files: [text('app.yaml', `${before}# end\n`)] } },
  ].map(digest)
  expect(new Set([same, ...different]).size).toBe(10)
})

test.each<[string, readonly Change[], ObservedFile, string]>([
  [
    'a symbolic link',
    [value(['a'], 2)],
    { kind: 'blocked', path: 'app.yaml', by: 'symlink', at: 'app.yaml' },
    'change/path-blocked',
  ],
  [
    'a submodule above',
    [noFile('app.yaml')],
    { kind: 'blocked', path: 'app.yaml', by: 'submodule', at: 'x' },
    'change/path-blocked',
  ],
  [
    'bytes that are no text',
    [value(['a'], 2)],
    { kind: 'unreadable', path: 'app.yaml', why: 'not-utf-8' },
    'change/not-text',
  ],
  [
    'a file too large to read',
    [value(['a'], 2)],
    { kind: 'unreadable', path: 'app.yaml', why: 'too-large' },
    'change/file-too-large',
  ],
  [
    'a file too large to edit',
    [value(['a'], 2)],
    text('app.yaml', `a: 1\n${'#'.repeat(4_194_304)}`),
    'change/file-too-large',
  ],
  [
    'a file that is not there',
    [value(['a'], 2)],
    { kind: 'absent', path: 'app.yaml' },
    'change/file-missing',
  ],
  ['a place in plain text', [value(['a'], 2, { file: 'app.txt' })], text('app.txt', 'x'), 'change/no-format'],
  ['data for plain text', [file('app.txt', { a: 1 })], text('app.txt', 'x'), 'change/no-format'],
  [
    'a whole file beside a part of it',
    [file('app.yaml', {}), value(['a'], 2)],
    text('app.yaml', before),
    'change/contradiction',
  ],
])('%s is refused', (_title, changes, observed, code) => {
  expect(codes(changes, [observed])).toEqual([code])
})

test('two files that differ only by case are refused', () => {
  const files: readonly ObservedFile[] = [
    { kind: 'absent', path: 'A.txt' },
    { kind: 'absent', path: 'a.txt' },
  ]
  expect(codes([file('A.txt', ''), file('a.txt', '')], files)).toEqual(['change/case-collision'])
})

test('the problems of all files are found at once', () => {
  const files: readonly ObservedFile[] = [{ kind: 'absent', path: 'app.yaml' }, text('b.yaml', '{')]
  expect(codes([value(['a'], 2), value(['a'], 2, { file: 'b.yaml' })], files)).toEqual([
    'change/file-missing',
    'change/yaml-unreadable',
  ])
})

test('nothing to delete is no problem', () => {
  const plan = planChanges(planInput([noFile('app.yaml')], [{ kind: 'absent', path: 'app.yaml' }]))
  expect(plan.ok && plan.value.files).toEqual([])
})

test('a manifest nobody observed is our own mistake', () => {
  expect(() => planChanges(planInput([value(['a'], 2)], []))).toThrow(
    'the manifest app.yaml was not observed',
  )
})

test('a plan of more than 100 files is refused before anything is read', () => {
  const names = Array.from({ length: 101 }, (_, index) => `f${index}.txt`)
  const absent = names.map((path): ObservedFile => ({ kind: 'absent', path }))
  const some = (count: number) => names.slice(0, count).map((path) => file(path, 'x'))
  expect(codes(some(100), absent)).toEqual([])
  expect(codes(some(101), absent)).toEqual(['change/too-many-files'])
})

test.each([
  ['20,000 lines', 'x\n'.repeat(19_999), []],
  ['more lines than GitHub shows', 'x\n'.repeat(20_000), ['change/too-much']],
  ['more characters than GitHub shows', 'x'.repeat(1_000_000), ['change/too-much']],
])('a plan of %s', (_title, content, expected) => {
  expect(codes([file('t.txt', content)], [text('t.txt', 'old\n')])).toEqual(expected)
})
