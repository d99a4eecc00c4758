import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readYaml } from '../../../src/core/manifest/yaml/read-yaml.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import type { Change } from '../../../src/model/change.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import type { Plan } from '../../../src/model/plan.js'
import { portionOf } from '../../at-length.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { invertPlan, manifestsOf, planInput, text } from './plan-fixtures.js'

function planned(changes: readonly Change[], ...files: readonly ObservedFile[]): Plan {
  const plan = planChanges(planInput(changes, files))
  return plan.ok ? plan.value : expect.fail(plan.problems[0].what)
}

/** The texts after undoing the plan in these files, or the problems. */
function undone(plan: Plan, ...files: readonly ObservedFile[]): readonly unknown[] {
  const inverse = invertPlan(plan, manifestsOf(files))
  if (!inverse.ok) return inverse.problems.map((problem) => [problem.code, problem.what])
  return inverse.value.map((file) => [file.change, file.after?.text ?? null])
}

const before = "a: '1' # one\nl:\n  - x\n  - y\nm:\n  b: 2\n"
const app = text('app.yaml', before)
const change = [value(['a'], 'two: 2'), item(['l'], 'z'), noValue(['m', 'b'])]
const after = "a: 'two: 2' # one\nl:\n  - x\n  - y\n  - z\nm: {}\n"

test('where nobody touched a file, its bytes come back, and places are told the other way round', () => {
  const plan = planned(change, app)
  expect(plan.files[0]?.after?.text).toBe(after)
  const inverse = invertPlan(plan, manifestsOf([text('app.yaml', after)]))
  expect(inverse.ok && inverse.value).toEqual([
    {
      path: 'app.yaml',
      mode: '100755',
      change: 'update',
      before: plan.files[0]?.after,
      after: plan.files[0]?.before,
      places: [
        { at: ['a'], old: 'two: 2', new: '1' },
        { at: ['l', 2], old: 'z' },
        { at: ['m', 'b'], new: 2 },
      ],
    },
  ])
})

test('a created file goes, a deleted one comes back, and what is undone already is left out', () => {
  const file = (path: string, ensure: 'present' | 'absent'): Change => ({
    kind: 'file',
    file: path,
    ensure,
    document: null,
    validate: null,
    content: 'x',
  })
  const plan = planned([file('new.txt', 'present'), file('old.txt', 'absent')], text('old.txt', 'old'), {
    kind: 'absent',
    path: 'new.txt',
  })
  expect(undone(plan, text('new.txt', 'x'), { kind: 'absent', path: 'old.txt' })).toEqual([
    ['delete', null],
    ['create', 'old'],
  ])
  expect(undone(plan, { kind: 'absent', path: 'new.txt' }, text('old.txt', 'old'))).toEqual([])
  expect(undone(plan, text('new.txt', 'y'), text('old.txt', 'other')).map(String)).toEqual([
    expect.stringMatching(/^change\/conflict,Somebody changed new\.txt after/),
    expect.stringMatching(/^change\/conflict,Somebody changed old\.txt after/),
  ])
})

test('where somebody changed other places, only those of the plan go back', () => {
  const plan = planned(change, app)
  const now = `# new head\n${after.replace('- x', '- w\n  - x')}n: 1\n`
  expect(undone(plan, text('app.yaml', now))).toEqual([
    ['update', "# new head\na: '1' # one\nl:\n  - w\n  - x\n  - y\nm:\n  b: 2\nn: 1\n"],
  ])
})

test.each([
  [
    'the value',
    after.replace('two: 2', 'three'),
    'a in app.yaml',
    '; expected is "two: 2", found is "three"',
  ],
  ['the entry around it', after.replace('m: {}', 'm: 5'), 'm in app.yaml', '; expected is {}, found is 5'],
  [
    'the list by an equal item',
    after.replace('- z', '- z\n  - z'),
    'l in app.yaml',
    '; expected is ["x","y","z"], found is ["x","y","z","z"]',
  ],
  ['the number of documents', `${after}---\nb: 1\n`, 'app.yaml', ''],
])('where somebody changed %s, nothing is undone, and the place is named', (_title, now, place, sides) => {
  expect(undone(planned(change, app), text('app.yaml', now))).toEqual([
    [
      'change/conflict',
      `Somebody changed ${place} after the request had written it, so undoing the request would undo that too${sides}.`,
    ],
  ])
})

