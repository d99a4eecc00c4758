import type { Instant } from '../../model/instant.js'
import type { Plan } from '../../model/plan.js'
import type { ObservedPull, Publication, PublishedPlan } from '../../model/pull.js'
import type { RefusedVote, Verdict } from '../../model/verdict.js'
import type { Holds } from './holds.js'
import type { Reading } from './reading.js'
import type { UnderstoodRequest } from './understand.js'

/** A request whose plan is published: on a pull request, or where it changes no file, by its record. */
export type PublishedRequest = Published & (OnPull | InRecord)

export interface OnPull {
  readonly pull: ObservedPull
  readonly publication: Publication
}

export interface InRecord {
  readonly pull: null
  readonly publication: PublishedPlan
}

interface Published {
  readonly reading: Reading
  readonly understood: UnderstoodRequest
  readonly target: string
  readonly plan: Plan
  /** Since when approvals may count; null until the ledger has the publication. */
  readonly visibleSince: Instant | null
  /** Commands that had no effect, found before. */
  readonly refused: readonly RefusedVote[]
}

export type WeighedRequest = PublishedRequest & Weighed

interface Weighed {
  readonly verdict: Verdict
  /** The verdict as it is told. */
  readonly shown: Verdict
  readonly stops: Holds
}
