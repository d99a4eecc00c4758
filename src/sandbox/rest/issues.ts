import { demandRead, demandWrite, type Identity } from '../world/identity.js'
import {
  addComment,
  addLabels,
  commentOf,
  deleteComment,
  editBody,
  editComment,
  editTitle,
  ensureLabel,
  issueOf,
  openIssue,
  removeLabel,
  setState,
} from '../world/issues.js'
import { Refusal } from '../world/refusal.js'
import type { Comment, Issue, Repository } from '../world/world.js'
import {
  created,
  noContent,
  numberParam,
  ok,
  optionalChoice,
  optionalLabels,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'
import { pagedList } from './paging.js'
import { shapeComment, shapeIssue, shapeLabel } from './shape-issue.js'

const base = '/repos/{owner}/{repo}'

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: `${base}/issues`, handle: listIssues },
  { method: 'POST', path: `${base}/issues`, handle: postIssue },
  { method: 'GET', path: `${base}/issues/{issue_number}`, handle: getIssue },
  { method: 'PATCH', path: `${base}/issues/{issue_number}`, handle: patchIssue },
  { method: 'GET', path: `${base}/issues/{issue_number}/comments`, handle: listComments },
  { method: 'POST', path: `${base}/issues/{issue_number}/comments`, handle: postComment },
  { method: 'GET', path: `${base}/issues/comments/{comment_id}`, handle: getComment },
  { method: 'PATCH', path: `${base}/issues/comments/{comment_id}`, handle: patchComment },
  { method: 'DELETE', path: `${base}/issues/comments/{comment_id}`, handle: removeComment },
  { method: 'GET', path: `${base}/issues/{issue_number}/labels`, handle: listLabels },
  { method: 'POST', path: `${base}/issues/{issue_number}/labels`, handle: postLabels },
  { method: 'DELETE', path: `${base}/issues/{issue_number}/labels/{name}`, handle: deleteLabel },
  { method: 'POST', path: `${base}/labels`, handle: postLabel },
  { method: 'GET', path: `${base}/labels/{name}`, handle: getLabel },
]

function issueIn(call: RestCall, repository: Repository): Issue {
  return issueOf(repository, numberParam(call, 'issue_number'))
}

function readable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'issues')
  return repository
}

/** Pull requests are issues here, as on GitHub: their labels and comments need either permission. */
function demandIssueWrite(
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
  const state = query.get('state') ?? 'open'
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean)
  const since = query.get('since')
  const creator = query.get('creator')?.toLowerCase() ?? null
  const found = [...repository.data.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => issue.labels.some((one) => one.toLowerCase() === name.toLowerCase())) &&
      (since === null || issue.updatedAt >= since) &&
      (creator === null || issue.author.toLowerCase() === creator),
  )
  const byUpdate = query.get('sort') === 'updated'
  found.sort((a, b) => (byUpdate ? a.updatedAt.localeCompare(b.updatedAt) : 0) || a.number - b.number)
  if (query.get('direction') !== 'asc') found.reverse()
  return pagedList(call, found, (issue) => shapeIssue(call.world, repository, issue))
}

function getIssue(call: RestCall): RestAnswer {
  const repository = readable(call)
  return ok(shapeIssue(call.world, repository, issueIn(call, repository)))
}

function postIssue(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandWrite(call.world, call.identity, repository, 'issues', 'read')
  const issue = openIssue(call.world, call.identity, repository, {
    title: requiredText(call.body, 'title'),
    body: optionalText(call.body, 'body') ?? '',
    labels: optionalLabels(call.body) ?? [],
  })
  return created(shapeIssue(call.world, repository, issue))
}

