import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { act } from './act/act.js'
import type { LookAtLedger } from './act/append-record.js'
import { decide } from './core/decide/decide.js'
import { holdForFailure } from './core/decide/hold-for-failure.js'
import { decideAndTell } from './core/decide/notices.js'
import { type FirstReading, isWhole, read } from './core/decide/reading.js'
import { GitHubError, isLasting, isWorthAnotherLook } from './github/errors.js'
import type { Reader } from './github/reader.js'
import type { Writer } from './github/writer.js'
import { complete, decidesAlike, look, lookAgain, lookAtMerge, ofThisRun } from './look.js'
import type { Decision } from './model/decision.js'
import { type Effect, effectKey } from './model/effect.js'
import type { Outcome } from './model/fact.js'
import type { IssueNumber } from './model/ids.js'
import type { Send } from './model/notice.js'
import type { FirstLook } from './model/snapshot.js'
import { foldFact } from './observe/fold-fact.js'
import { observeIssue } from './observe/observe-issue.js'
import { observeLedgerTip } from './observe/observe-ledger-tip.js'

/** What a run may write: all that brings the issue to its end, or less. */
export interface Goal {
  readonly decide: (reading: FirstReading) => Decision
  /** What to write on the issue when GitHub does not let the run go on. */
  readonly tellFailure: typeof holdForFailure
  /** Delivers what `decide` tells receivers; left out where it tells nobody. */
  readonly send?: Send
}

const everything: Goal = { decide, tellFailure: holdForFailure }

/** All of it, and whoever is to be told is told. */
export function telling(send: Send): Goal {
  return { decide: decideAndTell, tellFailure: holdForFailure, send }
}

