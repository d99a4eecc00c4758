import type { Lock } from '../../model/lock.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { inForceAt, isAbout, noLocks } from '../ledger/locks.js'
import { stageOf } from '../ledger/own-standing.js'
import type { WeighedRequest } from './weighed-request.js'

/** Somebody has locked what the request is of. */
export interface LockWait {
  readonly kind: 'lock'
  readonly lock: Lock
}

/**
 * The locks that hold the merge of a request. What takes something back, or ends it, passes those that do not say otherwise: whoever locks while something is
 * broken wants to be able to take it back.
 */
export function lockWaits(weighed: Pick<WeighedRequest, 'reading' | 'understood'>): readonly LockWait[] {
  const { snapshot } = weighed.reading
  const { kind } = chapterOf(snapshot.ledger).cause
  const goesBack = kind === 'ended' || kind === 'taken-back'
  return inForceAt(snapshot.ledger.locks ?? noLocks, snapshot.viewer.observedAt)
    .filter(({ ends }) => !goesBack || ends === 'hold')
    .filter(({ of }) => isAbout(of, weighed.understood.type.name, stagesOf(weighed)))
    .map((lock) => ({ kind: 'lock', lock }))
}

/** The stages in which something would be changed. */
function stagesOf({ understood: { stage, later } }: Pick<WeighedRequest, 'understood'>): readonly string[] {
  if (stage !== null) return [stage]
  return later === null || later.does === 'next-stage'
    ? []
    : later.merges.flatMap((merge) => stageOf(merge) ?? [])
}
