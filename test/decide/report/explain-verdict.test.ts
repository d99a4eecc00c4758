import { expect, test } from 'vitest'
import { explainVerdict } from '../../../src/decide/report/explain-verdict.js'
import { waitingFor } from '../../../src/decide/report/waiting-for.js'
import { type Name, planDigest, type RuleName, verdictOf } from '../approval/story.js'

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
    'the code owner @olga or the code owner @paul (for `apps/a.yaml`) has to comment `/approve`',
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
