import { expect, test } from 'vitest'
import { overlaps } from '../../../src/core/plan/overlaps.js'
import { planPlaces } from '../../../src/core/plan/plan-places.js'
import type { PathStep, Place, PlannedFile } from '../../../src/model/plan.js'

function file(path: string, ...places: readonly Place[]): PlannedFile {
  return {
    path,
    mode: '100644',
    places,
    change: 'delete',
    before: { oid: '' as never, text: '' },
    after: null,
  }
}

test('what a plan changes is listed by file and place, entry by entry, with old and new', () => {
  const files = [
    file('z.txt', { at: [{ line: 'octo/a' }], new: 'octo/a' }),
    file(
      'app.yaml',
      { at: ['spec', { name: 'app' }, 'image'], old: 'v1', new: 'v2' },
      { at: ['meta'], old: { a: 1, b: 2, 'x/y~': 3 }, new: { a: 1, b: [3], c: null } },
      { at: ['l', 2], new: 'z' },
      { document: 1, at: ['a'], old: 1 },
    ),
  ]
  expect(planPlaces({ files })).toEqual([
    { path: 'app.yaml', document: null, place: 'l › z', old: null, new: '"z"' },
    { path: 'app.yaml', document: null, place: 'meta › b', old: '2', new: '[3]' },
    { path: 'app.yaml', document: null, place: 'meta › c', old: null, new: 'null' },
    { path: 'app.yaml', document: null, place: 'meta › x/y~', old: '3', new: null },
    { path: 'app.yaml', document: null, place: 'spec › app › image', old: '"v1"', new: '"v2"' },
    { path: 'app.yaml', document: 1, place: 'a', old: '1', new: null },
    { path: 'z.txt', document: null, place: 'octo/a', old: null, new: 'octo/a' },
  ])
})

const touches = (at: readonly PathStep[], document?: number) => [
  { path: 'a.yaml', places: [document === undefined ? { at } : { at, document }] },
]

test.each<[readonly PathStep[], readonly PathStep[]]>([
  [['a'], ['a']],
  [['a'], ['a', 'b']],
  [['a', 'b'], ['a']],
  [[], ['a']],
  [
    ['a', 0],
    ['a', '0'],
  ],
  [
    ['a', { name: 'x' }],
    ['a', { name: 'x' }, 'tag'],
  ],
  [
    ['a', { name: 'x' }],
    ['a', { id: 1 }],
  ],
  [
    ['a', { name: 'x' }],
    ['a', 3],
  ],
])('%j and %j are the same place', (a, b) => {
  expect(overlaps(touches(a), touches(b))).toHaveLength(1)
  expect(overlaps(touches(b), touches(a))).toHaveLength(1)
})

test.each<[readonly PathStep[], readonly PathStep[]]>([
  [['a'], ['b']],
  [
    ['a', 'b'],
    ['a', 'c'],
  ],
  [
    ['a', 0],
    ['a', 1],
  ],
  [
    ['a', { name: 'x' }],
    ['a', { name: 'y' }],
  ],
  [
    ['a', { name: 'x' }],
    ['a', 'name'],
  ],
])('%j and %j are different places', (a, b) => {
  expect(overlaps(touches(a), touches(b))).toEqual([])
})

test('files and documents are told apart, and each place is named once, sorted', () => {
  expect(overlaps(touches(['a']), [{ path: 'b.yaml', places: [{ at: ['a'] }] }])).toEqual([])
  expect(overlaps(touches(['a'], 0), touches(['a'], 1))).toEqual([])
  expect(overlaps(touches(['a'], 1), touches(['a'], 1))).toEqual([{ path: 'a.yaml', at: 'a' }])
  const many = [{ path: 'a.yaml', places: [{ at: ['b'] }, { at: ['a'] }, { at: ['b'] }] }]
  expect(overlaps(many, touches([]))).toEqual([
    { path: 'a.yaml', at: 'a' },
    { path: 'a.yaml', at: 'b' },
  ])
})

const line = (text: string, old?: string) => ({
  at: [{ line: text }],
  ...(old === undefined ? {} : { old }),
  new: text,
})

test.each<[string, string, string, string | undefined, string]>([
  ['one key, two values', '.env', 'TAG=1', undefined, 'TAG=2'],
  ['also where one is exported or quoted', 'prod.env', 'export TAG="1"', undefined, 'TAG = 2'],
  ['also where one of them takes the place of a line', '.env', 'TAG=3', 'TAG=1', 'TAG=2'],
  ['a line that is taken away, and one that takes its place', '.env', 'TAG=2', 'TAG=1', 'TAG=1'],
  ['a key of a .properties file', 'a.properties', 'tag: 1', undefined, 'tag 2'],
  ['a key of an INI file', 'a.ini', 'Tag = 1', undefined, 'tag = 2'],
  ['the owners of the same files', '.github/CODEOWNERS', '/apps/ @a', undefined, '/apps/   @b # c'],
  ['files that lose their owner', 'CODEOWNERS', '/apps/ @a', undefined, '/apps/'],
  ['the address of one name', 'etc/hosts', '10.0.0.1 a.example b', undefined, '10.0.0.2\tc A.EXAMPLE'],
])('two lines about the same touch each other: %s', (_title, path, mine, old, theirs) => {
  const [a, b] = [[{ path, places: [line(mine, old)] }], [{ path, places: [line(theirs)] }]]
  expect(overlaps(a, b)).toEqual([{ path, at: mine }])
  expect(overlaps(b, a)).toEqual([{ path, at: theirs }])
})

test.each<[string, string, string, string]>([
  ['two keys', '.env', 'TAG=1', 'TAG_2=1'],
  ['a key and a comment', '.env', 'TAG=1', '# TAG=2'],
  ['two keys that differ by case', '.env', 'TAG=1', 'tag=2'],
  ['two headings', 'a.ini', '[a]', '[b]'],
  ['the owners of other files', 'CODEOWNERS', '/apps/ @a', '/app/ @a'],
  ['two names of one address', 'hosts', '10.0.0.1 a', '10.0.0.1 b'],
  ['a text without keys', 'a.txt', 'TAG=1', 'TAG=2'],
])('two lines that are about different things do not: %s', (_title, path, mine, theirs) => {
  expect(overlaps([{ path, places: [line(mine)] }], [{ path, places: [line(theirs)] }])).toEqual([])
})
