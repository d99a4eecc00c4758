import { describe, expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { recordedPlace, wholeFile } from '../../../src/core/plan/recorded-place.js'
import { type FileToTakeBack, takeBack } from '../../../src/core/plan/take-back.js'
import type { Change } from '../../../src/model/change.js'
import { issueNumber } from '../../../src/model/ids.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import {
  absent,
  app,
  cases,
  clash,
  dotenv,
  elsewhere,
  file,
  fileAt,
  json,
  line,
  list,
  merged,
  noFile,
  noLine,
  shop,
  stream,
  whole,
} from './merged-files.js'
import { manifestsOf, planInput, text } from './plan-fixtures.js'

/** The text after a request is taken back in a file as it is now, null where there is none, or what stops it. */
function back(file: FileToTakeBack, now: string | null): unknown {
  const taken = takeBack([file], manifestsOf([fileAt(file.path, now)]))
  if (!taken.ok) return taken.problems.map(({ code, what, line }) => [code, line ?? null, what])
  const [only] = taken.value.files
  return only === undefined ? now : (only.after?.text ?? null)
}

describe.each(Object.entries(cases))('%s', (_title, { path, before, changes, edit, clashes }) => {
  const request = merged(path, before, changes)
  const after = request.after?.text ?? ''

  test('is taken back byte for byte, and a second time nothing is left to do', () => {
    expect(back(request, after)).toBe(before)
    expect(back(request, before)).toBe(before)
  })

  test('is taken back beside what somebody changed elsewhere, of which no byte changes', () => {
    expect(elsewhere(after)).not.toBe(after)
    expect(back(request, elsewhere(after))).toBe(elsewhere(before))
    expect(back(request, elsewhere(before))).toBe(elsewhere(before))
  })

  test('is left where somebody changed it, and told with what was expected and what is there', () => {
    const now = after.replace(edit[0], edit[1])
    expect(now).not.toBe(after)
    expect(back(request, now)).toEqual(clashes)
    expect(back(request, elsewhere(now))).toEqual(
      clashes.map(() => ['change/conflict', expect.anything(), expect.any(String)]),
    )
  })
})

