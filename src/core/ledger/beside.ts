import type { IssueNumber, Oid } from '../../model/ids.js'
import type { TargetFile } from '../../model/needs.js'
import { type FinalRecord, isOver, type LedgerRecord } from '../../model/record.js'
import { footings } from './footings.js'
import { inForce } from './in-force.js'
import { leftOut } from './open-on.js'

/** What of the ledger matters to somebody who would take merges back. */
export interface Beside {
  /** The merges of every request that has touched one of their files, and what took them back. */
  readonly records: readonly LedgerRecord[]
  /** What has to be read: what stood in the files before and after the merges, and wherever something else shows through. */
  readonly blobs: readonly Oid[]
  /** The other requests whose word it rests on: they have superseded something, rest on it, or show through. */
  readonly others: readonly IssueNumber[]
  /** The last records of other requests that touch one of the files and whose pull request may be merged without a record of that yet. */
  readonly open: readonly LedgerRecord[]
}

/**
 * @param all the records of all issues, oldest first for each.
 * @param files asked about beside those of the merges.
 */
export function writtenBeside(
  all: readonly LedgerRecord[],
  merges: readonly FinalRecord[],
  files: readonly TargetFile[] = [],
): Beside {
  const touched = new Set([...merges.flatMap(filesOf), ...files.map(nameOf)])
  const touching = new Set(
    all
      .filter((record) => filesOf(record).some((file) => touched.has(file)))
      .map(({ predicate }) => predicate.issue),
  )
  const records = all.filter((record) => isOver(record) && touching.has(record.predicate.issue))
  const issue = merges[0]?.predicate.issue
  const own = issue === undefined ? [] : footings(inForce(records), issue, merges)
  const shown = own.flatMap(({ shows }) => shows)
  const texts = [
    ...merges.flatMap(({ predicate }) => predicate.plan?.files ?? []),
    ...shown.map(({ of }) => of.file),
  ]
  const blobs = texts.flatMap(({ before, after }) => [before, after]).filter((blob) => blob !== null)
  const words = [
    ...own.flatMap(({ above, resting }) => above.at(-1) ?? resting),
    ...shown.map(({ of }) => of),
  ]
  const others = new Set(words.map((layer) => layer.issue).filter((each) => each !== issue))
  return { records, blobs: [...new Set(blobs)], others: [...others], open: openOf(all, merges, touched) }
}

/** @param all oldest first for each issue. */
function openOf(
  all: readonly LedgerRecord[],
  merges: readonly FinalRecord[],
  touched: ReadonlySet<string>,
): readonly LedgerRecord[] {
  const own = new Set(merges.map(({ predicate }) => predicate.issue))
  const last = new Map(all.map((record) => [record.predicate.issue, record]))
  const isLeftOut = leftOut(all)
  return [...last.values()].filter(
    (record) =>
      !own.has(record.predicate.issue) &&
      !isOver(record) &&
      record.predicate.pull !== null &&
      !isLeftOut(record) &&
      filesOf(record).some((file) => touched.has(file)),
  )
}

/** The files a record touches, each with its target. */
function filesOf({ predicate: { plan, repository: home } }: LedgerRecord): readonly string[] {
  if (plan === null) return []
  const { branch, files } = plan
  const repository = plan.repository === home ? null : plan.repository
  return files.map(({ path }) => nameOf({ repository, branch, path }))
}

function nameOf({ repository, branch, path }: TargetFile): string {
  return JSON.stringify([repository?.toLowerCase() ?? null, branch, path])
}
