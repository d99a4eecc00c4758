import { expect, test } from 'vitest'
import type { DriftFinding } from '../../../src/core/drift/finding.js'
import type { OwedTarget } from '../../../src/core/drift/owed.js'
import type { TypeDrift } from '../../../src/core/drift/told-drift.js'
import { driftIssue, healedIssue } from '../../../src/core/report/drift-issue.js'
import { driftEffects } from '../../../src/core/sweep/drift-issues.js'
import type { DriftIssue, FileCommit } from '../../../src/model/drift.js'
import { issueNumber, oid } from '../../../src/model/ids.js'

const target: OwedTarget = { repository: null, branch: 'main', files: new Map() }
const since: FileCommit = {
  commit: oid('a'.repeat(40)),
  headline: 'More copies',
  login: 'carol',
  author: 'Carol',
  at: '2026-11-20T10:00:00Z',
  blob: undefined,
}
const unrequested: DriftFinding = { kind: 'unrequested', of: [], copyOf: null }

function drift(paths: readonly string[], more: Partial<TypeDrift> = {}): TypeDrift {
  const findings = paths.map((path) => ({ target, path, finding: unrequested }))
  const groups = findings.length === 0 ? [] : [{ since, findings }]
  return { type: 'replicas', title: 'Replicas', groups, withheld: [], unseen: [], ...more }
}

function issue(
  number: number,
  text: { readonly title: string; readonly body: string },
  isOpen = true,
): DriftIssue {
  return { number: issueNumber(number), isOpen, ...text }
}

/** What is written, without the texts. */
function told(drifts: readonly TypeDrift[], issues: readonly DriftIssue[]) {
  return driftEffects(drifts, issues).map((effect) =>
    effect.kind === 'open-issue' ? 'opens one' : `${effect.issue} is ${effect.state}`,
  )
}

const some = drift(['a.yaml'])
const others = drift(['a.yaml', 'b.yaml'])
const none = drift([])
const blind = drift([], { unseen: ['acme/gitops cannot be read'] })
const said = driftIssue(some)

test.each<[string, readonly TypeDrift[], readonly DriftIssue[], readonly string[]]>([
  ['nothing has drifted and nothing was ever told', [none], [], []],
  ['something has drifted for the first time', [some], [], ['opens one']],
  ['it is told already', [some], [issue(7, said)], []],
  [
    'GitHub has kept other line ends',
    [some],
    [issue(7, { ...said, body: said.body.replaceAll('\n', '\r\n').trimEnd() })],
    [],
  ],
  ['something else has drifted as well', [others], [issue(7, said)], ['7 is open']],
  ['somebody has closed the issue while it is so', [some], [issue(7, said, false)], ['7 is open']],
  ['somebody has given it another title', [some], [issue(7, { ...said, title: 'Mine' })], ['7 is open']],
  ['all is healed', [none], [issue(7, said)], ['7 is completed']],
  ['all was healed before', [none], [issue(7, healedIssue(none), false)], []],
  ['it drifts again', [some], [issue(7, healedIssue(none), false)], ['7 is open']],
  ['two sweeps have opened one each', [some], [issue(7, said), issue(8, said)], ['8 is not-planned']],
  ['the younger of two was closed', [some], [issue(7, said), issue(8, said, false)], []],
  ['nobody could look whether it is healed', [blind], [issue(7, said)], []],
  ['nobody could look at all of what has drifted', [{ ...some, unseen: blind.unseen }], [], ['opens one']],
  ['no request of the type is in force any more', [], [issue(7, said)], ['7 is completed']],
  [
    'another type has drifted',
    [{ ...some, type: 'other' }, none],
    [issue(7, said)],
    ['opens one', '7 is completed'],
  ],
])('the issues where %s', (_, drifts, issues, wanted) => {
  expect(told(drifts, issues)).toEqual(wanted)
})

test('what is written is what the next sweep finds, so that it writes nothing', () => {
  const [opened] = driftEffects([others], [])
  if (opened === undefined) return expect.fail('nothing is opened')
  expect(driftEffects([others], [issue(7, opened)])).toEqual([])
  const [closed] = driftEffects([none], [issue(7, opened)])
  if (closed === undefined) return expect.fail('nothing is closed')
  expect(driftEffects([none], [issue(7, closed, false)])).toEqual([])
})

test('an issue of another type, or without the line that marks one, is left alone', () => {
  const mine = { title: said.title, body: `Look:\n${said.body}` }
  expect(told([some], [issue(7, mine, false)])).toEqual(['opens one'])
})

test('no more is listed than an issue holds, and the rest is counted', () => {
  const paths = Array.from({ length: 330 }, (_, index) => `clusters/${'\u202e'.repeat(150)}/${index}.yaml`)
  const { body } = driftIssue(drift(paths))
  expect(body.length).toBeLessThan(65_536)
  expect(body).toContain('330 findings in 330 files')
  expect(driftIssue(drift(paths.map((_, index) => `${index}.yaml`))).body).toContain('- and 250 more')
})

test('no heading of it is one of a form, and whoever is named in it is not called', () => {
  const hostile = { ...since, headline: '### Name @acme/platform', login: null, author: '@carol' }
  const { body } = driftIssue({
    ...some,
    groups: [{ since: hostile, findings: some.groups[0]?.findings ?? [] }],
  })
  expect(body.split('\n').filter((line) => line.startsWith('### '))).toEqual([])
  expect(body).not.toMatch(/(?<!`)@(?:acme|carol)/)
})
