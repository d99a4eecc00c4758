import { describe, expect, test } from 'vitest'
import { recordedPlace, wholeFile } from '../../../src/core/plan/recorded-place.js'
import { type FileToRestore, restore } from '../../../src/core/plan/restore.js'
import type { Change } from '../../../src/model/change.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { PathStep } from '../../../src/model/plan.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { absent, app, cases, elsewhere, fileAt, line, merged, noFile, noLine, whole } from './merged-files.js'
import { manifestsOf } from './plan-fixtures.js'

/** What a request with these changes made of a file, with nobody else in it. */
function restorable(path: string, before: string | null, changes: readonly Change[]): FileToRestore {
  return { ...merged(path, before, changes), inside: [] }
}

/** The text once a request is restored in a file as it is now, null where there is none, or what stops it. */
function restored(file: FileToRestore, now: string | null): unknown {
  const plan = restore([file], manifestsOf([fileAt(file.path, now)]))
  if (!plan.ok) return plan.problems.map(({ code, what, line }) => [code, line ?? null, what])
  const [only] = plan.value.files
  return only === undefined ? now : (only.after?.text ?? null)
}

/** A conflict as people read it. */
const conflict = (place: string, expected: string, found: string, at: number | null = null) => [
  'change/restore-conflict',
  at,
  `Somebody changed ${place} after the request had been merged, so what it wrote there has no place any more; expected is ${expected}, found is ${found}.`,
]

/** The edits by hand that leave what was merged: what is added beside an item or a line that is still there, or in place of one that is to be gone. */
const harmless = [
  'a text in a list',
  'a text of a list that was removed',
  'an item in JSON',
  'a line',
  'a line of a manifest',
  'a removed value of a .env file',
]
/** What somebody has made of an item without a key is not told from what they have added. */
const unclear = ['a map in a list without a key']

describe.each(Object.entries(cases))('%s', (title, { path, before, changes, edit }) => {
  const request = restorable(path, before, changes)
  const after = request.after?.text ?? ''
  const now = after.replace(edit[0], edit[1])

  test('is left alone where it is as it was merged, whatever else stands in the file', () => {
    expect(restored(request, after)).toBe(after)
    expect(restored(request, elsewhere(after))).toBe(elsewhere(after))
  })

  test('comes back byte for byte where somebody has put back what stood before', () => {
    expect(restored(request, before)).toBe(after)
  })

  test('comes back beside what somebody changed elsewhere, of which no byte changes', () => {
    expect(now).not.toBe(after)
    const there = harmless.includes(title)
    const told = [conflict('rules in app.yaml', '{"host":"z","path":"/"}', '{"host":"zz","path":"/"}', 14)]
    expect(restored(request, now)).toEqual(unclear.includes(title) ? told : there ? now : after)
    if (!unclear.includes(title))
      expect(restored(request, elsewhere(now))).toBe(elsewhere(there ? now : after))
  })
})

describe('equal data is as it was merged', () => {
  test.each([
    ['in another order', 'env:\n  A: 1\n  B: 2\n', 'env:\n  B: 2\n  A: 1\n'],
    ['in other quotes', 'env:\n  A: 1\n  B: 2\n', '"env": {"A": 1, "B": 2}\n'],
    ['with comments', 'env:\n  A: 1\n  B: 2\n', '# why\nenv:\n  A: 1 # one\n\n  B: 2\n'],
  ])('%s', (_title, after, now) => {
    const [inside, all] = [
      restorable('app.yaml', 'env: {}\n', [value(['env'], { A: 1, B: 2 })]),
      restorable('app.yaml', 'a: 1\n', [whole('app.yaml', after)]),
    ]
    expect(restored(inside, now)).toBe(now)
    expect(restored(all, now)).toBe(now)
  })

  test('an item, or a line, that has only moved', () => {
    const hosts = restorable('app.yaml', 'l:\n  - a\n  - b\n', [item(['l'], 'c')])
    expect(restored(hosts, 'l:\n  - c\n  - a\n')).toBe('l:\n  - c\n  - a\n')
    const lines = restorable('l.txt', 'a\nb\n', [line('l.txt', 'c')])
    expect(restored(lines, 'c\nb\na\n')).toBe('c\nb\na\n')
  })
})

