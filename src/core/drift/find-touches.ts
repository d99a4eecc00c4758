import type { IssueNumber } from '../../model/ids.js'
import { isOver, type LedgerRecord } from '../../model/record.js'
import type { TargetTexts, TargetTree } from '../../model/target-tree.js'
import { pointerText } from '../manifest/place-text.js'
import { valueDigest } from '../plan/recorded-place.js'
import { type Drift, findDrift } from './find-drift.js'
import type { DriftFinding } from './finding.js'
import { insideFile } from './inside-file.js'
import type { Owed, OwedFile, OwedTarget } from './owed.js'

/** What somebody proposes to merge: what stood where their branch began, and what they would leave there. */
export interface ProposedChange {
  readonly before: TargetTree
  readonly after: TargetTree
}

/**
 * What of the places in force a change would make say something else than they are owed. What somebody had changed before is not of this change, unless it
 * changes that once more; and to put back what is owed touches nothing.
 */
export function findTouches(
  all: Owed,
  target: OwedTarget,
  { before, after }: ProposedChange,
  texts: TargetTexts,
): Drift {
  const changed = { ...target, files: new Map(changedFiles(target, { before, after })) }
  const earlier = findDrift(all, changed, before, texts)
  const later = findDrift(all, changed, after, texts)
  const known = new Map(
    earlier.files.map(({ file: { path }, findings }) => {
      const inside = findings.flatMap((finding) => insideFile(path, finding))
      return [path, new Set(inside.map(keyOf))] as const
    }),
  )
  const files = later.files.flatMap((drifted) => {
    const { path } = drifted.file
    const stood = known.get(path)
    const findings = drifted.findings
      .flatMap((finding) => insideFile(path, finding))
      .filter((finding) => stood === undefined || isOfChange(finding, stood))
      .map((finding) => withoutOldCopy(finding, before, after))
    return findings.length === 0 ? [] : [{ ...drifted, findings }]
  })
  return { files, unread: [...new Set([...earlier.unread, ...later.unread])] }
}

/** The files in force that are not the same on both sides. */
export function changedFiles(
  { files }: OwedTarget,
  { before, after }: ProposedChange,
): readonly (readonly [string, OwedFile])[] {
  return [...files].filter(([path]) => stateAt(before, path) !== stateAt(after, path))
}

function stateAt({ entries }: TargetTree, path: string): string {
  const entry = entries.get(path)
  return entry === undefined ? '' : `${entry.kind} ${entry.oid}`
}

/** Of a file that nobody can read, nobody can tell what the change leaves alone in it. */
function isOfChange(finding: DriftFinding, stood: ReadonlySet<string>): boolean {
  return finding.kind === 'unreadable' || !stood.has(keyOf(finding))
}

/** What is the same finding on both sides; the lines that a problem names move when something else in the file does. */
function keyOf(finding: DriftFinding): string {
  const of = finding.of.map(({ order }) => order)
  switch (finding.kind) {
    case 'changed': {
      const { at, document, found } = finding
      const says = found === undefined ? null : valueDigest(found)
      return JSON.stringify([finding.kind, of, document ?? null, pointerText(at), says])
    }
    case 'displaced':
    case 'missing':
    case 'moved':
    case 'back':
    case 'unrequested':
    case 'blocked':
    case 'unreadable':
      return JSON.stringify([finding.kind, of])
  }
}

/** A file that has not come with the change is not where another has gone. */
function withoutOldCopy(finding: DriftFinding, before: TargetTree, after: TargetTree): DriftFinding {
  if (finding.kind !== 'moved' || stateAt(before, finding.to) !== stateAt(after, finding.to)) return finding
  return { kind: 'missing', of: finding.of }
}

/**
 * Whether a change is exactly what the open plan of a request makes of its target, and nothing beside it: the name of a branch alone says nothing, because
 * whoever may push can choose it. Of a tree that is not whole nobody can tell.
 */
export function isPlanned(
  records: readonly LedgerRecord[],
  issue: IssueNumber,
  { before, after }: ProposedChange,
): boolean {
  if (!before.isWhole || !after.isWhole) return false
  const own = records.filter(({ predicate }) => predicate.issue === issue)
  const newest = own.toSorted((a, b) => b.predicate.sequence - a.predicate.sequence)[0]
  if (newest === undefined || isOver(newest) || newest.predicate.plan === null) return false
  const planned = new Map(newest.predicate.plan.files.map(({ path, after: left }) => [path, left]))
  const paths = new Set([...before.entries.keys(), ...after.entries.keys()])
  const changed = [...paths].filter(
    (path) => isLeaf(before, path, after) && stateAt(before, path) !== stateAt(after, path),
  )
  return (
    changed.length === planned.size &&
    changed.every((path) => planned.get(path) === (after.entries.get(path)?.oid ?? null))
  )
}

/** A folder differs wherever something in it does. */
function isLeaf(before: TargetTree, path: string, after: TargetTree): boolean {
  return [before, after].some(({ entries }) => {
    const kind = entries.get(path)?.kind
    return kind !== undefined && kind !== 'folder'
  })
}
