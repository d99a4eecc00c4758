import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { act } from './act/act.js'
import { readComments } from './decide/command/read-commands.js'
import { decide } from './decide/decide.js'
import { needs } from './decide/needs.js'
import { holdForFailure } from './decide/state/hold-for-failure.js'
import { whatCounts } from './decide/what-counts.js'
import { GitHubError } from './github/errors.js'
import { isWorthAnotherLook } from './github/is-worth-another-look.js'
import type { Reader } from './github/reader.js'
import type { Writer } from './github/writer.js'
import type { Decision } from './model/decision.js'
import { type Effect, effectKey } from './model/effect.js'
import type { Outcome } from './model/fact.js'
import type { IssueNumber } from './model/ids.js'
import type { Details, Snapshot } from './model/snapshot.js'
import { foldFact } from './observe/fold-fact.js'
import { observeComments } from './observe/observe-comments.js'
import { observeDetails } from './observe/observe-details.js'
import { observeIssue } from './observe/observe-issue.js'
import { observeMerge } from './observe/observe-merge.js'
import { observeOtherRecords } from './observe/observe-other-records.js'
import { observeTeams } from './observe/observe-teams.js'

/** What a run may write: all that brings the issue to its end, or less. */
export interface Goal {
  readonly decide: (snapshot: Snapshot) => Decision
  /** What to write on the issue when GitHub does not let the run go on. */
  readonly tellFailure: typeof holdForFailure
}

const everything: Goal = { decide, tellFailure: holdForFailure }

/** Where an issue is after a run, and what the run wrote. */
export interface Reconciled {
  readonly snapshot: Snapshot | null
  readonly decision: Decision | null
  readonly outcomes: readonly Outcome[]
}

/**
 * Most rounds of deciding, looking and writing. A request that is proposed, approved, moved onto a newer base and merged in one run takes about
 * fifteen; more would mean that writes do not take.
 */
const roundsMax = 32
/** Looks that found something new directly before a merge; then what was seen last is decided on, so that nobody can hold a merge up by writing without a pause. */
const confirmationsMax = 4
/** How often a run starts over when something moved under it or a write went unanswered; runs about other issues move the ledger too. */
const startsMax = 8
/** Longest wait before a run starts over, in milliseconds for each start; its length is left to chance, so that runs in step fall out of it. */
const restartWaitMs = 150
/** Waits for GitHub to find out whether a pull request can be merged, in milliseconds; then the next run goes on. */
const mergeabilityWaitsMs = [1000, 2000, 4000] as const

/**
 * Brings one issue to where it has to be: observe, decide, write, until there is nothing left to write. The event that woke the run
 * gives only the number. Running it again, twice at once, or after a crash in the middle leads to the same end.
 * @throws GitHubError when GitHub does not answer or does not permit something; the next run goes on from there.
 */
export async function reconcile(
  reader: Reader,
  writer: Writer,
  issue: IssueNumber,
  goal: Goal = everything,
): Promise<Reconciled> {
  const outcomes: Outcome[] = []
  for (let start = 1; ; start += 1) {
    try {
      return { ...(await converge(reader, writer, issue, goal, outcomes)), outcomes }
    } catch (error) {
      if (start === startsMax || !isWorthAnotherLook(error)) throw error
      await sleep(Math.random() * restartWaitMs * start)
    }
  }
}

/**
 * What a run would find and decide, without any way to write.
 * @param suppose what else to take for observed, as in “what if bob approved now?”.
 */
export async function explore(
  reader: Reader,
  issue: IssueNumber,
  suppose: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot,
): Promise<Omit<Reconciled, 'outcomes'>> {
  const found = await look(reader, issue)
  const snapshot = found === null ? null : await complete(reader, suppose(found))
  return { snapshot, decision: snapshot === null ? null : decide(snapshot) }
}

async function converge(reader: Reader, writer: Writer, issue: IssueNumber, goal: Goal, outcomes: Outcome[]) {
  const progress: Progress = { waits: [...mergeabilityWaitsMs], allowed: false, confirmations: 0, wrote: [] }
  let snapshot = await observe(reader, issue)
  for (let round = 1; round <= roundsMax; round += 1) {
    if (snapshot === null) return { snapshot, decision: null }
    const decision = goal.decide(snapshot)
    const look = furtherLook(decision, progress)
    if (look === null && decision.effects.length === 0) return { snapshot, decision }
    if (look !== null) {
      snapshot = await look(reader, snapshot)
      continue
    }
    const confirmed: Confirmed = await confirm(reader, snapshot, decision, progress)
    snapshot = confirmed.snapshot
    if (snapshot === null || !confirmed.holds) continue
    const { effects } = decision
    const kept = effects.filter((effect) => progress.wrote.some((each) => isDeepStrictEqual(each, effect)))
    if (kept.length > 0) throw await keptAsItWas(writer, snapshot, kept, goal)
    progress.allowed ||= effects.some(allowsMerge)
    progress.wrote = effects
    snapshot = await write(reader, writer, snapshot, decision, goal, outcomes)
  }
  throw new Error(`issue ${issue} is not settled after ${roundsMax} rounds`)
}

