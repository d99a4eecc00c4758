import type { Reader } from '../github/reader.js'
import type { HistoryNeeds } from '../model/needs.js'
import type { FinalRecord } from '../model/record.js'
import type { ObservedHistory, ObservedMerge, Snapshot } from '../model/snapshot.js'
import { observeMerge } from './observe-merge.js'

/**
 * What has to be known to take merges back: the merge commits as they are now, and what stood in the files before and after them.
 * @throws GitHubError
 */
export async function observeHistory(
  reader: Reader,
  { details }: Snapshot,
  { merges }: HistoryNeeds,
): Promise<ObservedHistory> {
  const target = reader.at(details.target)
  const files = merges.flatMap(({ predicate }) => predicate.plan?.files ?? [])
  const oids = [...new Set(files.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()))]
  const texts = await Promise.all(
    oids.map(async (oid) => ({ oid, text: Buffer.from(await target.blob(oid)).toString('utf8') })),
  )
  return {
    records: [],
    unreadable: [],
    texts,
    merges: await Promise.all(merges.map((each) => observeLanding(target, each))),
  }
}

function observeLanding(target: Reader, { predicate: { merge, plan } }: FinalRecord): Promise<ObservedMerge> {
  if (merge === null || plan === null) throw new Error('what is merged has a plan and a merge')
  return observeMerge(target, {
    commit: merge.commit,
    branch: plan.branch,
    paths: plan.files.map(({ path }) => path),
  })
}
