import { expect, test } from 'vitest'
import {
  agreedHead,
  companyFor,
  type DueEnds,
  dueTogether,
  firstOf,
  unlocked,
  unspoken,
} from '../../../src/core/decide/ends-together.js'
import { lockWaits } from '../../../src/core/decide/lock-waits.js'
import { togetherDigest } from '../../../src/core/plan/plan-digest.js'
import { canonicalJson, sha256 } from '../../../src/core/text/digest.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { issueNumber, oid } from '../../../src/model/ids.js'
import type { LedgerRecord, Predicate } from '../../../src/model/record.js'
import type { FirstLook, ObservedHistory } from '../../../src/model/snapshot.js'
import { bob, merge, plan, record, request } from '../ledger/forged.js'
import { asked, changed } from '../ledger/lives.js'
import { manifestsOf, text } from '../plan/plan-fixtures.js'

const path = 'access/billing.yaml'
const end = '2026-12-01T00:00:00Z'
const now = '2026-12-02T00:00:00Z'
const commitOf = (issue: number) => oid(String(issue).padStart(40, 'c'))

/** What the list says once so many have been let in. */
const listOf = (people: readonly string[]) => `members:\n${people.map((each) => `  - ${each}\n`).join('')}`
const people = ['zoe', 'ann', 'ben', 'cem']

/** The merge of the request that lets in the person of this number, from 1. */
function merged(issue: number, more: Partial<Predicate> = {}, until = end): LedgerRecord {
  const [before, after] = [listOf(people.slice(0, issue)), listOf(people.slice(0, issue + 1))]
  const file = changed(
    path,
    [
      {
        at: ['members'],
        item: sha256(canonicalJson(people[issue] ?? '')),
        after: sha256(canonicalJson(people[issue] ?? '')),
      },
    ],
    { before: gitBlobOid(before), after: gitBlobOid(after) },
  )
  return asked(issue, issue, [file], {
    plan: { ...plan, files: [file], end: { kind: 'at', at: until } },
    merge: { ...merge, commit: commitOf(issue), at: `2026-11-20T10:00:0${issue}Z` },
    ...more,
  })
}

const ledgerOf = (...records: readonly LedgerRecord[]) =>
  new Map(records.map((each) => [each.predicate.issue, [each]]))

const policy = {
  candidates: [],
  broken: [],
  others: [],
  calendar: { kind: 'none' },
} as unknown as Parameters<typeof dueTogether>[1]

const due = (...records: readonly LedgerRecord[]) =>
  dueTogether(ledgerOf(...records), policy, now).map(({ branch, ends }) => [
    branch,
    ends.map(({ issue, chapter }) => [issue, chapter]),
  ])

test('what has ended at one target goes together, the oldest due first; what is not due does not', () => {
  const earlier = merged(3, {}, '2026-11-30T00:00:00Z')
  expect(due(merged(1), merged(2), earlier)).toEqual([
    [
      'main',
      [
        [3, 2],
        [1, 2],
        [2, 2],
      ],
    ],
  ])
  expect(due(merged(1), merged(2, {}, '2027-01-01T00:00:00Z'))).toEqual([])
})

test('ends at two branches, or in two repositories, do not go together', () => {
  const elsewhere = (more: Partial<typeof plan>) => {
    const there = merged(2).predicate.plan
    return merged(2, there === null ? {} : { plan: { ...there, ...more } })
  }
  expect(due(merged(1), elsewhere({ branch: 'next' }))).toEqual([])
  expect(due(merged(1), elsewhere({ repository: 'acme/gitops' }))).toEqual([])
})

test('whatever would ask somebody goes alone: nobody approved it, or fewer people may see it than the issue', () => {
  const unseen = merged(2).predicate.plan
  expect(due(merged(1), merged(2, { evidence: [] }))).toEqual([])
  expect(due(merged(1), merged(2, unseen === null ? {} : { plan: { ...unseen, withheld: true } }))).toEqual(
    [],
  )
})