/** What a run keeps in mind from one round to the next. */
interface Progress {
  /** Waits for GitHub that are left. */
  readonly waits: number[]
  /** Whether the run has written something because of which GitHub or a person could merge, and has not looked since. */
  allowed: boolean
  confirmations: number
  /** What was written in the round before. */
  wrote: readonly Effect[]
}

type Look = (reader: Reader, snapshot: Snapshot) => Promise<Snapshot | null>

/** Whether to look once more instead of doing what was decided, or of ending the run. */
function furtherLook(decision: Decision, progress: Progress): Look | null {
  const atRest = decision.effects.length === 0
  // What was written may have been what the merge waited for; nobody has to compute anything, so one look is enough. Or another run may
  // have taken the approval back before this one’s word landed, and then nobody else would take that back.
  const again =
    decision.reasons.includes('merge/state-outdated') || (progress.allowed && decision.state === 'approved')
  if (atRest && again) {
    progress.allowed = false
    progress.wrote = []
    return lookAgain
  }
  const wait = decision.reasons.includes('merge/mergeability-unknown') ? progress.waits.shift() : undefined
  if (wait === undefined) return null
  progress.wrote = []
  // GitHub computes mergeability when somebody asks; only a request that waits for nothing else is asked about again.
  return async (reader, before) => {
    await sleep(wait)
    const seen = await observe(reader, before.issue.number)
    return seen === null ? null : ofThisRun(before, seen)
  }
}

interface Confirmed {
  readonly snapshot: Snapshot | null
  /** Whether the decision stands; otherwise what was seen is to be decided on. */
  readonly holds: boolean
}

/**
 * Looks once more directly before a merge: what was decided on may be old by now, because records were written since, and because reading
 * a long issue takes its time.
 */
async function confirm(
  reader: Reader,
  before: Snapshot,
  { effects }: Decision,
  progress: Progress,
): Promise<Confirmed> {
  if (!effects.some(merges) || progress.confirmations === confirmationsMax)
    return { snapshot: before, holds: true }
  const snapshot = await lookAgain(reader, before)
  if (snapshot !== null && decidesAlike(before, snapshot)) return { snapshot, holds: true }
  progress.confirmations += 1
  progress.wrote = []
  return { snapshot, holds: false }
}

/** Whether GitHub, or a person, could merge because of it once the run is over. */
function allowsMerge(effect: Effect): boolean {
  return effect.kind === 'arm-merge' || (effect.kind === 'set-gate' && effect.state === 'open')
}

/** Whether GitHub merges because of it, now or later. */
function merges(effect: Effect): boolean {
  return effect.kind === 'merge-pull' || effect.kind === 'arm-merge'
}

/** The run writes what it has just written: GitHub answered that it had, and what it answered says otherwise. */
async function keptAsItWas(
  writer: Writer,
  snapshot: Snapshot,
  effects: readonly Effect[],
  goal: Goal,
): Promise<GitHubError> {
  const error = new GitHubError({
    failure: 'refused',
    operation: `keep what the toolkit wrote (${effects.map(effectKey).join(', ')})`,
    status: 200,
    detail: 'it answered that the write was done, and what is there is not what was written',
    permission: null,
    write: true,
    cause: undefined,
  })
  await tell(writer, snapshot, goal, error)
  return error
}

async function write(
  reader: Reader,
  writer: Writer,
  before: Snapshot,
  decision: Decision,
  goal: Goal,
  outcomes: Outcome[],
) {
  try {
    const written = await act(writer, before, decision.effects)
    outcomes.push(...written)
    const after = written.reduce((snapshot, { fact }) => foldFact(snapshot, fact), before)
    const commit = after.details?.pull?.mergeCommit ?? null
    const merged = written.some(({ fact }) => fact.kind === 'pull-merged')
    return await (merged && commit !== null ? lookAtMerge(reader, after) : complete(reader, after))
  } catch (error) {
    if (error instanceof GitHubError && isForMaintainers(error)) await tell(writer, before, goal, error)
    throw error
  }
}

/** A failure that another run will meet again is told on the issue as well, as far as that can be written. */
async function tell(
  writer: Writer,
  snapshot: Snapshot,
  goal: Goal,
  { operation, permission }: GitHubError,
): Promise<void> {
  await act(writer, snapshot, goal.tellFailure(snapshot, { operation, permission })).catch(() => [])
}

function isForMaintainers({ failure }: GitHubError): boolean {
  return failure === 'forbidden' || failure === 'not-found' || failure === 'refused'
}

async function observe(reader: Reader, issue: IssueNumber): Promise<Snapshot | null> {
  const snapshot = await look(reader, issue)
  return snapshot === null ? null : complete(reader, snapshot)
}

/** The issue with its comments read, once for all the rounds of a run. */
async function look(reader: Reader, issue: IssueNumber): Promise<Snapshot | null> {
  const snapshot = await observeIssue(reader, issue)
  return snapshot === null ? null : heard(snapshot)
}

