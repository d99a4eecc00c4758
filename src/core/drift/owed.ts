import type { IssueNumber, Oid } from '../../model/ids.js'
import type { FinalRecord, LedgerRecord } from '../../model/record.js'
import { grouped } from '../ledger/grouped.js'
import { fileKey, type InForce, inForce, type Layer, type PlacesOf, standing } from '../ledger/in-force.js'
import { inMergeOrder } from '../ledger/merge-order.js'
import { chapterEnds, stageOf } from '../ledger/own-standing.js'

/** What the files of all targets owe to requests in force. */
export interface Owed {
  readonly found: InForce
  readonly targets: readonly OwedTarget[]
  /** Of each file that anything was merged into what the newest merge left there, whether anybody is owed that still or not; by `fileKey`. */
  readonly left: ReadonlyMap<string, Oid | null>
}

/** A branch that requests were merged into. */
export interface OwedTarget {
  /** Null is the repository of the ledger. */
  readonly repository: string | null
  readonly branch: string
  readonly files: ReadonlyMap<string, OwedFile>
}

export interface OwedFile {
  readonly path: string
  /** What the newest merge on it left there; null where it left no file. */
  readonly blob: Oid | null
  /**
   * Whether every merge since all that is owed was written found the file as the one before had left it. Else somebody changed it in between, and that
   * it stands as the newest left it says nothing of what others wrote before.
   */
  readonly unbroken: boolean
  /** The merge commit of the newest merge. */
  readonly commit: Oid
  /** The places in force to which nobody else has the word, oldest merge first. */
  readonly places: readonly Layer[]
}

/**
 * What each file owes to which requests: what a superseding request wrote counts, never what lies below. A request that is open, was declined, taken
 * back or has ended is owed nothing.
 * @param records of all issues, in any order.
 * @param placesOf what is known of places that records do not name.
 */
export function owed(records: readonly LedgerRecord[], placesOf?: PlacesOf): Owed {
  const found = inForce(records, placesOf)
  const layers = standing(found).flatMap(({ places }) =>
    places.flatMap(({ layer, supersededBy }) => (supersededBy === null ? [layer] : [])),
  )
  const merges = mergesByFile(records)
  const targets = grouped(layers, (layer) => fileKey(layer, ''))
  return {
    found,
    left: new Map([...merges].map(([key, own]) => [key, own.at(-1)?.after ?? null])),
    targets: [...targets.values()].flatMap((own) => {
      const [first] = own
      if (first === undefined) return []
      const { repository, branch } = first
      const paths = grouped(own, ({ file }) => file.path)
      const files = [...paths].map(([path, places]) => {
        const inTurn = merges.get(fileKey(first, path)) ?? []
        return [path, owedFile(path, places, inTurn)] as const
      })
      return [{ repository, branch, files: new Map(files) }]
    }),
  }
}

interface FileMerge {
  readonly record: FinalRecord
  readonly before: Oid | null
  readonly after: Oid | null
}

/** All that was merged, whatever became of it, by the file, oldest first. */
function mergesByFile(records: readonly LedgerRecord[]): ReadonlyMap<string, readonly FileMerge[]> {
  const merged = inMergeOrder(chapterEnds(records).filter(({ predicate }) => predicate.merge !== null))
  const all = merged.flatMap((record) => {
    const { plan, repository: home } = record.predicate
    if (plan === null) return []
    const target = { repository: plan.repository === home ? null : plan.repository, branch: plan.branch }
    return plan.files.map(({ path, before, after }) => ({
      key: fileKey(target, path),
      merge: { record, before, after },
    }))
  })
  const files = grouped(all, ({ key }) => key)
  return new Map([...files].map(([key, found]) => [key, found.map(({ merge }) => merge)]))
}

function owedFile(path: string, places: readonly Layer[], merges: readonly FileMerge[]): OwedFile {
  const newest = merges.at(-1)
  const merge = newest?.record.predicate.merge
  if (newest === undefined || merge == null) throw new Error(`${path} is in force and was never merged`)
  const since = merges.slice(Math.min(...places.map((layer) => lastWritten(layer, merges))))
  const unbroken = since.every((each, index) => {
    const before = since[index - 1]
    return isAsPlanned(each) && (before === undefined || before.after === each.before)
  })
  return { path, blob: newest.after, unbroken, commit: merge.commit, places }
}

/** The last merge after which a place said what it is owed: its own, or one that put the request back. */
function lastWritten({ record, issue }: Layer, merges: readonly FileMerge[]): number {
  return merges.findLastIndex((merge) => {
    const { cause, issue: restored } = merge.record.predicate
    if (merge.record === record) return true
    return cause.kind === 'restored' && restored === issue && stageOf(merge.record) === stageOf(record)
  })
}

/** What was merged otherwise than planned may have left anything. */
function isAsPlanned({ record }: FileMerge): boolean {
  const { merge } = record.predicate
  return merge?.exact === true && merge.onTarget
}

/** The requests that are owed something there, oldest first. */
export function ownersOf({ places }: OwedFile): readonly IssueNumber[] {
  return [...new Set(places.map(({ issue }) => issue))]
}
