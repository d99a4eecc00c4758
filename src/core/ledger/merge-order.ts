import { secondsBetween } from '../../model/instant.js'
import type { FinalRecord } from '../../model/record.js'

/**
 * Ends of chapters in the order in which they took effect: that of their merges. GitHub tells seconds only, so that within one the blobs decide: whoever
 * found a file as another left it came after. Where they do not tell either, it is the order in which the ends were seen.
 */
export function inMergeOrder(records: readonly FinalRecord[]): readonly FinalRecord[] {
  const seconds = new Map<number, FinalRecord[]>()
  for (const record of records) {
    const second = secondsOf(record.predicate.merge?.at ?? record.predicate.observedAt)
    const found = seconds.get(second)
    if (found === undefined) seconds.set(second, [record])
    else found.push(record)
  }
  return [...seconds].sort(([a], [b]) => a - b).flatMap(([, found]) => withinSecond(found))
}

function secondsOf(at: string): number {
  return secondsBetween('1970-01-01T00:00:00Z', at)
}

function withinSecond(records: readonly FinalRecord[]): readonly FinalRecord[] {
  const left = records.toSorted(asSeen)
  if (left.length < 2) return left
  const givers = giversOf(left)
  const placed = new Set<FinalRecord>()
  const ordered: FinalRecord[] = []
  const waits = (record: FinalRecord) =>
    waitsFor(record, givers).some((other) => !placed.has(other)) ||
    left.some((other) => sameIssue(other, record) && isEarlier(other, record))
  while (left.length > 0) {
    const ready = left.findIndex((record) => !waits(record))
    // Blobs that go round in a circle tell no order.
    const [next] = left.splice(Math.max(ready, 0), 1)
    if (next === undefined) break
    placed.add(next)
    ordered.push(next)
  }
  return ordered
}

/** Of each file in each state, who left it so. */
function giversOf(records: readonly FinalRecord[]): ReadonlyMap<string, readonly FinalRecord[]> {
  const givers = new Map<string, FinalRecord[]>()
  for (const record of records)
    for (const state of statesOf(record, 'after')) {
      const found = givers.get(state)
      if (found === undefined) givers.set(state, [record])
      else found.push(record)
    }
  return givers
}

function waitsFor(
  record: FinalRecord,
  givers: ReadonlyMap<string, readonly FinalRecord[]>,
): readonly FinalRecord[] {
  return statesOf(record, 'before')
    .flatMap((state) => givers.get(state) ?? [])
    .filter((other) => !sameIssue(other, record))
}

function statesOf({ predicate: { plan } }: FinalRecord, side: 'before' | 'after'): readonly string[] {
  if (plan === null) return []
  return plan.files.map((file) =>
    JSON.stringify([plan.repository.toLowerCase(), plan.branch, file.path, file[side]]),
  )
}

function sameIssue({ predicate: a }: FinalRecord, { predicate: b }: FinalRecord): boolean {
  return a.issue === b.issue
}

function isEarlier({ predicate: a }: FinalRecord, { predicate: b }: FinalRecord): boolean {
  return a.sequence < b.sequence
}

function asSeen({ predicate: a }: FinalRecord, { predicate: b }: FinalRecord): number {
  return secondsBetween(b.observedAt, a.observedAt) || a.issue - b.issue || a.sequence - b.sequence
}