function heard(snapshot: Snapshot): Snapshot {
  return { ...snapshot, issue: { ...snapshot.issue, comments: readComments(snapshot.issue.comments) } }
}

/** What only this run knows: what GitHub said to its merge, and how often it has replaced the head. */
function ofThisRun(before: Snapshot, seen: Snapshot): Snapshot {
  if (before.details === null || seen.details === null) return seen
  const { mergeRefusal, replacements } = before.details
  return { ...seen, details: { ...seen.details, mergeRefusal, replacements } }
}

/** Null where the branch has moved since the first look: what was guessed to be read does not fit together. */
async function unlessMoved(details: Promise<Details>): Promise<Details | null> {
  try {
    return await details
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'moved') return null
    throw error
  }
}

/**
 * Reads everything once more, but for what GitHub said to a merge, which is of this very run, and all at once: what has to
 * be read is guessed to be what it was, and where that was wrong, it is read as at the beginning.
 */
async function lookAgain(reader: Reader, before: Snapshot): Promise<Snapshot | null> {
  const need = needs({ ...before, details: null })
  if (need?.kind !== 'details') return observe(reader, before.issue.number)
  const [seen, details] = await Promise.all([
    look(reader, before.issue.number),
    unlessMoved(observeDetails(reader, before, need)),
  ])
  if (seen === null) return null
  const found = await withOlderComments(reader, seen)
  // What the details say of the ledger is of the records that were known; another run may have added one.
  const recorded = found.ledger.records.length === before.ledger.records.length
  const same = recorded && JSON.stringify(needs(found)) === JSON.stringify(need)
  if (details === null || !same || found.repository.commit !== before.repository.commit)
    return ofThisRun(before, await complete(reader, found))
  return complete(reader, ofThisRun(before, { ...found, details }))
}

/** Whether two looks lead to the same decision, without deciding. */
function decidesAlike(before: Snapshot, seen: Snapshot): boolean {
  return isDeepStrictEqual(whatCounts(before), whatCounts(seen))
}

/**
 * Looks at everything once more right after the merge: what people did while it was running, where the pull request went, and what stands there
 * now. The manifests stay as they were, because they are what the plan was made of.
 */
async function lookAtMerge(reader: Reader, after: Snapshot): Promise<Snapshot> {
  const { details } = after
  const guess = needs({ ...after, details: null })
  const need = needs(after)
  if (details === null || guess?.kind !== 'details' || need?.kind !== 'merge') return complete(reader, after)
  const [looked, seen, merge] = await Promise.all([
    look(reader, after.issue.number),
    observeDetails(reader, after, { ...guess, paths: [] }),
    observeMerge(reader.at(details.target), need),
  ])
  // The issue may have been deleted meanwhile; what was merged is recorded all the same.
  const found = looked === null ? after : await withOlderComments(reader, looked)
  const wanted = needs({ ...found, details: null })
  const recorded = found.ledger.records.length === after.ledger.records.length
  const same = recorded && JSON.stringify(wanted) === JSON.stringify(guess)
  const now =
    same || wanted?.kind !== 'details' ? seen : await observeDetails(reader, found, { ...wanted, paths: [] })
  const { authority, ledgerDoubts = [] } = now
  return { ...found, details: { ...details, authority, ledgerDoubts, ...landed(details, now), merge } }
}

/** GitHub may show the pull request open for a moment longer, and a token may have lost its sight of it. */
function landed(before: Details, now: Details): Pick<Details, 'branch' | 'pull'> {
  if (now.pull === null || before.pull === null) return { branch: before.branch, pull: before.pull }
  const { state, mergeCommit } = before.pull
  return { branch: now.branch, pull: { ...now.pull, state, mergeCommit } }
}

async function withOlderComments(reader: Reader, found: Snapshot): Promise<Snapshot> {
  const { olderComments } = found.issue
  return olderComments === null ? found : heard(await observeComments(reader, found, olderComments))
}

/** Reads what deciding still needs. */
async function complete(reader: Reader, snapshot: Snapshot): Promise<Snapshot> {
  const need = needs(snapshot)
  if (need === null) return snapshot
  switch (need.kind) {
    case 'details':
      return complete(reader, { ...snapshot, details: await observeDetails(reader, snapshot, need) })
    case 'teams':
      return complete(reader, await observeTeams(reader, snapshot, need.teams))
    case 'comments':
      return complete(reader, heard(await observeComments(reader, snapshot, need.before)))
    case 'other-records': {
      if (snapshot.details === null) throw new Error('other requests are looked at before this one')
      const otherRecords = await observeOtherRecords(reader, need.issues)
      return complete(reader, { ...snapshot, details: { ...snapshot.details, otherRecords } })
    }
    case 'merge': {
      if (snapshot.details === null) throw new Error('a merge is looked at before its pull request')
      const merge = await observeMerge(reader.at(snapshot.details.target), need)
      return { ...snapshot, details: { ...snapshot.details, merge } }
    }
  }
}
