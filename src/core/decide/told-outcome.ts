import { secondsAfter } from '../../model/instant.js'
import type { Judgement } from '../../model/judgement.js'
import { type OutcomePlace, outcomeText } from '../report/outcome-words.js'
import { blocks, type Markdown, markdown } from '../text/markdown.js'
import { awaited, expectation, judged } from './merge-outcome.js'
import type { FirstReading } from './reading.js'
import { recordedTarget } from './recorded-target.js'
import type { Finished } from './understand.js'

/** What is told of what became of a merge; null where nothing is waited for. */
export function toldOutcome(reading: FirstReading, finished: Finished): Markdown | null {
  const expected = expectation(reading, finished)
  if (!expected.ok)
    return blocks(
      ...expected.problems.map(
        ({ what, fix }) => markdown`**Whether it has arrived cannot be found out.** ${what} ${fix}`,
      ),
    )
  const place = placeOf(finished, expected.value?.within ?? 0)
  const view = viewOf(reading, finished)
  return place === null || view === null ? null : outcomeText(view, place)
}

/** What is known by now: as it is on record, else as it was observed, else that it is waited for. */
export function viewOf(reading: FirstReading, finished: Finished): Judgement | null {
  const outcome = finished.carried?.outcome ?? null
  if (outcome !== null) {
    const { decision, outcome: recorded } = outcome.predicate
    return { kind: decision, signals: recorded?.signals ?? [] }
  }
  const expected = expectation(reading, finished)
  if (!expected.ok || expected.value === null) return null
  const missing = expected.value.by
  if (awaited(reading, finished) === null) return { kind: 'silent', missing, pending: [] }
  return judged(reading, finished) ?? { kind: 'waiting', missing, failing: [] }
}

/** Of which merge is spoken; null where nothing was merged. */
export function placeOf({ carried }: Finished, within: number): OutcomePlace | null {
  if (carried === null) return null
  const { record } = carried
  const { merge, plan } = record.predicate
  if (merge === null) return null
  return {
    merge: merge.commit,
    until: secondsAfter(merge.at, within),
    repository: recordedTarget(record),
    withheld: plan?.withheld === true,
  }
}
