import type { LedgerRecord } from '../../model/record.js'
import { type Authorship, foreignHand, type Hands } from './authorship.js'

/** A commit that touched the records of one issue. */
export interface RecordCommit extends Authorship {
  readonly oid: string
  readonly parents: readonly string[]
}

/**
 * Why the records of one issue are not those the toolkit appended, as far as the commits that touched them tell; empty where nothing
 * speaks against it. Each record names the commit it was made to follow, so each has exactly one commit, and no other touched them.
 * @param commits those that touched the folder of the issue, newest first; as many as there are records, and one more if there is one.
 * @param max how many of the newest were asked for.
 */
export function commitDoubts(
  records: readonly LedgerRecord[],
  commits: readonly RecordCommit[],
  hands: Hands,
  max: number,
): readonly string[] {
  const checked = records.slice(-max)
  if (commits.length !== checked.length)
    return [
      `The records of this issue were made by ${checked.length} commits, and ${commits.length} have touched them`,
    ]
  return commits.toReversed().flatMap((commit, index): readonly string[] => {
    const sequence = checked[index]?.predicate.sequence
    const which = `Commit ${commit.oid.slice(0, 12)}, which stands where record ${sequence ?? 'none'} was appended:`
    const foreign = foreignHand(commit, hands)
    if (foreign !== null) return [`${which} ${foreign}`]
    const follows = commit.parents.length === 1 && commit.parents[0] === checked[index]?.predicate.previous
    return follows ? [] : [`${which} It does not follow the commit the record names.`]
  })
}

/** What commits by others have done to a file that only the toolkit writes. */
export function foreignDoubts(
  path: string,
  commits: readonly RecordCommit[],
  hands: Hands,
): readonly string[] {
  return commits.flatMap((commit) => {
    const foreign = foreignHand(commit, hands)
    return foreign === null ? [] : [`Commit ${commit.oid.slice(0, 12)} changed ${path}: ${foreign}`]
  })
}
