import { type ReadSubmission, readSubmission } from '../core/decide/read-submission.js'
import { submissionJson } from '../core/report/request-json.js'
import { statusText } from '../core/report/status-comment.js'
import { createReader, type Reader } from '../github/reader.js'
import type { Policy } from '../model/policy.js'
import type { Problem } from '../model/problem.js'
import type { Code } from '../model/problem-codes.js'
import { unreachable } from '../model/unreachable.js'
import { observeIssue } from '../observe/observe-issue.js'
import { observePolicy } from '../observe/observe-policy.js'
import { InputError } from '../runner/inputs.js'
import { issueOf } from './issue-of.js'
import { type Call, defineAction } from './start.js'

/** The entry of the action: the text of an issue, or any text, read as the submission of an issue form. */
export const action = defineAction({
  inputs: ['token', 'issue', 'body', 'form'],
  outputs: ['state', 'reason-code', 'ok', 'submission', 'report'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'issue' | 'body' | 'form'>) {
  const reader = createReader(octokit, surroundings.repository)
  const source =
    input.body === ''
      ? await readIssue(reader, input.issue, surroundings.event)
      : { policy: await observePolicy(reader, 'HEAD'), body: input.body, labels: [] }
  if (source === null) return ended('ignored', 'state/no-issue', { ok: false, problems: [] }, '')
  const form = input.form === '' ? null : input.form.slice(input.form.lastIndexOf('/') + 1)
  return conclude(readSubmission(source.policy, { ...source, form }), input.form)
}

interface Source {
  readonly policy: Policy
  readonly body: string
  readonly labels: readonly string[]
}

async function readIssue(reader: Reader, input: string, event: unknown): Promise<Source | null> {
  const snapshot = await observeIssue(reader, issueOf(input, event))
  return snapshot === null
    ? null
    : { policy: snapshot.policy, body: snapshot.issue.body, labels: snapshot.issue.labels }
}

function conclude(read: ReadSubmission, form: string) {
  switch (read.kind) {
    case 'parsed':
      return ended('parsed', 'parse/parsed', submissionJson(read.submission), '')
    case 'ignored':
      return ended('ignored', 'state/no-request', { ok: false, problems: [] }, '')
    case 'invalid':
    case 'held': {
      const title = read.kind === 'invalid' ? read.form.name : 'Request'
      const kind = 'otherText' in read ? 'other-text' : read.kind
      const report = statusText({ kind, title, problems: read.problems, requester: null })
      return ended(read.kind, read.problems[0].code, { ok: false, problems: read.problems }, report)
    }
    case 'no-form': {
      const known = read.forms.length === 0 ? 'none' : read.forms.join(', ')
      throw new InputError(
        `There is no readable issue form ${form} on the default branch; there is: ${known}.`,
      )
    }
    default:
      return unreachable(read)
  }
}

type SubmissionJson =
  | ReturnType<typeof submissionJson>
  | { readonly ok: false; readonly problems: readonly Problem[] }

function ended(state: string, reason: Code, submission: SubmissionJson, report: string) {
  const outputs = {
    state,
    'reason-code': reason,
    ok: String(submission.ok),
    submission: JSON.stringify(submission),
    report,
  }
  return { outputs, summary: null, annotations: [], failure: null }
}
