import { describe, expect, test } from 'vitest'
import { decodeLocks, encodeLockRecord, encodeLocks, lockPath } from '../../../src/core/ledger/lock-form.js'
import { inForceAt, isAbout, isCarriedOut, locksAfter, noLocks } from '../../../src/core/ledger/locks.js'
import type { LedgerCommit } from '../../../src/core/ledger/verify-ledger.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { issueNumber } from '../../../src/model/ids.js'
import {
  type LockPredicate,
  type LockRecord,
  lockPredicateType,
  lockSubjects,
} from '../../../src/model/lock.js'
import { alice, authorship, bob, codes, commitId, ledger, record } from './forged.js'

const at = (time: string) => `2026-11-20T${time}:00Z`
const namespace = { kind: 'type', type: 'namespace' } as const

describe('which locks are in force', () => {
  const locked = following(lock(1, { until: at('14:00') }), lock(2, { of: { kind: 'all' } }))

  test('a lock is in force from its record on, until its time has come or it is lifted', () => {
    const numbers = (time: string) => inForceAt(locked, at(time)).map(({ number }) => number)
    expect(numbers('10:00')).toEqual([1, 2])
    expect(numbers('13:59')).toEqual([1, 2])
    expect(numbers('14:00')).toEqual([2])
    expect(inForceAt(following(...told(locked), unlock(3)), at('10:30')).map(({ number }) => number)).toEqual(
      [2],
    )
  })

  test('to unlock lifts every lock of the very same thing, whoever gave it, and no wider or narrower one', () => {
    const stage = { kind: 'stage', type: 'namespace', stage: 'production' } as const
    const all = following(
      lock(1),
      lock(2, { by: bob }),
      lock(3, { of: stage }),
      lock(4, { of: { kind: 'all' } }),
      unlock(5),
    )
    expect(all.locks.map(({ number }) => number)).toEqual([3, 4])
  })

  test('to unlock lifts no lock that was given only after it was written, whichever of them a run saw first', () => {
    const numbers = (...records: readonly LockRecord[]) =>
      following(...records).locks.map(({ number }) => number)
    expect(numbers(lock(1, { createdAt: at('09:00') }), unlock(2, { createdAt: at('08:59') }))).toEqual([1])
    expect(numbers(lock(1, { createdAt: at('09:00') }), unlock(2, { createdAt: at('09:01') }))).toEqual([])
    // Within a second the comments' own numbers tell which came first.
    expect(numbers(lock(1, { comment: 8 }), unlock(2, { comment: 7 }))).toEqual([1])
    expect(numbers(lock(1, { comment: 8 }), unlock(2, { comment: 9 }))).toEqual([])
  })

  test('a lock is about everything, all requests of a type, or one stage of it', () => {
    const stage = { kind: 'stage', type: 'namespace', stage: 'production' } as const
    expect(isAbout({ kind: 'all' }, 'access', [])).toBe(true)
    expect([isAbout(namespace, 'namespace', []), isAbout(namespace, 'access', [])]).toEqual([true, false])
    expect(
      [['production'], ['dev', 'production'], ['dev'], []].map((stages) =>
        isAbout(stage, 'namespace', stages),
      ),
    ).toEqual([true, true, false, false])
    expect(isAbout(stage, 'access', ['production'])).toBe(false)
  })

  test('what every run reads holds locks in force and comments of the last days, however many there ever were', () => {
    let locks = noLocks
    for (let number = 1; number <= 2000; number += 2) {
      const day = new Date(Date.UTC(2026, 0, 1) + number * 43_200_000).toISOString().replace('.000Z', 'Z')
      locks = locksAfter(locks, lock(number, { day }))
      locks = locksAfter(locks, unlock(number + 1, { day }))
    }
    expect(locks.records).toBe(2000)
    expect(encodeLocks(locks).length).toBeLessThan(1000)
    expect(isCarriedOut(locks, 2000)).toBe(true)
    expect(isCarriedOut(locks, 1000)).toBe(false)
  })

  test('what every run reads is read back as it was written, and as nothing else', () => {
    const text = encodeLocks(locked)
    expect(decodeLocks(text)).toEqual(locked)
    expect(decodeLocks(text.trimEnd())).toBeNull()
    expect(decodeLocks(text.replace('"records": 2', '"records": "2"'))).toBeNull()
    expect(decodeLocks('{}')).toBeNull()
  })
})

