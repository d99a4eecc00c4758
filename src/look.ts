import { isDeepStrictEqual } from 'node:util'
import { companyOf } from './core/decide/company.js'
import { waitAlike } from './core/decide/merge-waits.js'
import { furtherNeeds, needs } from './core/decide/needs.js'
import { nextBeginning } from './core/decide/next-chapter.js'
import { type FirstReading, isWhole, type Reading, read } from './core/decide/reading.js'
import { whatCounts } from './core/decide/what-counts.js'
import { GitHubError } from './github/errors.js'
import type { Reader } from './github/reader.js'
import type { IssueNumber } from './model/ids.js'
import type { FurtherNeeds, OutcomeNeeds } from './model/needs.js'
import type { ObservedOutcome } from './model/signal.js'
import type { Details, FirstLook, Snapshot } from './model/snapshot.js'
import { observeComments } from './observe/observe-comments.js'
import { observeDetails } from './observe/observe-details.js'
import { observeHistory } from './observe/observe-history.js'
import { observeIssue } from './observe/observe-issue.js'
import { observeLately } from './observe/observe-lately.js'
import { observeMerge } from './observe/observe-merge.js'
import { observeOtherRecords } from './observe/observe-other-records.js'
import { observeOutcome } from './observe/observe-outcome.js'
import { observePredecessor } from './observe/observe-predecessor.js'
import { observeTeams } from './observe/observe-teams.js'

/**
 * Looks at an issue and reads what it sees; null where there is none.
 * @param before an earlier reading of it; what stands as it stood then is not read again.
 * @param company how the end of the request is carried out, where the sweep says that.
 */
export async function look(
  reader: Reader,
  issue: IssueNumber,
  before?: FirstReading,
  company = before?.snapshot.company,
): Promise<FirstReading | null> {
  const snapshot = await observe(reader, issue, { company, told: before?.snapshot.told })
  return snapshot === null ? null : complete(reader, read(snapshot, before))
}

/** What is known of an issue that the issue itself does not show: what the sweep has found of its end, and whom this run has told. */
interface Known {
  readonly company: FirstLook['company']
  readonly told: FirstLook['told']
}

async function observe(
  reader: Reader,
  issue: IssueNumber,
  { company, told }: Known,
): Promise<FirstLook | null> {
  const seen = await observeIssue(reader, issue)
  if (seen === null) return null
  return {
    ...seen,
    ...(company === undefined ? {} : { company }),
    ...(told === undefined ? {} : { told }),
  }
}

