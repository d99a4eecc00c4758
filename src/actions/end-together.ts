import { decideInCompany } from '../core/decide/decide-in-company.js'
import {
  agreedHead,
  branchOf,
  companyFor,
  type DueEnds,
  dueTogether,
  firstOf,
  pathsOf,
  unlocked,
  unspoken,
} from '../core/decide/ends-together.js'
import { holdForFailure } from '../core/decide/hold-for-failure.js'
import { branchPrefix } from '../core/decide/request-branch.js'
import { GitHubError, isWorthAnotherLook } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import type { Writer } from '../github/writer.js'
import type { IssueNumber } from '../model/ids.js'
import type { DetailNeeds } from '../model/needs.js'
import { isOver } from '../model/record.js'
import { type Company, type FirstLook, isSnapshot } from '../model/snapshot.js'
import { observeDetails } from '../observe/observe-details.js'
import { type Due, observeDue } from '../observe/observe-due.js'
import { observeTogether } from '../observe/observe-history.js'
import { observeIssue } from '../observe/observe-issue.js'
import { type Goal, type Reconciled, reconcile } from '../reconcile.js'

/** What carrying them out needs. */
interface Hands {
  readonly reader: Reader
  readonly writer: Writer
  /** Is told of every run about one of them. */
  readonly tell: (issue: IssueNumber, result: Reconciled) => void
}

/** Ends that come together say nothing on their issues before they are merged. */
const goal: Goal = { decide: decideInCompany, tellFailure: holdForFailure }

/** How often the one change is made anew, because one of the ends cannot go with the others or something was merged meanwhile. */
const attemptsMax = 4
/** Issues looked at at the same time. */
const looksAtOnce = 10

/** What became of the ends that are due together. */
export interface EndedTogether {
  /** Those that wait for their merge. */
  readonly waiting: ReadonlySet<IssueNumber>
  /** Those that were merged, each merge with the first of it first: what is left to do for each, a run about it does, and one about the first does it last. */
  readonly merged: readonly (readonly IssueNumber[])[]
  /** Those that a failure has left to the next sweep. */
  readonly left: ReadonlySet<IssueNumber>
  /** Null where nothing failed. */
  readonly failure: unknown
}

/** What the sweep says of how ends are carried out. */
export interface Endings {
  /** The requests of which a branch is there. */
  readonly branches: readonly IssueNumber[]
  /** Whose turn it is first. */
  readonly line: readonly IssueNumber[]
  /** Those that had their turn together with others; whoever has it now is added. */
  readonly tried: Set<IssueNumber>
  /** How many calls may be made. */
  readonly calls: () => number
}

/**
 * Calls of one of GitHub’s two APIs that one end takes among many, of the one it takes more of: to look at it, to propose, to approve and to record it, and to show that
 * it has ended.
 */
const callsPerEnd = 12

/**
 * Carries out the ends that are due at one target by one change each, as many as there are calls for: one branch, one pull request, one merge. What of it is done is
 * found by its records and its branch, so that a run that is cut off is gone on with by the next sweep. What cannot go with others is left out, and goes
 * alone.
 */
export async function endTogether(hands: Hands, due: Due, endings: Endings): Promise<EndedTogether> {
  const { branches, line, tried, calls } = endings
  const waiting = new Set<IssueNumber>()
  const merged = branches.flatMap((issue) => issuesOf(due, issue, 'ended').slice(0, 1))
  let trying = [...due.records.keys()].filter((issue) => issuesOf(due, issue, 'open').length > 0)
  let seen = due
  try {
    merged.push(...(await mergedBefore(hands, due, trying)))
    for (const issue of merged.flat()) tried.add(issue)
    const recorded = new Set<IssueNumber>()
    for (; seen.unreadable.length === 0; seen = await observeDue(hands.reader)) {
      const group = nextGroup(seen, { tried, line, most: Math.floor(calls() / callsPerEnd) })
      if (group === null) break
      trying = group.ends.map(({ issue }) => issue)
      const { state, issues } = await carryOut(hands, group, seen)
      const unrecorded = state === 'unrecorded' ? issues.filter((issue) => !recorded.has(issue)) : []
      for (const issue of unrecorded) {
        recorded.add(issue)
        await recordMerge(hands, issue)
      }
      // Who may go with whom is told by the records, which are others by now.
      if (unrecorded.length > 0) continue
      for (const issue of trying) tried.add(issue)
      if (state === 'merged') merged.push(issues)
      if (state === 'waiting') for (const issue of issues) waiting.add(issue)
    }
    return { waiting, merged, left: new Set(groupsOf(seen, tried).flat()), failure: null }
  } catch (failure) {
    return { waiting, merged, left: new Set([...trying, ...groupsOf(seen, tried).flat()]), failure }
  }
}

