import { type IssueNumber, isNumbered, issueNumber, type Oid, oid } from '../model/ids.js'
import { issueOfBranch } from '../model/request-branch.js'

/** What an event asks to look at. */
export type Wake =
  | { readonly kind: 'issue'; readonly issue: IssueNumber }
  /** Something was said of a commit that is on no branch of a request: the requests that were merged with it, or shortly before. */
  | { readonly kind: 'commit'; readonly commit: Oid }
  /** A schedule or a call by hand: every request. */
  | { readonly kind: 'sweep' }
  /** A pull request that belongs to no request, or something said of no commit. */
  | { readonly kind: 'nothing' }

/** Where events name the branch they are about; a commit status lists those that have its commit. */
const branchesAt = ['pull_request', 'check_suite', 'check_run', 'workflow_run', 'branches', 'deployment']

/**
 * Reads from an event which issue it is about. The event is only a hint; nothing else of it is ever used.
 * Source: “Webhook events and payloads” in GitHub's documentation.
 * @param event the payload, as the runner hands it over.
 */
export function readEvent(event: unknown): Wake {
  const payload = object(event)
  const { number } = object(payload.issue)
  if (typeof number === 'number') return { kind: 'issue', issue: issueNumber(number) }
  const concerned = branchesAt.filter((key) => payload[key] !== undefined)
  if (concerned.length === 0) return { kind: 'sweep' }
  const branch = concerned
    .flatMap((key) => payload[key])
    .map(branchOf)
    .find((name) => issueOfBranch(name) !== null)
  const issue = issueOfBranch(branch)
  if (issue !== null) return { kind: 'issue', issue }
  const commit = payload.pull_request === undefined ? commitOf(payload) : null
  return commit === null ? { kind: 'nothing' } : { kind: 'commit', commit }
}

/** Each event names its branch in a way of its own. */
function branchOf(value: unknown): unknown {
  const { head, head_branch: headBranch, check_suite: suite, name, ref } = object(value)
  return object(head).ref ?? headBranch ?? object(suite).head_branch ?? name ?? ref
}

/** The commit of which something was said: by a status, a check or a deployment. */
function commitOf(payload: Readonly<Record<string, unknown>>): Oid | null {
  const named = [
    // A deployment may be of another commit than the workflow that makes it runs on.
    object(payload.deployment).sha,
    payload.sha,
    ...['check_suite', 'check_run', 'workflow_run'].map((key) => object(payload[key]).head_sha),
  ]
  const commit = named.find(
    (each) => typeof each === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(each),
  )
  return typeof commit === 'string' ? oid(commit) : null
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The id of the comment an event is about, or null. */
export function commentOfEvent(event: unknown): number | null {
  const { id } = object(object(event).comment)
  return typeof id === 'number' ? id : null
}

/** The head commit of the pull request an event is about, or null. */
export function headOfEvent(event: unknown): string | null {
  const { sha } = object(object(object(event).pull_request).head)
  return typeof sha === 'string' ? sha : null
}

/** The number of the pull request an event is about, or null. */
export function pullOfEvent(event: unknown): IssueNumber | null {
  const { number } = object(object(event).pull_request)
  return typeof number === 'number' && isNumbered(number) ? issueNumber(number) : null
}
