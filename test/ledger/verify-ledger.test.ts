import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/ledger/encode-record.js'
import { type LedgerCommit, verifyLedger } from '../../src/ledger/verify-ledger.js'
import { digest, issueNumber, oid, pullNumber, userId } from '../../src/model/ids.js'
import { automaticReason, type LedgerRecord, type Predicate } from '../../src/model/record.js'

const commitId = (number: number) => oid(String(number).padStart(40, '0'))
const alice = { id: userId(1), login: 'alice', kind: 'user' } as const
const bob = { id: userId(2), login: 'bob', kind: 'user' } as const
const sha = digest('0'.repeat(64))

function record(
  sequence: number,
  decision: Predicate['decision'],
  more: Partial<Predicate> = {},
): LedgerRecord {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [],
    predicateType: 'urn:issueops:decision:v1',
    predicate: {
      decision,
      sequence,
      previous: commitId(sequence - 1),
      repository: 'acme/platform',
      issue: issueNumber(42),
      observedAt: '2026-11-20T10:00:00Z',
      request: {
        type: 'namespace',
        title: 'Kubernetes namespace',
        typeBlob: commitId(91),
        formBlob: commitId(92),
        digest: sha,
        values: {},
        bodySha256: sha,
        bodyLastEditedAt: null,
        requester: alice,
        editors: [],
      },
      plan: { digest: sha, repository: 'acme/platform', branch: 'main', base: commitId(93), files: [] },
      pull: {
        number: pullNumber(43),
        head: commitId(94),
        publication: { checkRun: 7, at: '2026-11-20T09:30:00Z' },
      },
      evidence: decision === 'proposed' ? [] : [approval(bob)],
      merge:
        decision === 'merged'
          ? { commit: commitId(95), tree: commitId(96), exact: true, findings: [] }
          : null,
      reason: null,
      ...more,
    },
  }
}

function approval(person: typeof alice | typeof bob) {
  return {
    command: 'approve',
    comment: 9,
    person,
    role: 'write',
    as: ['team:platform'],
    createdAt: '2026-11-20T09:40:00Z',
    body: '/approve',
    bodySha256: sha,
  } as const
}

/** A ledger of a beginning and some records, in commits numbered from 0. */
function ledger(...records: readonly LedgerRecord[]): LedgerCommit[] {
  const beginning: LedgerCommit = {
    oid: commitId(0),
    parents: [],
    changes: [{ status: 'added', path: 'README.md', text: 'The ledger' }],
  }
  const appended = records.map((each, index) => ({
    oid: commitId(index + 1),
    parents: [commitId(index)],
    changes: [{ status: 'added' as const, path: `issues/42/000${index + 1}.json`, text: encodeRecord(each) }],
  }))
  return [beginning, ...appended]
}

const sound = () => ledger(record(1, 'proposed'), record(2, 'approved'), record(3, 'merged'))

function codes(commits: readonly LedgerCommit[]): readonly string[] {
  return verifyLedger(commits).findings.map((finding) => finding.code)
}

test('a ledger whose records were appended in turn is verified', () => {
  const { records, findings } = verifyLedger(sound())
  expect(findings).toEqual([])
  expect(records.map(({ predicate }) => predicate.decision)).toEqual(['proposed', 'approved', 'merged'])
})

test.each<[string, (commits: LedgerCommit[]) => LedgerCommit[], string]>([
  [
    'a removed record',
    (all) => [...all.slice(0, 2), { ...at(all, 3), parents: [commitId(1)] }],
    'ledger/gap',
  ],
  [
    'a commit on another parent',
    (all) => [...all.slice(0, 3), { ...at(all, 3), parents: [commitId(1)] }],
    'ledger/chain-broken',
  ],
  [
    'a merge commit',
    (all) => [...all.slice(0, 3), { ...at(all, 3), parents: [commitId(2), commitId(77)] }],
    'ledger/chain-broken',
  ],
  [
    'a record changed later',
    (all) => [...all, touching('changed', 'issues/42/0001.json', encodeRecord(record(1, 'proposed')))],
    'ledger/not-appended',
  ],
  [
    'a record deleted later',
    (all) => [...all, touching('removed', 'issues/42/0001.json', null)],
    'ledger/not-appended',
  ],
  [
    'a file that is no record',
    (all) => [...all, touching('added', 'issues/42/0004.json', '{}')],
    'ledger/not-a-record',
  ],
  [
    'a record of another place',
    (all) => [...all.slice(0, 3), moved(at(all, 3), 'issues/7/0001.json')],
    'ledger/orphan-record',
  ],
  [
    'two records in one commit',
    (all) => [...all.slice(0, 3), { ...at(all, 3), changes: [...at(all, 3).changes, ...at(all, 2).changes] }],
    'ledger/not-appended',
  ],
  [
    'a record in the first commit',
    (all) => [{ ...at(all, 0), changes: at(all, 1).changes }],
    'ledger/not-appended',
  ],
])('%s is found', (_, tamper, code) => {
  expect(codes(tamper(sound()))).toContain(code)
})