/** With whom the end of an issue was carried out, as its last record has it; none where it went alone, or is not so far. */
function issuesOf(
  { records }: Due,
  issue: IssueNumber,
  so: 'open' | 'ended',
): readonly (readonly IssueNumber[])[] {
  const last = records.get(issue)?.at(-1)
  const of = last?.predicate.plan?.together?.of
  if (last === undefined || of === undefined || isOver(last) !== (so === 'ended')) return []
  return [of.map((part) => part.issue)]
}

interface NextGroup extends Pick<Endings, 'line' | 'tried'> {
  /** Most ends for which there are calls. */
  readonly most: number
}

/** Those whose turn it is first, among the ends that go together and were not tried. */
function nextGroup(due: Due, { tried, line, most }: NextGroup): DueEnds | null {
  const places = new Map(line.map((issue, place) => [issue, place]))
  for (const ends of untried(due, tried)) {
    const group = firstOf(ends, { most, placeOf: (issue) => places.get(issue) ?? line.length })
    if (group.ends.length > 1) return group
  }
  return null
}

/** Issues that could end together by what the records tell, and were not tried. */
function groupsOf(due: Due, tried: ReadonlySet<IssueNumber>): readonly (readonly IssueNumber[])[] {
  if (due.unreadable.length > 0) return []
  return untried(due, tried).map(({ ends }) => ends.map(({ issue }) => issue))
}

function untried({ records, policy, at }: Due, tried: ReadonlySet<IssueNumber>): readonly DueEnds[] {
  return dueTogether(records, policy, at)
    .map((due) => ({ ...due, ends: due.ends.filter(({ issue }) => !tried.has(issue)) }))
    .filter(({ ends }) => ends.length > 1)
}

interface Carried {
  /** `unrecorded`: what others have merged in the same files has to be on record before. */
  readonly state: 'merged' | 'waiting' | 'unrecorded'
  /** The first of them first; none where no two can go together. Where others come before, those. */
  readonly issues: readonly IssueNumber[]
}

async function carryOut(hands: Hands, group: DueEnds, { records }: Due): Promise<Carried> {
  let left = group
  for (let attempt = 1; attempt <= attemptsMax && left.ends.length > 1; attempt += 1) {
    const looks = await lookAt(
      hands.reader,
      left.ends.map(({ issue }) => issue),
    )
    left = unlocked(unspoken(left, looks), looks)
    const found = await findCompany(hands.reader, left, looks, records).catch(nullIfMoved)
    if (found === undefined) continue
    if (found.unrecorded.length > 0) return { state: 'unrecorded', issues: found.unrecorded }
    const { company } = found
    if (company === null) break
    const issues = company.together.of.map(({ issue }) => issue)
    const apart = await agree(hands, company)
    if (apart === 'merged') return { state: 'merged', issues }
    if (apart !== null) {
      left = without(left, [apart])
      continue
    }
    const head = agreedHead(company, await lookAt(hands.reader, issues))
    const [first] = issues
    if (head === null || first === undefined) continue
    const result = await run(hands, first, { ...company, merges: head })
    if (isThrough(result)) return { state: 'merged', issues }
    // A head that was made on what is behind by now is made anew; whatever else it waits for, it is waited for by the next sweep.
    if (!isBehind(result)) return { state: 'waiting', issues }
  }
  return { state: 'waiting', issues: [] }
}

/** Undefined where something was merged while it was read. */
function nullIfMoved(error: unknown): undefined {
  if (isWorthAnotherLook(error)) return undefined
  throw error
}

/** Ends whose one change was merged by a run that came no further; the records of each of them tell of it. */
async function mergedBefore(
  hands: Hands,
  due: Due,
  open: readonly IssueNumber[],
): Promise<readonly (readonly IssueNumber[])[]> {
  const changes = new Map(
    open.map((issue) => {
      const { plan, pull } = due.records.get(issue)?.at(-1)?.predicate ?? {}
      return [`${plan?.repository} ${pull?.number} ${plan?.digest}`, issue]
    }),
  )
  const merged: (readonly IssueNumber[])[] = []
  for (const issue of changes.values()) {
    const result = await reconcile(hands.reader, hands.writer, issue)
    hands.tell(issue, result)
    if (isThrough(result)) merged.push(...issuesOf(due, issue, 'open'))
  }
  return merged
}