test('an entry whose parents the plan made goes with them', () => {
  const plan = planned([value(['new', 'deep'], 1)], app)
  expect(undone(plan, text('app.yaml', `${plan.files[0]?.after?.text}n: 1\n`))).toEqual([
    ['update', `${before}n: 1\n`],
  ])
})

test('a changed item and a removed one are found again by what they are', () => {
  const list = text('app.yaml', '- name: a\n  tag: 1\n- name: b\n  tag: 1\n- c\n')
  const tag = planned([value([{ name: 'b' }, 'tag'], 2)], list)
  expect(undone(tag, text('app.yaml', '- new\n- name: a\n  tag: 1\n- name: b\n  tag: 2\n- c\n'))).toEqual([
    ['update', '- new\n- name: a\n  tag: 1\n- name: b\n  tag: 1\n- c\n'],
  ])
  const gone = planned([noItem([], 'c')], list)
  expect(undone(gone, text('app.yaml', '- name: a\n  tag: 1\n- name: b\n  tag: 1\n- d\n'))).toEqual([
    ['update', '- name: a\n  tag: 1\n- name: b\n  tag: 1\n- c\n- d\n'],
  ])
})

test('lines of a text file go back one by one', () => {
  const line = (text_: string, ensure: 'present' | 'absent'): Change => ({
    kind: 'line',
    file: 't.txt',
    ensure,
    document: null,
    validate: null,
    line: text_,
    order: { by: 'sorted' },
  })
  const plan = planned([line('b', 'present'), line('d', 'absent')], text('t.txt', 'a\nc\nd\ne\n'))
  expect(undone(plan, text('t.txt', 'a\nb\nc\ne\nf\n'))).toEqual([['update', 'a\nc\nd\ne\nf\n']])
  expect(undone(plan, text('t.txt', 'a\nc\ne\nf\n'))).toEqual([['update', 'a\nc\nd\ne\nf\n']])
})

test.each<[ObservedFile, string]>([
  [{ kind: 'blocked', path: 'app.yaml', by: 'symlink', at: 'app.yaml' }, 'change/path-blocked'],
  [text('app.yaml', 'a: [\n'), 'change/yaml-unreadable'],
  [text('app.yaml', `${after}sops: {}\n`), 'change/sops-file'],
])('%o stops it', (observed, code) => {
  expect(undone(planned(change, app), observed)).toEqual([[code, expect.any(String)]])
})

test('whatever is changed, undoing it at once restores every byte, and undoing it later all other data', () => {
  const data = fc.oneof(
    fc.constantFrom('x', 'yes', "it's", 'two\nlines', 1, null, true),
    fc.constantFrom({ k: 'v' }, ['q'], {}),
  )
  const at = fc.constantFrom(['a'], ['l'], ['m'], ['m', 'b'], ['m', 'c'], ['new', 'deep'])
  const one = fc.oneof(
    fc.tuple(at, data).map(([place, wanted]) => value(place, wanted)),
    at.map((place) => noValue(place)),
    data.map((wanted) => item(['l'], wanted === null || typeof wanted === 'object' ? 'i' : wanted)),
    fc.constantFrom('x', 'y').map((wanted) => noItem(['l'], wanted)),
  )
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), fc.boolean(), (changes, crlf) => {
      // One entry stays: behind an empty map there is no place for what somebody adds later.
      const full = `${before}keep: 1\n`
      const original = crlf ? full.replaceAll('\n', '\r\n') : full
      const plan = planChanges(planInput(changes, [text('app.yaml', original)]))
      const [file] = plan.ok ? plan.value.files : []
      if (!plan.ok || file?.after == null) return
      expect(undone(plan.value, text('app.yaml', file.after.text))).toEqual([['update', original]])
      const [later] = undone(plan.value, text('app.yaml', `${file.after.text}other: 1\n`))
      if (Array.isArray(later) && later[0] === 'update')
        expect(readYaml(String(later[1]), 'app.yaml')).toEqual(readYaml(`${original}other: 1\n`, 'app.yaml'))
      else expect(String(later)).toMatch(/^change\/(?:layout|not-provable)/)
    }),
    { numRuns: portionOf({ portion: 400, all: 2_000 }) },
  )
}, 30_000)
