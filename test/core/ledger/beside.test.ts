import { expect, test } from 'vitest'
import { writtenBeside } from '../../../src/core/ledger/beside.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { issueNumber } from '../../../src/model/ids.js'
import { type FinalRecord, isFinal, type LedgerRecord, type Predicate } from '../../../src/model/record.js'
import { plan, record } from './forged.js'
import { asked, blob, changed, takenBack } from './lives.js'

const here = changed('access/billing.yaml', [{ at: ['members'] }])
const elsewhere = changed('access/search.yaml', [{ at: ['members'] }])

/** A change of a file that is proposed on a pull request. */
function proposed(issue: number, more: Partial<Predicate> = {}): LedgerRecord {
  return record(1, 'proposed', { issue: issueNumber(issue), plan: { ...plan, files: [here] }, ...more })
}

const merged = (issue: number): FinalRecord => {
  const end = asked(issue, issue, [here])
  if (!isFinal(end)) throw new Error('what is merged is at its end')
  return end
}

const open = (...others: readonly LedgerRecord[]) =>
  writtenBeside([merged(1), ...others], [merged(1)]).open.map(({ predicate }) => [
    predicate.issue,
    predicate.decision,
  ])

test('of others, what is proposed or approved for the same file may be merged without a record of it', () => {
  expect(open(proposed(2), proposed(2, { decision: 'approved', sequence: 2 }))).toEqual([[2, 'approved']])
  expect(open(proposed(2), proposed(3))).toEqual([
    [2, 'proposed'],
    [3, 'proposed'],
  ])
})

test('what is at its end, has no pull request, touches other files or another branch, or is one’s own cannot be', () => {
  expect(open(proposed(2), merged(2))).toEqual([])
  expect(open(takenBack(2, 9))).toEqual([])
  expect(open(proposed(2, { pull: null }))).toEqual([])
  expect(open(proposed(2, { plan: { ...plan, files: [elsewhere] } }))).toEqual([])
  expect(open(proposed(2, { plan: { ...plan, branch: 'next', files: [here] } }))).toEqual([])
  expect(open(proposed(1))).toEqual([])
})

test('an end that was to go with others, which went without it, is not merged with their pull request; with them, it is', () => {
  const together = { branch: 'issueops/1-namespace-2', of: [] }
  const joint = (digest: string) => ({ ...plan, digest: sha256(digest), files: [here], together })
  const left = (issue: number) => proposed(issue, { decision: 'approved', plan: joint('with all') })
  const went = (digest: string) => asked(42, 4, [here], { plan: joint(digest) })
  expect(open(left(2), left(3), went('without'))).toEqual([])
  expect(open(left(2), left(3), went('with all'))).toEqual([
    [2, 'approved'],
    [3, 'approved'],
  ])
})

test('of a request with stages is read what the one that is taken back wrote, and what shows below, but not what others of it wrote elsewhere', () => {
  const wrote = (number: number) => ({ before: blob(number), after: blob(number + 1) })
  const [first, apart] = [
    changed('a.yaml', [{ at: ['a'] }], wrote(10)),
    changed('b.yaml', [{ at: ['b'] }], wrote(20)),
  ]
  const staging = asked(1, 1, [], { plan: { ...plan, files: [first, apart], stage: 'staging' } })
  const production = asked(1, 2, [], {
    sequence: 8,
    chapter: 2,
    cause: { kind: 'stage', stage: 'production', after: 'merged' },
    plan: { ...plan, files: [changed('a.yaml', [{ at: ['a'] }], wrote(11))], stage: 'production' },
  })
  const { blobs, others } = writtenBeside([staging, production], [production].filter(isFinal))
  expect([blobs.toSorted(), others]).toEqual([[blob(10), blob(11), blob(12)], []])
})
