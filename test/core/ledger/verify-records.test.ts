import { expect, test } from 'vitest'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { requestDigest } from '../../../src/core/request/request-digest.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { issueNumber, userId } from '../../../src/model/ids.js'
import type { LedgerRecord, Predicate, RecordedRule } from '../../../src/model/record.js'
import {
  alice,
  approval,
  bob,
  carol,
  codes,
  commitId,
  ledger,
  ledgerOf,
  merge,
  plan,
  record,
  request,
  rule,
} from './forged.js'

/** What is found in a ledger whose second record is an approval with some fields otherwise. */
function approvedWith(more: Partial<Predicate>): readonly string[] {
  return codes(ledger(record(1, 'proposed'), record(2, 'approved', more)))
}

const proposed = encodeRecord(record(1, 'proposed'))
const approved = encodeRecord(record(2, 'approved'))

/** The text of the second record, changed as text. */
const rewritten = (change: (text: string) => string) => codes(ledgerOf(proposed, change(approved)))

test('a ledger as the toolkit writes it has no finding', () => {
  expect(codes(ledgerOf(proposed, approved))).toEqual([])
})

test.each<[string, (text: string) => string]>([
  [
    'a key stands there twice',
    (text) => text.replace('"decision": "approved",', '"decision": "rejected",\n    "decision": "approved",'),
  ],
  [
    'keys stand in another order',
    (text) =>
      text
        .replace('"comment": 9,', '')
        .replace('"command": "approve",', '"comment": 9,\n        "command": "approve",'),
  ],
  ['its blanks are others', (text) => `${JSON.stringify(JSON.parse(text))}\n`],
  ['its last line does not end', (text) => text.trimEnd()],
  ['something follows it', (text) => `${text}\n`],
  ['a number is written otherwise', (text) => text.replace('"comment": 9,', '"comment": 9.0,')],
  ['a number is written with an exponent', (text) => text.replace('"comment": 9,', '"comment": 9e0,')],
  ['a letter is escaped', (text) => text.replace('"approved"', '"\\u0061pproved"')],
  ['its lines end in two characters', (text) => text.replaceAll('\n', '\r\n')],
])('a record is found that means the same and is not written so: %s', (_, change) => {
  expect(change(approved)).not.toBe(approved)
  expect(rewritten(change)).toEqual(['ledger/not-exact'])
})

