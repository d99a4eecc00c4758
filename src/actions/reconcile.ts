import { setSecret } from '@actions/core'
import { writeViews } from '../act/write-views.js'
import { detailsOf } from '../core/decide/reading.js'
import { causeAgeMax } from '../core/ledger/check-chapter.js'
import { overdueSince } from '../core/ledger/own-standing.js'
import { driftSummary, type SweptDrift } from '../core/report/drift-summary.js'
import { momentWords } from '../core/report/end-words.js'
import { jobSummary, type SummaryRow } from '../core/report/job-summary.js'
import { landingOf, rollBack, wayBack } from '../core/report/next-step.js'
import { blocks } from '../core/text/markdown.js'
import { connect } from '../github/connect.js'
import { GitHubError } from '../github/errors.js'
import { createReader, type ListedIssue, type Reader } from '../github/reader.js'
import { createWriter, type Writer } from '../github/writer.js'
import type { Outcome } from '../model/fact.js'
import { fullName, type IssueNumber, issueNumber } from '../model/ids.js'
import { type Instant, secondsAfter } from '../model/instant.js'
import { type FinalRecord, isFinal, isOutcome, type LedgerRecord } from '../model/record.js'
import { unreachable } from '../model/unreachable.js'
import { type Due, observeDue } from '../observe/observe-due.js'
import { observeLandedBranches, observeOpenAmong } from '../observe/observe-landed.js'
import { type Reconciled, reconcile, telling } from '../reconcile.js'
import type { Annotation } from '../runner/annotate.js'
import { issuesOfBranches, readEvent, type Wake } from '../runner/event.js'
import { issueInput } from '../runner/inputs.js'
import { log } from '../runner/log.js'
import { type Addresses, readAddresses } from '../send/addresses.js'
import { createSend } from '../send/send-notices.js'
import { lookForDrift } from '../watch.js'
import { type EndedTogether, endTogether } from './end-together.js'
import { issuesElsewhere } from './issues-elsewhere.js'
import { pointOut } from './point-out.js'
import { type Call, defineAction, failureText } from './start.js'
import { isRequest, isWorthALook } from './worth-a-look.js'

/** The entry of the action: one issue where the event names one, those merged with a commit where it names that, else the sweep over all open issues. */
export const action = defineAction({
  inputs: ['token', 'target-token', 'issue', 'notify'],
  outputs: ['state', 'reason-code', 'pull-request', 'pull-request-repository', 'plan-digest', 'decision'],
  run,
})

type Looked = Reconciled & { readonly issue: number }

async function run({ input, surroundings, octokit }: Call<'target-token' | 'issue' | 'notify'>) {
  const { repository, event, apiUrl, graphqlUrl } = surroundings
  const targetToken = input['target-token']
  // One client where there is one token, so that one query may ask about both repositories.
  const elsewhere = targetToken === '' ? octokit : connect({ apiUrl, graphqlUrl, token: targetToken })
  const wake: Wake =
    input.issue === '' ? readEvent(event) : { kind: 'issue', issue: issueInput('issue', input.issue) }
  const reader = createReader(octokit, repository, elsewhere)
  const writer = createWriter(octokit, repository, elsewhere)
  const addresses = givenAddresses(input.notify)
  // One for the whole run: a receiver that is dead costs a sweep no more than one issue.
  const goal = telling(createSend(addresses, (event, payload) => writer.dispatch(event, payload)))
  const results: Looked[] = []
  const failures: string[] = []
  const { issues: found, passedOver, due, branches, open } = await issuesOf(wake, reader)
  const ended = due === null ? null : await ending(reader, writer, due, branches)
  if (due !== null && due.unreadable.length > 0) failures.push(unreadableText(due.unreadable))
  if (ended !== null && ended.failure !== null) failures.push(endingText(ended))
  const looks = ended === null ? found.map(byItself) : inTurn(found, ended)
  const failed = new Set<IssueNumber>()
  for (const [index, { issue: each, company, after }] of looks.entries()) {
    // The branch of ends that came together stays until all of them are through.
    if (after.some((other) => failed.has(other))) continue
    try {
      const further = await reconcile(reader, writer, each, goal, company)
      const result = { ...further, outcomes: [...(ended?.outcomes.get(each) ?? []), ...further.outcomes] }
      log(line(each, result))
      // A comment on a pull request names its number like that of an issue.
      if (wake.kind === 'issue' && result.reading === null && (await pointOut(reader, writer, each)))
        log(`pull request ${each}: told where commands count`)
      const landed = landingFailure(each, result)
      if (landed !== null) failures.push(landed)
      if (wake.kind === 'issue' || result.decision?.state !== 'ignored')
        results.push({ ...result, issue: each })
    } catch (error) {
      if (wake.kind === 'issue') throw error
      failed.add(each)
      // One issue must not keep the sweep from the others.
      failures.push(`issue ${each}: ${failureText(error)}`)
      if (!(error instanceof GitHubError && error.failure === 'rate-limited')) continue
      // Every further call would be refused as well, and counts against a secondary limit.
      const left = looks.length - index - 1
      if (left > 0) failures.push(`${left} more not looked at`)
      break
    }
  }
  const drift = due === null ? null : await drifting({ reader, writer }, due, { open, results, ended })
  if (drift?.failure != null) failures.push(`drift: ${failureText(drift.failure)}`)
  const [only] = results
  return {
    outputs: wake.kind === 'issue' && only !== undefined ? outputs(only) : null,
    summary: blocks(
      { source: jobSummary(results.map(summaryRow), passedOver) },
      drift === null ? null : driftSummary(drift),
    ).source,
    annotations: results
      .flatMap((each) => [
        ...landingAnnotations(each),
        ...notWorkingAnnotations(each),
        ...overdueAnnotations(each),
        ...untoldAnnotations(each),
        ...undeliveredAnnotations(each),
      ])
      .concat(noticeFileAnnotations(results), addressAnnotations(addresses)),
    failure: failures.length === 0 ? null : failures.join(' · '),
  }
}

