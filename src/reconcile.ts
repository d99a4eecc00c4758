import { setTimeout as sleep } from 'node:timers/promises'
import { act } from './act/act.js'
import { readComments } from './decide/command/read-commands.js'
import { decide } from './decide/decide.js'
import { needs } from './decide/needs.js'
import { holdForFailure } from './decide/state/hold-for-failure.js'
import { GitHubError } from './github/errors.js'
import { isWorthAnotherLook } from './github/is-worth-another-look.js'
import type { Reader } from './github/reader.js'
import type { Writer } from './github/writer.js'
import type { Decision } from './model/decision.js'
import type { Effect } from './model/effect.js'
import type { Outcome } from './model/fact.js'
import type { IssueNumber } from './model/ids.js'
import type { Snapshot } from './model/snapshot.js'
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

/** Most rounds of deciding and writing; a request needs at most six, so more would mean that writes do not take. */
const roundsMax = 12
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
  const waits = [...mergeabilityWaitsMs]
  let allowed = false
  let snapshot = await observe(reader, issue)
  for (let round = 1; round <= roundsMax; round += 1) {
    if (snapshot === null) return { snapshot, decision: null }
    const decision = goal.decide(snapshot)
    if (decision.reasons.includes('merge/state-outdated') && decision.effects.length === 0) {
      // What was written may have been what the merge waited for; nobody has to compute anything, so one look is enough.
      snapshot = await lookAgain(reader, snapshot)
      allowed = false
      continue
    }
    const wait = decision.reasons.includes('merge/mergeability-unknown') ? waits.shift() : undefined
    if (wait !== undefined) {
      // GitHub computes mergeability when somebody asks; only a request that waits for nothing else is asked about again.
      await sleep(wait)
      snapshot = await observe(reader, issue)
      continue
    }
    if (decision.effects.length === 0) {
      if (!allowed || decision.state !== 'approved') return { snapshot, decision }
      // Another run may have taken the approval back before this one’s word landed, and then nobody else would take that back.
      snapshot = await lookAgain(reader, snapshot)
      allowed = false
      continue
    }
    allowed ||= decision.effects.some(allowsMerge)
    snapshot = await write(reader, writer, snapshot, decision, goal, outcomes)
  }
  throw new Error(`issue ${issue} is not settled after ${roundsMax} rounds`)
}

/** Whether GitHub, or a person, could merge because of it once the run is over. */
function allowsMerge(effect: Effect): boolean {
  return effect.kind === 'arm-merge' || (effect.kind === 'set-gate' && effect.state === 'open')
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
    return await complete(
      reader,
      written.reduce((snapshot, { fact }) => foldFact(snapshot, fact), before),
    )
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

/**
 * Reads everything once more, but for what GitHub said to a merge, which is of this very run, and all at once: what has to
 * be read is guessed to be what it was, and where that was wrong, it is read as at the beginning.
 */
async function lookAgain(reader: Reader, before: Snapshot): Promise<Snapshot | null> {
  const need = needs({ ...before, details: null })
  if (need?.kind !== 'details') return observe(reader, before.issue.number)
  const [found, details] = await Promise.all([
    look(reader, before.issue.number),
    observeDetails(reader, before, need),
  ])
  if (found === null) return null
  // What the details say of the ledger is of the records that were known; another run may have added one.
  const recorded = found.ledger.records.length === before.ledger.records.length
  const same = recorded && JSON.stringify(needs(found)) === JSON.stringify(need)
  if (!same || found.repository.commit !== before.repository.commit) return complete(reader, found)
  const mergeRefusal = before.details?.mergeRefusal ?? null
  return complete(reader, { ...found, details: { ...details, mergeRefusal } })
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
      const merge = await observeMerge(reader.at(snapshot.details.target), need.commit)
      return { ...snapshot, details: { ...snapshot.details, merge } }
    }
  }
}