/** Where an issue is after a run, and what the run wrote. */
export interface Reconciled {
  /** Null where there is no such issue. */
  readonly reading: FirstReading | null
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
/** How often a run starts over when something moved under it or a write went unanswered; records of other issues alone start none over. */
const startsMax = 8
/** Longest wait before a run starts over, in milliseconds for each start; its length is left to chance, so that runs in step fall out of it. */
const restartWaitMs = 150
/** Longest wait before a record is appended once more, in milliseconds for each attempt, as for a start. */
const appendWaitMs = 50
/** Waits for GitHub to find out whether a pull request can be merged, in milliseconds; then the next run goes on. */
const mergeabilityWaitsMs = [1000, 2000, 4000] as const

/**
 * Brings one issue to where it has to be: observe, decide, write, until there is nothing left to write. The event that woke the run
 * gives only the number. Running it again, twice at once, or after a crash in the middle leads to the same end.
 * @param company how the end of the request is carried out, where the sweep says that.
 * @throws GitHubError when GitHub does not answer or does not permit something; the next run goes on from there.
 */
export async function reconcile(
  reader: Reader,
  writer: Writer,
  issue: IssueNumber,
  goal: Goal = everything,
  company?: FirstLook['company'],
): Promise<Reconciled> {
  const outcomes: Outcome[] = []
  for (let start = 1; ; start += 1) {
    try {
      const first = withTold(await look(reader, issue, undefined, company), outcomes)
      return { ...(await converge(reader, writer, first, goal, outcomes)), outcomes }
    } catch (error) {
      if (start === startsMax || !isWorthAnotherLook(error)) throw error
      await sleep(Math.random() * restartWaitMs * start)
    }
  }
}

/** A run that starts over knows whom it has told already. */
function withTold(reading: FirstReading | null, outcomes: readonly Outcome[]): FirstReading | null {
  const told = outcomes.flatMap(({ fact }) => (fact.kind === 'told' ? [fact.told] : []))
  return reading === null || told.length === 0 ? reading : read({ ...reading.snapshot, told }, reading)
}

/**
 * What a run would find and decide, without any way to write.
 * @param suppose what else to take for observed, as in “what if bob approved now?”.
 */
export async function explore(
  reader: Reader,
  issue: IssueNumber,
  suppose: (seen: FirstLook) => FirstLook = (seen) => seen,
): Promise<Omit<Reconciled, 'outcomes'>> {
  const found = await observeIssue(reader, issue)
  const reading = found === null ? null : await complete(reader, read(suppose(found)))
  return { reading, decision: reading === null ? null : decide(reading) }
}

async function converge(
  reader: Reader,
  writer: Writer,
  first: FirstReading | null,
  goal: Goal,
  outcomes: Outcome[],
) {
  const progress: Progress = { waits: [...mergeabilityWaitsMs], allowed: false, confirmations: 0, wrote: [] }
  let reading = first
  for (let round = 1; round <= roundsMax; round += 1) {
    if (reading === null) return { reading, decision: null }
    const decision = goal.decide(reading)
    const further = furtherLook(decision, progress)
    if (further === null && decision.effects.length === 0) return { reading, decision }
    if (further !== null) {
      reading = await further(reader, reading)
      continue
    }
    const confirmed: Confirmed = await confirm(reader, reading, decision, progress)
    reading = confirmed.reading
    if (reading === null || !confirmed.holds) continue
    const { effects } = decision
    const kept = effects.filter((effect) => progress.wrote.some((each) => isDeepStrictEqual(each, effect)))
    if (kept.length > 0) throw await keptAsItWas(writer, reading.snapshot, kept, goal)
    progress.allowed ||= effects.some(allowsMerge)
    progress.wrote = effects
    reading = await write(reader, writer, reading, decision, goal, outcomes)
  }
  const issue = first?.snapshot.issue.number
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

type Look = (reader: Reader, before: FirstReading) => Promise<FirstReading | null>

/** Whether to look once more instead of doing what was decided, or of ending the run. */
function furtherLook(decision: Decision, progress: Progress): Look | null {
  const atRest = decision.effects.length === 0
  // What was written may have been what the merge waited for; nobody has to compute anything, so one look is enough. Or another run may
  // have taken the approval back before this one’s word landed, and then nobody else would take that back.
  const again = decision.next === 'look-again' || (progress.allowed && decision.state === 'approved')
  if (atRest && again) {
    progress.allowed = false
    progress.wrote = []
    return lookAgain
  }
  const wait = decision.next === 'wait' ? progress.waits.shift() : undefined
  if (wait === undefined) return null
  progress.wrote = []
  // GitHub computes mergeability when somebody asks; only a request that waits for nothing else is asked about again.
  return async (reader, before) => {
    await sleep(wait)
    const seen = await look(reader, before.snapshot.issue.number, before)
    return seen === null ? null : ofThisRun(before, seen)
  }
}

interface Confirmed {
  readonly reading: FirstReading | null
  /** Whether the decision stands; otherwise what was seen is to be decided on. */
  readonly holds: boolean
}

/**
 * Looks once more directly before a merge: what was decided on may be old by now, because records were written since, and because reading
 * a long issue takes its time.
 */
async function confirm(
  reader: Reader,
  before: FirstReading,
  { effects }: Decision,
  progress: Progress,
): Promise<Confirmed> {
  if (!effects.some(merges) || progress.confirmations === confirmationsMax)
    return { reading: before, holds: true }
  const reading = await lookAgain(reader, before)
  if (reading !== null && isWhole(before) && decidesAlike(before, reading)) return { reading, holds: true }
  progress.confirmations += 1
  progress.wrote = []
  return { reading, holds: false }
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
  snapshot: FirstLook,
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
  before: FirstReading,
  decision: Decision,
  goal: Goal,
  outcomes: Outcome[],
) {
  // What has been written already is not told as something that is still to come.
  let folded: FirstLook = before.snapshot
  try {
    const written = await act(
      writer,
      before.snapshot,
      decision.effects,
      lookAtLedger(reader, before),
      goal.send,
    )
    outcomes.push(...written)
    folded = written.reduce((seen, { fact }) => foldFact(seen, fact), folded)
    const after = read(folded, before)
    const merged = written.some(({ fact }) => fact.kind === 'pull-merged')
    return await (merged && isWhole(after) ? lookAtMerge(reader, after) : complete(reader, after))
  } catch (error) {
    if (error instanceof GitHubError && isLasting(error)) await tell(writer, folded, goal, error)
    throw error
  }
}

/**
 * How to look at the ledger alone where a record of another issue came first. What takes a request back rests on the records of others, so
 * there everything is looked at anew.
 */
function lookAtLedger(reader: Reader, before: FirstReading): LookAtLedger | null {
  if (isWhole(before) && before.snapshot.details.history !== null) return null
  return async (attempt) => {
    await sleep(Math.random() * appendWaitMs * attempt)
    return observeLedgerTip(reader, before.snapshot)
  }
}

/** A failure that another run will meet again is told on the issue as well, as far as that can be written. */
async function tell(
  writer: Writer,
  snapshot: FirstLook,
  goal: Goal,
  { operation, permission }: GitHubError,
): Promise<void> {
  await act(writer, snapshot, goal.tellFailure(snapshot, { operation, permission })).catch(() => [])
}