interface ToLookAt {
  readonly issues: readonly IssueNumber[]
  /** Branches named like one of a request, by no number an issue can have. */
  readonly passedOver: readonly string[]
  /** What the time asks for; null where the run is about one issue. */
  readonly due: Due | null
  /** The requests of which a branch is there. */
  readonly branches: readonly IssueNumber[]
  /** The open issues, where the run is about all of them. */
  readonly open: readonly ListedIssue[]
}

/**
 * The sweep looks at what the time asks for, at the open issues, at closed ones on which somebody may have asked for something lately, and at those
 * whose branch is still there: their end may have been cut off.
 */
async function issuesOf(wake: Wake, reader: Reader): Promise<ToLookAt> {
  switch (wake.kind) {
    case 'issue':
      return { issues: [wake.issue], passedOver: [], due: null, branches: [], open: [] }
    case 'commit': {
      // A request stays open while it waits for what is said of its merge.
      const { issues } = issuesOfBranches(await observeLandedBranches(reader, wake.commit))
      return {
        issues: await observeOpenAmong(reader, issues),
        passedOver: [],
        due: null,
        branches: [],
        open: [],
      }
    }
    case 'nothing':
      return { issues: [], passedOver: [], due: null, branches: [], open: [] }
    case 'sweep': {
      const [due, open, branches, there] = await Promise.all([
        observeDue(reader),
        reader.openIssues(),
        reader.requestBranches(),
        issuesElsewhere(reader),
      ])
      const touched = await reader.touchedIssues(secondsAfter(due.at, -causeAgeMax))
      const here = issuesOfBranches(branches)
      const commented = touched.filter(isRequest).map(({ number }) => issueNumber(number))
      const waiting = open.filter(isWorthALook).map(({ number }) => issueNumber(number))
      return {
        issues: [
          ...new Set([
            ...due.items.map(({ issue }) => issue),
            ...waiting,
            ...commented,
            ...here.issues,
            ...there.issues,
          ]),
        ],
        passedOver: [...here.passedOver, ...there.passedOver],
        due,
        branches: [...here.issues, ...there.issues],
        open,
      }
    }
    default:
      return unreachable(wake)
  }
}

interface Ending extends EndedTogether {
  readonly outcomes: ReadonlyMap<IssueNumber, readonly Outcome[]>
}

/** Carries out what ends together before every issue is looked at. */
async function ending(
  reader: Reader,
  writer: Writer,
  due: Due,
  branches: readonly IssueNumber[],
): Promise<Ending> {
  const outcomes = new Map<IssueNumber, readonly Outcome[]>()
  const tell = (issue: IssueNumber, result: Reconciled) => {
    log(line(issue, result))
    outcomes.set(issue, [...(outcomes.get(issue) ?? []), ...result.outcomes])
  }
  return { ...(await endTogether({ reader, writer, tell }, due, branches)), outcomes }
}