/** What only this run knows: what GitHub said to its merge, and how often it has replaced the head. */
export function ofThisRun(before: FirstReading, seen: FirstReading): FirstReading {
  if (!isWhole(before) || !isWhole(seen)) return seen
  const { mergeRefusal, replacements } = before.snapshot.details
  const details = { ...seen.snapshot.details, mergeRefusal, replacements }
  return read({ ...seen.snapshot, details }, seen)
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
export async function lookAgain(reader: Reader, before: FirstReading): Promise<FirstReading | null> {
  const { issue, ledger, repository, company, told } = before.snapshot
  const need = needs(before)
  if (need?.kind !== 'details') return look(reader, issue.number, before)
  const [seen, details] = await Promise.all([
    observe(reader, issue.number, { company, told }),
    unlessMoved(observeDetails(reader, before.snapshot, need)),
  ])
  if (seen === null) return null
  const found = read(await withOlderComments(reader, seen), before)
  // What the details say of the ledger is of the records that were known; another run may have added one.
  const recorded = found.snapshot.ledger.records.length === ledger.records.length
  const same = recorded && JSON.stringify(needs(found)) === JSON.stringify(need)
  if (details === null || !same || found.snapshot.repository.commit !== repository.commit)
    return ofThisRun(before, await complete(reader, found))
  return complete(reader, ofThisRun(before, read({ ...found.snapshot, details }, found)))
}

/** Whether two looks lead to the same decision, without deciding. */
export function decidesAlike(before: Reading, seen: FirstReading): boolean {
  return (
    isWhole(seen) &&
    isDeepStrictEqual(whatCounts(before.snapshot), whatCounts(seen.snapshot)) &&
    waitAlike(before, seen)
  )
}

/**
 * Looks at everything once more right after the merge: what people did while it was running, where the pull request went, and what stands there
 * now. The manifests stay as they were, because they are what the plan was made of.
 */
export async function lookAtMerge(reader: Reader, after: Reading): Promise<FirstReading> {
  const { issue, ledger, details, company, told } = after.snapshot
  const guess = needs(after)
  const need = furtherNeeds(after)
  if (guess?.kind !== 'details' || need?.kind !== 'merge') return complete(reader, after)
  const [looked, seen, merge] = await Promise.all([
    observe(reader, issue.number, { company, told }),
    observeDetails(reader, after.snapshot, { ...guess, paths: [] }),
    observeMerge(reader.at(details.target), need),
  ])
  // The issue may have been deleted meanwhile; what was merged is recorded all the same.
  const found = looked === null ? after : read(await withOlderComments(reader, looked), after)
  const wanted = needs(found)
  const recorded = found.snapshot.ledger.records.length === ledger.records.length
  const same = recorded && JSON.stringify(wanted) === JSON.stringify(guess)
  const now =
    same || wanted?.kind !== 'details'
      ? seen
      : await observeDetails(reader, found.snapshot, { ...wanted, paths: [] })
  const { authority, ledgerDoubts } = now
  const whole = { ...details, authority, ledgerDoubts, ...landed(details, now), merge }
  return read({ ...found.snapshot, details: whole }, found)
}

/** GitHub may show the pull request open for a moment longer, and a token may have lost its sight of it. */
function landed(before: Details, now: Details): Pick<Details, 'branch' | 'pull'> {
  if (now.pull === null || before.pull === null) return { branch: before.branch, pull: before.pull }
  const { state, mergeCommit } = before.pull
  return { branch: now.branch, pull: { ...now.pull, state, mergeCommit } }
}

async function withOlderComments(reader: Reader, found: FirstLook): Promise<FirstLook> {
  const { olderComments } = found.issue
  return olderComments === null ? found : observeComments(reader, found, olderComments)
}

/** Looks at what deciding still needs. */
export async function complete(reader: Reader, reading: FirstReading): Promise<FirstReading> {
  const seen = isWhole(reading) ? await lookFurther(reader, reading) : await lookCloser(reader, reading)
  return seen === null ? reading : complete(reader, read(seen, reading))
}

/** Null where the first look has told enough. */
async function lookCloser(reader: Reader, reading: FirstReading): Promise<FirstLook | Snapshot | null> {
  const { snapshot } = reading
  const need = needs(reading)
  if (need === null) return null
  if (need.kind === 'comments') return observeComments(reader, snapshot, need.before)
  return { ...snapshot, details: await observeDetails(reader, snapshot, need) }
}

/** Null where everything is known. */
async function lookFurther(reader: Reader, reading: Reading): Promise<Snapshot | null> {
  const { snapshot } = reading
  const need = furtherNeeds(reading)
  return need === null ? null : { ...snapshot, details: await furtherDetails(reader, reading, need) }
}

async function furtherDetails(reader: Reader, reading: Reading, need: FurtherNeeds): Promise<Details> {
  const { snapshot } = reading
  const { details } = snapshot
  switch (need.kind) {
    case 'teams':
      return observeTeams(reader, snapshot, need.teams)
    case 'other-records':
      return { ...details, otherRecords: await observeOtherRecords(reader, need.issues) }
    case 'history':
      // That of ends that come together was read for all of them at once.
      return {
        ...details,
        history: companyOf(snapshot)?.history ?? (await observeHistory(reader, snapshot, need)),
      }
    case 'merge':
      return { ...details, merge: await observeMerge(reader.at(details.target), need) }
    case 'lately':
      return { ...details, lately: await observeLately(reader, snapshot, need) }
    case 'predecessor':
      return { ...details, predecessor: await observePredecessor(reader, need) }
    case 'outcome':
      return { ...details, outcome: await outcomeUnlessWished(reader, reading, need) }
  }
}

/**
 * What was said of a merge. Where a chapter begins that does not rest on it, as to take the merge back, nobody waits until the token may read that: then
 * nothing is known of it, which lets nothing else go on.
 */
async function outcomeUnlessWished(
  reader: Reader,
  reading: Reading,
  need: OutcomeNeeds,
): Promise<ObservedOutcome> {
  try {
    return await observeOutcome(reader, need)
  } catch (error) {
    const lasts = error instanceof GitHubError && ['forbidden', 'too-large'].includes(error.failure)
    if (lasts && nextBeginning(reading) !== null) return { commits: [] }
    throw error
  }
}