test('a chapter that ends a request alone is left to go on alone; one that has only begun still goes with others', () => {
  const later = { chapter: 2, cause: { kind: 'ended', at: end }, issue: issueNumber(2) } as const
  const begun = record(4, 'begun', { ...later, plan: null, pull: null, evidence: [] })
  const proposed = record(5, 'proposed', { ...later })
  const with2 = (...more: readonly LedgerRecord[]) =>
    dueTogether(new Map([...ledgerOf(merged(1)), [issueNumber(2), [merged(2), ...more]]]), policy, now).map(
      ({ ends }) => ends.map(({ issue, chapter }) => [issue, chapter]),
    )
  expect(with2(begun)).toEqual([
    [
      [1, 2],
      [2, 2],
    ],
  ])
  expect(with2(begun, proposed)).toEqual([])
  // What has failed once is tried again alone.
  const failed = record(6, 'failed', { ...later, merge: { ...merge, exact: false } })
  expect(with2(begun, proposed, failed)).toEqual([])
  expect(
    with2(begun, proposed, failed, record(7, 'begun', { ...begun.predicate, sequence: 7, chapter: 3 })),
  ).toEqual([])
})

test('an end of which somebody spoke after the merge goes alone, also where that was before the merge arrived', () => {
  const reached = merged(1, {
    decision: 'reached',
    sequence: 4,
    evidence: [],
    outcome: { signals: [] },
    observedAt: '2026-11-20T10:30:00Z',
  })
  const said = (createdAt: string) => {
    const comment = { id: 1, body: '/hold', createdAt, lastEditedAt: null, author: bob, own: false }
    const issue = { number: issueNumber(1), comments: [comment], olderComments: null, deletions: [] }
    return {
      issue,
      ledger: { earlier: [], records: [merged(1), reached], unreadable: [] },
    } as unknown as FirstLook
  }
  const [first] = dueTogether(ledgerOf(merged(1), merged(2)), policy, now)
  if (first === undefined) throw new Error('nothing is due')
  const left = (createdAt: string) => unspoken(first, [said(createdAt)]).ends.map(({ issue }) => issue)
  expect(left('2026-11-20T10:00:05Z')).toEqual([1])
  expect(left('2026-11-20T10:10:00Z')).toEqual([])
})

const records = [merged(1), merged(2), merged(3)]
const [group] = dueTogether(ledgerOf(...records), policy, now)
if (group === undefined) throw new Error('nothing is due')

const history: ObservedHistory = {
  records,
  unreadable: [],
  unrecorded: [],
  texts: [1, 2, 3, 4].map((count) => {
    const said = listOf(people.slice(0, count))
    return { oid: gitBlobOid(said), text: said }
  }),
  merges: records.map(({ predicate: { issue, plan: made } }) => ({
    commit: commitOf(issue),
    tree: oid('d'.repeat(40)),
    files: made?.files.map((file) => ({ path: file.path, oid: file.after })) ?? [],
    planned: [],
    onTarget: true,
  })),
}

const place = { target: { owner: 'acme', name: 'platform' }, prefix: 'issueops/' }
const companyOf = (said: string, of: DueEnds = group) =>
  companyFor(of, place, history, manifestsOf([text(path, said)]))

test('the one change of all of them leaves every byte of before, under the branch of the first', () => {
  const company = companyOf(listOf(people))
  expect(
    company?.files.map(({ path: at, change, before, after }) => [at, change, before?.text, after?.text]),
  ).toEqual([[path, 'update', listOf(people), listOf(['zoe'])]])
  expect(company?.together).toEqual({
    branch: 'issueops/1-namespace-2',
    of: [1, 2, 3].map((issue) => ({ issue, chapter: 2, request: request.digest })),
  })
  expect(company?.digest).toBe(
    company === null
      ? null
      : togetherDigest(
          company.together,
          { repository: 'acme/platform', branch: 'main' },
          company.files.map(({ path: at, mode, before, after }) => ({
            path: at,
            mode,
            before: before?.oid ?? null,
            after: after?.oid ?? null,
          })),
        ),
  )
})

test('what is taken back already, and what its merge commit says otherwise of, is left out; where one is left, it goes alone', () => {
  const without2 = companyOf(listOf(['zoe', 'ann', 'cem']))
  expect(without2?.together.of.map(({ issue }) => issue)).toEqual([1, 3])
  expect(without2?.files[0]?.after?.text).toBe(listOf(['zoe']))
  expect(companyOf(listOf(['zoe', 'cem']))).toBeNull()
  const forged = {
    ...history,
    merges: history.merges.map((each) => ({ ...each, onTarget: each.commit !== commitOf(1) })),
  }
  const company = companyFor(group, place, forged, manifestsOf([text(path, listOf(people))]))
  expect(company?.together.of.map(({ issue }) => issue)).toEqual([2, 3])
})

