import type { Digest } from '../../model/ids.js'
import { type Instant, isBefore, latest, secondsAfter } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { PlannedReview } from '../../model/plan.js'
import {
  type FinalRecord,
  isFinal,
  isOver,
  isReview,
  type LedgerRecord,
  type RecordedRule,
  type ReviewRecord,
} from '../../model/record.js'
import { grouped } from './grouped.js'
import { ownStanding } from './own-standing.js'

/** An emergency that was merged, is in force, and that nobody has reviewed yet. */
export interface OpenReview {
  readonly record: FinalRecord
  readonly review: PlannedReview
  /** Of the plan that was merged. */
  readonly digest: Digest
  /** When everybody could know that it is merged: what was written before speaks of something else. */
  readonly since: Instant
  /** By when the review was promised. */
  readonly due: Instant
}

/** The review that a request still owes; null where it owes none. @param records of all its chapters, oldest first. */
export function openReview(records: readonly LedgerRecord[]): OpenReview | null {
  const merges = ownStanding(records)?.merges ?? []
  return (
    merges.flatMap((record) => (reviewOf(records, record) === null ? (owed(record) ?? []) : []))[0] ?? null
  )
}

/** What the merge of an emergency owes; null where it is none. */
export function owed(record: FinalRecord): OpenReview | null {
  const { plan, merge, decision, observedAt } = record.predicate
  const review = plan?.emergency?.review
  if (plan === null || review === undefined || merge === null || decision !== 'merged') return null
  return {
    record,
    review,
    digest: plan.digest,
    since: latest(merge.at, observedAt),
    due: secondsAfter(merge.at, review.within),
  }
}

/** The review of a merge; null where nobody has given it. */
export function reviewOf(records: readonly LedgerRecord[], { predicate }: FinalRecord): ReviewRecord | null {
  return (
    records.filter(isReview).find((each) => each.predicate.merge?.commit === predicate.merge?.commit) ?? null
  )
}

/** Whether a review came after its time. */
export function isLate({ predicate }: ReviewRecord): boolean {
  const { plan, merge, observedAt } = predicate
  const within = plan?.emergency?.review.within
  return within !== undefined && merge !== null && isBefore(secondsAfter(merge.at, within), observedAt)
}

/** Whether taking back was proposed because a review did not come in time. */
export function hasProposed(records: readonly LedgerRecord[], { due }: Pick<OpenReview, 'due'>): boolean {
  return records.some(({ predicate: { cause } }) => 'overdue' in cause && cause.overdue === due)
}

/** Whom fields of the request name, and who therefore could not approve an emergency: they do not review it either. */
export function leftOutOf({ predicate: { rules = [] } }: LedgerRecord): readonly string[] {
  return rules.flatMap(fieldsOf)
}

function fieldsOf(rule: RecordedRule): readonly string[] {
  switch (rule.kind) {
    case 'automatic':
      return []
    case 'people':
      return rule.not.filter((each) => each.startsWith('request.'))
    case 'all':
    case 'any':
      return rule.of.flatMap(fieldsOf)
  }
}

export function hasApproved(person: Person, { record }: OpenReview): boolean {
  return record.predicate.evidence.some((each) => samePerson(each.person, person))
}

/** Whether somebody had a hand in an emergency that waits for its review, and so has no say in whether it stays without one. */
export function isOwnEmergency(person: Person, records: readonly LedgerRecord[]): boolean {
  const open = openReview(records)
  if (open === null) return false
  const { requester, editors } = open.record.predicate.request
  return [requester, ...editors].some((each) => samePerson(each, person)) || hasApproved(person, open)
}

/**
 * What became of the review of an emergency. `awaited`: it is not due, or what becomes of the emergency without it is being decided; `gone`: it was taken back, or has ended, and
 * nothing is left to review.
 */
export type ReviewState = 'reviewed' | 'late' | 'awaited' | 'gone' | 'unreviewed'

/** @param own the records of its issue, oldest first. */
export function reviewState(open: OpenReview, own: readonly LedgerRecord[], now: Instant): ReviewState {
  const review = reviewOf(own, open.record)
  if (review !== null) return isLate(review) ? 'late' : 'reviewed'
  const commit = open.record.predicate.merge?.commit
  const isInForce = ownStanding(own)?.merges.some(({ predicate }) => predicate.merge?.commit === commit)
  if (isInForce !== true) return 'gone'
  const last = own.at(-1)
  const isProposed = last !== undefined && !isOver(last) && last.predicate.cause.kind === 'taken-back'
  return isProposed || isBefore(now, open.due) ? 'awaited' : 'unreviewed'
}

/** How many emergencies were merged, by what became of their review. */
export function countReviews(
  records: readonly LedgerRecord[],
  now: Instant,
): Readonly<Partial<Record<ReviewState, number>>> {
  const counts: Partial<Record<ReviewState, number>> = {}
  for (const own of grouped(records, ({ predicate }) => predicate.issue).values())
    for (const record of own.filter(isFinal)) {
      const open = owed(record)
      if (open === null) continue
      const state = reviewState(open, own, now)
      counts[state] = (counts[state] ?? 0) + 1
    }
  return counts
}