describe('verifying locks', () => {
  test('records of locks stand between those of issues, each with what follows from it', () => {
    expect(codes(chained(lock(1), unlock(2), lock(3, { until: at('14:00') })))).toEqual([])
  })

  test.each<[string, (commits: LedgerCommit[]) => LedgerCommit[], readonly string[]]>([
    [
      'a lock that somebody has taken out of the file that runs read',
      (all) => [...all, touching(all, [['changed', 'locks.json', encodeLocks({ ...noLocks, records: 2 })]])],
      ['ledger/locks-changed'],
    ],
    [
      'a lock that is left out of it from the beginning',
      (all) => edited(all, 2, 'locks.json', encodeLocks({ ...noLocks, records: 1 })),
      ['ledger/locks-changed'],
    ],
    [
      'a record of a lock that is removed',
      (all) => [...all, touching(all, [['removed', 'locks/0001.json', null]])],
      ['ledger/locks-changed'],
    ],
    [
      'a record that is not written as the toolkit writes it',
      (all) => edited(all, 2, 'locks/0001.json', JSON.stringify({ text: encodeLockRecord(lock(1)) })),
      ['ledger/locks-changed'],
    ],
    [
      'a record of an issue beside one of a lock',
      (all) => [
        ...all.slice(0, -1),
        ...all.slice(-1).map((last) => ({
          ...last,
          changes: [
            ...last.changes,
            { status: 'added', path: 'issues/00/7/0001.json', kind: 'file', text: '{}' } as const,
          ],
        })),
      ],
      ['ledger/locks-changed'],
    ],
  ])('%s is found', (_, tamper, found) => {
    expect(codes(tamper(chained(lock(1), lock(2))))).toEqual(found)
  })

  test.each<[string, LockRecord, readonly string[]]>([
    ['a lock of somebody who is no maintainer', lock(1, { role: 'write' }), ['ledger/evidence-unsound']],
    ['a lock whose comment says something else', lock(1, { body: 'hello' }), ['ledger/evidence-unsound']],
    ['a lock whose digest is another', lock(1, { bodySha256: sha256('x') }), ['ledger/evidence-unsound']],
    ['a lock without a reason', lock(1, { reason: ' ' }), ['ledger/evidence-unsound']],
    ['a lock that was over before', lock(1, { until: at('08:00') }), ['ledger/evidence-unsound']],
    [
      'a lock that is older than its comment',
      lock(1, { createdAt: at('12:00') }),
      ['ledger/evidence-unsound'],
    ],
    ['what was unlocked and never locked', unlock(1), ['ledger/evidence-unsound']],
    [
      'a record of another repository',
      lock(1, { repository: 'acme/other', repositoryId: 8 }),
      ['ledger/another-repository'],
    ],
  ])('%s is found', (_, first, found) => {
    expect(codes(chained(first))).toEqual(found)
  })

  test('what was lifted by a comment that is older than the lock is found', () => {
    const of = { kind: 'all' } as const
    const early = unlock(2, { of, createdAt: at('09:00'), body: '/unlock all' })
    expect(codes(chained(lock(1, { of }), early))).toEqual(['ledger/evidence-unsound'])
  })

  test('a comment locks once, and numbers have no gap', () => {
    expect(codes(chained(lock(1), lock(2, { comment: 1 })))).toEqual(['ledger/evidence-unsound'])
    expect(codes(chained(lock(1), lock(3)))).toEqual(['ledger/locks-changed'])
  })

  test('a record that names another commit before it is found', () => {
    const [begun, first, second] = chained(lock(1))
    const moved = { ...lock(1), predicate: { ...lock(1).predicate, previous: commitId(77) } }
    const text = encodeLockRecord(moved)
    expect(
      codes(
        edited(
          [begun, first, second].flatMap((each) => each ?? []),
          2,
          'locks/0001.json',
          text,
        ),
      ),
    ).toEqual(['ledger/chain-broken'])
  })
})

