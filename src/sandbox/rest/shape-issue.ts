import type { components } from '@octokit/openapi-types'
import {
  type Account,
  accountOf,
  type Comment,
  type Issue,
  type Label,
  type Repository,
  type World,
} from '../world/world.js'
import { shapeApp, shapeLogin } from './shape-account.js'
import { commentPageUrl, issuePageUrl, nodeId } from './urls.js'

type Schemas = components['schemas']

/** Source: GitHub's OpenAPI description, schema issue. */
export function shapeIssue(world: World, repository: Repository, issue: Issue): Schemas['issue'] {
  const api = repository.apiUrl
  const url = `${api}/issues/${issue.number}`
  const page = issuePageUrl(repository, issue.number, issue.pull !== null)
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    title: issue.title,
    body: issue.body === '' ? null : issue.body,
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    active_lock_reason: null,
    user: shapeLogin(world, issue.author),
    labels: issue.labels.map((name) => shapeLabel(repository, name)),
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy === null ? null : shapeLogin(world, issue.closedBy),
    author_association: associationOf(world, repository, accountOf(world, issue.author)),
    reactions: noReactions(url),
    ...(issue.pull === null
      ? {}
      : { draft: issue.pull.draft, pull_request: pullLinks(repository, page, issue) }),
  }
}

function pullLinks(repository: Repository, page: string, issue: Issue) {
  return {
    url: `${repository.apiUrl}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${repository.remoteUrl}/pull/${issue.number}.diff`,
    patch_url: `${repository.remoteUrl}/pull/${issue.number}.patch`,
    merged_at: issue.pull?.merged?.at ?? null,
  }
}

/** Source: GitHub's OpenAPI description, schema label. */
export function shapeLabel(repository: Repository, name: string): Schemas['label'] {
  const label: Label = repository.data.labels.get(name.toLowerCase()) ?? {
    id: 1,
    name,
    color: 'ededed',
    description: null,
  }
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${repository.apiUrl}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  }
}

/** Source: GitHub's OpenAPI description, schema issue-comment. */
export function shapeComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: Comment,
): Schemas['issue-comment'] {
  const api = repository.apiUrl
  const url = `${api}/issues/comments/${comment.id}`
  const app = comment.app === null ? undefined : world.apps.get(comment.app)
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url,
    html_url: commentPageUrl(repository, issue.number, issue.pull !== null, comment.id),
    issue_url: `${api}/issues/${issue.number}`,
    user: shapeLogin(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(world, repository, accountOf(world, comment.author)),
    performed_via_github_app: app === undefined ? null : shapeApp(world, app),
    reactions: noReactions(url),
  }
}

/** Source: GitHub's OpenAPI description, schema author-association. */
export function associationOf(
  world: World,
  repository: Repository,
  account: Account,
): Schemas['author-association'] {
  const login = account.login.toLowerCase()
  const { organization } = world
  if (repository.owner.toLowerCase() === login) return 'OWNER'
  const owned = organization?.login.toLowerCase() === repository.owner.toLowerCase()
  if (owned && organization?.members.has(login) === true) return 'MEMBER'
  if (repository.collaborators.has(login)) return 'COLLABORATOR'
  const contributed = [...repository.data.issues.values()].some(
    ({ author, pull }) => author.toLowerCase() === login && pull !== null && pull.merged !== null,
  )
  return contributed ? 'CONTRIBUTOR' : 'NONE'
}

function noReactions(url: string): Schemas['reaction-rollup'] {
  const counts = { '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 }
  return { url: `${url}/reactions`, total_count: 0, ...counts }
}
