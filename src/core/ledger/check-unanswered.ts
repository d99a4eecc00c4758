import { isBefore, secondsBetween } from '../../model/instant.js'
import type { LedgerRecord, Predicate } from '../../model/record.js'
import { collector, type Fault, fault } from './finding.js'
import { answeredAt, waitingSince } from './waiting-since.js'

/** What is wrong with a record that says that nobody had answered: it withdraws something, and not before its time. */
export function unansweredFaults({
  decision,
  evidence,
  unanswered,
  observedAt,
}: Predicate): readonly Fault[] {
  if (unanswered === undefined) return []
  const { found, tell } = collector()
  if (decision !== 'withdrawn')
    tell('ledger/evidence-unsound', 'That nobody had answered stands in another record than a withdrawal.')
  if (evidence.length > 0)
    tell('ledger/evidence-unsound', 'What nobody had answered was taken back by a comment.')
  if (secondsBetween(unanswered.since, observedAt) < unanswered.lifetime)
    tell('ledger/evidence-unsound', 'It was withdrawn before its time to be answered was over.')
  return found
}

/**
 * What does not follow from the earlier records of the chapter: somebody was waited for, and nothing was counted since the time that the record names.
 */
export function answeredFaults(
  { unanswered }: Predicate,
  ofChapter: readonly LedgerRecord[],
): readonly Fault[] {
  if (unanswered === undefined) return []
  const answered = answeredAt(ofChapter)
  if (answered === null || waitingSince(ofChapter) === null)
    return [fault('ledger/evidence-unsound', 'Nobody was waited for when it was withdrawn unanswered.')]
  return isBefore(unanswered.since, answered)
    ? [
        fault(
          'ledger/evidence-unsound',
          `It was answered at ${answered}, and withdrawn as if it had not been.`,
        ),
      ]
    : []
}
