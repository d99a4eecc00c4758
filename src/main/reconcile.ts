import { setFailed } from '@actions/core'
import { jobSummary } from '../decide/report/job-summary.js'
import { connect } from '../github/connect.js'
import { createReader, type Reader } from '../github/reader.js'
import { createWriter } from '../github/writer.js'
import { type IssueNumber, issueNumber } from '../model/ids.js'
import { unreachable } from '../model/unreachable.js'
import { type Reconciled, reconcile } from '../reconcile.js'
import { issueOfBranch, type Wake } from '../runner/event.js'
import { readInputs } from '../runner/inputs.js'
import { harmless, log } from '../runner/log.js'
import { writeOutputs, writeSummary } from '../runner/outputs.js'

/** The entry of the action: one issue where the event names one, else the sweep over all open issues. */
async function main(): Promise<void> {
  const { token, repository, apiUrl, wake } = readInputs()
  const octokit = connect({ apiUrl, token })
  const reader = createReader(octokit, repository)
  const writer = createWriter(octokit, repository)
  const issues = await issuesOf(wake, reader)
  const results: (Reconciled & { readonly issue: number })[] = []
  const failures: string[] = []
  for (const each of issues) {
    try {
      const result = await reconcile(reader, writer, each)
      log(line(each, result))
      if (wake.kind === 'issue' || result.decision?.state !== 'ignored')
        results.push({ ...result, issue: each })
    } catch (error) {
      // One issue must not keep the sweep from the others.
      failures.push(`issue ${each}: ${message(error)}`)
    }
  }
  const [only] = results
  if (wake.kind === 'issue' && only !== undefined) writeOutputs(outputs(only))
  await writeSummary(jobSummary(results), process.env)
  if (failures.length > 0) setFailed(harmless(failures.join(' · ')))
}

/** The sweep looks at the open issues, and at closed ones whose branch is still there: their end may have been cut off. */
async function issuesOf(wake: Wake, reader: Reader): Promise<readonly IssueNumber[]> {
  switch (wake.kind) {
    case 'issue':
      return [wake.issue]
    case 'nothing':
      return []
    case 'sweep': {
      const [open, branches] = await Promise.all([reader.openIssues(), reader.requestBranches()])
      const unfinished = branches.flatMap((branch) => issueOfBranch(branch) ?? [])
      return [...new Set([...open.map(issueNumber), ...unfinished])]
    }
    default:
      return unreachable(wake)
  }
}

function line(issue: number, { decision, outcomes }: Reconciled): string {
  const wrote =
    outcomes.length === 0 ? 'nothing to write' : `wrote ${outcomes.map(({ key }) => key).join(', ')}`
  return `issue ${issue}: ${decision?.state ?? 'ignored'} (${(decision?.reasons ?? []).join(', ')}); ${wrote}`
}

/** Names and meaning are public API: `actions/reconcile/action.yml`. */
function outputs({ decision, snapshot }: Reconciled): Readonly<Record<string, string | number>> {
  return {
    state: decision?.state ?? 'ignored',
    'reason-code': decision?.reasons[0] ?? 'state/no-request',
    'pull-request': snapshot?.details?.pull?.number ?? '',
    'plan-digest': decision?.plan?.digest ?? '',
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

main().catch((error: unknown) => setFailed(harmless(message(error))))
