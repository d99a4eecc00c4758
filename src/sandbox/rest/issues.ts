import { Lacking } from '../lacking.js'
import { demandRead, demandWrite, type Identity } from '../world/identity.js'
import { editBody, editTitle, issueOf, openIssue, setState } from '../world/issues.js'
import { addLabels, removeLabel } from '../world/labels.js'
import { findAccount, type Issue, type Repository } from '../world/world.js'
import {
  created,
  numberParam,
  ok,
  optionalChoice,
  optionalLabels,
  optionalText,
  optionalWords,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredWords,
} from './call.js'
import { pagedList, paging } from './paging.js'
import { chosen, instant } from './query.js'
import { shapeIssue } from './shape-issue.js'

const base = '/repos/{owner}/{repo}'

export const issueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${base}/issues`,
    query: ['state', 'labels', 'since', 'creator', 'sort', 'direction', ...paging],
    handle: listIssues,
  },
  {
    method: 'POST',
    path: `${base}/issues`,
    body: ['title', 'body|null', 'body', 'labels[]', 'labels[].name'],
    handle: postIssue,
  },
  { method: 'GET', path: `${base}/issues/{issue_number}`, handle: getIssue },
  {
    method: 'PATCH',
    path: `${base}/issues/{issue_number}`,
    body: [
      'title',
      'body',
      'body|null',
      'state',
      'state_reason',
      'state_reason|null',
      'labels[]',
      'labels[].name',
    ],
    handle: patchIssue,
  },
]

/** The issue or pull request that the path names. */
export function issueIn(call: RestCall, repository: Repository): Issue {
  return issueOf(repository, numberParam(call, 'issue_number'))
}

/** The repository, when its issues may be read. */
export function readable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'issues')
  return repository
}

/** Pull requests are issues here, as on GitHub: their labels and comments need either permission. */
export function demandIssueWrite(
  call: RestCall,
  repository: Repository,
  issue: Issue,
  role: 'read' | 'triage' | 'write',
) {
  const { identity, world } = call
  const byPulls =
    issue.pull !== null && identity.kind === 'app' && identity.permissions.get('pull_requests') === 'write'
  demandWrite(world, identity, repository, byPulls ? 'pull_requests' : 'issues', role)
}

function listIssues(call: RestCall): RestAnswer {
  const repository = readable(call)
  const { query } = call
  const state = chosen(query, 'state', ['open', 'closed', 'all'], 'open')
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean)
  const since = instant(query, 'since')
  const creator = query.get('creator')?.toLowerCase() ?? null
  // What GitHub makes of a name that nobody has is not known here.
  if (creator !== null && findAccount(call.world, creator) === null) {
    throw new Lacking(`there is no account ${creator} to ask for`)
  }
  const found = [...repository.data.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => issue.labels.some((one) => one.toLowerCase() === name.toLowerCase())) &&
      (since === null || issue.updatedAt >= since) &&
      (creator === null || issue.author.toLowerCase() === creator),
  )
  const sort = chosen(query, 'sort', ['created', 'updated', 'comments'], 'created')
  found.sort((a, b) => orders[sort](a, b) || a.number - b.number)
  if (chosen(query, 'direction', ['asc', 'desc'], 'desc') === 'desc') found.reverse()
  return pagedList(call, found, (issue) => shapeIssue(call.world, repository, issue))
}

const orders: Readonly<Record<'created' | 'updated' | 'comments', (a: Issue, b: Issue) => number>> = {
  created: () => 0,
  updated: (a, b) => a.updatedAt.localeCompare(b.updatedAt),
  comments: (a, b) => a.comments.length - b.comments.length,
}

function getIssue(call: RestCall): RestAnswer {
  const repository = readable(call)
  return ok(shapeIssue(call.world, repository, issueIn(call, repository)))
}

function postIssue(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandWrite(call.world, call.identity, repository, 'issues', 'read')
  const issue = openIssue(call.world, call.identity, repository, {
    title: requiredWords(call.body, 'title'),
    body: optionalText(call.body, 'body') ?? '',
    labels: optionalLabels(call.body) ?? [],
  })
  return created(shapeIssue(call.world, repository, issue))
}

function patchIssue(call: RestCall): RestAnswer {
  const { world, identity, body } = call
  const repository = readable(call)
  const issue = issueIn(call, repository)
  const title = optionalWords(body, 'title')
  // Null takes the text away.
  const text = body.body === null ? '' : optionalText(body, 'body')
  const state = optionalChoice(body, 'state', ['open', 'closed'])
  const reason = optionalChoice(body, 'state_reason', ['completed', 'not_planned', 'duplicate', 'reopened'])
  const labels = optionalLabels(body)
  if (!isReasonFor(state, reason))
    throw new Lacking(`state_reason cannot be ${reason} where state is ${state}`)
  const edits = title !== null || text !== null
  demandIssueWrite(call, repository, issue, roleToPatch(identity, issue, edits))
  if (title !== null) editTitle(world, identity, issue, title)
  if (text !== null) editBody(world, identity, issue, text)
  if (state !== null) setState(world, identity, issue, state, reason)
  if (labels !== null) replaceLabels(call, repository, issue, labels)
  return ok(shapeIssue(world, repository, issue))
}

/** Whether it is clear what a reason says: one for closing where it is closed, one for reopening where it is opened. */
function isReasonFor(state: Issue['state'] | null, reason: Issue['stateReason']): boolean {
  if (reason === null) return true
  return state !== null && (reason === 'reopened') === (state === 'open')
}

/** Authors edit and close what is theirs; others close with triage and edit with write. */
export function roleToPatch(identity: Identity, issue: Issue, edits: boolean): 'read' | 'triage' | 'write' {
  if (issue.author === identity.account.login) return 'read'
  return edits ? 'write' : 'triage'
}

/** Takes off what is not wanted, and puts on what is. */
export function replaceLabels(
  call: RestCall,
  repository: Repository,
  issue: Issue,
  labels: readonly string[],
): void {
  const wanted = new Set(labels.map((name) => name.toLowerCase()))
  for (const name of [...issue.labels]) {
    if (!wanted.has(name.toLowerCase())) removeLabel(call.world, call.identity, issue, name)
  }
  addLabels(call.world, call.identity, repository, issue, labels)
}
