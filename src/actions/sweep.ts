import { writeViews } from '../act/write-views.js'
import { figures, type PeriodFigures } from '../core/figures/figures.js'
import type { SweptDrift } from '../core/report/drift-summary.js'
import { callsUntil, spent, urgentShare } from '../core/sweep/allowance.js'
import { type Turns, turnsOf } from '../core/sweep/turns.js'
import { GitHubError } from '../github/errors.js'
import type { ListedIssue, Reader } from '../github/reader.js'
import type { Writer } from '../github/writer.js'
import type { CallRate } from '../model/call-rate.js'
import type { Turn } from '../model/due.js'
import type { Outcome } from '../model/fact.js'
import type { IssueNumber } from '../model/ids.js'
import { type Due, observeDue } from '../observe/observe-due.js'
import { observeSweep } from '../observe/observe-sweep.js'
import { type Goal, type Reconciled, reconcile } from '../reconcile.js'
import { log } from '../runner/log.js'
import { lookForDrift } from '../watch.js'
import { type EndedTogether, endTogether } from './end-together.js'
import { type Looked, lookedLine } from './looked.js'
import { failureText } from './start.js'

/** How much of what a sweep may spend is spent when drift has its turn. */
const othersShare = 9 / 10

const noCalls: SweptDrift = {
  drifts: [],
  unsettled: 'no calls were left for that within the hour',
  writes: [],
}

/** What a sweep works with. */
export interface Broom {
  readonly reader: Reader
  readonly writer: Writer
  /** What a run about one issue does. */
  readonly goal: Goal
  /** What GitHub said last of the calls that are left. */
  readonly rates: () => readonly CallRate[]
}

/** What a sweep came to. */
export interface Swept {
  readonly looked: readonly Looked[]
  readonly failures: readonly string[]
  /** Whatever it could look at; null where the run was none. */
  readonly found: readonly Turn[] | null
  /** Those that are left to the next sweep. */
  readonly waiting: readonly Turn[]
  /** Branches named like one of a request, by no number an issue can have. */
  readonly passedOver: readonly string[]
  /** Null where it was not looked for. */
  readonly drift: SweptDrift | null
  /** How requests went lately; empty where the run was no sweep. */
  readonly weeks: readonly PeriodFigures[]
}

/**
 * The scheduled run: looks at whatever may need it, as long as there are calls for it, and at each apart from all others. What is urgent has half of them; then come the others,
 * and what they leave is for what is urgent again. Whatever does not fit is left to the next sweep.
 */
export async function sweep(broom: Broom): Promise<Swept> {
  const { due, view, open, passedOver } = await observeSweep(broom.reader)
  const { urgent, others } = turnsOf(view, due.at)
  const sweeping = { ...begin(broom), line: { urgent, others }, branches: view.branches }
  if (due.unreadable.length > 0) sweeping.failures.push(unreadableText(due.unreadable))
  await urgentUntil(urgentShare, sweeping, due)
  await othersUntil(othersShare, sweeping)
  const drift = isLeft(1, sweeping) ? await drifting(sweeping, due, open) : noCalls
  if (sweeping.isCutOff && sweeping.line.urgent.length > 0 && isLeft(1, sweeping))
    await urgentUntil(1, sweeping, await observeDue(broom.reader))
  const { looked, failures, line } = sweeping
  const waiting = [...line.urgent, ...line.others]
  if (sweeping.isRefused && waiting.length > 0) failures.push(`${waiting.length} more not looked at`)
  const { periods: weeks } = figures(due.records.values(), { at: due.at, since: null, by: 'week' })
  const found = [...urgent, ...others]
  return { looked: [...looked.values()], failures, found, waiting, passedOver, drift, weeks }
}

/** Looks at some issues, each apart from the others. */
export async function lookAtEach(broom: Broom, issues: readonly IssueNumber[]): Promise<Swept> {
  const sweeping = begin(broom)
  const runs = issues.map((issue): Run => ({ ...of({ issue, why: 'open', at: null }), company: undefined }))
  const waiting = await inTurn(Number.POSITIVE_INFINITY, sweeping, runs)
  if (waiting.length > 0) sweeping.failures.push(`${waiting.length} more not looked at`)
  const { looked, failures } = sweeping
  return {
    looked: [...looked.values()],
    failures,
    found: null,
    waiting,
    passedOver: [],
    drift: null,
    weeks: [],
  }
}

function begin(broom: Broom): Sweeping {
  return {
    ...broom,
    begun: broom.rates(),
    line: { urgent: [], others: [] },
    branches: [],
    tried: new Set(),
    failed: new Set(),
    looked: new Map(),
    failures: [],
    isCutOff: true,
    isRefused: false,
  }
}

/** A sweep on its way. */
interface Sweeping extends Broom {
  readonly begun: readonly CallRate[]
  /** Whose turn it still is. */
  line: Turns
  readonly branches: readonly IssueNumber[]
  /** Ends that were to go together in this sweep. */
  readonly tried: Set<IssueNumber>
  readonly failed: Set<IssueNumber>
  readonly looked: Map<IssueNumber, Looked>
  readonly failures: string[]
  /** Whether what is left of what is urgent is left for want of calls, and not because of a failure. */
  isCutOff: boolean
  /** Whether GitHub has refused a call for being one too many: every further one would be refused as well, and counts against a secondary limit. */
  isRefused: boolean
}

function isLeft(share: number, { begun, rates, isRefused }: Sweeping): boolean {
  return !isRefused && spent(begun, rates()) < share
}