interface Swept {
  readonly open: readonly ListedIssue[]
  readonly results: readonly Looked[]
  readonly ended: Ending | null
}

/** Looks for drift and tells it, last of all: what the sweep has merged is on record by then. That it fails must not keep the rest from being told. */
async function drifting(
  { reader, writer }: { readonly reader: Reader; readonly writer: Writer },
  due: Due,
  { open, results, ended }: Swept,
): Promise<SweptDrift & { readonly failure: unknown }> {
  const outcomes = [
    ...results.flatMap((each) => each.outcomes),
    ...[...(ended?.outcomes.values() ?? [])].flat(),
  ]
  const isKnown = outcomes.every(({ fact }) => fact.kind !== 'ledger')
  try {
    const { drifts, effects, unsettled } = await lookForDrift(reader, isKnown ? due : null, open)
    const writes = await writeViews(writer, effects)
    for (const { key, did } of writes) log(`drift: ${did} ${key}`)
    return { drifts, unsettled, writes, failure: null }
  } catch (failure) {
    return { drifts: [], unsettled: null, writes: [], failure }
  }
}

/** A run about one issue. */
interface Turn {
  readonly issue: IssueNumber
  /** How its end is carried out, where one is due. */
  readonly company: 'alone' | undefined
  /** Those without whose runs it is not one's turn. */
  readonly after: readonly IssueNumber[]
}

function byItself(issue: IssueNumber): Turn {
  return { issue, company: undefined, after: [] }
}

/**
 * Everything but what a failure has left to the next sweep. What was merged together comes first, because others may wait until it is on record; only the first of
 * each merge goes last, and its branch with it.
 */
function inTurn(found: readonly IssueNumber[], { waiting, merged, left }: Ending): readonly Turn[] {
  const later = new Set(merged.flat())
  const others = found
    .filter((issue) => !left.has(issue) && !later.has(issue))
    .map((issue): Turn => ({ ...byItself(issue), company: waiting.has(issue) ? undefined : 'alone' }))
  const first = merged.flatMap(([issue, ...after]): readonly Turn[] =>
    issue === undefined ? [] : [{ issue, company: 'alone', after }],
  )
  const rest = new Set(merged.flatMap(([, ...after]) => after))
  return [...[...rest].map(byItself), ...others, ...first]
}

/** That it fails must not keep the sweep from the others. */
function endingText({ left, failure }: Ending): string {
  return `the ends of issues ${[...left].join(', ')}, which are due together: ${failureText(failure)}`
}

/** Files told of those in the ledger that are no records. */
const unreadableShownMax = 5

function unreadableText(paths: readonly string[]): string {
  const more = paths.length - unreadableShownMax
  const shown = paths.slice(0, unreadableShownMax).join(', ')
  return `the ledger holds files that are none of its records, and what they hide may be due: ${shown}${more > 0 ? ` and ${more} more` : ''}`
}

function summaryRow(looked: Looked): SummaryRow {
  return { ...looked, overdue: overdueOf(looked) }
}

/** Since when a request is overdue that was looked at. */
function overdueOf({ reading }: Looked): Instant | null {
  return reading === null ? null : overdueSince(reading.snapshot.ledger)
}

/** What stands longer than anybody approved is told by every run that sees it. */
function overdueAnnotations(looked: Looked): readonly Annotation[] {
  const since = overdueOf(looked)
  if (since === null) return []
  const message = `It ended on ${momentWords(since)}, and what it changed still stands. The issue says what is in the way.`
  return [{ title: `Overdue: issue ${looked.issue}`, message }]
}

/** Something was merged by this run's look that is not what was asked for: the run that finds it out fails, and only that one. */
function landingFailure(issue: number, { outcomes }: Reconciled): string | null {
  const found = recordedMerge(outcomes)
  if (found?.predicate.decision !== 'failed') return null
  return `issue ${issue}: ${landingText(found)}`
}

/** What is not as it was approved about a merge, beside the log. */
function landingAnnotations({ issue, outcomes }: Looked): readonly Annotation[] {
  const found = recordedMerge(outcomes)
  if (found === null || found.predicate.merge?.findings.length === 0) return []
  const title = found.predicate.decision === 'failed' ? 'Request failed' : 'Merged, but not as approved'
  return [{ title: `${title}: issue ${issue}`, message: landingText(found) }]
}

