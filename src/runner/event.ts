import { readFileSync } from 'node:fs'
import { type IssueNumber, issueNumber } from '../model/ids.js'

/**
 * Which issue an event is about, or null when it is about none: then every managed issue is looked at. The event is only a hint;
 * nothing else of it is ever used. Source: “Webhook events and payloads” in GitHub's documentation.
 * @param path the file the runner names in `GITHUB_EVENT_PATH`.
 */
export function issueOfEvent(path: string | undefined): IssueNumber | null {
  const payload = path === undefined || path === '' ? {} : object(JSON.parse(readFileSync(path, 'utf8')))
  const number = object(payload.issue).number
  if (typeof number === 'number') return issueNumber(number)
  const pull = object(payload.pull_request)
  const suite = object(payload.check_suite)
  const branch = object(pull.head).ref ?? suite.head_branch ?? object(payload.check_run).head_branch
  return issueOfBranch(branch)
}

/** The request a branch belongs to, by its name. */
function issueOfBranch(branch: unknown): IssueNumber | null {
  const match = typeof branch === 'string' ? /^issueops\/([1-9][0-9]{0,14})-/.exec(branch) : null
  return match === null ? null : issueNumber(Number(match[1]))
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