describe('what was around a place', () => {
  const memory = restorable('app.yaml', 'limits:\n  cpu: 1\nend: 1\n', [value(['limits', 'memory'], 64)])

  test('is made again where it was a map, with nothing else in it', () => {
    expect(restored(memory, 'end: 1\n')).toBe('limits:\n  memory: 64\nend: 1\n')
    expect(restored(memory, 'limits:\nend: 1\n')).toBe('limits:\n  memory: 64\nend: 1\n')
    expect(restored(memory, 'limits: {}\nend: 1\n')).toBe('limits:\n  memory: 64\nend: 1\n')
  })

  test('is made again where it was the list of an item', () => {
    const host = restorable('app.yaml', 'hosts:\n  - a\nend: 1\n', [item(['hosts'], 'b')])
    expect(restored(host, 'end: 1\n')).toBe('hosts:\n  - b\nend: 1\n')
    const port = restorable('app.yaml', 'spec:\n  ports:\n    - { name: a, port: 1 }\n', [
      item(['spec', 'ports'], { name: 'b', port: 2 }, 'name'),
    ])
    expect(restored(port, 'spec:\n  x: 1\n')).toBe('spec:\n  x: 1\n  ports:\n    - name: b\n      port: 2\n')
  })

  test('is told where it is something else by now', () => {
    expect(restored(memory, 'limits: none\nend: 1\n')).toEqual([
      conflict('limits in app.yaml', '{"cpu":1,"memory":64}', '"none"', 1),
    ])
  })

  test('is told where it was an item that is gone, for nobody can tell what else was in it', () => {
    const image = restorable('app.yaml', 'c:\n  - { name: web, image: a, port: 1 }\n', [
      value(['c', { name: 'web' }, 'image'], 'b'),
    ])
    expect(restored(image, 'c:\n  - { name: db, image: x }\n')).toEqual([
      conflict('c › web in app.yaml', '{"name":"web","image":"b","port":1}', 'nothing', 1),
    ])
  })

  test('of two items of one name, nobody can tell which one is meant', () => {
    const port = restorable('app.yaml', 'c: []\n', [item(['c'], { name: 'web', port: 1 }, 'name')])
    expect(restored(port, 'c:\n  - { name: web, port: 2 }\n  - { name: web, port: 3 }\n')).toEqual([
      ['change/item-ambiguous', 2, expect.any(String)],
    ])
  })

  test('an absent value stays absent where what was around it is something else by now', () => {
    const gone = restorable('app.yaml', 'limits: { cpu: 1, memory: 2 }\n', [noValue(['limits', 'memory'])])
    expect(restored(gone, 'limits: none\n')).toBe('limits: none\n')
  })
})

describe('a document of a manifest', () => {
  const two = 'kind: A\nmetadata: { name: x }\nn: 1\n---\nkind: B\nmetadata: { name: x }\nn: 1\n'
  const request = restorable('all.yaml', two, [
    value(['n'], 2, { file: 'all.yaml', document: { by: 'resource', kind: 'B', name: 'x' } }),
  ])

  test('is found by its name wherever it stands by now', () => {
    const now = `kind: C\nmetadata: { name: x }\n---\n${two.split('---\n').toReversed().join('---\n')}`
    const [kinds, last] = [now.split('---\n'), 'n: 1\n']
    expect(kinds).toHaveLength(3)
    expect(restored(request, now)).toBe(now.replace(last, 'n: 2\n'))
  })

  test('is told where it is gone', () => {
    expect(restored(request, 'kind: A\nmetadata: { name: x }\nn: 1\n---\nkind: C\n')).toEqual([
      conflict('all.yaml', '{"kind":"B","name":"x"}', 'nothing'),
    ])
  })
})

describe('whole files', () => {
  test('one that the request created comes back as it was, also where somebody has broken or removed it', () => {
    const request = restorable('new.yaml', null, [whole('new.yaml', '# new\nkind: Team\nmembers: [erin]\n')])
    const text = '# new\nkind: Team\nmembers: [erin]\n'
    for (const now of [null, '', 'kind: Team\n', 'a: 1\n---\nb: 2\n', '{{ broken'])
      expect(restored(request, now)).toBe(text)
    expect(restore([request], manifestsOf([absent('new.yaml')]))).toMatchObject({
      ok: true,
      value: { files: [{ change: 'create', mode: '100644', before: null, after: { text } }] },
    })
  })

  test('one that the request wrote over another comes back as well, where it is gone too', () => {
    const request = restorable('c.json', '{ "a": 1 }\n', [whole('c.json', { b: 2 })])
    const after = request.after?.text ?? ''
    expect(restored(request, '{ "b": 3 }\n')).toBe(after)
    expect(restored(request, null)).toBe(after)
  })

  test('one in which the request wrote a part is told where it is gone', () => {
    const request = restorable('app.yaml', app, [value(['image'], 'shop:2')])
    expect(restored(request, null)).toEqual([
      ['change/restore-conflict', null, expect.stringContaining('found is nothing.')],
    ])
  })

  test('one that the request deleted is deleted again', () => {
    const request = restorable('n.txt', 'a\n', [noFile('n.txt')])
    expect(restored(request, 'b\n')).toBe(null)
    expect(restored(request, null)).toBe(null)
  })
})