test.each<[string, (text: string) => string]>([
  ['a field nobody knows', (text) => text.replace('"reason": null', '"reason": null,\n    "note": "fine"')],
  ['a missing field', (text) => text.replace(',\n    "reason": null', '')],
  ['a mark before it', (text) => `\uFEFF${text}`],
  ['a comment of JavaScript', (text) => `// approved\n${text}`],
  ['a moment in another zone', (text) => text.replaceAll('10:00:00Z', '10:00:00+00:00')],
  ['an issue of a number no issue has', (text) => text.replace('"issue": 42', '"issue": 99999999999')],
  ['a pull request of a number none has', (text) => text.replace('"number": 43', '"number": 4294967296')],
  ['a repository that is none', (text) => text.replaceAll('acme/platform', 'acme/platform/../x')],
  ['a repository called like the folder above', (text) => text.replaceAll('acme/platform', 'acme/..')],
  ['nothing', () => ''],
  ['deep brackets', () => '['.repeat(200_000)],
  [
    'a value nested more deeply than can be read',
    (text) => text.replace('"payments"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  ],
])('what is no record is found, and nothing fails: %s', (_, change) => {
  expect(rewritten(change)).toEqual(['ledger/not-a-record'])
})

test.each<[string, Partial<Predicate>, string]>([
  [
    'another text than its digest',
    { evidence: [approval({ bodySha256: sha256('/approve it') })] },
    'ledger/evidence-unsound',
  ],
  ['a text without /approve', { evidence: [approval({ body: 'thanks' })] }, 'ledger/evidence-unsound'],
  ['a bot', { evidence: [approval({ person: { ...bob, kind: 'bot' } })] }, 'ledger/evidence-unsound'],
  ['nobody in particular', { evidence: [approval({ as: [] })] }, 'ledger/evidence-unsound'],
  [
    'one comment twice',
    { rules: [{ ...rule, count: 1 }], evidence: [approval(), approval()] },
    'ledger/evidence-unsound',
  ],
  [
    'a comment of 2020',
    { evidence: [approval({ createdAt: '2020-01-01T00:00:00Z' })] },
    'ledger/evidence-unsound',
  ],
  [
    'a comment before the plan was published',
    { evidence: [approval({ createdAt: '2026-11-20T09:29:00Z' })] },
    'ledger/evidence-unsound',
  ],
  [
    'a comment of the second in which it was published',
    { evidence: [approval({ createdAt: '2026-11-20T09:30:00Z' })] },
    'ledger/evidence-unsound',
  ],
  [
    'a comment that is yet to come',
    { evidence: [approval({ createdAt: '2026-11-20T10:05:00Z' })] },
    'ledger/evidence-unsound',
  ],
  [
    'a rejection',
    { evidence: [approval({ command: 'reject', body: '/reject no' })] },
    'ledger/evidence-unsound',
  ],
  ['nothing', { evidence: [] }, 'ledger/approval-without-evidence'],
  ['no rule', { rules: [] }, 'ledger/approval-without-evidence'],
  ['a team that no rule names', { evidence: [approval({ as: ['team:interns'] })] }, 'ledger/rules-not-met'],
  ['fewer people than wanted', { rules: [{ ...rule, count: 2 }] }, 'ledger/rules-not-met'],
  [
    'one person twice',
    { rules: [{ ...rule, count: 2 }], evidence: [approval(), approval({ comment: 10 })] },
    'ledger/rules-not-met',
  ],
  ['one of two rules', { rules: [rule, { ...rule, from: ['team:security'] }] }, 'ledger/rules-not-met'],
  [
    'a role weaker than the rule’s',
    { evidence: [approval({ as: ['role:maintain'], role: 'write' })] },
    'ledger/rules-not-met',
  ],
  [
    'a role nobody looked up',
    { evidence: [approval({ as: ['role:maintain'], role: null })] },
    'ledger/rules-not-met',
  ],
  ['an approval that is too old', { rules: [{ ...rule, validFor: 600 }] }, 'ledger/rules-not-met'],
  [
    'an approval that names no digest',
    { rules: [{ ...rule, requireDigest: 'prefix' }] },
    'ledger/rules-not-met',
  ],
  [
    'twelve digits of a whole digest',
    {
      rules: [{ ...rule, requireDigest: 'full' }],
      evidence: [approval({ body: `/approve ${plan.digest.slice(0, 12)}` })],
    },
    'ledger/rules-not-met',
  ],
  [
    'the digest of another plan',
    { evidence: [approval({ body: `/approve ${'0'.repeat(12)}` })] },
    'ledger/rules-not-met',
  ],
  [
    'whom a field leaves out',
    { rules: [{ ...rule, not: ['requester', 'request.approver'] }], evidence: [approval({ person: carol })] },
    'ledger/rules-not-met',
  ],
  ['a group of nothing', { rules: [{ kind: 'all', of: [] }] }, 'ledger/rules-not-met'],
  [
    'a part that asks for nobody',
    { rules: [{ kind: 'any', of: [{ kind: 'automatic', rule: 1, when: 'true' }] }] },
    'ledger/rules-not-met',
  ],
  [
    'a rule for somebody beside one for nobody',
    { rules: [rule, { kind: 'automatic', rule: 2, when: 'true' }], evidence: [] },
    'ledger/approval-without-evidence',
  ],
  ['the requester', { evidence: [approval({ person: alice })] }, 'ledger/self-approval'],
  [
    'the requester, said to be let in by a rule that does not',
    { evidence: [approval({ person: alice, as: ['team:platform', 'self:requester'] })] },
    'ledger/self-approval',
  ],
  [
    'somebody called the requester who is not',
    { evidence: [approval({ as: ['team:platform', 'self:requester'] })] },
    'ledger/self-approval',
  ],
  ['an editor', { request: { ...request, editors: [bob] } }, 'ledger/self-approval'],
  [
    'an editor, said to be let in by a rule that does not',
    {
      request: { ...request, editors: [bob] },
      evidence: [approval({ as: ['team:platform', 'self:editor'] })],
    },
    'ledger/self-approval',
  ],
  [
    'a role that GitHub does not have',
    {
      rules: [{ ...rule, from: ['role:owner'] }],
      evidence: [approval({ as: ['role:owner'], role: 'read' })],
    },
    'ledger/rules-not-met',
  ],
])('an approval is found that rests on %s', (_, more, code) => {
  expect(approvedWith(more)).toContain(code)
})

test('an automatic approval is one by its rules, not by its reason', () => {
  const automatic: RecordedRule = { kind: 'automatic', rule: 2, when: 'request.cpu <= 2' }
  const reason = 'Approved without a person, as approval rule 2 (request.cpu <= 2) of a.yml says.'
  expect(approvedWith({ evidence: [], rules: [automatic], reason: null })).toEqual([])
  expect(approvedWith({ evidence: [], rules: [rule], reason })).toEqual(['ledger/approval-without-evidence'])
})

test.each<[string, Partial<Predicate>]>([
  [
    'of any group one part is satisfied',
    { rules: [{ kind: 'any', of: [{ ...rule, from: ['carol'] }, rule] }] },
  ],
  [
    'every part of all is satisfied by one person',
    {
      rules: [{ kind: 'all', of: [rule, { ...rule, from: ['role:write'] }] }],
      evidence: [approval({ as: ['team:platform', 'role:write'] })],
    },
  ],
  [
    'the rule lets the requester',
    {
      rules: [{ ...rule, not: ['editors'] }],
      evidence: [approval({ person: alice, as: ['team:platform', 'self:requester'] })],
    },
  ],
  [
    'the comment names enough of the digest',
    {
      rules: [{ ...rule, requireDigest: 'prefix' }],
      evidence: [approval({ body: `/approve ${plan.digest.slice(0, 12)}` })],
    },
  ],
  ['the comment was not copied, because it holds a secret', { evidence: [approval({ body: null })] }],
])('an approval is sound where %s', (_, more) => {
  expect(approvedWith(more)).toEqual([])
})

test.each<[string, (text: LedgerRecord) => LedgerRecord]>([
  [
    'a value',
    (one) => changed(one, { request: { ...request, values: { ...request.values, name: 'mallory' } } }),
  ],
  [
    'a file',
    (one) =>
      changed(one, {
        plan: { ...plan, files: [{ ...plan.files[0], path: 'clusters/prod/a.yaml' } as never] },
      }),
  ],
  [
    'the content of a file',
    (one) => changed(one, { plan: { ...plan, files: [{ ...plan.files[0], after: commitId(5) } as never] } }),
  ],
  ['the branch', (one) => changed(one, { plan: { ...plan, branch: 'release' } })],
  ['the request type', (one) => changed(one, { request: { ...request, typeBlob: commitId(5) } })],
  ['the file of the rules', (one) => changed(one, { request: { ...request, policyBlob: commitId(5) } })],
  ['the subject', (one) => ({ ...one, subject: [] })],
])('a record is found in which %s is not what its digests say', (_, change) => {
  expect(codes(ledger(record(1, 'proposed'), change(record(2, 'approved'))))).toContain(
    'ledger/digest-mismatch',
  )
})

function changed(one: LedgerRecord, more: Partial<Predicate>): LedgerRecord {
  return { ...one, predicate: { ...one.predicate, ...more } }
}

test.each<[string, Partial<Predicate>, string]>([
  ['of another repository’s id', { repositoryId: 8 }, 'ledger/another-repository'],
  ['of another repository', { repository: 'acme/other', repositoryId: 8 }, 'ledger/another-repository'],
  ['of a year before GitHub', { observedAt: '1999-01-01T00:00:00Z', evidence: [] }, 'ledger/time-impossible'],
  [
    'filed before GitHub',
    { request: { ...request, filedAt: '1970-01-01T00:00:00Z' } },
    'ledger/time-impossible',
  ],
  [
    'filed after it was decided',
    { request: { ...request, filedAt: '2027-01-01T00:00:00Z' } },
    'ledger/time-impossible',
  ],
  [
    'edited before it was filed',
    { request: { ...request, bodyLastEditedAt: '2026-11-20T08:00:00Z' } },
    'ledger/time-impossible',
  ],
  ['older than the one before it', { observedAt: '2026-11-20T09:50:00Z' }, 'ledger/time-impossible'],
  ['of another requester', { request: { ...request, requester: carol } }, 'ledger/digest-mismatch'],
  [
    'of a plan that was not proposed',
    {
      pull: {
        ...record(1, 'proposed').predicate.pull,
        publication: { checkRun: 8, at: '2026-11-20T09:30:00Z' },
      } as never,
    },
    'ledger/evidence-unsound',
  ],
  [
    'edited after its approval',
    { request: { ...request, bodyLastEditedAt: '2026-11-20T09:45:00Z' } },
    'ledger/evidence-unsound',
  ],
])('a record is found that is %s', (_, more, code) => {
  expect(approvedWith(more)).toContain(code)
})

test('a repository may be renamed: its id stays', () => {
  const moved = (sequence: number, decision: 'approved') =>
    record(sequence, decision, { repository: 'acme/cluster', plan: { ...plan, repository: 'acme/cluster' } })
  expect(codes(ledger(record(1, 'proposed'), moved(2, 'approved')))).toEqual([])
})

test('every record is of the repository whose ledger it is, where that is known', () => {
  const home = {
    hands: { host: 'github.com', apps: null, people: [] },
    repository: { repository: 'acme/other' },
  }
  const found = verifyLedger(ledger({ ...record(1, 'proposed') }), {
    ...home,
    repository: { repository: 'acme/other', repositoryId: 9 },
  })
  expect(found.findings.map(({ code }) => code)).toEqual(['ledger/another-repository'])
})

test.each<[string, 'rejected' | 'withdrawn' | 'hold' | 'revoked' | 'approval-given', Partial<Predicate>]>([
  ['a rejection by nobody', 'rejected', {}],
  ['a rejection that rests on an approval', 'rejected', { evidence: [approval()] }],
  [
    'a withdrawal by somebody else',
    'withdrawn',
    { evidence: [approval({ command: 'withdraw', body: '/withdraw', as: ['requester'] })] },
  ],
  [
    'a rejection that is older than its issue',
    'rejected',
    {
      evidence: [approval({ command: 'reject', body: '/reject no', createdAt: '2026-11-20T08:59:59Z' })],
    },
  ],
  ['a hold by nobody', 'hold', {}],
  ['something taken back that is nothing', 'revoked', {}],
  ['an approval that is none', 'approval-given', { rules: [rule] }],
])('%s is found', (_, decision, more) => {
  const found = codes(ledger(record(1, 'proposed'), record(2, decision, more)))
  expect(['ledger/evidence-unsound', 'ledger/approval-without-evidence']).toContain(found[0])
})

test.each<[string, 'rejected' | 'withdrawn', Partial<Predicate>]>([
  ['by an approver', 'rejected', { evidence: [approval({ command: 'reject', body: '/reject no' })] }],
  [
    'by the requester',
    'withdrawn',
    {
      evidence: [
        approval({ person: alice, command: 'withdraw', body: '/withdraw', as: ['requester'], role: null }),
      ],
    },
  ],
  ['by closing the issue', 'withdrawn', { reason: 'The issue was closed.' }],
])('a request may end without a merge, %s, also when it reads otherwise by then', (_, decision, more) => {
  const values = { name: 'orders' }
  const edited = { ...request, values, digest: requestDigest('namespace', values) }
  expect(codes(ledger(record(1, 'proposed'), record(2, decision, { request: edited, ...more })))).toEqual([])
})

test.each<[string, Partial<Predicate>, readonly unknown[]]>([
  ['nothing', {}, []],
  [
    'that an approval was edited before it',
    {
      merge: { ...merge, findings: ['An approval was edited before the merge, and no longer counted.'] },
    },
    [{ code: 'ledger/merge-findings', severity: 'warning' }],
  ],
  [
    'that it holds something else than the plan',
    { merge: { ...merge, exact: false, findings: ['x'] } },
    [{ code: 'ledger/tree-mismatch', severity: 'error' }],
  ],
  [
    'that it does not stand on the branch of the plan',
    {
      merge: {
        ...merge,
        into: 'release',
        onTarget: false,
        findings: ['It was merged into release instead of main.'],
      },
    },
    [
      {
        code: 'ledger/merged-elsewhere',
        severity: 'error',
        what: 'What was merged does not stand on main: It was merged into release instead of main.',
      },
    ],
  ],
  [
    'other approvals than were recorded before',
    { evidence: [approval({ comment: 11 })] },
    [{ code: 'ledger/merge-without-approval', severity: 'error' }],
  ],
  [
    'that its rules asked for nobody, where its approval was given by somebody',
    { evidence: [], rules: [{ kind: 'automatic', rule: 1, when: 'true' }] },
    [{ code: 'ledger/merge-without-approval', severity: 'error' }],
  ],
  [
    'other rules than its approval was weighed by',
    { rules: [{ ...rule, count: 2 }] },
    [{ code: 'ledger/merge-without-approval', severity: 'error' }],
  ],
])('of a merge of which the ledger tells %s, whoever verifies it is told', (_, more, found) => {
  const { findings } = verifyLedger(
    ledger(record(1, 'proposed'), record(2, 'approved'), record(3, 'merged', more)),
  )
  expect(findings).toMatchObject(found)
  expect(findings).toHaveLength(found.length)
})

test('approval rules that came back after others are noted, and are no finding', () => {
  const of = (sequence: number, policyBlob: ReturnType<typeof commitId>) =>
    record(sequence, 'proposed', {
      issue: issueNumber(42),
      request: { ...request, policyBlob },
      plan: null,
      pull: null,
    })
  const { findings, notes } = verifyLedger(
    ledger(of(1, commitId(81)), of(2, commitId(82)), of(3, commitId(81))),
  )
  expect(findings).toEqual([])
  expect(notes).toMatchObject([{ code: 'ledger/rules-returned' }])
})

test('people are told by their ids: somebody with the requester’s login is not the requester', () => {
  expect(approvedWith({ evidence: [approval({ person: { ...alice, id: userId(99) } })] })).toEqual([])
})
