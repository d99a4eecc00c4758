import { expect, test } from 'vitest'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { endedAt } from '../../../src/core/ledger/ended-at.js'
import { planDigest } from '../../../src/core/plan/plan-digest.js'
import type { End } from '../../../src/model/end.js'
import { codes, file, ledger, ledgerOf, merge, plan, record, request } from './forged.js'

const onNewYear: End = { kind: 'at', at: '2027-01-01T00:00:00Z' }
const inAMonth: End = { kind: 'after', seconds: 2_592_000 }

/** A recorded plan that ends, and the digest of one that ends otherwise. */
function ending(end: End | null, bound: End | null = end): typeof plan {
  const digest = planDigest({
    request: request.digest,
    type: request.typeBlob,
    form: request.formBlob,
    policy: null,
    templates: [],
    chapter: null,
    end: bound,
    stage: null,
    emergency: null,
    target: { repository: null, branch: 'main' },
    files: [file],
  })
  return { ...plan, digest, ...(end === null ? {} : { end }) }
}

test.each([onNewYear, inAMonth])('a plan that ends is a plan of its own: %j', (end) => {
  expect(codes(ledger(record(1, 'proposed', { plan: ending(end) })))).toEqual([])
  expect(ending(end).digest).not.toBe(plan.digest)
})

test('a plan without an end has the digest it had before plans could end', () => {
  expect(ending(null).digest).toBe(plan.digest)
})

test.each<[string, End | null, End | null]>([
  ['an end that its digest does not have', onNewYear, null],
  ['no end, though its digest has one', null, onNewYear],
  ['a later end than its digest', { kind: 'at', at: '2028-01-01T00:00:00Z' }, onNewYear],
  ['a longer time than its digest', { kind: 'after', seconds: 2_592_001 }, inAMonth],
  ['another kind of end than its digest', inAMonth, onNewYear],
])('a record is found whose plan has %s', (_, end, bound) => {
  expect(codes(ledger(record(1, 'proposed', { plan: ending(end, bound) })))).toEqual([
    'ledger/digest-mismatch',
  ])
})

const text = encodeRecord(record(1, 'proposed', { plan: ending(onNewYear) }))

test.each([
  ['"2027-01-01T00:00:00Z"', '"2027-01-01T01:00:00+01:00"'],
  ['"2027-01-01T00:00:00Z"', '"2027-01-01"'],
  ['"kind": "at"', '"kind": "on"'],
  ['"kind": "at"', '"kind": "after"'],
  ['"at": "2027-01-01T00:00:00Z"', '"at": null'],
  ['"at": "2027-01-01T00:00:00Z"', '"at": "2027-01-01T00:00:00Z",\n        "zone": "UTC"'],
])('what is no end makes no record: %s → %s', (found, instead) => {
  expect(text).toContain(found)
  expect(codes(ledgerOf(text.replace(found, instead)))).toEqual(['ledger/not-a-record'])
})

test('what is merged ends at the moment its approvers agreed to, or as long after the merge', () => {
  const merged = (end: End | null) => record(3, 'merged', { plan: ending(end) })
  expect([onNewYear, inAMonth, null].map((end) => endedAt(merged(end)))).toEqual([
    '2027-01-01T00:00:00Z',
    '2026-12-20T09:59:00Z',
    null,
  ])
})

test('what was never merged as approved has no end', () => {
  expect(endedAt(record(2, 'approved', { plan: ending(onNewYear) }))).toBeNull()
  expect(endedAt(record(3, 'failed', { plan: ending(onNewYear), merge }))).toBeNull()
  expect(endedAt(record(2, 'withdrawn', { plan: ending(inAMonth) }))).toBeNull()
})
