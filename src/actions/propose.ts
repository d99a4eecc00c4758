import { authorityOf } from '../core/approval/authority.js'
import { decideProposal } from '../core/decide/decide-proposal.js'
import { judgedReport, judgeRequest } from '../core/decide/judge-request.js'
import { isLessPublic } from '../core/decide/less-public.js'
import { detailsOf } from '../core/decide/reading.js'
import { elsewhere } from '../core/decide/target-place.js'
import { chapterOf } from '../core/ledger/chapter-at-hand.js'
import { jobSummary } from '../core/report/job-summary.js'
import { proposalReport, unchangedReport } from '../core/report/proposal-report.js'
import { planJson } from '../core/report/request-json.js'
import { statusText } from '../core/report/status-comment.js'
import { createReader } from '../github/reader.js'
import { createWriter } from '../github/writer.js'
import { type Digest, digest } from '../model/ids.js'
import { isSnapshot } from '../model/snapshot.js'
import { type Reconciled, reconcile } from '../reconcile.js'
import { InputError } from '../runner/inputs.js'
import { issueOf } from './issue-of.js'
import { type Call, defineAction } from './start.js'

/** The entry of the action: a pull request with exactly the change a request asks for. */
export const action = defineAction({
  inputs: ['token', 'issue', 'digest'],
  outputs: [
    'state',
    'reason-code',
    'ok',
    'pull-request',
    'pull-request-url',
    'plan-digest',
    'files',
    'plan',
    'report',
  ],
  run,
})

async function run({ input, surroundings, octokit }: Call<'issue' | 'digest'>) {
  const issue = issueOf(input.issue, surroundings.event)
  const expected = readDigest(input.digest)
  const result = await reconcile(
    createReader(octokit, surroundings.repository),
    createWriter(octokit, surroundings.repository),
    issue,
    { decide: (reading) => decideProposal(reading, expected), tellFailure: () => [] },
  )
  const summary = jobSummary([{ issue, decision: result.decision, outcomes: result.outcomes }])
  return { outputs: outputs(result), summary, annotations: [], failure: null }
}

function readDigest(input: string): Digest | null {
  if (input === '') return null
  if (/^[0-9a-f]{64}$/.test(input)) return digest(input)
  throw new InputError(
    'The input “digest” has to be the output “digest” of “validate”: 64 hexadecimal digits.',
  )
}

function outputs(result: Reconciled) {
  const { decision, reading } = result
  const state = decision?.state === 'awaiting-approval' ? 'proposed' : (decision?.state ?? 'ignored')
  const pull = detailsOf(reading)?.pull ?? null
  const plan = decision?.plan ?? null
  const problems = decision?.problems ?? []
  return {
    state,
    'reason-code': decision?.reasons[0] ?? 'state/no-issue',
    ok: String(state === 'proposed' || state === 'unchanged'),
    'pull-request': state === 'unchanged' ? '' : (pull?.number ?? ''),
    'pull-request-url': state === 'unchanged' ? '' : (pull?.url ?? ''),
    'plan-digest': plan?.digest ?? '',
    files: JSON.stringify(plan?.files.map(({ path }) => path) ?? []),
    plan: JSON.stringify(plan === null ? { ok: false, problems } : planJson(plan)),
    report: report(result),
  }
}

function report({ reading, decision }: Reconciled): string {
  if (reading === null || decision === null) return ''
  const { snapshot, understanding: understood } = reading
  if (decision.state === 'invalid')
    return judgedReport(
      judgeRequest(understood, snapshot, authorityOf(snapshot)),
      understood,
      snapshot.issue.author,
    )
  if (decision.state === 'held') {
    const type = 'type' in understood ? understood.type : null
    return statusText({ kind: 'held', title: type?.title ?? 'Request', problems: decision.problems })
  }
  if (understood.kind !== 'request' || decision.plan === null || !isSnapshot(snapshot)) return ''
  if (decision.state === 'unchanged') return unchangedReport(understood)
  const { pull } = snapshot.details
  if (pull === null) return ''
  const place = { elsewhere: elsewhere(snapshot), withheld: isLessPublic(snapshot) }
  const { cause } = chapterOf(snapshot.ledger)
  return proposalReport({ ...understood, ...place, cause, plan: decision.plan, pull: pull.number })
}
