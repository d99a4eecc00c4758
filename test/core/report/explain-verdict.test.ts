import { expect, test } from 'vitest'
import { lackingRole } from '../../../src/core/approval/lacking-role.js'
import { explainVerdict } from '../../../src/core/report/explain-verdict.js'
import { waitingFor } from '../../../src/core/report/waiting-for.js'
import { userId } from '../../../src/model/ids.js'
import type { Role } from '../../../src/model/request-type.js'
import type { ResolvedApprover } from '../../../src/model/verdict.js'
import { type Name, planDigest, type RuleName, verdictOf } from '../approval/story.js'
import { authority } from '../decide/given.js'

const after = (rule: RuleName, who: readonly Name[]) =>
  verdictOf(
    rule,
    who.map((name) => ({ who: name, comment: 'fresh', time: 'after', body: '/approve' })),
  )
const explained = (rule: RuleName, ...who: readonly Name[]) =>
  explainVerdict({ verdict: after(rule, who), digest: planDigest, organization: 'acme' }).source
const waiting = (rule: RuleName, ...who: readonly Name[]) =>
  waitingFor(after(rule, who), planDigest, { organization: 'acme', requester: 'alice', editors: [] }).source

test('groups are told as a list in a list, with counts, names and the line to write, and without mentions', () => {
  expect(explained('nested', 'bob')).toBe(
    [
      '- ⏳ all of these: `approval/missing`',
      '  - ✅ a member of `acme/platform`: 1 of 1 approvals, by `bob` `approval/satisfied`',
      '  - ⏳ one of these is enough: `approval/missing`',
      '    - ⏳ a member of `acme/dba`: 0 of 1 approvals; missing: 1 × `/approve` `approval/missing`',
      '    - ⏳ `mona`: 0 of 1 approvals; missing: 1 × `/approve` `approval/missing`',
    ].join('\n'),
  )
})

test.each<[RuleName, readonly Name[], string]>([
  [
    'digest',
    [],
    '- ⏳ a member of `acme/platform`: 0 of 1 approvals; missing: 1 × `/approve abababababab` `approval/missing`',
  ],
  ['automatic', [], '- ✅ nobody has to approve by rule 1, because `true` `approval/automatic`'],
  [
    'dba2',
    [],
    '- 🚫 a member of `acme/dba`: 0 of 2 approvals; only 1 could ever approve `approval/unreachable-quorum`',
  ],
  [
    'owners-mail',
    [],
    '- 🚫 the code owner `ops@example.com`, who cannot be looked up for `mail/a.yaml`: 0 of 1 approvals; CODEOWNERS names nobody who can be looked up `approval/no-codeowner`',
  ],
  [
    'unknown',
    ['bob'],
    '- ❔ a member of `acme/leads`: 0 of 1 approvals; not known yet: bob: It could not be found out whether this person may approve: the token cannot see the team leads. `approval/authority-unknown`',
  ],
])('rule %s is explained', (rule, who, text) => {
  expect(explained(rule, ...who)).toBe(text)
})

test.each<[RuleName, readonly Name[], string]>([
  ['team', [], 'a member of @acme/platform has to comment `/approve`'],
  [
    'two',
    ['bob'],
    'a member of @acme/platform (other than `bob`, who has approved already) has to comment `/approve`',
  ],
  [
    'three',
    ['bob'],
    '2 people (each a member of @acme/platform; other than `bob`, who has approved already) have to comment `/approve`',
  ],
  ['two', [], '2 people (each a member of @acme/platform) have to comment `/approve`'],
  ['both', [], 'a member of @acme/platform, and a member of @acme/dba have to comment `/approve`'],
  ['full', [], `a member of @acme/platform has to comment \`/approve ${planDigest}\``],
  ['any-empty', [], 'a member of @acme/platform has to comment `/approve`'],
  [
    'nested',
    [],
    'a member of @acme/platform, and (a member of @acme/dba, or else @mona) have to comment `/approve`',
  ],
  ['nested', ['bob'], 'a member of @acme/dba, or else @mona has to comment `/approve`'],
  [
    'owners',
    [],
    'the code owner @olga (for `apps/a.yaml`) has to comment `/approve`. `paul` is named as an approver and cannot approve without the role **write** or higher in this repository, which an administrator of this repository can give',
  ],
])('rule %s after %j waits for the right people with the exact line', (rule, who, text) => {
  expect(waiting(rule, ...who)).toBe(text)
})