describe('whole files', () => {
  test('one that the request created goes, and one that somebody changed since is told with its first line that differs', () => {
    const request = merged('notes/n.txt', null, [whole('notes/n.txt', 'a\nb\n')])
    expect(back(request, 'a\nb\n')).toBe(null)
    expect(back(request, null)).toBe(null)
    expect(back(request, 'a\nc\nb\n')).toEqual([clash('notes/n.txt', '"b"', '"c"', 2)])
  })

  test('one that the request deleted comes back with its mode, but not over another', () => {
    const request = merged('n.txt', 'a\n', [noFile('n.txt')])
    expect(takeBack([request], manifestsOf([absent('n.txt')]))).toMatchObject({
      ok: true,
      value: { files: [{ change: 'create', mode: '100755', before: null, after: { text: 'a\n' } }] },
    })
    expect(back(request, 'a\n')).toBe('a\n')
    expect(back(request, 'b\n')).toEqual([clash('n.txt', 'nothing', '"b\\n"')])
  })

  test('one that is gone, or was given another name, is a conflict', () => {
    const request = merged('app.yaml', app, [value(['image'], 'shop:2')])
    expect(back(request, null)).toEqual([
      ['change/conflict', null, expect.stringContaining('found is nothing.')],
    ])
  })

  test('one whose text is another goes back beside what somebody wrote elsewhere in it, or not at all', () => {
    const [before, after] = ['1\n2\n3\n4\n5\n', '1\ntwo\n3\n4\nfive\nsix\n']
    const request = merged('n.txt', before, [whole('n.txt', after)])
    expect(back(request, `0\n${after}`)).toBe(`0\n${before}`)
    expect(back(request, `0\n${before}`)).toBe(`0\n${before}`)
    expect(back(request, after.replace('five', '5.0'))).toEqual([clash('n.txt', '"five"', '"5.0"', 5)])
  })

  const written = app
    .replace('shop:1', 'shop:2')
    .replace('  - b.example # first\n', '')
    .replace("  B: '2'\n", "  B: '2'\n  C: '3'\n")
    .replace('port: 80', 'port: 8080')

  test.each([
    ['whole', (request: FileToTakeBack) => request],
    [
      'whole, because its places are withheld',
      (request: FileToTakeBack) => ({ ...request, places: [wholeFile] }),
    ],
  ])('data that the record names as a %s goes back entry by entry', (_title, recorded) => {
    const request = recorded(merged('app.yaml', app, [whole('app.yaml', written)]))
    expect(back(request, written)).toBe(app)
    expect(back(request, elsewhere(written))).toBe(elsewhere(app))
    expect(back(request, elsewhere(app))).toBe(elsewhere(app))
    expect(back(request, written.replace('shop:2', 'shop:3').replace('8080', '8081'))).toEqual([
      clash('image in app.yaml', '"shop:2"', '"shop:3"', 2),
      clash('ports › web › port in app.yaml', '8080', '8081', 12),
    ])
  })

  test('what differs in comments alone goes back with all its lines, or not at all', () => {
    const request = merged('app.yaml', app, [whole('app.yaml', app.replace('# why', '# because'))])
    const after = request.after?.text ?? ''
    expect(back(request, elsewhere(after))).toBe(elsewhere(app))
    expect(back(request, elsewhere(app))).toBe(elsewhere(app))
    expect(back(request, after.replace('# because', '# hm'))).toEqual([
      clash('app.yaml', '"  # because"', '"  # hm"', 8),
    ])
  })

  test('lists in another order go back as a whole, or not at all', () => {
    const [before, after] = ['l: [a, b, c]\ntail: 1\n', 'l: [c, b, a]\ntail: 1\n']
    const request = merged('app.yaml', before, [whole('app.yaml', after)])
    expect(back(request, elsewhere(after))).toBe(elsewhere(before))
    expect(back(request, after.replace('a]', 'a, d]'))).toEqual([
      clash('l in app.yaml', '["c","b","a"]', '["c","b","a","d"]', 1),
    ])
  })

  test('copies go back like what they were made of', () => {
    const copy = (from: readonly string[], at: readonly string[] | null, path: string): Change => ({
      kind: 'copy',
      file: path,
      ensure: 'present',
      document: null,
      validate: null,
      at,
      from: { file: 'staging.yaml', at: from, document: null },
    })
    const files = [text('staging.yaml', 'image: "shop:9"\n'), text('app.yaml', app), absent('copy.yaml')]
    const changes = [copy(['image'], ['image'], 'app.yaml'), copy([], null, 'copy.yaml')]
    const plan = planChanges(planInput(changes, files))
    const request = (plan.ok ? plan.value.files : []).map((each): FileToTakeBack => {
      return { ...each, places: each.places.map(recordedPlace), superseded: [], shows: [] }
    })
    const now = [
      text('app.yaml', elsewhere(request[0]?.after?.text ?? '')),
      text('copy.yaml', 'image: "shop:9"\n'),
    ]
    const taken = takeBack(request, manifestsOf(now))
    expect(taken.ok && taken.value.files.map(({ path, after }) => [path, after?.text ?? null])).toEqual([
      ['app.yaml', elsewhere(app)],
      ['copy.yaml', null],
    ])
  })
})

