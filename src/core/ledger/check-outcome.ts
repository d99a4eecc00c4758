import { isBefore } from '../../model/instant.js'
import { type FinalRecord, isOver, type LedgerRecord, type Predicate } from '../../model/record.js'
import { collector, type Fault, fault } from './finding.js'
import { carriedOut, outcomeOf } from './own-standing.js'

/** What is wrong with what a record says of a merge: systems say it and not people, all of them the same, and none before there was a merge. */
export function outcomeFaults(predicate: Predicate): readonly Fault[] {
  const { decision, outcome, evidence, rules, merge, observedAt } = predicate
  if (outcome === undefined)
    return decision === 'reached' ? [unsound('A merge is said to have arrived, and nobody said so.')] : []
  if (decision !== 'reached' && decision !== 'failed')
    return [unsound(`A decision “${decision}” does not say what became of a merge.`)]
  const { found, tell } = collector()
  if (evidence.length > 0 || rules !== undefined)
    tell('ledger/outcome-unsound', 'What became of a merge rests on comments or on approval rules.')
  if (outcome.signals.length === 0)
    tell('ledger/outcome-unsound', 'What became of a merge rests on nothing that was said of it.')
  const state = decision === 'reached' ? 'success' : 'failure'
  for (const signal of outcome.signals)
    if (signal.state !== state)
      tell('ledger/outcome-unsound', `The signal ${signal.name} says ${signal.state}, and not ${state}.`)
  if (merge !== null && isBefore(observedAt, merge.at))
    tell('ledger/outcome-unsound', 'What became of a merge was known before it.')
  return found
}

/**
 * What became of a merge is told after it, of that very merge, while no chapter is open and none has changed anything since; what had failed may
 * arrive all the same, and nothing else follows.
 */
export function outcomeOrderFaults(predicate: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  if (predicate.outcome === undefined) return []
  const about = carriedOut(earlier)
  const last = earlier.at(-1)
  if (about === null || last === undefined || !isOver(last) || !mayFollow(predicate, about, earlier))
    return [unsound('What became of a merge does not follow the record of one.')]
  const same = (['request', 'plan', 'pull', 'merge'] as const).every(
    (field) => JSON.stringify(predicate[field]) === JSON.stringify(about.predicate[field]),
  )
  return same ? [] : [unsound('What became of a merge is about another one than the record before it.')]
}

function mayFollow(
  { decision }: Predicate,
  { predicate: { chapter } }: FinalRecord,
  earlier: readonly LedgerRecord[],
): boolean {
  const before = outcomeOf(earlier, chapter)?.predicate.decision
  return before === undefined || (before === 'failed' && decision === 'reached')
}

function unsound(what: string): Fault {
  return fault('ledger/outcome-unsound', what)
}