/** What keeps a run from writing anything is told nowhere else. */
function untoldAnnotations({ issue, decision, reading }: Looked): readonly Annotation[] {
  if (reading?.snapshot.ledger.newer === undefined) return []
  return (decision?.problems ?? []).map(({ what, fix }) => ({
    title: `Nothing written: issue ${issue}`,
    message: `${what} ${fix}`,
  }))
}

/** What this run could not tell a receiver; the status comment says only that. */
function undeliveredAnnotations({ issue, outcomes }: Looked): readonly Annotation[] {
  return outcomes.flatMap(({ fact }) =>
    fact.kind === 'told' && fact.why !== null
      ? [
          {
            title: `Not notified: issue ${issue}`,
            message: `The receiver ${fact.told.receiver}: ${fact.why}.`,
          },
        ]
      : [],
  )
}

/** Why nobody is told of anything, once a run. */
function noticeFileAnnotations(results: readonly Looked[]): readonly Annotation[] {
  const problems = results.find(({ reading }) => reading !== null)?.reading?.policy.notices.problems ?? []
  return problems.map(({ what, fix, file, line }) => ({
    title: 'Nobody is notified',
    message: `${what} ${fix}`,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  }))
}

function addressAnnotations({ faults }: Addresses): readonly Annotation[] {
  if (faults.length === 0) return []
  return [
    {
      title: 'Not all receivers are known',
      message: `In the input notify, ${faults.join(', and ')}. Write one line for each, as in chat=https://….`,
    },
  ]
}

/** The runner keeps what it was given out of the log, each value for itself. */
function givenAddresses(text: string): Addresses {
  const addresses = readAddresses(text)
  for (const value of addresses.values.values()) setSecret(value)
  return addresses
}

function recordedMerge(outcomes: readonly Outcome[]): FinalRecord | null {
  const ends = recorded(outcomes).filter(isFinal)
  return ends.find((record) => record.predicate.merge !== null && !isOutcome(record)) ?? null
}

function recorded(outcomes: readonly Outcome[]): readonly LedgerRecord[] {
  return outcomes.flatMap(({ fact }) => (fact.kind === 'ledger' ? (fact.record ?? []) : []))
}

/** What was merged as it was approved, and does not work: told by the run that has found it out. */
function notWorkingAnnotations({ issue, outcomes, decision }: Looked): readonly Annotation[] {
  const failed = recorded(outcomes)
    .filter(isOutcome)
    .some(({ predicate }) => predicate.decision === 'failed')
  if (!failed) return []
  return (decision?.problems ?? []).map(({ what, fix }) => ({
    title: `Request failed: issue ${issue}`,
    message: `${what} ${fix}`,
  }))
}

function landingText(record: FinalRecord): string {
  const landing = landingOf(record)
  const findings = record.predicate.merge?.findings.join(' ') ?? ''
  return landing === null
    ? findings
    : `${findings} To take it back: ${record.predicate.decision === 'failed' ? wayBack(landing, record.predicate.issue) : rollBack()}.`
}

function line(issue: number, { decision, outcomes }: Reconciled): string {
  const wrote =
    outcomes.length === 0 ? 'nothing to write' : `wrote ${outcomes.map(({ key }) => key).join(', ')}`
  return `issue ${issue}: ${decision?.state ?? 'ignored'} (${(decision?.reasons ?? []).join(', ')}); ${wrote}`
}

/** Names and meaning are public API: `actions/reconcile/action.yml`, and `schemas/decision.schema.json` for `decision`. */
function outputs({ issue, decision, reading, outcomes }: Looked) {
  const state = decision?.state ?? 'ignored'
  const reasons = decision?.reasons ?? ['state/no-request']
  const details = detailsOf(reading)
  const pull = details?.pull?.number ?? null
  const digest = decision?.plan?.digest ?? null
  const writes = outcomes.map(({ key, did }) => ({ key, did }))
  const problems = decision?.problems ?? []
  return {
    state,
    'reason-code': reasons[0] ?? 'state/no-request',
    'pull-request': pull ?? '',
    'pull-request-repository': details === null || pull === null ? '' : fullName(details.target),
    'plan-digest': digest ?? '',
    decision: JSON.stringify({
      issue,
      state,
      reasons,
      problems,
      pullRequest: pull,
      planDigest: digest,
      writes,
    }),
  }
}