function patchIssue(call: RestCall): RestAnswer {
  const { world, identity, body } = call
  const repository = readable(call)
  const issue = issueIn(call, repository)
  const title = optionalText(body, 'title')
  const text = optionalText(body, 'body')
  const state = optionalChoice(body, 'state', ['open', 'closed'])
  const reason = optionalChoice(body, 'state_reason', ['completed', 'not_planned', 'duplicate', 'reopened'])
  const labels = optionalLabels(body)
  const edits = title !== null || text !== null
  demandIssueWrite(call, repository, issue, roleToPatch(identity, issue, edits))
  if (title !== null) editTitle(world, identity, issue, title)
  if (text !== null) editBody(world, identity, issue, text)
  if (state !== null) setState(world, identity, issue, state, reason)
  if (labels !== null) replaceLabels(call, repository, issue, labels)
  return ok(shapeIssue(world, repository, issue))
}

/** Authors edit and close what is theirs; others close with triage and edit with write. */
export function roleToPatch(identity: Identity, issue: Issue, edits: boolean): 'read' | 'triage' | 'write' {
  if (issue.author === identity.account.login) return 'read'
  return edits ? 'write' : 'triage'
}

function replaceLabels(
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

function listComments(call: RestCall): RestAnswer {
  const repository = readable(call)
  const issue = issueIn(call, repository)
  const since = call.query.get('since')
  const found = issue.comments.filter((comment) => since === null || comment.updatedAt >= since)
  return pagedList(call, found, (comment) => shapeComment(call.world, repository, issue, comment))
}

function postComment(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'read')
  const comment = addComment(call.world, call.identity, issue, requiredText(call.body, 'body'))
  return created(shapeComment(call.world, repository, issue, comment))
}

function getComment(call: RestCall): RestAnswer {
  const repository = readable(call)
  const { issue, comment } = commentOf(repository, numberParam(call, 'comment_id'))
  return ok(shapeComment(call.world, repository, issue, comment))
}

function patchComment(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const place = commentOf(repository, numberParam(call, 'comment_id'))
  demandIssueWrite(call, repository, place.issue, roleToChange(call.identity, place.comment))
  editComment(call.world, call.identity, place, requiredText(call.body, 'body'))
  return ok(shapeComment(call.world, repository, place.issue, place.comment))
}

function removeComment(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const place = commentOf(repository, numberParam(call, 'comment_id'))
  demandIssueWrite(call, repository, place.issue, roleToChange(call.identity, place.comment))
  deleteComment(call.world, call.identity, place)
  return noContent
}

/** Everybody may change their own comments, and those who can push may change everybody's. */
export function roleToChange(identity: Identity, comment: Comment): 'read' | 'write' {
  return comment.author === identity.account.login ? 'read' : 'write'
}

function listLabels(call: RestCall): RestAnswer {
  const repository = readable(call)
  return pagedList(call, issueIn(call, repository).labels, (name) => shapeLabel(repository, name))
}

function postLabels(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'triage')
  addLabels(call.world, call.identity, repository, issue, optionalLabels(call.body) ?? [])
  return ok(issue.labels.map((name) => shapeLabel(repository, name)))
}

function deleteLabel(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'triage')
  removeLabel(call.world, call.identity, issue, param(call, 'name'))
  return ok(issue.labels.map((name) => shapeLabel(repository, name)))
}

function postLabel(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandWrite(call.world, call.identity, repository, 'issues', 'write')
  const name = requiredText(call.body, 'name')
  if (repository.data.labels.has(name.toLowerCase())) {
    throw new Refusal(422, 'Validation Failed', [
      { resource: 'Label', code: 'already_exists', field: 'name' },
    ])
  }
  ensureLabel(call.world, repository, name, optionalText(call.body, 'color') ?? 'ededed')
  return created(shapeLabel(repository, name))
}

function getLabel(call: RestCall): RestAnswer {
  const repository = readable(call)
  const label = repository.data.labels.get(param(call, 'name').toLowerCase())
  if (label === undefined) throw new Refusal(404, 'Not Found')
  return ok(shapeLabel(repository, label.name))
}