describe('what moved', () => {
  const request = merged('app.yaml', stream, [value(['spec', 'replicas'], 2, { document: shop })])
  const [first, second] = (request.after?.text ?? '').split('---\n')

  test('a document is found by its kind and name, wherever it stands', () => {
    const now = `kind: A\nmetadata: { name: n }\n---\n${second}---\n${first}`
    expect(back(request, now)).toBe(now.replace('replicas: 2', 'replicas: 1'))
  })

  test('a document that is gone, or has another name, is a conflict', () => {
    expect(back(request, (request.after?.text ?? '').replace('{ name: shop }', '{ name: cart }'))).toEqual([
      clash('app.yaml', '{"kind":"Deployment","name":"shop"}', 'nothing'),
    ])
  })

  test('an item is found by its name or its value, and comes back below the one it stood below', () => {
    const moved = merged('app.yaml', app, [
      value(['ports', { name: 'admin' }, 'port'], 82),
      item(['hosts'], 'c.example'),
      noItem(['rules'], { host: 'y', path: '/' }),
    ])
    const [web, admin] = ['  - { name: web, port: 80 }\n', '  - { name: admin, port: 82 } # inside\n']
    const now = (moved.after?.text ?? '')
      .replace(web + admin, `${admin}${web}`)
      .replace('hosts:\n', 'hosts:\n  - a.example\n')
      .replace('rules:\n', 'rules:\n  - host: w\n')
    expect(back(moved, now)).toBe(
      now
        .replace('port: 82', 'port: 81')
        .replace('  - c.example\n', '')
        .replace('tail', '  - host: y\n    path: /\ntail'),
    )
  })

  test('an item without a name that somebody has taken away counts as taken back', () => {
    const added = merged('app.yaml', app, [item(['hosts'], 'c.example')])
    expect(back(added, elsewhere(app))).toBe(elsewhere(app))
  })

  test('a map that others have put something into stays, with what they have put there', () => {
    const deep = merged('app.yaml', app, [value(['deep', 'er', 'x'], 1)])
    const now = (deep.after?.text ?? '').replace('    x: 1', '    x: 1\n    y: 2')
    expect(back(deep, now)).toBe(now.replace('    x: 1\n', ''))
  })

  test('a line stands where it stood, and one that somebody moved is still the line', () => {
    const removed = merged('list.txt', list, [noLine('list.txt', 'c'), line('list.txt', 'e')])
    expect(back(removed, 'e\na\nb\n\n\nd\n')).toBe(list)
    expect(back(removed, 'x\na\nb2\n\n\nd\ne\nf\n')).toBe('x\na\nb2\n\nc\n\nd\nf\n')
  })

  test('a line of an INI file goes from its own section alone', () => {
    const [before, added] = ['[a]\nx=1\n[b]\ny=1\n', { by: 'after', line: '[b]' } as const]
    const request = merged('app.ini', before, [line('app.ini', 'x=1', { order: added })])
    expect(request.after?.text).toBe('[a]\nx=1\n[b]\nx=1\ny=1\n')
    expect(back(request, '[c]\n[a]\nx=1\n[b]\nx=1\ny=2\n')).toBe('[c]\n[a]\nx=1\n[b]\ny=2\n')
    expect(back(request, '[a]\nx=1\nx2=1\n[b]\nx=3\ny=1\n')).toEqual([
      clash('x=1 in app.ini', '"x=1"', '"x=3"', 5),
    ])
  })
})

