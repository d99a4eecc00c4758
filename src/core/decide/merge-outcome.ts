import type { Effect } from '../../model/effect.js'
import { isBefore, secondsAfter } from '../../model/instant.js'
import type { Judgement } from '../../model/judgement.js'
import { ok, type Result } from '../../model/problem.js'
import type { RecordedOutcome } from '../../model/record.js'
import type { Reached } from '../../model/signal.js'
import { stageOf } from '../ledger/own-standing.js'
import { expectedSignals } from '../request/expected-signals.js'
import { appendRecord } from './build-record.js'
import { asWaitedFor, judgeOutcome } from './judge-outcome.js'
import { recordedContext, typeOf } from './later-chapter.js'
import type { FirstReading } from './reading.js'
import { detailsOf } from './reading.js'
import type { Finished } from './understand.js'

/** How long after the time in which a merge was to arrive it is still looked at although its issue is closed, in seconds. */
export const listenedFor = 3 * 24 * 60 * 60

/** What has to be said of a merge, as its type says today; null where nothing is waited for, or all has been said. */
export function expectation(reading: FirstReading, { record, outcome }: Finished): Result<Reached | null> {
  const { decision, cause, merge, request } = record.predicate
  const writes = cause.kind === 'asked' || cause.kind === 'stage'
  if (decision !== 'merged' || merge === null || !writes) return ok(null)
  if (outcome?.predicate.decision === 'reached') return ok(null)
  const candidate = typeOf(request, reading.policy)
  if (candidate === null) return ok(null)
  return expectedSignals(candidate.type, recordedContext(candidate, request, stageOf(record)))
}

/** What has to be listened for now. An issue that was closed long ago waits for nothing. */
export function awaited(reading: FirstReading, finished: Finished): Reached | null {
  const expected = expectation(reading, finished)
  const { merge } = finished.record.predicate
  if (!expected.ok || expected.value === null || merge === null) return null
  const { issue, viewer } = reading.snapshot
  const until = secondsAfter(merge.at, expected.value.within + listenedFor)
  return issue.state === 'open' || isBefore(viewer.observedAt, until) ? expected.value : null
}

/** What can be said of a merge by what was observed; null where nothing is waited for, or it was not looked at yet. */
export function judged(reading: FirstReading, finished: Finished): Judgement | null {
  const seen = detailsOf(reading)?.outcome ?? null
  const expected = awaited(reading, finished)
  const { merge } = finished.record.predicate
  if (seen === null || expected === null || merge === null) return null
  return judgeOutcome({ commits: seen.commits, merge, expected, now: reading.snapshot.viewer.observedAt })
}

/** The record of what became of a merge, once that is certain. A failure that is on record is told once. */
export function recordsOutcome(reading: FirstReading, finished: Finished): readonly Effect[] {
  const judgement = judged(reading, finished)
  if (judgement?.kind === 'reached') return [outcomeRecord(reading, finished, 'reached', judgement)]
  const fails = judgement?.kind === 'failed' && finished.outcome === null
  return fails ? [outcomeRecord(reading, finished, 'failed', judgement)] : []
}

function outcomeRecord(
  reading: FirstReading,
  finished: Finished,
  decision: 'reached' | 'failed',
  { signals }: RecordedOutcome,
): Effect {
  const { request, plan, pull, merge } = finished.record.predicate
  const base = { request, plan, pull, merge, evidence: [], reason: null }
  // More people can read the ledger than where it was said.
  const told = plan?.withheld === true ? asWaitedFor(signals, awaited(reading, finished)?.by ?? []) : signals
  return appendRecord(reading, { ...base, decision, outcome: { signals: told } })
}
