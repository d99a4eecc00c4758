import { expect, test } from 'vitest'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { encodePeople } from '../../../src/core/ledger/people.js'
import { type LedgerCommit, verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { digest, userId } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { authorship, codes, commitId, ledger, merge, plan, record, request, sound } from './forged.js'

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
    (all) => [...all, touching('changed', 'issues/00/42/0001.json', encodeRecord(record(1, 'proposed')))],
    'ledger/not-appended',
  ],
  [
    'a record deleted later',
    (all) => [...all, touching('removed', 'issues/00/42/0001.json', null)],
    'ledger/not-appended',
  ],
  [
    'a file that is no record',
    (all) => [...all, touching('added', 'issues/00/42/0004.json', '{}')],
    'ledger/not-a-record',
  ],
  [
    'a record of a newer version',
    (all) => [
      ...all,
      touching(
        'added',
        'issues/00/42/0004.json',
        encodeRecord(record(4, 'proposed')).replace('decision:v2', 'decision:v3'),
      ),
    ],
    'ledger/newer-version',
  ],
  [
    'a record of another place',
    (all) => [...all.slice(0, 3), moved(at(all, 3), 'issues/00/7/0001.json')],
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
    [record(1, 'approved'), record(2, 'merged', { plan: { ...plan, digest: digest('1'.repeat(64)) } })],
    'ledger/merge-without-approval',
  ],
  [
    'a merge that holds something else than the plan',
    [
      record(1, 'approved'),
      record(2, 'merged', {
        merge: { ...merge, exact: false, findings: ['x'] },
      }),
    ],
    'ledger/tree-mismatch',
  ],
  ['a record after the end', [record(1, 'rejected'), record(2, 'proposed')], 'ledger/after-the-end'],
])('%s is found', (_, records, code) => {
  expect(codes(ledger(...records))).toContain(code)
})

test('beside its record a commit may say whom the toolkit met by login, and whoever is known stays known as the same account', () => {
  const meeting = (texts: readonly string[]) =>
    codes(
      ledger(record(1, 'proposed'), record(2, 'approved'), record(3, 'merged')).map((commit, index) => {
        const text = texts[index - 1]
        if (text === undefined) return commit
        const status = index === 1 ? 'added' : 'changed'
        return {
          ...commit,
          changes: [...commit.changes, { status, path: 'people.json', kind: 'file', text } as const],
        }
      }),
    )
  const people = (...known: readonly (readonly [string, number])[]) =>
    encodePeople(known.map(([login, id]) => ({ login, id: userId(id) })))
  expect(meeting([people(['ann', 1001])])).toEqual([])
  expect(meeting([people(['ann', 1001]), people(['12', 3], ['ann', 1001], ['bob', 2])])).toEqual([])
  expect(meeting([people(['ann', 1001]), people(['ann', 2002])])).toEqual(['ledger/people-changed'])
  expect(meeting([people(['ann', 1001]), people(['bob', 2])])).toEqual(['ledger/people-changed'])
  expect(meeting(['{"ann": 1001}'])).toEqual(['ledger/people-changed'])
  expect(meeting(['{\n  "ann": 1001,\n  "ann": 2002\n}\n'])).toEqual(['ledger/people-changed'])
})

test('a commit of people without a record is found', () => {
  const commits = ledger(record(1, 'proposed'))
  const text = encodePeople([{ login: 'ann', id: userId(1) }])
  const alone = {
    oid: commitId(2),
    parents: [commitId(1)],
    authorship: commits[0]?.authorship ?? null,
    changes: [{ status: 'added', path: 'people.json', kind: 'file', text } as const],
  }
  expect(codes([...commits, alone])).toEqual(['ledger/not-appended'])
})

function at(commits: readonly LedgerCommit[], index: number): LedgerCommit {
  const commit = commits[index]
  if (commit === undefined) throw new Error(`no commit ${index}`)
  return commit
}

function touching(status: 'added' | 'changed' | 'removed', path: string, text: string | null): LedgerCommit {
  return {
    oid: commitId(4),
    parents: [commitId(3)],
    authorship,
    changes: [{ status, path, kind: 'file', text }],
  }
}

function moved(commit: LedgerCommit, path: string): LedgerCommit {
  return { ...commit, changes: commit.changes.map((change) => ({ ...change, path })) }
}

test('what is no regular text file is found, and nothing fails', () => {
  const odd = { status: 'added', path: 'issues/00/42/0004.json', kind: 'odd', text: null } as const
  expect(codes([...sound(), { ...touching('added', odd.path, ''), changes: [odd] }])).toEqual([
    'ledger/odd-entry',
  ])
})

test('what has the text of a record, and is no regular file, is no record', () => {
  const [first, second] = ledger(record(1, 'proposed'))
  if (first === undefined || second === undefined) throw new Error('the ledger is empty')
  const changes = second.changes.map((change) => ({ ...change, kind: 'odd' as const }))
  expect(codes([first, { ...second, changes }])).toEqual(['ledger/odd-entry'])
})

test('a record that was made to follow another commit is found, wherever it stands', () => {
  expect(codes(ledger(record(1, 'proposed', { previous: commitId(77) })))).toEqual(['ledger/chain-broken'])
})

test('a record may name the policy file its approval rules came from', () => {
  const named = record(1, 'proposed', { plan: null, request: { ...request, policyBlob: commitId(90) } })
  expect(codes(ledger(named))).toEqual([])
  const broken = encodeRecord(named).replace(commitId(90), 'prod')
  const [beginning, commit] = ledger(named)
  if (beginning === undefined || commit === undefined) throw new Error('the ledger is empty')
  const changes = commit.changes.map((change) => ({ ...change, text: broken }))
  expect(codes([beginning, { ...commit, changes }])).toEqual(['ledger/not-a-record'])
})
