import { samePerson } from '../../model/person.js'
import type { Cause, FinalRecord, LedgerRecord, Predicate } from '../../model/record.js'
import { collector, type Fault, fault } from './finding.js'
import { chapterEnds, doneStages, outcomeOf, stageOf, takesEffect } from './own-standing.js'
import { openReview } from './review.js'

type StageBegun = Extract<Cause, { kind: 'stage' }>
type TakenBack = Extract<Cause, { kind: 'taken-back' }>
type Restored = Extract<Cause, { kind: 'restored' }>

/** Why a stage cannot begin here: stages come one after the other, and none after one that did not work. */
export function stageFaults(cause: StageBegun, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const done = doneStages(earlier)
  const before = done.at(-1)
  const begins = (but: string) => [fault('ledger/chapter-broken', `The stage ${cause.stage} begins, ${but}.`)]
  if (before === undefined) return begins('and no stage before it is done')
  if (done.some((record) => stageOf(record) === cause.stage)) return begins('and it is done already')
  const { chapter, decision } = before.predicate
  const outcome = outcomeOf(earlier, chapter)?.predicate.decision
  if (outcome === 'failed') return begins(`though ${stageOf(before)} before it did not work`)
  const review = openReview(earlier)
  if (review !== null) return begins(`though ${stageOf(review.record)} before it was not reviewed yet`)
  const waits = 'after' in cause && cause.after === 'reached' && decision === 'merged'
  return waits && outcome === undefined ? begins(`and nobody said that ${stageOf(before)} was reached`) : []
}

/** Whether a stage has begun by itself since the one before it was done: it does so once, unless it gave way to something else. */
export function hasFollowed({ stage }: StageBegun, earlier: readonly LedgerRecord[]): boolean {
  const since = doneStages(earlier).at(-1)?.predicate.sequence ?? 0
  const lapsed = earlier.filter(({ predicate }) => predicate.decision === 'lapsed')
  const gaveWay = new Set(lapsed.map(({ predicate }) => predicate.chapter))
  return earlier.some(({ predicate: { sequence, chapter, cause } }) => {
    const isSame = cause.kind === 'stage' && 'after' in cause && cause.stage === stage
    return isSame && sequence > since && !gaveWay.has(chapter)
  })
}

/** Why a chapter cannot take back what it names: of several stages in force only the last one goes, one at a time. */
export function takenBackFaults(cause: TakenBack, merges: readonly FinalRecord[]): readonly Fault[] {
  const { stage } = cause
  const downTo = 'overdue' in cause ? undefined : cause.downTo
  const { found, tell } = collector()
  const inForce = merges.map(stageOf)
  const last = inForce.at(-1)
  if (stage === undefined) {
    if (inForce.length > 1)
      tell('ledger/chapter-broken', 'The chapter does not say which of the stages in force it takes back.')
    return found
  }
  if (!inForce.includes(stage))
    tell('ledger/chapter-broken', `The stage ${stage} is taken back, and it is not in force.`)
  else if (stage !== last)
    tell('ledger/chapter-broken', `The stage ${stage} is taken back, and ${last} after it is in force.`)
  if (downTo !== undefined && (downTo === stage || !inForce.includes(downTo)))
    tell(
      'ledger/chapter-broken',
      `The command takes back ${downTo}, and that is not in force below ${stage}.`,
    )
  return found
}

/** Why a chapter cannot put back what it names: it is about one stage, which is in force. */
export function restoredFaults({ stage }: Restored, merges: readonly FinalRecord[]): readonly Fault[] {
  const inForce = merges.flatMap((merge) => stageOf(merge) ?? [])
  if (stage === undefined)
    return inForce.length > 0
      ? [fault('ledger/chapter-broken', 'The chapter does not say which of the stages in force it restores.')]
      : []
  return inForce.includes(stage)
    ? []
    : [fault('ledger/chapter-broken', `The stage ${stage} is restored, and it is not in force.`)]
}

/** Whether a chapter goes on with the command of the one before: that took back a later stage, and the stage the command names is left. */
export function goesOn(cause: Cause, earlier: readonly LedgerRecord[]): boolean {
  const last = chapterEnds(earlier).at(-1)
  const before = last?.predicate.cause
  if (last === undefined || cause.kind !== 'taken-back' || before?.kind !== 'taken-back') return false
  if ('overdue' in cause || 'overdue' in before) return false
  const isItsCommand = before.comment === cause.comment && samePerson(before.by, cause.by)
  const isLeft = before.downTo !== undefined && (cause.downTo ?? cause.stage) === before.downTo
  return isItsCommand && isLeft && takesEffect(last)
}

/**
 * A plan is of the stage that its chapter is about. In the first chapter no cause names it, and the digest of the plan alone binds it. What became of a
 * merge has the plan of that merge, which may be told once another stage is restored.
 */
export function planStageFaults({ decision, cause, outcome, plan }: Predicate): readonly Fault[] {
  if (plan === null || cause.kind === 'asked' || outcome !== undefined || decision === 'reviewed') return []
  const named = 'stage' in cause ? cause.stage : undefined
  const mayBeLeftOut = cause.kind !== 'stage'
  if (plan.stage === named || (mayBeLeftOut && plan.stage === undefined)) return []
  return [fault('ledger/chapter-broken', 'The plan is of another stage than its chapter.')]
}
