import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { resolveChanges } from '../../../src/core/plan/resolve-changes.js'
import { restore } from '../../../src/core/plan/restore.js'
import type { Change, CopyChange, FileChange, LineChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import type { Problem } from '../../../src/model/problem.js'
import type { ChangeTemplate } from '../../../src/model/request-type.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { merged } from './merged-files.js'
import { invertPlan, manifestsOf, planInput, text } from './plan-fixtures.js'
import { template } from './templates.js'

/** Where a problem is: on a line of a file; in a file as a whole; in the request type; in the request. */
type Where = number | 'file' | 'type' | 'request'
type Case = readonly [code: string, where: Where, problems: readonly Problem[]]

function ofPlan(changes: readonly Change[], ...files: readonly ObservedFile[]): readonly Problem[] {
  const plan = planChanges(planInput(changes, files))
  return plan.ok ? [] : plan.problems
}

/** Of one change of `app.yaml` with this content. */
const inYaml = (content: string, ...changes: readonly Change[]) => ofPlan(changes, text('app.yaml', content))
const base = { ensure: 'present', document: null, validate: null } as const
const line = (wanted: string, file = '.env'): LineChange => ({
  ...base,
  kind: 'line',
  file,
  line: wanted,
  order: { by: 'end' },
})
const whole = (file: string, content: Json): FileChange => ({ ...base, kind: 'file', file, content })
const copy = (at: readonly string[] | null): CopyChange => ({
  ...base,
  kind: 'copy',
  file: 'app.yaml',
  from: { file: 'from.yaml', at: at ?? [], document: null },
  at,
})
const copied = (content: string) =>
  ofPlan([copy(['a'])], text('from.yaml', content), text('app.yaml', 'b: 1\n'))

const none = { ensure: null, document: null, when: null, forEach: null, validate: null }
const given = { name: 'a b', two: 'a\nb', list: ['a'], map: { a: 1 }, half: '\ud800' }

/** Of one change of a request type. */
function ofType(change: Partial<ChangeTemplate> & Pick<ChangeTemplate, 'kind'>): readonly Problem[] {
  const { type } = planInput([], [])
  const full = { ...none, file: 'app.yaml', ...change } as ChangeTemplate
  const result = resolveChanges(
    { ...type, changes: [full], paths: ['*', '.git/*', '**/*.yaml'] },
    { request: new Map<string, Json>(Object.entries(given)), requester: { login: 'ada' } },
  )
  return result.ok ? [] : result.problems
}

function undone(before: string, after: string, now: string): readonly Problem[] {
  const plan = planChanges(planInput([whole('app.yaml', after)], [text('app.yaml', before)]))
  if (!plan.ok) return plan.problems
  const inverse = invertPlan(plan.value, manifestsOf([text('app.yaml', now)]))
  return inverse.ok ? [] : inverse.problems
}

/** What is said where a request cannot be restored in a file as it is now. */
function restored(before: string, change: Change, now: string): readonly Problem[] {
  const file = { ...merged('app.yaml', before, [change]), inside: [] }
  const plan = restore([file], manifestsOf([text('app.yaml', now)]))
  return plan.ok ? [] : plan.problems
}

const cases: readonly Case[] = [
  ['change/alias', 3, inYaml('a: &x\n  k: 1\nb: *x\n', value(['b', 'k'], 2))],
  ['change/anchor', 1, inYaml('a: &x\n  k: 1\nb: *x\n', value(['a', 'k'], 2))],
  [
    'change/case-collision',
    'file',
    ofPlan(
      [whole('a.yaml', 'a: 1\n'), whole('A.yaml', 'a: 1\n')],
      { kind: 'absent', path: 'a.yaml' },
      { kind: 'absent', path: 'A.yaml' },
    ),
  ],
  ['change/conflict', 2, undone('a: 1\nb: 1\n', 'a: 1\nb: 2\n', 'c: 1\nb: 3\n')],
  ['change/contradiction', 'file', inYaml('a: 1\n', value(['a'], 2), value(['a'], 3))],
  ['change/copy-spelling', 2, copied('b: 1\na: yes\n')],
  ['change/document-choice', 'file', inYaml('a: 1\n---\na: 2\n', value(['a'], 3))],
  ['change/duplicate-key', 2, inYaml('b: 1\na: 1\na: 2\n', value(['a'], 3))],
  [
    'change/ensure-unknown',
    'type',
    ofType({
      kind: 'line',
      ensure: template('<< request.name >>'),
      file: 'a.txt',
      line: 'x',
      order: { by: 'end' },
    }),
  ],
  ['change/explicit-key', 2, inYaml('b: 1\n? a\n: 1\n', value(['a'], 3))],
  ['change/file-missing', 'file', ofPlan([value(['a'], 1)], { kind: 'absent', path: 'app.yaml' })],
  [
    'change/file-too-large',
    'file',
    ofPlan([value(['a'], 1)], { kind: 'unreadable', path: 'app.yaml', why: 'too-large' }),
  ],
  ['change/final-line-end', 2, inYaml('a: |\n  x', value(['b'], 1))],
  [
    'change/for-each',
    'type',
    ofType({ kind: 'line', forEach: 'request.name', file: 'a.txt', line: 'x', order: { by: 'end' } }),
  ],
  [
    'change/invalid-result',
    2,
    ofPlan(
      [value(['a'], 2, { validate: 's.json' })],
      text('app.yaml', 'b: 1\na: 1\n'),
      text('s.json', '{"properties":{"a":{"maximum":1}}}'),
    ),
  ],
  ['change/item-ambiguous', 2, inYaml('l:\n- n: 1\n- n: 1\n', value(['l', { n: 1 }, 'v'], 1))],
  ['change/item-empty', 'type', ofType({ kind: 'item', at: ['l'], item: '', key: null })],
  ['change/item-key', 'type', ofType({ kind: 'item', at: ['l'], item: { a: 'x' }, key: 'n' })],
  ['change/item-missing', 2, inYaml('b: 1\nl:\n- n: 1\n', value(['l', { n: 2 }, 'v'], 1))],
  [
    'change/json-unreadable',
    2,
    ofPlan([value(['a'], 1, { file: 'a.json' })], text('a.json', '{\n  "a" 1\n}\n')),
  ],
  ['change/layout', 2, inYaml('b: 1\nl: [\n  a # c\n  ]\n', item(['l'], 'b'))],
  [
    'change/line-anchor',
    1,
    ofPlan([{ ...line('c'), order: { by: 'after', line: 'a' } }], text('.env', 'a\nb\na\n')),
  ],
  [
    'change/line-break',
    'type',
    ofType({ kind: 'line', file: 'a.txt', line: template('x=<< request.two >>'), order: { by: 'end' } }),
  ],
  [
    'change/line-empty',
    'type',
    ofType({ kind: 'line', file: 'a.txt', line: template('<< request.list >>'), order: { by: 'end' } }),
  ],
  ['change/line-end', 2, ofPlan([line('C=1')], text('.env', 'A=1\nB=\r2\n'))],
  ['change/line-goes-on', 2, ofPlan([line('B=1')], text('.env', 'A=1\nB="1\n2"\n'))],
  ['change/line-key', 2, ofPlan([line('B=3')], text('.env', 'A=1\nB=1\nB=2\n'))],
  ['change/merge-key', 4, inYaml('a: &x\n  k: 1\nb:\n  <<: *x\n', noValue(['b', 'k']))],
  ['change/no-format', 'file', ofPlan([value(['a'], 1, { file: 'OWNERS' })], text('OWNERS', 'a: 1\n'))],
  ['change/not-provable', 2, inYaml('c: 1\na: &x 1\nb: *x\n', noValue(['a']))],
  [
    'change/not-text',
    'file',
    ofPlan([value(['a'], 1)], { kind: 'unreadable', path: 'app.yaml', why: 'not-utf-8' }),
  ],
  [
    'change/path-blocked',
    'file',
    ofPlan([value(['a'], 1)], { kind: 'blocked', path: 'app.yaml', at: 'app.yaml', by: 'symlink' }),
  ],
  ['change/path-not-listed', 'type', ofType({ kind: 'file', file: 'a/b.txt', content: 'x' })],
  [
    'change/path-part',
    'type',
    ofType({ kind: 'file', file: template('x/<< request.two >>.yaml'), content: {} }),
  ],
  ['change/path-refused', 'type', ofType({ kind: 'file', file: '.git/config', content: 'x' })],
  ['change/restore-conflict', 2, restored('a:\n  b: 1\n', value(['a', 'c'], 2), '# gone\na: none\n')],
  [
    'change/schema-unusable',
    'file',
    ofPlan([value(['a'], 2, { validate: 's.json' })], text('app.yaml', 'a: 1\n'), {
      kind: 'absent',
      path: 's.json',
    }),
  ],
  [
    'change/separator',
    'type',
    ofType({ kind: 'line', file: 'a.sh', line: template('x <<request.name >>'), order: { by: 'end' } }),
  ],
  ['change/shape', 2, inYaml('b: 1\na: x\n', item(['a'], 'y'))],
  ['change/sops-file', 2, inYaml('a: x\nsops:\n  mac: y\n', value(['a'], 1))],
  ['change/source-missing', 1, copied('b:\n  c: 1\n')],
  ['change/step', 3, inYaml('l:\n- a\n- b\n', noValue(['l', 1]))],
  ['change/structured-text', 'type', ofType({ kind: 'file', content: template('a: << request.name >>') })],
  ['change/tag', 2, inYaml('b: 1\nl: !x [a]\n', item(['l'], 'b'))],
  [
    'change/template-file',
    2,
    ofPlan([value(['a'], 1, { file: 'templates/a.yaml' })], text('templates/a.yaml', 'a: 1\nb: {{ .x }}\n')),
  ],
  [
    'change/too-many-files',
    'request',
    ofPlan(Array.from({ length: 101 }, (_, index) => whole(`f${index}.txt`, 'x'))),
  ],
  [
    'change/too-much',
    'request',
    ofPlan([whole('a.txt', 'x\n'.repeat(20_001))], { kind: 'absent', path: 'a.txt' }),
  ],
  ['change/unsafe-data', 'type', ofType({ kind: 'value', at: ['a'], value: template('<< request.half >>') })],
  ['change/when', 'type', ofType({ kind: 'file', content: 'x', when: 'request.name' })],
  ['change/yaml-unreadable', 2, inYaml('b: 1\na: b: c\n', value(['b'], 2))],
]

test.each(cases)('%s says where it is, what is wrong and what to do', (code, where, problems) => {
  const found = problems.find((problem) => problem.code === code)
  if (found === undefined) expect.fail(`found ${JSON.stringify(problems)}`)
  const { file, line: number, field, what, fix } = found
  const place = typeof where === 'number' ? where : undefined
  expect({ number, isInFile: file !== undefined || field !== undefined }).toEqual({
    number: place,
    isInFile: where !== 'request',
  })
  if (where === 'type') expect(file ?? field).toMatch(/^\.github\/issueops\/app\.yml$|^[a-z]+$/)
  for (const sentence of [what, fix]) expect(sentence).toMatch(/^[^\n]{10,}\.$/)
  expect(`${what} ${fix}`).not.toMatch(/undefined|\[object|NaN/)
})

test('every code of the page is among them, but for the one nobody knows how to bring about and the one that limits tell of a whole plan', () => {
  const page = readFileSync(new URL('../../../docs/problems/change.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^## `(change\/[a-z-]+)`$/gm)].map((match) => match[1])
  const met = [...cases.map(([code]) => code), 'change/other-lines', 'change/too-much-at-once']
  expect(met.sort()).toEqual(documented)
})

test('what stands in the way of an item is named where it is, not where the item is', () => {
  expect(
    inYaml('l: &x\n- a\n- b\nm: *x\n', noItem(['l'], 'b')).map(({ code, line: number }) => [code, number]),
  ).toEqual([['change/anchor', 1]])
})
