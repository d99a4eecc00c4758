import { type Instant, isBefore, secondsBetween } from '../../model/instant.js'
import { type Lock, type Locked, type LockRecord, type Locks, sameLocked } from '../../model/lock.js'

/** What a ledger without any says. */
export const noLocks: Locks = { records: 0, locks: [], recent: [] }

/** Most locks in force at a time: every run reads all of them. */
export const locksMax = 50

/**
 * For how long a comment that was carried out is remembered, in seconds. One that is older than a day when a run first sees it counts no more,
 * and clocks and runs may be late by as much again.
 */
const rememberedFor = 2 * 24 * 60 * 60

/** Locks after a further record: what every run reads follows from the records alone. */
export function locksAfter(before: Locks, { predicate }: LockRecord): Locks {
  const { observedAt, evidence, sequence, issue, of } = predicate
  const { comment, createdAt: at, person: by } = evidence
  const lasting = inForceAt(before, observedAt)
  const recent = [
    ...before.recent.filter((each) => secondsBetween(each.at, observedAt) <= rememberedFor),
    { comment, at },
  ]
  if (predicate.does === 'unlock')
    return { records: sequence, locks: lasting.filter((each) => !isLifted(each, predicate)), recent }
  const { until, ends, reason } = predicate
  const lock: Lock = {
    number: sequence,
    of,
    until,
    ...(ends === undefined ? {} : { ends }),
    reason,
    by,
    issue,
    comment,
    at,
  }
  return { records: sequence, locks: [...lasting, lock], recent }
}

/**
 * Whether a comment lifts a lock: one of just that, which was given before the comment was written. A run may see an older `/unlock` only after a lock that was
 * given on another issue, and nobody has lifted that.
 */
export function isLifted(
  lock: Lock,
  { of, evidence }: Pick<LockRecord['predicate'], 'of'> & { readonly evidence: Written },
): boolean {
  return sameLocked(lock.of, of) && isGivenBefore(lock, evidence)
}

/** When a comment was written, and which it is: the numbers of comments ascend in the order of writing. */
export interface Written {
  readonly comment: number
  readonly createdAt: Instant
}

export function isGivenBefore({ at, comment }: Pick<Lock, 'at' | 'comment'>, written: Written): boolean {
  return at === written.createdAt ? comment < written.comment : isBefore(at, written.createdAt)
}

/** The locks that hold something at a moment. */
export function inForceAt({ locks }: Locks, now: Instant): readonly Lock[] {
  return locks.filter(({ until }) => until === null || isBefore(now, until))
}

/** Whether a lock holds requests of a type, in a stage of it where it is about one. */
export function isAbout(of: Locked, type: string, stages: readonly string[]): boolean {
  switch (of.kind) {
    case 'all':
      return true
    case 'type':
      return of.type === type
    case 'stage':
      return of.type === type && stages.includes(of.stage)
  }
}

/** Whether a comment was carried out already. */
export function isCarriedOut({ recent, locks }: Locks, comment: number): boolean {
  return recent.some((each) => each.comment === comment) || locks.some((each) => each.comment === comment)
}
