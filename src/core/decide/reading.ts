import type { Policy, PolicyFile } from '../../model/policy.js'
import {
  type Details,
  type FirstLook,
  isSnapshot,
  type ObservedIssue,
  type Snapshot,
} from '../../model/snapshot.js'
import { type Heard, hear } from '../command/read-commands.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { type ReadPolicy, readPolicy } from '../request-type/read-policy.js'
import { asSeenByChapter } from './chapter-view.js'
import { understandLater } from './later-chapter.js'
import { type IssueText, readText, restingIssue, type Understanding, understand } from './understand.js'

/** What the texts of a first look mean: its policy, its issue and its comments, read once for everybody who decides on it. */
export interface FirstReading extends Heard {
  readonly policy: ReadPolicy
  /** Null where the ledger or the issue's state already tells all, and the text is of no account. */
  readonly text: IssueText | null
  readonly understanding: Understanding
}

/** The same of a whole snapshot. The second look adds nothing to read, but what takes this can only be asked after it. */
export interface Reading extends FirstReading {
  readonly snapshot: Snapshot
}

export function isWhole(reading: FirstReading): reading is Reading {
  return isSnapshot(reading.snapshot)
}

/** What the second look has shown; null where there was none, or no issue. */
export function detailsOf(reading: FirstReading | null): Details | null {
  return reading !== null && isWhole(reading) ? reading.snapshot.details : null
}

/**
 * Reads what was seen.
 * @param before an earlier reading of the same issue; what stands as it stood then is not read again.
 */
export function read<Seen extends FirstLook>(
  snapshot: Seen,
  before?: FirstReading,
): FirstReading & { readonly snapshot: Seen } {
  const policy =
    before !== undefined && samePolicy(snapshot.policy, before.snapshot.policy)
      ? before.policy
      : readPolicy(snapshot.policy)
  const seen = asSeenByChapter(snapshot)
  const heard = { ...hear(seen, before ?? null), snapshot: seen }
  const resting = restingIssue(seen)
  if (resting !== null) return { ...heard, policy, text: null, understanding: resting }
  if (chapterOf(seen.ledger).cause.kind !== 'asked')
    return { ...heard, policy, text: null, understanding: understandLater(seen.ledger, policy) }
  const known =
    before !== undefined && policy === before.policy && sameText(policy, seen.issue, before.snapshot.issue)
  const text = (known ? before.text : null) ?? readText(seen.issue, policy)
  return { ...heard, policy, text, understanding: understand(seen, policy, text) }
}

function samePolicy(a: Policy, b: Policy): boolean {
  return (
    a === b ||
    (sameFiles(a.types, b.types) &&
      sameFiles(a.forms, b.forms) &&
      sameFiles(a.policies, b.policies) &&
      sameFiles(a.templates, b.templates) &&
      sameFiles(noticeFile(a), noticeFile(b)))
  )
}

function noticeFile({ notify }: Policy): readonly PolicyFile[] {
  return notify === undefined ? [] : [notify]
}

function sameFiles(a: readonly PolicyFile[], b: readonly PolicyFile[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ path, blob, text }, index) => {
      const other = b[index]
      return path === other?.path && blob === other.blob && text === other.text
    })
  )
}

/** Whether an issue says what it said, and the same person says it. Of its labels only those of forms tell what it is. */
function sameText(policy: ReadPolicy, a: ObservedIssue, b: ObservedIssue): boolean {
  const labels = policy.candidates.flatMap(({ form }) => form.labels)
  return (
    a.body === b.body &&
    a.author?.id === b.author?.id &&
    a.author?.login === b.author?.login &&
    a.author?.kind === b.author?.kind &&
    labels.every((label) => hasLabel(a, label) === hasLabel(b, label))
  )
}

/** GitHub's labels do not distinguish case. */
function hasLabel({ labels }: ObservedIssue, label: string): boolean {
  return labels.some((each) => each.toLowerCase() === label.toLowerCase())
}
