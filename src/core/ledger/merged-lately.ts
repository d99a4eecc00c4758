import type { IssueNumber } from '../../model/ids.js'
import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import type { LateMerge } from '../../model/late-merge.js'
import { isFinal, type LedgerRecord, type RecordedPlan } from '../../model/record.js'

/** Within which time merges count together, in seconds. */
export const limitedWithin = 24 * 60 * 60

/**
 * The merges of the last day, the oldest first. What was taken back or has ended counts for nothing: who cleans up must not be kept from it, nor keep others from
 * their work. A merge that is on no record yet counts from when it was approved.
 * @param records of all issues, oldest first for each.
 * @param unrecorded issues whose pull request is merged without a record.
 */
export function mergedLately(
  records: Iterable<readonly LedgerRecord[]>,
  unrecorded: readonly IssueNumber[],
  now: Instant,
): readonly LateMerge[] {
  const since = secondsAfter(now, -limitedWithin)
  const found: LateMerge[] = []
  for (const own of records) {
    const last = own.at(-1)
    for (const record of own) {
      const { decision, merge, cause, issue, plan, request, observedAt, outcome } = record.predicate
      const open = record === last && decision === 'approved' && unrecorded.includes(issue)
      // What became of a merge, and its review, repeat it.
      const isMerge = isFinal(record) && outcome === undefined
      const at = open ? observedAt : isMerge ? (merge?.at ?? null) : null
      if (at === null || plan === null || !countsFor(cause.kind) || !isBefore(since, at)) continue
      found.push({ issue, type: request.type, stage: plan.stage ?? null, at, ...amountsOf(plan) })
    }
  }
  return found.toSorted((a, b) => (isBefore(a.at, b.at) ? -1 : isBefore(b.at, a.at) ? 1 : 0))
}

/**
 * The last records of requests of a type that are approved, and whose pull request may be merged without a record of that.
 * @param of where they are asked for: another target, as of another stage, has pull requests of its own with the same numbers.
 */
export function maybeMerged(
  records: Iterable<readonly LedgerRecord[]>,
  of: { readonly type: string; readonly besides: IssueNumber; readonly repository: string },
): readonly LedgerRecord[] {
  return [...records].flatMap((own) => {
    const last = own.at(-1)
    if (last?.predicate.decision !== 'approved') return []
    const { request, issue, plan } = last.predicate
    const isThere = plan?.repository.toLowerCase() === of.repository.toLowerCase()
    return request.type === of.type && issue !== of.besides && isThere ? [last] : []
  })
}

/** Whether a chapter of a kind is limited, and counts. */
export function countsFor(kind: LedgerRecord['predicate']['cause']['kind']): boolean {
  return kind === 'asked' || kind === 'restored' || kind === 'stage'
}

/** How much a plan changes. */
export function amountsOf({
  files,
}: {
  readonly files: readonly Pick<RecordedPlan['files'][number], 'places'>[]
}) {
  return { files: files.length, places: files.reduce((sum, { places }) => sum + places.length, 0) }
}
