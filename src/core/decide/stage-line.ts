import type { FinalRecord, LedgerRecord, OutcomeRecord } from '../../model/record.js'
import type { RequestType, Stage } from '../../model/request-type.js'
import { doneStages, outcomeOf, stageOf } from '../ledger/own-standing.js'
import { openReview } from '../ledger/review.js'
import { stageAfter } from '../request-type/stages.js'

/** A stage that was carried out and was not taken back. */
export interface DoneStage {
  readonly name: string
  /** How its chapter ended: merged, or unchanged where no file had to change. */
  readonly record: FinalRecord
  /** What became of it, as far as that is on record. */
  readonly outcome: OutcomeRecord | null
}

/** The stage that was done last; null where none is, or the request has none. @param records of all its chapters, oldest first. */
export function lastDone(records: readonly LedgerRecord[]): DoneStage | null {
  const record = doneStages(records).at(-1)
  const name = record === undefined ? null : stageOf(record)
  if (record === undefined || name === null) return null
  return { name, record, outcome: outcomeOf(records, record.predicate.chapter) }
}

/** What comes after the stages that are done, and whether it may begin. */
export interface NextStage {
  readonly stage: Stage
  readonly before: DoneStage
  /** `ready`: somebody may ask for it; `not-reached`: what was merged before has not been said to have arrived; `failed`: it did not work; `not-reviewed`: it was an emergency, and nobody has looked at it yet. */
  readonly standing: 'ready' | 'not-reached' | 'failed' | 'not-reviewed'
}

/**
 * The next stage of a request; null where it has none, or all are done. The order is that of its type today; a stage that is done already by
 * another order is not done twice.
 */
export function nextStage(records: readonly LedgerRecord[], type: RequestType): NextStage | null {
  const before = lastDone(records)
  const stage = before === null ? null : stageAfter(type, before.name)
  if (before === null || stage === null) return null
  if (doneStages(records).some((record) => stageOf(record) === stage.name)) return null
  const standing = openReview(records) === null ? standingOf(before, stage, type) : 'not-reviewed'
  return { stage, before, standing }
}

function standingOf(
  { record, outcome }: DoneStage,
  { after }: Stage,
  { reached }: Pick<RequestType, 'reached'>,
): NextStage['standing'] {
  switch (outcome?.predicate.decision) {
    case 'failed':
      return 'failed'
    case 'reached':
      return 'ready'
    case undefined:
      // Where no file had to change there is nothing that could arrive; and what comes after the merge alone waits for nothing else.
      return reached === undefined || after === 'merged' || record.predicate.decision === 'unchanged'
        ? 'ready'
        : 'not-reached'
  }
}
