import { isBefore } from '../../model/instant.js'
import { isOutcome, type LedgerRecord, type Predicate } from '../../model/record.js'
import { collector, type Fault, fault } from './finding.js'

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

/** What became of a merge is told directly after it, of that very merge; what had failed may arrive all the same, and nothing else follows. */
export function outcomeOrderFaults(predicate: Predicate, last: LedgerRecord | undefined): readonly Fault[] {
  if (predicate.outcome === undefined) return []
  if (last === undefined || !mayFollow(predicate, last))
    return [unsound('What became of a merge does not follow the record of one.')]
  const same = (['request', 'plan', 'pull', 'merge'] as const).every(
    (field) => JSON.stringify(predicate[field]) === JSON.stringify(last.predicate[field]),
  )
  return same ? [] : [unsound('What became of a merge is about another one than the record before it.')]
}

function mayFollow({ decision }: Predicate, last: LedgerRecord): boolean {
  const before = last.predicate.decision
  return isOutcome(last) ? before === 'failed' && decision === 'reached' : before === 'merged'
}

function unsound(what: string): Fault {
  return fault('ledger/outcome-unsound', what)
}
