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
  return [...last.values()].flatMap((record) => {
    const { plan, pull, repository: home } = record.predicate
    if (isFinal(record) || pull === null || plan === null) return []
    const there = { repository: plan.repository === home ? null : plan.repository, branch: plan.branch }
    const own = plan.files.flatMap(({ path }) => wanted.get(fileKey(there, path)) ?? [])
    return own.length === 0 ? [] : [{ record, paths: own }]
  })
}
