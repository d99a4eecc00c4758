import { maybeMerged, mergedLately } from '../core/ledger/merged-lately.js'
import type { Reader } from '../github/reader.js'
import type { LateMerge } from '../model/late-merge.js'
import type { LatelyNeeds } from '../model/needs.js'
import type { Snapshot } from '../model/snapshot.js'
import { observeAllRecords } from './observe-all-records.js'
import { observeUnrecorded } from './observe-unrecorded.js'

/**
 * What was merged within a day: the whole ledger in two calls, and one more where others are approved, because a run may have merged and come no further. Null where
 * some file of the ledger is no record.
 * @throws GitHubError
 */
export async function observeLately(
  reader: Reader,
  { details, viewer, issue }: Snapshot,
  { ledger, type }: LatelyNeeds,
): Promise<readonly LateMerge[] | null> {
  const { records, unreadable } = await observeAllRecords(reader, ledger)
  if (unreadable.length > 0) return null
  const { owner, name } = details.target
  const open = maybeMerged(records.values(), { type, besides: issue.number, repository: `${owner}/${name}` })
  const unrecorded = open.length === 0 ? [] : await observeUnrecorded(reader.at(details.target), open)
  return mergedLately(records.values(), unrecorded, viewer.observedAt)
}