/** Carries out what is urgent, ends that are due together before each by itself. */
async function urgentUntil(share: number, sweeping: Sweeping, due: Due): Promise<void> {
  const { reader, writer, branches, tried, begun, rates, failures } = sweeping
  const ended = await endTogether({ reader, writer, tell: (...told) => tell(sweeping, ...told) }, due, {
    branches,
    line: sweeping.line.urgent.map(({ issue }) => issue),
    tried,
    calls: () => callsUntil(share, begun, rates()),
  })
  if (ended.failure !== null) {
    failures.push(endingText(ended))
    sweeping.isCutOff = false
  }
  if (isRateLimited(ended.failure)) sweeping.isRefused = true
  const { merged, left } = ended
  const through = new Set(merged.flat())
  const isBetween = ({ issue }: Turn) => !through.has(issue)
  const { urgent, others } = sweeping.line
  const byThemselves = urgent.filter((turn) => isBetween(turn) && !left.has(turn.issue))
  sweeping.line = { urgent: urgent.filter(({ issue }) => left.has(issue)), others: others.filter(isBetween) }
  const rest = await inTurn(share, sweeping, runsOf(byThemselves, ended))
  sweeping.line = { ...sweeping.line, urgent: [...rest, ...sweeping.line.urgent] }
}

async function othersUntil(share: number, sweeping: Sweeping): Promise<void> {
  const { others } = sweeping.line
  const rest = await inTurn(share, sweeping, others.map(of))
  sweeping.line = { ...sweeping.line, others: rest }
}

/** Looks for drift and tells it, once what the sweep has merged is on record. That it fails must not keep the rest from being told. */
async function drifting(
  { reader, writer, looked, failures }: Sweeping,
  due: Due,
  open: readonly ListedIssue[],
): Promise<SweptDrift | null> {
  const outcomes = [...looked.values()].flatMap((each) => each.outcomes)
  const isKnown = outcomes.every(({ fact }) => fact.kind !== 'ledger')
  try {
    const { drifts, effects, unsettled } = await lookForDrift(reader, isKnown ? due : null, open)
    const writes = await writeViews(writer, effects)
    for (const { key, did } of writes) log(`drift: ${did} ${key}`)
    return { drifts, unsettled, writes }
  } catch (failure) {
    failures.push(`drift: ${failureText(failure)}`)
    return null
  }
}

/** A run about one issue. */
interface Run {
  readonly turn: Turn
  /** How its end is carried out, where one is due. */
  readonly company: 'alone' | undefined
  /** Those without whose runs it is not one's turn. */
  readonly after: readonly IssueNumber[]
}

function of(turn: Turn): Run {
  return { turn, company: 'alone', after: [] }
}

/**
 * What was merged together comes first, because others may wait until it is on record; only the first of each merge goes last, and its branch with it.
 */
function runsOf(turns: readonly Turn[], { waiting, merged }: EndedTogether): readonly Run[] {
  const ofMerge = (issue: IssueNumber): Turn => ({ issue, why: 'end', at: null })
  const rest = new Set(merged.flatMap(([, ...after]) => after))
  return [
    ...[...rest].map((issue): Run => ({ ...of(ofMerge(issue)), company: undefined })),
    ...turns.map((turn): Run => ({ ...of(turn), company: waiting.has(turn.issue) ? undefined : 'alone' })),
    ...merged.flatMap(([issue, ...after]) => (issue === undefined ? [] : [{ ...of(ofMerge(issue)), after }])),
  ]
}

/** Looks at one after the other. @returns those for which no calls are left. */
async function inTurn(share: number, sweeping: Sweeping, runs: readonly Run[]): Promise<readonly Turn[]> {
  const { reader, writer, goal, failed, failures } = sweeping
  for (const [index, { turn, company, after }] of runs.entries()) {
    if (!isLeft(share, sweeping)) return runs.slice(index).map((run) => run.turn)
    // The branch of ends that came together stays until all of them are through.
    if (after.some((other) => failed.has(other))) continue
    try {
      const { issue } = turn
      tell(sweeping, issue, await reconcile(reader, writer, issue, goal, company))
    } catch (error) {
      failed.add(turn.issue)
      // One issue must not keep the sweep from the others.
      failures.push(`issue ${turn.issue}: ${failureText(error)}`)
      if (isRateLimited(error)) sweeping.isRefused = true
    }
  }
  return []
}

function tell({ looked }: Sweeping, issue: IssueNumber, result: Reconciled): void {
  log(lookedLine(issue, result))
  const before: readonly Outcome[] = looked.get(issue)?.outcomes ?? []
  looked.set(issue, { ...result, issue, outcomes: [...before, ...result.outcomes] })
}

function isRateLimited(error: unknown): boolean {
  return error instanceof GitHubError && error.failure === 'rate-limited'
}

/** That it fails must not keep the sweep from the others. */
function endingText({ left, failure }: EndedTogether): string {
  return `the ends of issues ${[...left].join(', ')}, which are due together: ${failureText(failure)}`
}

/** Files told of those in the ledger that are no records. */
const unreadableShownMax = 5

function unreadableText(paths: readonly string[]): string {
  const more = paths.length - unreadableShownMax
  const shown = paths.slice(0, unreadableShownMax).join(', ')
  return `the ledger holds files that are none of its records, and what they hide may be due: ${shown}${more > 0 ? ` and ${more} more` : ''}`
}
