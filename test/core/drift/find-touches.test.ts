import { expect, test } from 'vitest'
import { findTouches, isPlanned } from '../../../src/core/drift/find-touches.js'
import { owed } from '../../../src/core/drift/owed.js'
import { placeText } from '../../../src/core/manifest/place-text.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { issueNumber, type Oid } from '../../../src/model/ids.js'
import type { TargetText, TargetTree } from '../../../src/model/target-tree.js'
import { value } from '../manifest/fixtures.js'
import { app } from '../plan/merged-files.js'
import { branch } from './one-branch.js'

type Files = Readonly<Record<string, string>>

function treeOf(files: Files): TargetTree {
  const entries = Object.entries(files).map(
    ([path, text]) => [path, { kind: 'file', oid: gitBlobOid(text) }] as const,
  )
  return { entries: new Map(entries), isWhole: true }
}

/** A branch in which request #1 has set the replicas of an app to 3, and what it says since. */
function merged() {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  const text = main.contents.get('app.yaml') ?? ''
  const touches = (before: Files, after: Files) => {
    const texts = new Map<Oid, TargetText>(main.blobs)
    for (const each of [...Object.values(before), ...Object.values(after)])
      texts.set(gitBlobOid(each), { kind: 'text', text: each })
    const all = owed(main.records)
    const [target] = all.targets
    if (target === undefined) throw new Error('nothing is owed')
    const change = { before: treeOf(before), after: treeOf(after) }
    return findTouches(all, target, change, texts).files.flatMap(({ findings }) =>
      findings.map((each) =>
        each.kind === 'changed'
          ? `${placeText(each.at)}: ${JSON.stringify(each.expected)} → ${JSON.stringify(each.found)}`
          : each.kind,
      ),
    )
  }
  return { text, records: main.records, touches }
}

test.each<[string, (text: string) => Files, readonly string[]]>([
  [
    'another value',
    (text) => ({ 'app.yaml': text.replace('replicas: 3', 'replicas: 9') }),
    ['replicas: 3 → 9'],
  ],
  ['a comment beside it', (text) => ({ 'app.yaml': `# a word\n${text}` }), []],
  ['the value of a place that no request wrote', (text) => ({ 'app.yaml': `${text}more: 1\n` }), []],
  ['nothing of the file', (text) => ({ 'app.yaml': text, 'other.yaml': 'a: 1\n' }), []],
  ['the file away', () => ({}), ['missing']],
  ['the file elsewhere', (text) => ({ 'new.yaml': text }), ['moved']],
  ['the file into one that nobody can read', () => ({ 'app.yaml': 'a: [\n' }), ['unreadable']],
])('what touches a place of a request: a change that makes %s', (_, change, expected) => {
  const { text, touches } = merged()
  expect(touches({ 'app.yaml': text }, change(text))).toEqual(expected)
})

test('where the place said something else before, only what changes it once more touches it', () => {
  const { text, touches } = merged()
  const drifted = text.replace('replicas: 3', 'replicas: 5')
  expect(touches({ 'app.yaml': drifted }, { 'app.yaml': `# a word\n${drifted}` })).toEqual([])
  expect(touches({ 'app.yaml': drifted }, { 'app.yaml': text })).toEqual([])
  const again = drifted.replace('replicas: 5', 'replicas: 6')
  expect(touches({ 'app.yaml': drifted }, { 'app.yaml': again })).toEqual(['replicas: 3 → 6'])
})

test('a copy that stood there before is not where a file has gone', () => {
  const { text, touches } = merged()
  const copy = { 'copy.yaml': text }
  expect(touches({ 'app.yaml': text, ...copy }, copy)).toEqual(['missing'])
})

test('the plan of a request that is over excuses nobody', () => {
  const { text, records } = merged()
  const change = { before: treeOf({ 'app.yaml': app }), after: treeOf({ 'app.yaml': text }) }
  expect(isPlanned(records, issueNumber(1), change)).toBe(false)
})
