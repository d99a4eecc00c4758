import { writtenBeside } from '../core/ledger/beside.js'
import type { Reader } from '../github/reader.js'
import type { Oid } from '../model/ids.js'
import type { HistoryNeeds, MergeNeeds } from '../model/needs.js'
import type { FinalRecord, LedgerRecord } from '../model/record.js'
import type { ObservedHistory, Snapshot } from '../model/snapshot.js'
import { observeAllRecords } from './observe-all-records.js'
import { observeMerges } from './observe-merge.js'
import { observeOthersDoubts } from './observe-record-commits.js'
import { observeTexts } from './observe-texts.js'
import { observeUnrecorded } from './observe-unrecorded.js'

/**
 * What has to be known to take merges back: who else has written in their files, as the ledger has it; the merge commits as they are now; and what
 * stood in the files before and after them.
 * @throws GitHubError
 */
export async function observeHistory(
  reader: Reader,
  snapshot: Snapshot,
  { ledger, merges, files }: HistoryNeeds,
): Promise<ObservedHistory> {
  const target = reader.at(snapshot.details.target)
  const [all, landings] = await Promise.all([
    observeAllRecords(reader, ledger),
    observeMerges(target, merges.map(landingOf)),
  ])
  const { records, blobs, others, open } = writtenBeside([...all.records.values()].flat(), merges, files)
  const besides = open.filter(({ predicate }) => predicate.issue !== snapshot.issue.number)
  const theirs = others.map((issue) => all.records.get(issue) ?? [])
  const [read, unrecorded, doubts] = await Promise.all([
    observeTexts(target, blobs),
    observeUnrecorded(target, besides),
    observeOthersDoubts(reader, snapshot, { ledger, issues: theirs }),
  ])
  return {
    records,
    unreadable: [...all.unreadable, ...doubts],
    texts: blobs.map((oid) => textIn(read, oid)),
    merges: landings,
    unrecorded,
  }
}

/**
 * The same of merges of several requests that rest on nobody else's word.
 * @param target where they were merged.
 * @param all the records of all issues.
 * @throws GitHubError
 */
export async function observeTogether(
  target: Reader,
  all: readonly LedgerRecord[],
  merges: readonly FinalRecord[],
): Promise<ObservedHistory> {
  const { records, blobs, open } = writtenBeside(all, merges)
  const [landings, read, unrecorded] = await Promise.all([
    observeMerges(target, merges.map(landingOf)),
    observeTexts(target, blobs),
    observeUnrecorded(target, open),
  ])
  return {
    records,
    unreadable: [],
    texts: blobs.map((oid) => textIn(read, oid)),
    merges: landings,
    unrecorded,
  }
}

function textIn(read: Awaited<ReturnType<typeof observeTexts>>, oid: Oid): ObservedHistory['texts'][number] {
  const found = read.get(oid)
  return { oid, text: found?.kind === 'text' ? found.text : null }
}

function landingOf({ predicate: { merge, plan } }: FinalRecord): MergeNeeds {
  if (merge === null || plan === null) throw new Error('what is merged has a plan and a merge')
  return { commit: merge.commit, branch: plan.branch, paths: plan.files.map(({ path }) => path) }
}
