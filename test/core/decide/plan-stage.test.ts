import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { isWhole } from '../../../src/core/decide/reading.js'
import type { LedgerRecord, RecordedPlan } from '../../../src/model/record.js'
import type { ObservedLedger, ObservedMerge } from '../../../src/model/snapshot.js'
import { committed, issueOf, look as observed, recordsOf, tipOf } from './town.js'
import { firstFiles } from './town-requests.js'
import { hears, onceReached, rollout, rolloutIssue, says, told } from './town-rollouts.js'
import type { Place } from './town-run.js'
import { readOn } from './world.js'

/** A rollout that has come to its second stage, which copies from the first. */
function inLive(files: Readonly<Record<string, string>> = firstFiles): Place {
  const place = rollout(onceReached, files)
  if (told(place)[0] === 'asked: unchanged') return place
  says(place, 'bob', '/approve')
  hears(place, 'dev', 'success')
  return place
}

/** What is proposed for a file in the last pull request. */
function proposed({ town }: Place, path: string): string | undefined {
  return [...issueOf(town, rolloutIssue).pulls.values()].at(-1)?.branch.files.get(path)
}

test('a stage copies what the one before had left, whatever stands there by now', () => {
  const place = rollout(onceReached)
  says(place, 'bob', '/approve')
  const files = new Map([...tipOf(place.town).files, ['released/dev-one.yaml', 'released: by hand\n']])
  place.town = committed(place.town, files)
  hears(place, 'dev', 'success')
  expect(proposed(place, 'released/live-one.yaml')).toBe('released: one2\n')
})

test('where no file had to change in the stage before, what stood there then is copied', () => {
  const sizes = (firstFiles['rollouts.yaml'] ?? '').replace('one: 1', 'one: 2')
  const place = inLive({ ...firstFiles, 'rollouts.yaml': sizes, 'released/dev-one.yaml': 'released: one2\n' })
  expect(told(place)).toEqual(['asked: unchanged', 'stage live after reached: begun proposed'])
  expect(proposed(place, 'released/live-one.yaml')).toBe('released: one2\n')
})

/** What is decided where the commit of the stage before, or the ledger, is another than it was. */
function decided(
  { town }: Place,
  seen: Partial<ObservedMerge>,
  ledgerAs: (ledger: ObservedLedger) => ObservedLedger = (ledger) => ledger,
): string {
  const reading = observed(town, rolloutIssue)
  if (!isWhole(reading)) throw new Error('a stage is decided by its details')
  const { snapshot } = reading
  const { details } = snapshot
  const { predecessor } = details
  if (predecessor?.merge == null) throw new Error('the stage before was read')
  const merge = { ...predecessor.merge, ...seen }
  const found = readOn(
    {
      ...snapshot,
      ledger: ledgerAs(snapshot.ledger),
      details: { ...details, predecessor: { ...predecessor, merge } },
    },
    reading,
  )
  const { state, reasons, problems } = decide(found)
  return [`${state}: ${reasons.join(', ')}`, ...problems.map(({ fix }) => fix)].join(' · ')
}

test('a stage waits for its approval where the merge before is as the ledger says', () => {
  expect(decided(inLive(), {})).toBe('awaiting-approval: approval/missing')
})

test('no stage comes after a merge that is not on its branch any more, or is another', () => {
  const place = inLive()
  const held =
    'held: state/merge-doubtful · A maintainer has to find out what happened to it, and to make the change of the stage by hand.'
  expect(decided(place, { onTarget: false })).toBe(held)
  expect(decided(place, { files: [] })).toBe(held)
})

test('no stage comes after one that was found as requested where that is not on the branch any more', () => {
  const sizes = (firstFiles['rollouts.yaml'] ?? '').replace('one: 1', 'one: 2')
  const place = inLive({ ...firstFiles, 'rollouts.yaml': sizes, 'released/dev-one.yaml': 'released: one2\n' })
  expect(recordsOf(place.town, rolloutIssue).records[0]?.predicate.decision).toBe('unchanged')
  expect(decided(place, { onTarget: false })).toBe(
    'held: state/merge-doubtful · A maintainer has to find out what happened to it; the requester can file the request again.',
  )
  // What was merged in it is nothing that would have to be compared.
  expect(decided(place, { files: [] })).toBe('awaiting-approval: approval/missing')
})

/** Records whose plans say something else. */
function planned(records: readonly LedgerRecord[], as: Partial<RecordedPlan>): readonly LedgerRecord[] {
  return records.map((record) => {
    const { predicate } = record
    const plan = predicate.plan === null ? null : { ...predicate.plan, ...as }
    return { ...record, predicate: { ...predicate, plan } }
  })
}

test('what keeps a stage from following one that fewer people can read is told without its reason', () => {
  const withheld = (ledger: ObservedLedger) => ({
    ...ledger,
    earlier: planned(ledger.earlier, { withheld: true }),
  })
  expect(decided(inLive(), { onTarget: false }, withheld)).toContain('held: state/plan-withheld')
  expect(decided(inLive(), {}, withheld)).toBe('awaiting-approval: approval/missing')
})

test('a stage that was proposed in another repository than its type names is held', () => {
  const elsewhere = (ledger: ObservedLedger) => ({
    ...ledger,
    records: planned(ledger.records, { repository: 'acme/elsewhere' }),
  })
  expect(decided(inLive(), {}, elsewhere)).toContain('held: state/target-changed')
})
