import { setTimeout as sleep } from 'node:timers/promises'
import { act } from './act/act.js'
import { decide } from './decide/decide.js'
import { needs } from './decide/needs.js'
import { GitHubError } from './github/errors.js'
import type { Reader } from './github/reader.js'
import type { Writer } from './github/writer.js'
import type { Decision } from './model/decision.js'
import type { Outcome } from './model/fact.js'
import type { IssueNumber } from './model/ids.js'
import type { Snapshot } from './model/snapshot.js'
import { foldFact } from './observe/fold-fact.js'
import { observeDetails } from './observe/observe-details.js'
import { observeIssue } from './observe/observe-issue.js'
import { observeMerge } from './observe/observe-merge.js'

/** Where an issue is after a run, and what the run wrote. */
export interface Reconciled {
  readonly snapshot: Snapshot | null
  readonly decision: Decision | null
  readonly outcomes: readonly Outcome[]
}

/** Most rounds of deciding and writing; a request needs at most six, so more would mean that writes do not take. */
const roundsMax = 12
/** How often a run starts over when something moved under it or a write went unanswered. */
const startsMax = 4
/** Waits for GitHub to find out whether a pull request can be merged, in milliseconds; then the next run goes on. */
const mergeabilityWaitsMs = [1000, 2000, 4000] as const

/**
 * Brings one issue to where it has to be: observe, decide, write, until there is nothing left to write. The event that woke the run
 * gives only the number. Running it again, twice at once, or after a crash in the middle leads to the same end.
 * @throws GitHubError when GitHub does not answer or does not permit something; the next run goes on from there.
 */
export async function reconcile(reader: Reader, writer: Writer, issue: IssueNumber): Promise<Reconciled> {
  const outcomes: Outcome[] = []
  for (let start = 1; ; start += 1) {
    try {
      return { ...(await converge(reader, writer, issue, outcomes)), outcomes }
    } catch (error) {
      if (start === startsMax || !isWorthAnotherLook(error)) throw error
    }
  }
}

/** What a run would find and decide, without any way to write. */
export async function explore(reader: Reader, issue: IssueNumber): Promise<Omit<Reconciled, 'outcomes'>> {
  const snapshot = await observe(reader, issue)
  return { snapshot, decision: snapshot === null ? null : decide(snapshot) }
}

async function converge(reader: Reader, writer: Writer, issue: IssueNumber, outcomes: Outcome[]) {
  let snapshot = await observeWhenMergeable(reader, issue)
  for (let round = 1; round <= roundsMax; round += 1) {
    if (snapshot === null) return { snapshot, decision: null }
    const decision = decide(snapshot)
    if (decision.effects.length === 0) return { snapshot, decision }
    const written = await act(writer, snapshot, decision.effects)
    outcomes.push(...written)
    for (const { fact } of written) snapshot = foldFact(snapshot, fact)
    snapshot = await complete(reader, snapshot)
  }
  throw new Error(`issue ${issue} is not settled after ${roundsMax} rounds`)
}

async function observe(reader: Reader, issue: IssueNumber): Promise<Snapshot | null> {
  const snapshot = await observeIssue(reader, issue)
  return snapshot === null ? null : complete(reader, snapshot)
}

/** GitHub computes mergeability when somebody asks; only a request that waits for nothing else is asked about again. */
async function observeWhenMergeable(reader: Reader, issue: IssueNumber): Promise<Snapshot | null> {
  for (const wait of mergeabilityWaitsMs) {
    const snapshot = await observe(reader, issue)
    if (snapshot === null || !decide(snapshot).reasons.includes('merge/mergeability-unknown')) return snapshot
    await sleep(wait)
  }
  return observe(reader, issue)
}

/** Reads what deciding still needs. */
async function complete(reader: Reader, snapshot: Snapshot): Promise<Snapshot> {
  const need = needs(snapshot)
  if (need === null) return snapshot
  switch (need.kind) {
    case 'details':
      return complete(reader, { ...snapshot, details: await observeDetails(reader, snapshot, need) })
    case 'merge': {
      if (snapshot.details === null) throw new Error('a merge is looked at before its pull request')
      const merge = await observeMerge(reader, need.commit)
      return { ...snapshot, details: { ...snapshot.details, merge } }
    }
  }
}

/** Something moved since it was read, or a write got no answer and may have landed: both are settled by looking again. */
function isWorthAnotherLook(error: unknown): boolean {
  if (!(error instanceof GitHubError)) return false
  return error.failure === 'moved' || (error.failure === 'unavailable' && error.write)
}