/** Records what somebody has merged. Where that does not work, what waits for it is held, and says so. */
async function recordMerge({ reader, writer, tell }: Hands, issue: IssueNumber): Promise<void> {
  const result = await reconcile(reader, writer, issue).catch(nullIfItsOwn)
  if (result !== null) tell(issue, result)
}

/** Null for what keeps one of them from going on: it fails again where it goes alone, and is told there. What any of them would meet ends the run. */
function nullIfItsOwn(error: unknown): null {
  const isOfAll =
    error instanceof GitHubError &&
    (['rate-limited', 'unauthorised'].includes(error.failure) || isWorthAnotherLook(error))
  if (isOfAll) throw error
  return null
}

function without(due: DueEnds, issues: readonly IssueNumber[]): DueEnds {
  return { ...due, ends: due.ends.filter(({ issue }) => !issues.includes(issue)) }
}

async function lookAt(reader: Reader, issues: readonly IssueNumber[]): Promise<readonly FirstLook[]> {
  const looks: FirstLook[] = []
  for (let at = 0; at < issues.length; at += looksAtOnce) {
    const seen = await Promise.all(
      issues.slice(at, at + looksAtOnce).map((issue) => observeIssue(reader, issue).catch(nullIfItsOwn)),
    )
    looks.push(...seen.flatMap((look) => look ?? []))
  }
  return looks
}

interface FoundCompany {
  /** The one change, of what stands at the target now; null where fewer than two can go together. */
  readonly company: Company | null
  /** Others whose merges have to be on record before anybody can tell. */
  readonly unrecorded: readonly IssueNumber[]
}

async function findCompany(
  reader: Reader,
  due: DueEnds,
  looks: readonly FirstLook[],
  records: Due['records'],
): Promise<FoundCompany> {
  const [first] = due.ends
  const seen = looks.find(({ issue }) => issue.number === first?.issue)
  if (first === undefined || seen === undefined || due.ends.length < 2)
    return { company: null, unrecorded: [] }
  const there = due.repository ?? seen.repository
  const prefix = branchPrefix(seen.repository, there)
  const needs: DetailNeeds = {
    kind: 'details',
    repository: due.repository,
    prefix,
    branch: branchOf(prefix, first),
    target: due.branch,
    paths: [...new Set(due.ends.flatMap(pathsOf))].sort(),
    people: [],
    everyone: false,
    accounts: [],
    teams: [],
  }
  const merges = due.ends.flatMap((end) => end.merges)
  const [{ target: found, manifests }, history] = await Promise.all([
    observeDetails(reader, seen, needs),
    observeTogether(reader.at(there), [...records.values()].flat(), merges),
  ])
  const company = found.reached ? companyFor(due, { target: found, prefix }, history, manifests) : null
  return { company, unrecorded: history.unrecorded }
}

/** Has each of them propose and approve the one change. Answers the first that cannot, or that they are merged; null where all have. */
async function agree(hands: Hands, company: Company): Promise<IssueNumber | 'merged' | null> {
  for (const { issue } of company.together.of) {
    const result = await run(hands, issue, company).catch(nullIfItsOwn)
    if (result === null) return issue
    if (isThrough(result)) return 'merged'
    const last = result.reading?.snapshot.ledger.records.at(-1)?.predicate
    if (last?.decision !== 'approved' || last.plan?.digest !== company.digest) return issue
  }
  return null
}

async function run(
  { reader, writer, tell }: Hands,
  issue: IssueNumber,
  company: Company,
): Promise<Reconciled> {
  const result = await reconcile(reader, writer, issue, goal, company)
  tell(issue, result)
  return result
}

/** The chapter that ends the request has ended. */
function isThrough({ decision, reading }: Reconciled): boolean {
  const cause = reading?.snapshot.ledger.records.at(-1)?.predicate.cause.kind
  return cause === 'ended' && (decision?.state === 'merged' || decision?.state === 'failed')
}

function isBehind({ reading }: Reconciled): boolean {
  const snapshot = reading?.snapshot
  return snapshot !== undefined && isSnapshot(snapshot) && snapshot.details.pull?.mergeState === 'behind'
}
