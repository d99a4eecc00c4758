import { fullName, type IssueNumber, type Oid, type RepositoryRef, repositoryRef } from '../../model/ids.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { PlannedFile, Together, TogetherPart } from '../../model/plan.js'
import {
  type FinalRecord,
  isFinal,
  isOver,
  type LedgerRecord,
  type RecordedRequest,
} from '../../model/record.js'
import type { Company, FirstLook, ObservedHistory } from '../../model/snapshot.js'
import { readCommands } from '../command/read-commands.js'
import { fileToTakeBack, restingOn } from '../ledger/file-to-take-back.js'
import { type Footing, footings } from '../ledger/footings.js'
import { type InForce, inForce } from '../ledger/in-force.js'
import { inMergeOrder } from '../ledger/merge-order.js'
import { chapterEnds, ownStanding } from '../ledger/own-standing.js'
import { togetherDigest } from '../plan/plan-digest.js'
import { takeBack } from '../plan/take-back.js'
import { windowsOf } from '../request-type/read-calendar.js'
import type { ReadPolicy } from '../request-type/read-policy.js'
import { endsByItself } from './ends-by-itself.js'
import { standIn, typeOf } from './later-chapter.js'
import { isEndLocked } from './lock-waits.js'
import { doubtOf, textOf } from './plan-later.js'
import { requestBranch } from './request-branch.js'

/** Most requests that end by one change: each has all of them on record. */
export const togetherMax = 100
/** Most files of one change: of a pull request with more, not all are listed, and what is not listed is not merged. */
export const filesTogetherMax = 100

/** An end that has come, and needs nobody as far as the ledger tells. */
export interface DueEnd {
  readonly issue: IssueNumber
  /** The chapter that ends it, begun or about to be. */
  readonly chapter: number
  readonly until: Instant
  readonly request: RecordedRequest
  readonly merges: readonly FinalRecord[]
  /** The last record of the issue. */
  readonly last: LedgerRecord
}

/** Ends that have come at one target. */
export interface DueEnds {
  /** Null is the repository of the issues. */
  readonly repository: RepositoryRef | null
  readonly branch: string
  /** The oldest due first. */
  readonly ends: readonly DueEnd[]
}

/**
 * Ends that have come, by target, where there are several at one: of requests on whose end nobody is asked, on which nothing rests, and
 * whose change people may see; not begun, or only together with others.
 * @param records of all issues, oldest first for each.
 */
export function dueTogether(
  records: ReadonlyMap<IssueNumber, readonly LedgerRecord[]>,
  policy: ReadPolicy,
  now: Instant,
): readonly DueEnds[] {
  const due = [...records].flatMap(([issue, own]) => dueEnd(issue, own, now) ?? [])
  if (due.length < 2) return []
  const found = inForce([...records.values()].flat())
  const targets = new Map<string, DueEnd[]>()
  for (const end of due.filter((each) => goesByItself(each, found, policy))) {
    const target = targetOf(end)
    const ends = targets.get(target) ?? []
    targets.set(target, ends)
    ends.push(end)
  }
  return [...targets.values()].filter(({ length }) => length > 1).map(dueEnds)
}

function dueEnd(issue: IssueNumber, own: readonly LedgerRecord[], now: Instant): DueEnd | null {
  const last = own.at(-1)
  const standing = ownStanding(own)
  const until = standing?.until ?? null
  const request = standing?.merges.at(-1)?.predicate.request
  if (last === undefined || standing === null || until === null || request === undefined) return null
  if (isBefore(now, until)) return null
  const { chapter, cause } = last.predicate
  const base = { issue, until, request, merges: standing.merges, last }
  const ending = own.filter(
    ({ predicate: other }) => other.cause.kind === 'ended' && other.cause.at === until,
  )
  // What has failed once is tried again alone.
  if (ending.some(isFinal)) return null
  if (isOver(last)) return { ...base, chapter: chapter + 1 }
  return cause.kind === 'ended' && isJoint(last) ? { ...base, chapter } : null
}

/** A chapter that has only begun may still go with others; one that has its own plan goes on alone. */
function isJoint({ predicate: { decision, plan } }: LedgerRecord): boolean {
  return (
    decision === 'begun' ||
    ((decision === 'proposed' || decision === 'approved') && plan?.together !== undefined)
  )
}

