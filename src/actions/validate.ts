import { lookUp } from '../core/approval/look-up.js'
import { requestersOf } from '../core/approval/may-request.js'
import { type JudgedRequest, judgedReport, judgeRequest } from '../core/decide/judge-request.js'
import { readRequest } from '../core/decide/read-request.js'
import { read } from '../core/decide/reading.js'
import { type Understanding, understandText } from '../core/decide/understand.js'
import { decodeSubmission } from '../core/form/decode-submission.js'
import { requestJson } from '../core/report/request-json.js'
import { createReader } from '../github/reader.js'
import type { FirstLook } from '../model/snapshot.js'
import { observeAuthority } from '../observe/observe-authority.js'
import { observeIssue } from '../observe/observe-issue.js'
import { InputError } from '../runner/inputs.js'
import { issueOf } from './issue-of.js'
import { type Call, defineAction } from './start.js'

const noIssue: JudgedRequest = {
  state: 'ignored',
  reasons: ['state/no-issue'],
  problems: [],
  type: null,
  request: null,
  end: null,
  permitted: 'unknown',
}

/** The entry of the action: is this a valid request, and may its author make it? */
export const action = defineAction({
  inputs: ['token', 'issue', 'type', 'submission'],
  outputs: ['state', 'reason-code', 'ok', 'permitted', 'type', 'digest', 'request', 'report'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'issue' | 'type' | 'submission'>) {
  const reader = createReader(octokit, surroundings.repository)
  const snapshot = await observeIssue(reader, issueOf(input.issue, surroundings.event))
  if (snapshot === null) return ended(noIssue, '')
  const understanding = understood(snapshot, input)
  const type = 'type' in understanding ? understanding.type : null
  const { author } = snapshot.issue
  const requesters = type === null ? 'everyone' : requestersOf(type, snapshot.repository)
  const authority = await observeAuthority(reader, snapshot, lookUp(requesters, author?.login ?? null))
  const judged = judgeRequest(understanding, snapshot, authority)
  return ended(judged, judgedReport(judged, understanding, author))
}

/** Without the name of a request type, the issue is read as `reconcile` would read it. */
function understood(
  snapshot: FirstLook,
  { type: name, submission: json }: Call<'type' | 'submission'>['input'],
): Understanding {
  if (name === '' && json !== '')
    throw new InputError(
      'The input “submission” needs the input “type” beside it, the name of a request type.',
    )
  const { policy, understanding } = read(snapshot)
  if (name === '') return understanding
  const broken = policy.broken.find(({ path }) => path === `.github/issueops/${name}.yml`)
  if (broken !== undefined) return { kind: 'held', type: null, problems: broken.problems }
  const candidate = policy.candidates.find(({ type }) => type.name === name)
  if (candidate === undefined) {
    const names = policy.candidates.map(({ type }) => type.name).join(', ')
    throw new InputError(`There is no request type ${name} on the default branch; there is: ${names}.`)
  }
  const { author, body } = snapshot.issue
  const { observedAt: now } = snapshot.viewer
  if (author === null) return understanding
  const asked = { body, requester: author }
  if (json === '') return understandText(readRequest(candidate, asked), author, now)
  const submission = decodeSubmission(candidate.form, json, candidate.type.reading)
  if (submission === null)
    throw new InputError(
      `The input “submission” is not what “parse” puts out (ok: true) for the form ${candidate.form.file}.`,
    )
  return understandText(readRequest(candidate, { ...asked, submission }), author, now)
}

function ended(judged: JudgedRequest, report: string) {
  const { state, reasons, permitted, type, request } = judged
  const outputs = {
    state,
    'reason-code': reasons[0],
    ok: String(state === 'valid'),
    permitted,
    type: type?.name ?? '',
    digest: request?.digest ?? '',
    request: JSON.stringify(requestJson(judged)),
    report,
  }
  return { outputs, summary: null, annotations: [], failure: null }
}
