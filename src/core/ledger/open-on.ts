import { isFinal, type LedgerRecord } from '../../model/record.js'
import { fileKey, type TargetPlace } from './in-force.js'

/** A request with a pull request that nobody has recorded the end of, and which of some files it changes. */
export interface OpenOnFiles {
  /** Its last record. */
  readonly record: LedgerRecord
  readonly paths: readonly string[]
}

/**
 * The requests that may have been merged into some files of a target without a record of that.
 * @param records of all issues, oldest first for each.
 */
export function openOn(
  records: readonly LedgerRecord[],
  target: Pick<TargetPlace, 'repository' | 'branch'>,
  paths: readonly string[],
): readonly OpenOnFiles[] {
  const wanted = new Map(paths.map((path) => [fileKey(target, path), path]))
  if (wanted.size === 0) return []
  const last = new Map(records.map((record) => [record.predicate.issue, record]))
  const isLeftOut = leftOut(records)
  return [...last.values()].flatMap((record) => {
    const { plan, pull, repository: home } = record.predicate
    if (isFinal(record) || pull === null || plan === null || isLeftOut(record)) return []
    const there = { repository: plan.repository === home ? null : plan.repository, branch: plan.branch }
    const own = plan.files.flatMap(({ path }) => wanted.get(fileKey(there, path)) ?? [])
    return own.length === 0 ? [] : [{ record, paths: own }]
  })
}

/**
 * Says of the last record of an end that was to go with others whether these went without it: the pull request they had in common is merged, and the ledger tells of
 * another plan. It is merged by no record to come then, and nobody has to wait for one.
 * @param all the records of all issues.
 */
export function leftOut(all: readonly LedgerRecord[]): (last: LedgerRecord) => boolean {
  const plans = new Map<string, Set<string>>()
  for (const record of all) {
    const { merge, plan } = record.predicate
    const pull = pullOf(record)
    if (merge === null || plan === null || pull === null) continue
    plans.set(pull, (plans.get(pull) ?? new Set()).add(plan.digest))
  }
  return (last) => {
    const { plan } = last.predicate
    const merged = plans.get(pullOf(last) ?? '')
    return plan?.together !== undefined && merged !== undefined && !merged.has(plan.digest)
  }
}

function pullOf({ predicate: { plan, pull } }: LedgerRecord): string | null {
  return plan === null || pull === null ? null : `${plan.repository.toLowerCase()}#${pull.number}`
}