function goesByItself({ issue, merges, request }: DueEnd, found: InForce, policy: ReadPolicy): boolean {
  const own = footings(found, issue)
  const { type } = typeOf(request, policy) ?? standIn(request)
  const plans = merges.flatMap(({ predicate }) => predicate.plan ?? [])
  const isShown = plans.length === merges.length && plans.every(({ withheld }) => withheld === undefined)
  const isOneTarget = new Set(merges.map(targetOfMerge)).size === 1
  return (
    isShown &&
    isOneTarget &&
    type.merge === 'now' &&
    windowsOf(type, policy.calendar).every(({ ends }) => ends === 'pass') &&
    endsByItself(merges, own) &&
    own.every((footing) => restingOn(footing) === null) &&
    // Whose word would count where somebody has written the place since is looked at where the end goes alone.
    own.length > 0 &&
    own.every(({ above }) => above.length === 0)
  )
}

function targetOf({ merges }: DueEnd): string {
  const [first] = merges
  return first === undefined ? '' : targetOfMerge(first)
}

function targetOfMerge({ predicate }: FinalRecord): string {
  return JSON.stringify([elsewhereOf(predicate), predicate.plan?.branch])
}

/** A repository may have another name by now; the home of the ledger is known without one. */
function elsewhereOf({ plan, repository }: FinalRecord['predicate']): string | null {
  return plan === null || plan.repository === repository ? null : plan.repository.toLowerCase()
}

function dueEnds(ends: readonly DueEnd[]): DueEnds {
  const merged = ends[0]?.merges.at(-1)?.predicate
  if (merged === undefined || merged.plan === null) throw new Error('what ends has a plan')
  const inTurn = ends.toSorted((a, b) =>
    a.until === b.until ? a.issue - b.issue : a.until < b.until ? -1 : 1,
  )
  const { plan } = merged
  const repository = elsewhereOf(merged) === null ? null : repositoryRef(plan.repository)
  return { repository, branch: plan.branch, ends: inTurn }
}

/**
 * Those of whom nobody has said anything since the merge, so that each ends as its ledger says. What somebody has said may be a hold, which is weighed
 * where the end goes alone.
 * @param looks at the issues, as many as could be seen.
 */
export function unspoken(due: DueEnds, looks: readonly FirstLook[]): DueEnds {
  return {
    ...due,
    ends: due.ends.filter(({ issue }) => {
      const seen = looks.find((look) => look.issue.number === issue)
      return seen !== undefined && isStillJoint(seen) && saysNothing(seen)
    }),
  }
}

/** Those that no lock holds: whoever locks an end locks it alone, and what it would be merged with goes without it. */
export function unlocked(due: DueEnds, looks: readonly FirstLook[]): DueEnds {
  return {
    ...due,
    ends: due.ends.filter(({ issue, merges }) => {
      const seen = looks.find((look) => look.issue.number === issue)
      return seen !== undefined && !isEndLocked(merges, seen)
    }),
  }
}

function isStillJoint({ ledger }: FirstLook): boolean {
  const last = ledger.records.at(-1)
  const isKnown = ledger.unreadable.length === 0 && ledger.newer === undefined
  return isKnown && last !== undefined && (isOver(last) || isJoint(last))
}

function saysNothing({ issue, ledger }: FirstLook): boolean {
  const ended = chapterEnds([...ledger.earlier, ...ledger.records]).findLast(
    ({ predicate }) => predicate.cause.kind !== 'ended',
  )
  const since = ended?.predicate.observedAt
  const late = (at: Instant | null) => at !== null && since !== undefined && isBefore(since, at)
  const spoken = readCommands(issue.comments).some(
    ({ comment }) => late(comment.createdAt) || late(comment.lastEditedAt),
  )
  return (
    issue.olderComments === null &&
    since !== undefined &&
    !spoken &&
    !issue.deletions.some(({ at }) => late(at))
  )
}

/** Whether all of them are approved at one head, and nobody has said anything meanwhile. */
export function agreedHead({ together, digest }: Company, looks: readonly FirstLook[]): Oid | null {
  const heads = together.of.map(({ issue }) => {
    const seen = looks.find((look) => look.issue.number === issue)
    const last = seen?.ledger.records.at(-1)?.predicate
    const isAgreed = last?.decision === 'approved' && last.plan?.digest === digest
    return isAgreed && seen !== undefined && saysNothing(seen) ? (last.pull?.head ?? null) : null
  })
  const [head = null] = heads
  return heads.every((each) => each === head) ? head : null
}

/**
 * The first of them, as many as one change may be of; the oldest due first, whoever was chosen.
 * @param most how many at most.
 * @param placeOf who is chosen before whom.
 */
export function firstOf(
  { ends, ...target }: DueEnds,
  { most, placeOf }: { readonly most: number; readonly placeOf: (issue: IssueNumber) => number },
): DueEnds {
  const kept = new Set<DueEnd>()
  const paths = new Set<string>()
  for (const end of ends.toSorted((a, b) => placeOf(a.issue) - placeOf(b.issue))) {
    const own = pathsOf(end).filter((path) => !paths.has(path))
    if (kept.size >= Math.min(most, togetherMax) || paths.size + own.length > filesTogetherMax) break
    kept.add(end)
    for (const path of own) paths.add(path)
  }
  return { ...target, ends: ends.filter((end) => kept.has(end)) }
}

