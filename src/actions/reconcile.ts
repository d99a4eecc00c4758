import { setSecret } from '@actions/core'
import { detailsOf } from '../core/decide/reading.js'
import { overdueSince } from '../core/ledger/own-standing.js'
import { driftSummary } from '../core/report/drift-summary.js'
import { momentWords } from '../core/report/end-words.js'
import { mergedChart } from '../core/report/figures-chart.js'
import { jobSummary, type SummaryRow } from '../core/report/job-summary.js'
import { landingOf, rollBack, wayBack } from '../core/report/next-step.js'
import { blocks } from '../core/text/markdown.js'
import { connect } from '../github/connect.js'
import { createReader } from '../github/reader.js'
import { watchRates } from '../github/watch-rates.js'
import { createWriter } from '../github/writer.js'
import type { Outcome } from '../model/fact.js'
import { fullName } from '../model/ids.js'
import type { Instant } from '../model/instant.js'
import { type FinalRecord, isFinal, isOutcome, type LedgerRecord } from '../model/record.js'
import { issuesOfBranches } from '../model/request-branch.js'
import { unreachable } from '../model/unreachable.js'
import { observeLandedBranches, observeOpenAmong } from '../observe/observe-landed.js'
import { reconcile, telling } from '../reconcile.js'
import type { Annotation } from '../runner/annotate.js'
import { readEvent, type Wake } from '../runner/event.js'
import { issueInput } from '../runner/inputs.js'
import { log } from '../runner/log.js'
import { type Addresses, readAddresses } from '../send/addresses.js'
import { createSend } from '../send/send-notices.js'
import { type Looked, lookedLine } from './looked.js'
import { pointOut } from './point-out.js'
import { type Call, defineAction } from './start.js'
import { type Broom, lookAtEach, type Swept, sweep } from './sweep.js'

/** The entry of the action: one issue where the event names one, those merged with a commit where it names that, else the sweep over all open issues. */
export const action = defineAction({
  inputs: ['token', 'target-token', 'issue', 'notify'],
  outputs: ['state', 'reason-code', 'pull-request', 'pull-request-repository', 'plan-digest', 'decision'],
  run,
})

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
  const rates = watchRates(elsewhere === octokit ? [octokit] : [octokit, elsewhere])
  const swept = await lookedAt(wake, { reader, writer, goal, rates })
  const results = swept.looked.filter(
    ({ decision }) => wake.kind === 'issue' || (decision?.state ?? 'ignored') !== 'ignored',
  )
  const failures = [...swept.failures, ...results.flatMap((each) => landingFailure(each) ?? [])]
  const [only] = results
  return {
    outputs: wake.kind === 'issue' && only !== undefined ? outputs(only) : null,
    summary: blocks(
      { source: jobSummary(results.map(summaryRow), swept) },
      swept.drift === null ? null : driftSummary(swept.drift),
      mergedChart(swept.weeks),
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

async function lookedAt(wake: Wake, broom: Broom): Promise<Swept> {
  const nothing: Swept = {
    looked: [],
    failures: [],
    found: null,
    waiting: [],
    passedOver: [],
    drift: null,
    weeks: [],
  }
  switch (wake.kind) {
    case 'issue': {
      const { reader, writer, goal } = broom
      const { issue } = wake
      const result = await reconcile(reader, writer, issue, goal)
      log(lookedLine(issue, result))
      // A comment on a pull request names its number like that of an issue.
      if (result.reading === null && (await pointOut(reader, writer, issue)))
        log(`pull request ${issue}: told where commands count`)
      return { ...nothing, looked: [{ ...result, issue }] }
    }
    case 'commit': {
      // A request stays open while it waits for what is said of its merge.
      const { issues } = issuesOfBranches(await observeLandedBranches(broom.reader, wake.commit))
      return { ...nothing, ...(await lookAtEach(broom, await observeOpenAmong(broom.reader, issues))) }
    }
    case 'nothing':
      return nothing
    case 'sweep':
      return sweep(broom)
    default:
      return unreachable(wake)
  }
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
function landingFailure({ issue, outcomes }: Looked): string | null {
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