test('whoever a rule leaves out is not waited for, and neither is a named person who has approved', () => {
  const { root, ...verdict } = after('users2', [])
  const [reason] = root.of
  if (reason?.kind !== 'people') throw new Error('the rule asks for people')
  const told = (more: Partial<typeof reason>, editors: readonly string[] = []) =>
    waitingFor({ ...verdict, root: { ...root, of: [{ ...reason, ...more }] } }, planDigest, {
      organization: 'acme',
      requester: 'Alice',
      editors,
    }).source
  const from = ['alice', 'bob', 'mona'].map((login) => ({ kind: 'user', login }) as const)
  const [bob] = after('two', ['bob']).root.of.flatMap((each) =>
    each.kind === 'people' ? each.approvals : [],
  )
  if (bob === undefined) throw new Error('bob has approved')
  expect(told({ from, missing: 1 })).toBe('@bob or @mona has to comment `/approve`')
  expect(told({ from, missing: 1 }, ['bob'])).toBe('@mona has to comment `/approve`')
  expect(told({ from, missing: 1, approvals: [bob] })).toBe('@mona has to comment `/approve`')
  expect(told({ from, missing: 1, not: [] })).toBe('@alice or @bob or @mona has to comment `/approve`')
})

/** What is said where some of the people a rule names cannot approve, because they lack the role that takes. */
const without = (from: readonly ResolvedApprover[], roles: Readonly<Record<string, Role>>, count = 1) => {
  const known = Object.entries(roles).map(([login, role], index) => ({
    login,
    known: true as const,
    id: role === 'none' ? null : userId(1000 + index),
    role,
  }))
  const accounts = known.map(({ login }, index) => ({
    login,
    known: true as const,
    id: userId(1000 + index),
  }))
  const node = { from, count, not: [], validFor: null, requireDigest: 'none' as const, files: null }
  const reason = {
    ...node,
    kind: 'people' as const,
    code: 'approval/missing' as const,
    approvals: [],
    missing: count,
    available: null,
    unknown: [],
    lacking: lackingRole(from, authority({ roles: known, accounts })),
  }
  const verdict = {
    state: 'pending' as const,
    root: { kind: 'all' as const, code: reason.code, of: [reason] },
    refused: [],
  }
  const view = { organization: 'acme', requester: 'alice', editors: [] }
  return [
    waitingFor(verdict, planDigest, view).source,
    explainVerdict({ verdict, digest: planDigest, organization: 'acme' }).source,
  ]
}
const named = (...logins: readonly string[]) => logins.map((login) => ({ kind: 'user', login }) as const)

test('somebody who is named and has no role here is not asked to approve; who can give it is', () => {
  expect(without(named('octocat'), { octocat: 'none' })).toEqual([
    'an administrator of this repository has to act: `octocat` is named as an approver and cannot approve without the role **read** or higher in this repository. Give it to them, or name somebody else in the approval rules',
    '- ⏳ `octocat`: 0 of 1 approvals; missing: 1 × `/approve`; `octocat` is named as an approver and cannot approve without the role **read** or higher in this repository `approval/missing`',
  ])
})

test('of several who are named, only those who can approve are asked, and the others are told', () => {
  expect(without(named('bob', 'octocat'), { bob: 'read', octocat: 'none' })[0]).toBe(
    '@bob has to comment `/approve`. `octocat` is named as an approver and cannot approve without the role **read** or higher in this repository, which an administrator of this repository can give',
  )
  expect(without([...named('octocat'), { kind: 'team', slug: 'leads' }], { octocat: 'none' })[0]).toBe(
    'a member of @acme/leads has to comment `/approve`. `octocat` is named as an approver and cannot approve without the role **read** or higher in this repository, which an administrator of this repository can give',
  )
})

test('where more people are needed than can approve, somebody has to be given a role', () => {
  expect(without(named('bob', 'octocat', 'mona'), { bob: 'read', octocat: 'none', mona: 'none' }, 2)[0]).toBe(
    '@bob has to comment `/approve`, and an administrator of this repository has to act: `octocat` and `mona` are named as approvers and cannot approve without the role **read** or higher in this repository. Give it to them, or name somebody else in the approval rules',
  )
})

test('a code owner needs write access', () => {
  const owner = { kind: 'owner', login: 'paul' } as const
  expect(without([owner], { paul: 'triage' })[0]).toBe(
    'an administrator of this repository has to act: `paul` is named as an approver and cannot approve without the role **write** or higher in this repository. Give it to them, or name somebody else in CODEOWNERS',
  )
  expect(without([owner], { paul: 'write' })[0]).toBe('the code owner @paul has to comment `/approve`')
})

test('who is asked as before: whose role is not known, an outsider the rule lets in, and whose login another account has', () => {
  expect(without(named('octocat'), {})[0]).toBe('@octocat has to comment `/approve`')
  expect(without([{ kind: 'user', login: 'octocat', outside: true }], { octocat: 'none' })[0]).toBe(
    '@octocat has to comment `/approve`',
  )
  expect(without([{ kind: 'user', login: 'octocat', id: userId(7) }], { octocat: 'read' })[0]).toBe(
    '@octocat has to comment `/approve`',
  )
})