/** The files that a request had changed. */
export function pathsOf({ merges }: DueEnd): readonly string[] {
  const paths = merges.flatMap(({ predicate }) => predicate.plan?.files.map(({ path }) => path) ?? [])
  return [...new Set(paths)].sort()
}

/** The branch of ends that come together is the one the first of them has anyway, so that whatever is left there is its own. */
export function branchOf(prefix: string, { issue, request, chapter }: DueEnd): string {
  return requestBranch(prefix, issue, request.type, chapter)
}

/**
 * The one change of several ends: each is taken back from what is there without those before it, the latest merge first, so that each finds its files as
 * it left them. What cannot be taken back by itself, or changes nothing, is left out.
 * @param place the target as it is called now, and how the branches of requests begin there.
 * @param manifests as they are now, with an entry for every file of the requests.
 * @returns null where fewer than two are left.
 */
export function companyFor(
  due: DueEnds,
  { target, prefix }: { readonly target: RepositoryRef; readonly prefix: string },
  history: ObservedHistory,
  manifests: Manifests,
): Company | null {
  const found = inForce(history.records)
  const order = inMergeOrder(due.ends.flatMap(({ merges }) => merges.slice(-1))).toReversed()
  const issues = order.map(({ predicate }) => predicate.issue)
  let now = manifests
  const changes: PlannedFile[] = []
  const taken = new Set<IssueNumber>()
  for (const issue of issues) {
    const end = due.ends.find((each) => each.issue === issue)
    const files = end === undefined ? [] : changeOf(end, footings(found, issue), history, now)
    if (files.length === 0) continue
    taken.add(issue)
    changes.push(...files)
    now = after(now, files)
  }
  const ends = due.ends.filter(({ issue }) => taken.has(issue))
  const [first] = ends
  if (first === undefined || ends.length < 2) return null
  const together: Together = { branch: branchOf(prefix, first), of: ends.map(partOf) }
  const where = { repository: fullName(target), branch: due.branch }
  const files = joinedFiles(changes)
  const states = files.map(({ path, mode, before, after: left }) => ({
    path,
    mode,
    before: before?.oid ?? null,
    after: left?.oid ?? null,
  }))
  return { together, digest: togetherDigest(together, where, states), files, history, merges: null }
}

function partOf({ issue, chapter, request }: DueEnd): TogetherPart {
  return { issue, chapter, request: request.digest }
}

/** What takes one request back; nothing where that cannot be done, or needs nothing. */
function changeOf(
  { merges }: DueEnd,
  own: readonly Footing[],
  history: ObservedHistory,
  manifests: Manifests,
): readonly PlannedFile[] {
  if (merges.some((merge) => doubtOf(merge, history, 'take-back') !== null)) return []
  const recorded = merges.flatMap(({ predicate }) => predicate.plan?.files ?? [])
  const read = (blob: Oid) => textOf(blob, history)
  const known = recorded.flatMap((file) => fileToTakeBack(file, own, read) ?? [])
  if (known.length < recorded.length) return []
  const taken = takeBack(known, manifests)
  return taken.ok ? taken.value.files : []
}

function after(manifests: Manifests, changed: readonly PlannedFile[]): Manifests {
  const files = manifests.files.map((file): ObservedFile => {
    const change = changed.find(({ path }) => path === file.path)
    if (change === undefined) return file
    const { path, mode, after: left } = change
    return left === null ? { kind: 'absent', path } : { kind: 'text', path, mode, ...left }
  })
  return { ...manifests, files }
}

/** Of each file one change, from what is there to what is left; sorted by path. */
function joinedFiles(changes: readonly PlannedFile[]): readonly PlannedFile[] {
  const paths = [...new Set(changes.map(({ path }) => path))].sort()
  return paths.flatMap((path) => {
    const [first, ...more] = changes.filter((each) => each.path === path)
    return first === undefined ? [] : (more.reduce<PlannedFile | null>(joined, first) ?? [])
  })
}

function joined(earlier: PlannedFile | null, later: PlannedFile): PlannedFile | null {
  if (earlier === null) return later
  const base = { path: later.path, mode: later.mode, places: [...earlier.places, ...later.places] }
  const { before } = earlier
  const { after: left } = later
  if (before?.oid === left?.oid) return null
  if (before === null) return left === null ? null : { ...base, change: 'create', before, after: left }
  return left === null
    ? { ...base, change: 'delete', before, after: left }
    : { ...base, change: 'update', before, after: left }
}
