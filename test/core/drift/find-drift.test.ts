import { expect, test } from 'vitest'
import { restore } from '../../../src/core/plan/restore.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { item, noValue, value } from '../manifest/fixtures.js'
import { app, cases, fileAt, line, list, merged, noFile, whole } from '../plan/merged-files.js'
import { manifestsOf } from '../plan/plan-fixtures.js'
import { branch } from './one-branch.js'

test('a file that stands as the newest merge left it is not read', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['image'], 'shop:2')])
  main.ask(2, 'app.yaml', [value(['replicas'], 3)])
  expect([main.drift(), main.read]).toEqual([[], []])
})

test('a value that somebody changed is told with what it should be, and every other request of the file has not drifted', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['image'], 'shop:2')])
  main.ask(2, 'app.yaml', [value(['replicas'], 3)])
  main.byHand('app.yaml', (main.contents.get('app.yaml') ?? '').replace('replicas: 3', 'replicas: 9'))
  expect(main.drift()).toEqual(['app.yaml of #2: replicas is 9, not 3'])
  expect(main.read).toEqual([
    gitBlobOid(main.contents.get('app.yaml') ?? ''),
    main.records[1]?.predicate.plan?.files[0]?.after,
  ])
})

test.each<[string, (text: string) => string]>([
  ['a comment', (text) => `# somebody was here\n${text}`],
  ['other quotes', (text) => text.replace('"shop:2"', "'shop:2'")],
  ['another order', (text) => `${text.replace('replicas: 2\n', '')}replicas: 2\n`],
  ['a value nobody asked for', (text) => `${text}more: 1\n`],
  ['other line ends', (text) => text.replaceAll('\n', '\r\n')],
])('%s is no drift', (_, edit) => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['image'], 'shop:2'), item(['hosts'], 'c.example'), noValue(['env', 'B'])])
  main.byHand('app.yaml', edit(main.contents.get('app.yaml') ?? ''))
  expect(main.drift()).toEqual([])
})

test('what a later request wrote counts, and what an earlier one wrote below it does not', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  main.ask(2, 'app.yaml', [value(['replicas'], 4)])
  const text = main.contents.get('app.yaml') ?? ''
  main.byHand('app.yaml', `# by hand\n${text}`)
  expect(main.drift()).toEqual([])
  main.byHand('app.yaml', text.replace('replicas: 4', 'replicas: 3'))
  expect(main.drift()).toEqual(['app.yaml of #2: replicas is 3, not 4'])
})

test('where the later one is taken back, what the earlier one wrote is owed again', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  const asFirst = main.contents.get('app.yaml') ?? ''
  main.ask(2, 'app.yaml', [value(['replicas'], 4)])
  main.takeBack(2, 'app.yaml', asFirst)
  expect(main.drift()).toEqual([])
  main.byHand('app.yaml', asFirst.replace('replicas: 3', 'replicas: 4'))
  expect(main.drift()).toEqual(['app.yaml of #1: replicas is 4, not 3'])
})

test('a place inside of one that another request wrote is its own, and what is around it stays owed to the other', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['limits'], { cpu: 1, memory: 2 })])
  main.ask(2, 'app.yaml', [value(['limits', 'cpu'], 5)])
  const text = main.contents.get('app.yaml') ?? ''
  main.byHand('app.yaml', `${text}more: 1\n`)
  expect(main.drift()).toEqual([])
  main.byHand('app.yaml', text.replace('cpu: 5', 'cpu: 6'))
  expect(main.drift()).toEqual(['app.yaml of #2: limits › cpu is 6, not 5'])
  main.byHand('app.yaml', text.replace('memory: 2', 'memory: 3'))
  expect(main.drift()).toEqual(['app.yaml of #1: limits is {"cpu":5,"memory":3}, not {"cpu":5,"memory":2}'])
})

test('what somebody changed before another request was merged into the same file is found, although the file stands as that left it', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  main.byHand('app.yaml', (main.contents.get('app.yaml') ?? '').replace('replicas: 3', 'replicas: 9'))
  main.ask(2, 'app.yaml', [value(['image'], 'shop:2')])
  expect(main.drift()).toEqual(['app.yaml of #1: replicas is 9, not 3'])
})

test('what was put back stands as it is owed from then on', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  const merged = main.contents.get('app.yaml') ?? ''
  main.byHand('app.yaml', `${merged.replace('replicas: 3', 'replicas: 9')}# by hand\n`)
  main.restore(1, 'app.yaml', `${merged}# by hand\n`)
  expect([main.drift(), main.read]).toEqual([[], []])
})

test('a file that is gone is told for those who wrote something in it, and not for who only removed something', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  main.ask(2, 'app.yaml', [noValue(['env', 'A'])])
  main.byHand('app.yaml', null)
  expect(main.drift()).toEqual(['app.yaml of #1: missing'])
})

test('the same file elsewhere is a move', () => {
  const main = branch({ 'a/app.yaml': app })
  main.ask(1, 'a/app.yaml', [value(['replicas'], 3, { file: 'a/app.yaml' })])
  main.byHand('b/app.yaml', main.contents.get('a/app.yaml') ?? '')
  expect(main.drift()).toEqual([])
  main.byHand('a/app.yaml', null)
  expect(main.drift()).toEqual(['a/app.yaml of #1: moved to b/app.yaml'])
})