describe('lines that somebody has touched', () => {
  const env = 'env:\n  A: 1\n  B: 2\n  C: 3\n'

  test('an entry comes back below the one it stood below, whatever came in between', () => {
    const removed = merged('app.yaml', env, [noValue(['env', 'B'])])
    expect(back(removed, 'env:\n  A: 1 # one\n  D: 4\n')).toBe('env:\n  A: 1 # one\n  B: 2\n  D: 4\n')
  })

  test('an entry inside of a value that changed comes back where it stood there', () => {
    const changed = merged('app.yaml', env, [value(['env'], { A: 1, C: 3 })])
    expect(back(changed, 'env:\n  A: 1 # one\n  C: 3 # three\n')).toBe(
      'env:\n  A: 1 # one\n  B: 2\n  C: 3 # three\n',
    )
  })

  test('what comes back comes before what goes, so that a list is empty at no time', () => {
    const changed = merged('app.yaml', 'l:\n- p\nz: 1\n', [item(['l'], 'r'), noItem(['l'], 'p')])
    expect(back(changed, 'l:\n- r # why\nz: 1\n')).toBe('l:\n- p\nz: 1\n')
  })

  test('another section of an INI file may say what it wants', () => {
    const after = { by: 'after', line: '[b]' } as const
    const request = merged('app.ini', '[a]\n[b]\n', [line('app.ini', 'x=1', { order: after })])
    expect(back(request, '[a]\nx=5\n[b]\n')).toBe('[a]\nx=5\n[b]\n')
  })

  test('a line that has become a part of a value of several lines is not taken out of it', () => {
    const request = merged('app.env', dotenv, [line('app.env', 'MORE=1')])
    const now = dotenv.replace('END=1\n', 'END="1\nMORE=1\n"\n')
    expect(back(request, now)).toEqual([['change/line-goes-on', 5, expect.any(String)]])
  })
})

describe('requests above one another', () => {
  const by = issueNumber(7)
  const at = recordedPlace({ at: ['image'], old: 'shop:1', new: 'shop:2' })

  test('what a later one has written is left and named, and the rest goes back', () => {
    const request = merged('app.yaml', app, [value(['image'], 'shop:2'), value(['replicas'], 3)])
    const [image, replicas] = request.places
    if (image === undefined || replicas === undefined) return expect.fail('two places')
    const now = (request.after?.text ?? '').replace('shop:2', 'shop:3')
    const file = { ...request, places: [replicas], superseded: [{ place: image, by }] }
    const taken = takeBack([file], manifestsOf([text('app.yaml', now)]))
    expect(taken.ok && taken.value.files.map((each) => each.after?.text)).toEqual([
      app.replace('shop:1', 'shop:3'),
    ])
    expect(taken.ok && taken.value.left).toEqual([{ path: 'app.yaml', place: 'image', by }])
  })

  test('where the file is as the request left it, a place that is left stays all the same', () => {
    const request = merged('app.yaml', app, [value(['image'], 'shop:2'), value(['replicas'], 3)])
    const file = { ...request, places: request.places.slice(1), superseded: [{ place: at, by }] }
    expect(back(file, request.after?.text ?? '')).toBe(app.replace('shop:1', 'shop:2'))
  })

  test.each<[string, string, string, (version: number) => Change]>([
    ['a value', 'app.yaml', app, (version) => value(['image'], `shop:${version}`)],
    ['a new value', 'app.yaml', app, (version) => value(['deep', 'er'], version)],
    [
      'an item with a key',
      'app.yaml',
      app,
      (version) => item(['ports'], { name: 'db', port: version }, 'name'),
    ],
    ['a value of JSON', 'app.jsonc', json, (version) => value(['a'], version + 1, { file })],
    ['a value of a .env file', 'app.env', dotenv, (version) => line('app.env', `TAG=${version}`)],
    ['a new value of a .env file', 'app.env', dotenv, (version) => line('app.env', `NEW=${version}`)],
    ['a whole file', 'n.txt', '1\n', (version) => whole('n.txt', `${version}\n`)],
  ])(
    'where one below is taken back already, %s shows what stood before both',
    (_title, path, before, change) => {
      const below = merged(path, before, [change(2)])
      const above = merged(path, below.after?.text ?? '', [change(3)])
      const [place] = above.places
      if (place === undefined) return expect.fail('one place')
      expect(back(above, above.after?.text ?? '')).toBe(below.after?.text)
      const buried = { ...above, shows: [{ place, file: below.before }] }
      expect(back(buried, above.after?.text ?? '')).toBe(before)
      if (path !== 'n.txt') expect(back(buried, elsewhere(above.after?.text ?? ''))).toBe(elsewhere(before))
    },
  )
})