const inLine = { most: Number.POSITIVE_INFINITY, placeOf: (issue: number) => issue }

test('of more ends than there are calls for, those go whose turn it is, the oldest due first', () => {
  const last = (issue: number) => -issue
  expect(group.ends.map(({ issue }) => issue)).toEqual([1, 2, 3])
  expect(firstOf(group, { most: 2, placeOf: last }).ends.map(({ issue }) => issue)).toEqual([2, 3])
  expect(firstOf(group, { ...inLine, most: 0 }).ends).toEqual([])
})

test('one change is of no more than 100 requests, and of no more than 100 files', () => {
  const [first] = group.ends
  if (first === undefined) throw new Error('nothing is due')
  const many = { ...group, ends: Array.from({ length: 150 }, () => ({ ...first })) }
  expect(firstOf(many, inLine).ends).toHaveLength(100)
  const [file] = first.merges.flatMap(({ predicate }) => predicate.plan?.files ?? [])
  const apart = Array.from({ length: 150 }, (_, index) => ({
    ...first,
    merges: first.merges.map((each) => ({
      ...each,
      predicate: {
        ...each.predicate,
        plan:
          file === undefined
            ? null
            : {
                ...plan,
                files: [
                  { ...file, path: `a/${index}` },
                  { ...file, path: `b/${index}` },
                ],
              },
      },
    })),
  }))
  expect(firstOf({ ...group, ends: apart }, inLine).ends).toHaveLength(50)
})

test('without a look at an issue nothing is known of it: it goes alone, and nothing is merged', () => {
  expect(unspoken(group, []).ends).toEqual([])
  const company = companyOf(listOf(people))
  expect(company === null ? null : agreedHead(company, [])).toBeNull()
})

const lockOf = (type: string, more: object = {}) => ({
  records: 1,
  recent: [],
  locks: [{ number: 1, of: { kind: 'type', type }, until: null, ends: 'hold', ...more }],
})

test('an end that a lock holds goes with no others; one that lets ends pass, or is over, or about another type, holds none', () => {
  const visits = [merged(1), merged(2, { request: { ...request, type: 'visit' } }), merged(3)]
  const [mixed] = dueTogether(ledgerOf(...visits), policy, now)
  if (mixed === undefined) throw new Error('nothing is due')
  const left = (locks: object) =>
    unlocked(
      mixed,
      mixed.ends.map(
        ({ issue }) =>
          ({
            issue: { number: issue },
            ledger: { locks },
            viewer: { observedAt: now },
          }) as unknown as FirstLook,
      ),
    ).ends.map(({ issue }) => issue)
  expect(left(lockOf('visit'))).toEqual([1, 3])
  expect(left(lockOf('visit', { ends: undefined }))).toEqual([1, 2, 3])
  expect(left(lockOf('visit', { until: now }))).toEqual([1, 2, 3])
  expect(left(lockOf('other'))).toEqual([1, 2, 3])
  expect(unlocked(mixed, []).ends).toEqual([])
})

test('a lock on any of the ends that come together holds their one merge', () => {
  const visits = [merged(1), merged(2, { request: { ...request, type: 'visit' } })]
  const company = {
    together: { branch: 'issueops/1-namespace-2', of: [1, 2].map((issue) => ({ issue, chapter: 2 })) },
    history: { records: visits },
  }
  const held = (locks: object, more: object) =>
    lockWaits({
      reading: {
        snapshot: {
          issue: { number: 1 },
          ledger: {
            earlier: [merged(1)],
            records: [record(4, 'begun', { chapter: 2, cause: { kind: 'ended', at: end } })],
            locks,
          },
          viewer: { observedAt: now },
          ...more,
        },
      },
      understood: { type: { name: request.type }, stage: null, later: null },
    } as unknown as Parameters<typeof lockWaits>[0]).map(({ lock }) => lock.number)
  expect(held(lockOf('visit'), { company })).toEqual([1])
  expect(held(lockOf('visit'), { company: 'alone' })).toEqual([])
  expect(held(lockOf('visit', { ends: undefined }), { company })).toEqual([])
  expect(held(lockOf(request.type), { company: 'alone' })).toEqual([1])
})