test('another file of a request that says the same is no move', () => {
  const main = branch({})
  main.ask(1, 'a.txt', [whole('a.txt', 'x\n')])
  main.ask(2, 'b.txt', [whole('b.txt', 'x\n')])
  main.byHand('a.txt', null)
  expect(main.drift()).toEqual(['a.txt of #1: missing'])
})

test('a file that a request removed and that is there again is told', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [noFile('app.yaml')])
  expect(main.drift()).toEqual([])
  main.byHand('app.yaml', 'a: 1\n')
  expect(main.drift()).toEqual(['app.yaml of #1: back'])
})

test('a file that nobody can read any more is told as that', () => {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  main.byHand('app.yaml', 'a: [\n')
  expect(main.drift()).toEqual([expect.stringMatching(/^app\.yaml of #1: .*not.*YAML/)])
  const bytes = gitBlobOid('bytes')
  main.blobs.set(bytes, { kind: 'unreadable', why: 'not-utf-8' })
  main.others.set('app.yaml', { kind: 'file', oid: bytes })
  expect(main.drift()).toEqual(['app.yaml of #1: It is not UTF-8 text.'])
})

test('a link, or a file where its folder was, is told as what is in the way', () => {
  const main = branch({ 'a/app.yaml': app })
  main.ask(1, 'a/app.yaml', [value(['replicas'], 3, { file: 'a/app.yaml' })])
  main.byHand('a/app.yaml', null)
  main.others.set('a/app.yaml', { kind: 'symlink', oid: gitBlobOid('x') })
  expect(main.drift()).toEqual(['a/app.yaml of #1: a/app.yaml is a symlink'])
  main.others.delete('a/app.yaml')
  main.byHand('a', 'x')
  expect(main.drift()).toEqual(['a/app.yaml of #1: a is a file'])
})

test('a file that a request made is compared as data, and a text by its bytes', () => {
  const main = branch({})
  main.ask(1, 'made.yaml', [whole('made.yaml', { a: 1, b: 2 })])
  main.ask(2, 'made.txt', [whole('made.txt', 'x\n')])
  main.byHand('made.yaml', '# tidy\nb: 2\na: 1\n')
  expect(main.drift()).toEqual([])
  main.byHand('made.yaml', 'a: 1\nb: 3\n')
  main.byHand('made.txt', 'x\ny\n')
  expect(main.drift()).toEqual([
    'made.yaml of #1:  is "a: 1\\nb: 3\\n", not "a: 1\\nb: 2\\n"',
    'made.txt of #2:  is "x\\ny\\n", not "x\\n"',
  ])
})

test('lines that only moved are there, and a value that changed is not', () => {
  const main = branch({ 'app.env': 'TAG=1\nNAME=shop\n', 'list.txt': list })
  main.ask(1, 'app.env', [line('app.env', 'TAG=2')])
  main.ask(2, 'list.txt', [line('list.txt', 'z')])
  main.byHand('app.env', 'NAME=shop\nTAG=2\n')
  main.byHand('list.txt', `z\n${list}`)
  expect(main.drift()).toEqual([])
  main.byHand('app.env', 'NAME=shop\nTAG=3\n')
  main.byHand('list.txt', list)
  expect(main.drift()).toEqual([
    'app.env of #1: TAG=2 is "TAG=3", not "TAG=2"',
    'list.txt of #2: z is nothing, not "z"',
  ])
})

test('where a record names no places they are found in what was merged, and only they are owed', () => {
  const main = branch({ 'app.yaml': app })
  main.askInPrivate(1, 'app.yaml', [value(['replicas'], 3)])
  main.askInPrivate(2, 'app.yaml', [value(['image'], 'shop:2')])
  main.askInPrivate(3, 'app.yaml', [value(['image'], 'shop:3')])
  const text = main.contents.get('app.yaml') ?? ''
  main.byHand('app.yaml', `${text}more: 1\n`)
  expect(main.drift()).toEqual([])
  main.byHand('app.yaml', text.replace('shop:3', 'shop:2').replace('tail: 1', 'tail: 2'))
  expect(main.drift()).toEqual(['app.yaml of #3: image is "shop:2", not "shop:3"'])
})

test('one file that many requests share is read once for all of them', () => {
  const main = branch({ 'all.yaml': 'base: 0\n' })
  for (let issue = 1; issue <= 60; issue++)
    main.ask(issue, 'all.yaml', [value([`key${issue}`], issue, { file: 'all.yaml' })])
  main.byHand('all.yaml', (main.contents.get('all.yaml') ?? '').replaceAll(/: (\d+)/g, ': $1$1'))
  expect(main.drift()).toHaveLength(60)
  expect(main.read).toHaveLength(2)
})

test.each(Object.entries(cases))(
  '%s: what has drifted is what restoring the request would write',
  (_, each) => {
    const { path, before, changes, edit } = each
    const main = branch({ [path]: before })
    main.ask(1, path, changes)
    const request = { ...merged(path, before, changes), inside: [] }
    const text = main.contents.get(path) ?? ''
    const around = text.startsWith('{') ? text.replace('{', '{ "elsewhere": 0, ') : `elsewhere: 0\n${text}`
    for (const [edited, isAsMerged] of [
      [around, true],
      [text.replace(...edit), false],
      [before, false],
    ] as const) {
      main.byHand(path, edited)
      const plan = restore([request], manifestsOf([fileAt(path, edited)]))
      const isRestored = plan.ok && plan.value.files.length === 0
      expect(main.drift().length === 0).toBe(isRestored)
      if (isAsMerged || edited === before) expect(isRestored).toBe(isAsMerged)
    }
  },
)
