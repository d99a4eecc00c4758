import type { Effect } from '../../model/effect.js'
import { isBefore, secondsAfter } from '../../model/instant.js'
import type { Judgement } from '../../model/judgement.js'
import { ok, type Result } from '../../model/problem.js'
import type { RecordedMerge, RecordedOutcome } from '../../model/record.js'
import type { Reached } from '../../model/signal.js'
import { stageOf } from '../ledger/own-standing.js'
import { expectedSignals } from '../request/expected-signals.js'
import { appendRecord } from './build-record.js'
import { asWaitedFor, judgeOutcome } from './judge-outcome.js'
import { recordedContext, typeOf } from './later-chapter.js'
import type { FirstReading } from './reading.js'
import { detailsOf } from './reading.js'
import type { CarriedOut, Finished } from './understand.js'

/** How long after the time in which a merge was to arrive it is still looked at although its issue is closed, in seconds. */
export const listenedFor = 3 * 24 * 60 * 60

/** What has to be said of a merge, as its type says today; null where nothing is waited for, or all has been said. */
export function expectation(reading: FirstReading, { carried }: Finished): Result<Reached | null> {
  if (carried === null || carried.outcome?.predicate.decision === 'reached') return ok(null)
  const { record } = carried
  const { request } = record.predicate
  const candidate = typeOf(request, reading.policy)
  if (candidate === null) return ok(null)
  return expectedSignals(candidate.type, recordedContext(candidate, request, stageOf(record)))
}

/** What has to be listened for now. An issue that was closed long ago waits for nothing. */
export function awaited(reading: FirstReading, finished: Finished): Reached | null {
  const expected = expectation(reading, finished)
  const merge = mergeOf(finished)
  if (!expected.ok || expected.value === null || merge === null) return null
  const { issue, viewer } = reading.snapshot
  const until = secondsAfter(merge.at, expected.value.within + listenedFor)
  return issue.state === 'open' || isBefore(viewer.observedAt, until) ? expected.value : null
}

/** What can be said of a merge by what was observed; null where nothing is waited for, or it was not looked at yet. */
export function judged(reading: FirstReading, finished: Finished): Judgement | null {
  const seen = detailsOf(reading)?.outcome ?? null
  const expected = awaited(reading, finished)
  const merge = mergeOf(finished)
  if (seen === null || expected === null || merge === null) return null
  return judgeOutcome({ commits: seen.commits, merge, expected, now: reading.snapshot.viewer.observedAt })
}

function mergeOf({ carried }: Finished): RecordedMerge | null {
  return carried?.record.predicate.merge ?? null
}

/** The record of what became of a merge, once that is certain. A failure that is on record is told once. */
export function recordsOutcome(reading: FirstReading, finished: Finished): readonly Effect[] {
  const { carried } = finished
  const judgement = judged(reading, finished)
  if (carried === null) return []
  const by = awaited(reading, finished)?.by ?? []
  if (judgement?.kind === 'reached') return [outcomeRecord(reading, carried, 'reached', { ...judgement, by })]
  const fails = judgement?.kind === 'failed' && carried.outcome === null
  return fails ? [outcomeRecord(reading, carried, 'failed', { ...judgement, by })] : []
}

function outcomeRecord(
  reading: FirstReading,
  { record }: CarriedOut,
  decision: 'reached' | 'failed',
  { signals, by }: RecordedOutcome & Pick<Reached, 'by'>,
): Effect {
  const { request, plan, pull, merge } = record.predicate
  const base = { request, plan, pull, merge, evidence: [], reason: null }
  // More people can read the ledger than where it was said.
  const seen = signals.map(({ begun: _, ...signal }) => signal)
  const told = plan?.withheld === true ? asWaitedFor(seen, by) : seen
  return appendRecord(reading, { ...base, decision, outcome: { signals: told } })
}
