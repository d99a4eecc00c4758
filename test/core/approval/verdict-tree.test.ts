import { expect, test } from 'vitest'
import { countedApprovals, peopleReasons } from '../../../src/core/approval/people-reasons.js'
import type { Reason } from '../../../src/model/verdict.js'
import { type Name, type RuleName, verdictOf } from './story.js'

const after = (rule: RuleName, ...who: readonly Name[]) =>
  verdictOf(
    rule,
    who.map((name) => ({ who: name, comment: 'fresh', time: 'after', body: '/approve' })),
  )

/** The tree in one line, as in `any(people 1/2, people 1/1)`. */
function drawn(reason: Reason): string {
  const code = reason.code.replace('approval/', '')
  if (reason.kind === 'people') return `${reason.approvals.length}/${reason.count} ${code}`
  if (reason.kind === 'automatic') return `rule ${reason.rule} ${code}`
  return `${reason.kind}(${reason.of.map(drawn).join(', ')}) ${code}`
}

test.each<[RuleName, readonly Name[], string]>([
  ['two', ['bob'], 'all(1/2 missing) missing'],
  ['nested', ['bob'], 'all(all(1/1 satisfied, any(0/1 missing, 0/1 missing) missing) missing) missing'],
  [
    'nested',
    ['bob', 'mona'],
    'all(all(1/1 satisfied, any(0/1 missing, 1/1 satisfied) satisfied) satisfied) satisfied',
  ],
  ['any', ['bob', 'frank'], 'all(any(1/2 missing, 1/1 satisfied) satisfied) satisfied'],
  ['automatic', [], 'all(rule 1 automatic) automatic'],
  ['automatic-and-team', [], 'all(rule 1 automatic, 0/1 missing) missing'],
  ['automatic-and-team', ['bob'], 'all(rule 1 automatic, 1/1 satisfied) satisfied'],
  ['owners-two-sets', ['olga'], 'all(all(1/1 satisfied, 0/1 missing) missing) missing'],
  ['all-empty', [], 'all(all(0/1 unreachable-quorum, 0/1 missing) unreachable-quorum) unreachable-quorum'],
  ['any-empty', [], 'all(any(0/1 unreachable-quorum, 0/1 missing) missing) missing'],
  [
    'any-closed',
    [],
    'all(any(0/1 unreachable-quorum, 0/2 unreachable-quorum) unreachable-quorum) unreachable-quorum',
  ],
  ['owners-none', [], 'all(all(0/1 no-codeowner, 0/1 missing) no-codeowner) no-codeowner'],
  ['no-rule', [], 'all() missing'],
])('rule %s with %j: %s', (rule, who, tree) => {
  expect(drawn(after(rule, ...who).root)).toBe(tree)
})

test('files with the same owners are one node, which names them', () => {
  expect(peopleReasons(after('owners-two-sets').root).map(({ files }) => files)).toEqual([
    ['apps/a.yaml', 'apps/b.yaml'],
    ['db/a.yaml'],
  ])
})

test('a merge rests on the approvals of satisfied nodes; own approvals are on record as such', () => {
  const rests = (rule: RuleName, ...who: readonly Name[]) =>
    countedApprovals(after(rule, ...who)).map(({ person, as }) => [person.login, ...as])
  expect(rests('any', 'bob', 'frank')).toEqual([['frank', 'role:maintain']])
  expect(rests('self', 'alice')).toEqual([['alice', 'team:platform', 'self:requester']])
  expect(rests('anybody', 'erin')).toEqual([['erin', 'team:platform', 'self:editor']])
})

test('what is unknown is told of those alone whose approval it decides', () => {
  const unknown = (rule: RuleName, ...who: readonly Name[]) =>
    peopleReasons(after(rule, ...who).root).map((node) => node.unknown.length)
  expect(unknown('unknown-or-user', 'bob')).toEqual([1])
  expect(unknown('unknown-or-user', 'bob', 'mona')).toEqual([0])
})