describe('lines', () => {
  test('one that somebody removed comes back where it stood, one they added again goes', () => {
    const request = restorable('l.txt', 'a\nb\nd\n', [
      line('l.txt', 'c', { order: { by: 'after', line: 'b' } }),
    ])
    expect(restored(request, '0\na\nb\nd\ne\n')).toBe('0\na\nb\nc\nd\ne\n')
    const gone = restorable('l.txt', 'a\nb\nd\n', [noLine('l.txt', 'b')])
    expect(restored(gone, 'd\nb\na\n')).toBe('d\na\n')
  })

  test('one that gives a key a value takes the place of the one that gives it another', () => {
    const request = restorable('a.env', 'A=1\nTAG=1\n', [line('a.env', 'TAG=2')])
    expect(restored(request, 'TAG=3\nA=9\n')).toBe('TAG=2\nA=9\n')
  })

  test('of an INI file count in their section alone', () => {
    const ini = '[a]\nx = 1\n[b]\nx = 1\n'
    const request = restorable('a.ini', ini, [
      line('a.ini', 'x = 2', { order: { by: 'after', line: '[b]' } }),
    ])
    expect(restored(request, '[a]\nx = 3\n[b]\nx = 4\n')).toBe('[a]\nx = 3\n[b]\nx = 2\n')
  })
})

describe('where the places of a file that stays are not told', () => {
  test('those count in which it differed before and after', () => {
    const values = { ...restorable('app.yaml', app, [value(['image'], 'shop:2')]), places: [wholeFile] }
    const now = app.replace('shop:1', 'shop:3').replace('replicas: 2', 'replicas: 9')
    expect(restored(values, now)).toBe(now.replace('shop:3', 'shop:2'))
    const lines = { ...restorable('l.txt', 'a\nb\n', [line('l.txt', 'c')]), places: [wholeFile] }
    expect(restored(lines, 'z\nb\n')).toBe('z\nb\nc\n')
    expect(restored(lines, null)).toEqual([
      ['change/restore-conflict', null, expect.stringContaining('found is nothing.')],
    ])
  })
})

describe('what later requests have the word to', () => {
  const by = issueNumber(9)
  const at = (...steps: readonly PathStep[]) => ({ place: recordedPlace({ at: steps, new: 1 }), by })
  const left = (file: FileToRestore, now: string) => {
    const plan = restore([file], manifestsOf([fileAt(file.path, now)]))
    return plan.ok ? plan.value.left : plan.problems
  }

  test('is left alone and named, whatever stands there', () => {
    const both = restorable('app.yaml', app, [value(['image'], 'shop:2'), value(['replicas'], 3)])
    const [image] = both.places
    const request = { ...both, superseded: image === undefined ? [] : [{ place: image, by }] }
    const now = app.replace('shop:1', 'shop:9').replace('replicas: 2', 'replicas: 7')
    expect(restored(request, now)).toBe(now.replace('replicas: 7', 'replicas: 3'))
    expect(left(request, now)).toEqual([{ path: 'app.yaml', place: 'image', by: 9 }])
  })

  test('stays as it is inside of what is put back', () => {
    const map = restorable('app.yaml', 'end: 1\n', [value(['team'], { size: 1, lead: 'ann' })])
    const request = { ...map, inside: [at('team', 'size'), at('team', 'deep', 'er')] }
    const now = 'team:\n  size: 5\n  lead: bob\n  deep: { er: 1 } # theirs\nend: 1\n'
    expect(restored(request, now)).toBe(now.replace('bob', 'ann'))
    expect(left(request, now)).toEqual([
      { path: 'app.yaml', place: 'team › size', by: 9 },
      { path: 'app.yaml', place: 'team › deep › er', by: 9 },
    ])
  })

  test('stays as it is inside of a whole file', () => {
    const made = restorable('t.yaml', null, [whole('t.yaml', 'size: 1\nlead: ann\n')])
    const request = { ...made, inside: [at('size')] }
    expect(restored(request, 'size: 5 # theirs\nlead: bob\n')).toBe('size: 5 # theirs\nlead: ann\n')
    const text = restorable('t.txt', null, [whole('t.txt', 'a\nb\n')])
    const theirs = { ...text, inside: [{ place: recordedPlace({ at: [{ line: 'c' }], new: 'c' }), by }] }
    expect(restored(theirs, 'a\nc\nx\n')).toBe('a\nc\nb\n')
  })

  test('stays where the request had removed what is around it', () => {
    const gone = restorable('n.yaml', 'a: 1\n', [noFile('n.yaml')])
    expect(restored({ ...gone, inside: [at('b')] }, 'b: 1\n')).toBe('b: 1\n')
    const entry = restorable('app.yaml', 'm: { x: 1 }\nn: 1\n', [noValue(['m'])])
    expect(restored({ ...entry, inside: [at('m', 'y')] }, 'm: { y: 2 }\nn: 1\n')).toBe('m: { y: 2 }\nn: 1\n')
  })
})

test('what is written is the plan of one file, with the places that come back', () => {
  const request = restorable('app.yaml', 'a: 1\nl: [x]\n', [value(['a'], 2), noItem(['l'], 'x')])
  const plan = restore([request], manifestsOf([fileAt('app.yaml', 'a: 3\nl: [x]\n')]))
  expect(plan).toMatchObject({
    ok: true,
    value: {
      left: [],
      files: [
        {
          path: 'app.yaml',
          change: 'update',
          places: [
            { at: ['a'], old: 3, new: 2 },
            { at: ['l', 0], old: 'x' },
          ],
          before: { text: 'a: 3\nl: [x]\n' },
          after: { text: 'a: 2\nl: []\n' },
        },
      ],
    },
  })
})
