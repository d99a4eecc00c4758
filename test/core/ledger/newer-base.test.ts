import { expect, test } from 'vitest'
import { orderFaults } from '../../../src/core/ledger/check-order.js'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { digest } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { decisions, published, says } from '../decide/played.js'
import { nextCommit } from '../decide/world.js'

/** The records of a request whose branch was brought up to date after its approval: proposed, approved, proposed, approved. */
function moved(): readonly LedgerRecord[] {
  const world = published()
  world.upToDate = true
  world.main = new Map([...world.main, ['other.txt', 'x\n']])
  world.mainCommit = nextCommit(world)
  says(world, 'bob', '/approve')
  expect(decisions(world)).toEqual(['proposed', 'approved', 'proposed', 'approved'])
  return world.records
}

const codes = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code)

test('an approval that rests on an earlier publication of the very same plan is sound', () => {
  const records = moved()
  for (const [index, record] of records.entries())
    expect([...orderFaults(record, records.slice(0, index)), ...recordFaults(record)]).toEqual([])
})

test('an approval rests on no publication earlier than the first', () => {
  const records = moved()
  const last = records.at(-1)
  if (!last?.predicate.pull) throw new Error('a record is missing')
  const { pull } = last.predicate
  const publication = { ...pull.publication, since: '2020-01-01T00:00:00Z' }
  const forged = { ...last, predicate: { ...last.predicate, pull: { ...pull, publication } } }
  expect(codes(orderFaults(forged, records.slice(0, -1)))).toEqual(['ledger/evidence-unsound'])
})

test('an approval rests on no earlier publication where another plan was recorded in between', () => {
  const [first, second, third, last] = moved()
  if (!first || !second || !third || !last?.predicate.pull) throw new Error('a record is missing')
  const { pull } = last.predicate
  const { plan } = third.predicate
  const other = {
    ...third,
    predicate: { ...third.predicate, plan: plan && { ...plan, digest: digest('0'.repeat(64)) } },
  }
  const publication = { ...pull.publication, since: pull.publication.at }
  const claiming = { ...last, predicate: { ...last.predicate, pull: { ...pull, publication } } }
  expect(codes(orderFaults(claiming, [first, second, third, other]))).toContain('ledger/evidence-unsound')
})
