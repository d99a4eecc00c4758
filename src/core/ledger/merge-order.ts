import { secondsBetween } from '../../model/instant.js'
import type { FinalRecord } from '../../model/record.js'
import { grouped } from './grouped.js'

/**
 * Ends of chapters in the order in which they took effect: that of their merges. GitHub tells seconds only, so that within one the blobs decide: whoever
 * found a file as another left it came after. Where they do not tell either, it is the order in which the ends were seen.
 */
export function inMergeOrder(records: readonly FinalRecord[]): readonly FinalRecord[] {
  const seconds = grouped(records, ({ predicate }) => secondsOf(predicate.merge?.at ?? predicate.observedAt))
  return [...seconds].sort(([a], [b]) => a - b).flatMap(([, found]) => withinSecond(found))
}

function secondsOf(at: string): number {
  return secondsBetween('1970-01-01T00:00:00Z', at)
}

/** From the last one back: it is the latest seen of those whose files nobody else found so. */
function withinSecond(records: readonly FinalRecord[]): readonly FinalRecord[] {
  const left = records.toSorted(asSeen)
  if (left.length < 2) return left
  const finders = findersOf(left)
  const placed = new Set<FinalRecord>()
  const isFollowed = (record: FinalRecord) =>
    statesOf(record, 'after')
      .flatMap((state) => finders.get(state) ?? [])
      .some((other) => !placed.has(other) && !sameIssue(other, record)) ||
    left.some((other) => sameIssue(other, record) && isEarlier(record, other))
  while (left.length > 0) {
    const last = left.findLastIndex((record) => !isFollowed(record))
    // Blobs that go round in a circle tell no order.
    const [next] = left.splice(last, 1)
    if (next !== undefined) placed.add(next)
  }
  return [...placed].reverse()
}

/** Of each file in each state, who found it so. */
function findersOf(records: readonly FinalRecord[]): ReadonlyMap<string, readonly FinalRecord[]> {
  const found = records.flatMap((record) => statesOf(record, 'before').map((state) => ({ state, record })))
  const states = grouped(found, ({ state }) => state)
  return new Map([...states].map(([state, finders]) => [state, finders.map(({ record }) => record)]))
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

/** What takes something back was planned on what it found, and so on what may leave no common file; what was asked for goes before it. */
function asSeen(a: FinalRecord, b: FinalRecord): number {
  return (
    Number(takesBack(a)) - Number(takesBack(b)) ||
    secondsBetween(b.predicate.observedAt, a.predicate.observedAt) ||
    a.predicate.issue - b.predicate.issue
  )
}

function takesBack({ predicate: { cause } }: FinalRecord): boolean {
  return cause.kind !== 'asked' && cause.kind !== 'stage'
}
