import type { Lock } from '../../model/lock.js'
import type { FinalRecord } from '../../model/record.js'
import type { FirstLook } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { inForceAt, isAbout, noLocks } from '../ledger/locks.js'
import { ownStanding, stageOf } from '../ledger/own-standing.js'
import { companyOf } from './company.js'
import type { WeighedRequest } from './weighed-request.js'

/** Somebody has locked what the request is of. */
export interface LockWait {
  readonly kind: 'lock'
  readonly lock: Lock
}

/** What would be merged: of which type it is, in which stages of it. */
interface Merging {
  readonly type: string
  readonly stages: readonly string[]
}

/**
 * The locks that hold the merge of a request. What takes something back, or ends it, passes those that do not say otherwise: whoever locks while something is
 * broken wants to be able to take it back. Of ends that come together, a lock on any holds the one merge.
 */
export function lockWaits(weighed: Pick<WeighedRequest, 'reading' | 'understood'>): readonly LockWait[] {
  const { snapshot } = weighed.reading
  const { kind } = chapterOf(snapshot.ledger).cause
  const goesBack = kind === 'ended' || kind === 'taken-back'
  const own = { type: weighed.understood.type.name, stages: stagesOf(weighed) }
  const locks = inForceAt(snapshot.ledger.locks ?? noLocks, snapshot.viewer.observedAt).filter(
    ({ ends }) => !goesBack || ends === 'hold',
  )
  if (locks.length === 0) return []
  const merging = [own, ...othersOf(snapshot)]
  return locks
    .filter(({ of }) => merging.some(({ type, stages }) => isAbout(of, type, stages)))
    .map((lock) => ({ kind: 'lock', lock }))
}

/** Whether a lock holds the end of what was merged, as far as a look at its issue tells. */
export function isEndLocked(merges: readonly FinalRecord[], { ledger, viewer }: FirstLook): boolean {
  return inForceAt(ledger.locks ?? noLocks, viewer.observedAt).some(
    ({ of, ends }) => ends === 'hold' && mergedIn(merges).some((each) => isAbout(of, each.type, each.stages)),
  )
}

/** What the ends that come with this one are of. */
function othersOf(snapshot: FirstLook): readonly Merging[] {
  const company = companyOf(snapshot)
  if (company === null) return []
  const { together, history } = company
  return together.of.flatMap(({ issue }) => {
    const own = history.records.filter(({ predicate }) => predicate.issue === issue)
    return mergedIn(ownStanding(own)?.merges ?? [])
  })
}

function mergedIn(merges: readonly FinalRecord[]): readonly Merging[] {
  return merges.map((merge) => {
    const stage = stageOf(merge)
    return { type: merge.predicate.request.type, stages: stage === null ? [] : [stage] }
  })
}

/** The stages in which something would be changed. */
function stagesOf({ understood: { stage, later } }: Pick<WeighedRequest, 'understood'>): readonly string[] {
  if (stage !== null) return [stage]
  return later === null || later.does === 'next-stage'
    ? []
    : later.merges.flatMap((merge) => stageOf(merge) ?? [])
}