interface Facts {
  readonly of?: LockPredicate['of']
  readonly until?: string
  readonly by?: typeof alice | typeof bob
  readonly role?: 'maintain' | 'write'
  readonly body?: string
  readonly bodySha256?: ReturnType<typeof sha256>
  readonly reason?: string
  readonly createdAt?: string
  readonly comment?: number
  readonly day?: string
  readonly repository?: string
  readonly repositoryId?: number
}

function lock(sequence: number, facts: Facts = {}): LockRecord {
  const { until = null, reason = 'a move' } = facts
  return statement({ ...common(sequence, 'lock', facts), does: 'lock', until, reason })
}

function unlock(sequence: number, facts: Facts = {}): LockRecord {
  return statement({ ...common(sequence, 'unlock', facts), does: 'unlock', reason: null })
}

function common(sequence: number, command: 'lock' | 'unlock', facts: Facts) {
  const { of = namespace, by = alice, role = 'maintain', body = `/${command} namespace a move` } = facts
  const observedAt = facts.day ?? at('10:00')
  const evidence = {
    command,
    comment: facts.comment ?? sequence,
    person: by,
    role,
    as: ['role:maintain'],
    createdAt: facts.createdAt ?? observedAt,
    body,
    bodySha256: facts.bodySha256 ?? sha256(body),
  } as const
  const { repository = 'acme/platform', repositoryId = 7 } = facts
  return {
    sequence,
    previous: commitId(sequence),
    repository,
    repositoryId,
    issue: issueNumber(42),
    observedAt,
    of,
    evidence,
  }
}

function statement(predicate: LockPredicate): LockRecord {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: lockSubjects(predicate),
    predicateType: lockPredicateType,
    predicate,
  }
}

function following(...records: readonly LockRecord[]) {
  return records.reduce(locksAfter, noLocks)
}

/** The records of locks that are in force, as they were given. */
function told({ locks }: ReturnType<typeof following>): readonly LockRecord[] {
  return locks.map(({ number, of, until }) => lock(number, { of, ...(until === null ? {} : { until }) }))
}

/** A ledger with a record of an issue, and behind it these of locks. */
function chained(...records: readonly LockRecord[]): LedgerCommit[] {
  const commits = [...ledger(record(1, 'proposed'))]
  let locks = noLocks
  for (const [index, each] of records.entries()) {
    const parent = commits.at(-1)?.oid ?? ''
    const predicate = { ...each.predicate, previous: commitId(Number(parent)) }
    locks = locksAfter(locks, { ...each, predicate })
    commits.push({
      oid: commitId(index + 50),
      parents: [parent],
      authorship,
      changes: [
        {
          status: 'added',
          path: lockPath(each.predicate.sequence),
          kind: 'file',
          text: encodeLockRecord({ ...each, predicate }),
        },
        {
          status: index === 0 ? 'added' : 'changed',
          path: 'locks.json',
          kind: 'file',
          text: encodeLocks(locks),
        },
      ],
    })
  }
  return commits
}

function touching(
  all: readonly LedgerCommit[],
  files: readonly (readonly ['added' | 'changed' | 'removed', string, string | null])[],
): LedgerCommit {
  const changes = files.map(([status, path, text]) => ({ status, path, kind: 'file', text }) as const)
  return { oid: commitId(99), parents: [all.at(-1)?.oid ?? ''], authorship, changes }
}

function edited(all: readonly LedgerCommit[], index: number, path: string, text: string): LedgerCommit[] {
  return all.map((commit, at) =>
    at === index
      ? { ...commit, changes: commit.changes.map((each) => (each.path === path ? { ...each, text } : each)) }
      : commit,
  )
}