test.each<[string, readonly LedgerRecord[], string]>([
  [
    'a merge that was never approved',
    [record(1, 'proposed'), record(2, 'merged')],
    'ledger/merge-without-approval',
  ],
  [
    'a merge of another plan than the approved one',
    [
      record(1, 'approved'),
      record(2, 'merged', { plan: { ...planOf(record(2, 'merged')), digest: digest('1'.repeat(64)) } }),
    ],
    'ledger/merge-without-approval',
  ],
  [
    'an approval by the requester',
    [record(1, 'approved', { evidence: [approval(alice)] })],
    'ledger/self-approval',
  ],
  [
    'an approval by somebody who edited the request',
    [record(1, 'approved', { request: { ...record(1, 'approved').predicate.request, editors: [bob] } })],
    'ledger/self-approval',
  ],
  [
    'a merge that holds something else than the plan',
    [
      record(1, 'approved'),
      record(2, 'merged', {
        merge: { commit: commitId(95), tree: commitId(96), exact: false, findings: ['x'] },
      }),
    ],
    'ledger/tree-mismatch',
  ],
  ['a record after the end', [record(1, 'rejected'), record(2, 'proposed')], 'ledger/after-the-end'],
])('%s is found', (_, records, code) => {
  expect(codes(ledger(...records))).toContain(code)
})

function at(commits: readonly LedgerCommit[], index: number): LedgerCommit {
  const commit = commits[index]
  if (commit === undefined) throw new Error(`no commit ${index}`)
  return commit
}

function touching(status: 'added' | 'changed' | 'removed', path: string, text: string | null): LedgerCommit {
  return { oid: commitId(4), parents: [commitId(3)], changes: [{ status, path, text }] }
}

function moved(commit: LedgerCommit, path: string): LedgerCommit {
  return { ...commit, changes: commit.changes.map((change) => ({ ...change, path })) }
}

function planOf({ predicate }: LedgerRecord) {
  if (predicate.plan === null) throw new Error('no plan')
  return predicate.plan
}

test('an approval without a person is sound only with the reason an automatic rule gives', () => {
  const reason = automaticReason('.github/issueops/namespace.yml', [{ rule: 2, when: 'request.cpu <= 2' }])
  expect(reason).toBe(
    'Approved without a person, as approval rule 2 (request.cpu <= 2) of .github/issueops/namespace.yml says.',
  )
  const without = (why: string | null) =>
    codes(ledger(record(1, 'proposed'), record(2, 'approved', { evidence: [], reason: why })))
  expect(without(reason)).toEqual([])
  const weaker = [
    null,
    '',
    'Approved automatically.',
    'approval rule 2 (request.cpu <= 2) of .github/issueops/namespace.yml says.',
    'Approved without a person, as approval rule 0 (true) of a.yml says.',
    'Approved without a person, as approval rule 2 (true) of a.yml',
    'Approved without a person, as somebody says.',
    ` ${reason}`,
  ]
  for (const why of weaker) expect(without(why)).toEqual(['ledger/approval-without-evidence'])
})

test('an approval rests on approvals, not on other comments', () => {
  const rejection = { ...approval(bob), command: 'reject' }
  const commits = ledger(record(1, 'proposed'), record(2, 'approved', { evidence: [rejection] }))
  expect(codes(commits)).toEqual(['ledger/approval-without-evidence'])
})

test('an own approval is sound only where the record says that the rule lets the requester approve', () => {
  const own = (as: readonly string[]) =>
    codes(ledger(record(1, 'proposed'), record(2, 'approved', { evidence: [{ ...approval(alice), as }] })))
  expect(own(['team:platform', 'self:requester'])).toEqual([])
  expect(own(['team:platform'])).toEqual(['ledger/self-approval'])
  expect(own(['requester'])).toEqual(['ledger/self-approval'])
})

test('a record may name the policy file its approval rules came from', () => {
  const request = { ...record(1, 'proposed').predicate.request, policyBlob: commitId(90) }
  expect(codes(ledger(record(1, 'proposed', { request })))).toEqual([])
  const broken = { ...request, policyBlob: 'prod' as ReturnType<typeof commitId> }
  expect(codes(ledger(record(1, 'proposed', { request: broken })))).toEqual(['ledger/not-a-record'])
})
