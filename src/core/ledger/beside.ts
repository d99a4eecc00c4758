import type { Oid } from '../../model/ids.js'
import { type FinalRecord, isFinal, type LedgerRecord } from '../../model/record.js'
import { footings, inForce } from './in-force.js'

/** What of the ledger matters to somebody who would take merges back. */
export interface Beside {
  /** The merges of every request that has touched one of their files, and what took them back. */
  readonly records: readonly LedgerRecord[]
  /** What has to be read: what stood in the files before and after the merges, and wherever something else shows through. */
  readonly blobs: readonly Oid[]
}

/** @param all the records of all issues. */
export function writtenBeside(all: readonly LedgerRecord[], merges: readonly FinalRecord[]): Beside {
  const own = new Set(merges.flatMap(filesOf))
  const touching = new Set(
    all
      .filter((record) => filesOf(record).some((file) => own.has(file)))
      .map(({ predicate }) => predicate.issue),
  )
  const records = all.filter((record) => isFinal(record) && touching.has(record.predicate.issue))
  const issue = merges[0]?.predicate.issue
  const shown = issue === undefined ? [] : footings(inForce(records), issue).flatMap(({ shows }) => shows)
  const files = [
    ...merges.flatMap(({ predicate }) => predicate.plan?.files ?? []),
    ...shown.map(({ of }) => of.file),
  ]
  const blobs = files.flatMap(({ before, after }) => [before, after]).filter((blob) => blob !== null)
  return { records, blobs: [...new Set(blobs)] }
}

/** The files a record touches, each with its target. */
function filesOf({ predicate: { plan, repository: home } }: LedgerRecord): readonly string[] {
  if (plan === null) return []
  const { branch, files } = plan
  // The repository of the ledger is the same under whatever name a record has it.
  const repository = plan.repository === home ? null : plan.repository.toLowerCase()
  return files.map(({ path }) => JSON.stringify([repository, branch, path]))
}
