import { associationOf, shapeLabel } from '../rest/shape-issue.js'
import { commentPageUrl, issuePageUrl, nodeId } from '../rest/urls.js'
import {
  accountOf,
  type Comment,
  type Issue,
  type Repository,
  type Text,
  type TimelineEvent,
} from '../world/world.js'
import { type GraphCall, graphError } from './call.js'
import { type ConnectionArguments, connection } from './connection.js'
import { graphLogin } from './people.js'
import { graphRepository } from './repository.js'

/** Source: GraphQL reference, object Issue. */
export function graphIssue(call: GraphCall, repository: Repository, issue: Issue) {
  return {
    __typename: 'Issue',
    ...issuePart(call, repository, issue),
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
  }
}

/** What issues and pull requests have in common. */
export function issuePart(call: GraphCall, repository: Repository, issue: Issue) {
  const pull = issue.pull !== null
  return {
    id: nodeId(pull ? 'PullRequest' : 'Issue', issue.pull?.id ?? issue.id),
    databaseId: issue.pull?.id ?? issue.id,
    number: issue.number,
    title: issue.title,
    url: issuePageUrl(repository, issue.number, pull),
    closed: issue.state === 'closed',
    closedAt: issue.closedAt,
    locked: false,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    repository: () => graphRepository(call, repository),
    ...textPart(call, repository, issue, issue.author, issue.createdAt),
    labels: (args: ConnectionArguments) =>
      connection('labels', issue.labels, args, (name) => {
        const { id, color, description, node_id } = shapeLabel(repository, name)
        return { id: node_id, databaseId: id, name, color, description }
      }),
    comments: (args: ConnectionArguments) =>
      connection('comments', issue.comments, args, (comment) =>
        graphComment(call, repository, issue, comment),
      ),
    timelineItems: (args: TimelineArguments) =>
      connection('timelineItems', timelineOf(issue, args), args, (event) => graphEvent(call, event)),
  }
}

function graphComment(call: GraphCall, repository: Repository, issue: Issue, comment: Comment) {
  return {
    __typename: 'IssueComment',
    id: nodeId('IssueComment', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    url: commentPageUrl(repository, issue.number, issue.pull !== null, comment.id),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    isMinimized: comment.minimized,
    minimizedReason: comment.minimized ? 'outdated' : null,
    ...textPart(call, repository, comment, comment.author, comment.createdAt),
  }
}

function textPart(call: GraphCall, repository: Repository, text: Text, author: string, createdAt: string) {
  const { world, identity } = call
  return {
    body: text.body,
    bodyText: text.body,
    author: graphLogin(world, author),
    authorAssociation: associationOf(world, repository, accountOf(world, author)),
    viewerDidAuthor: author === identity.account.login,
    publishedAt: createdAt,
    lastEditedAt: text.lastEditedAt,
    editor: graphLogin(world, text.editor),
    includesCreatedEdit: text.edits.length > 0,
    // Newest first, the first version among them once there has been an edit (unverified).
    userContentEdits: (args: ConnectionArguments) =>
      connection('userContentEdits', [...text.edits].reverse(), args, (edit) => ({
        id: nodeId('UserContentEdit', `${createdAt}:${edit.at}`),
        createdAt: edit.at,
        editedAt: edit.at,
        updatedAt: edit.at,
        deletedAt: null,
        deletedBy: null,
        editor: graphLogin(world, edit.editor),
        diff: edit.body,
      })),
  }
}

interface TimelineArguments extends ConnectionArguments {
  readonly itemTypes?: readonly string[] | null
}

const eventTypes: Readonly<Record<TimelineEvent['kind'], readonly [item: string, type: string]>> = {
  closed: ['CLOSED_EVENT', 'ClosedEvent'],
  reopened: ['REOPENED_EVENT', 'ReopenedEvent'],
  renamed: ['RENAMED_TITLE_EVENT', 'RenamedTitleEvent'],
  'comment-deleted': ['COMMENT_DELETED_EVENT', 'CommentDeletedEvent'],
  labeled: ['LABELED_EVENT', 'LabeledEvent'],
  unlabeled: ['UNLABELED_EVENT', 'UnlabeledEvent'],
  'force-pushed': ['HEAD_REF_FORCE_PUSHED_EVENT', 'HeadRefForcePushedEvent'],
}

function timelineOf(issue: Issue, { itemTypes }: TimelineArguments): readonly TimelineEvent[] {
  if (itemTypes === undefined || itemTypes === null) return issue.events
  const known = new Set(Object.values(eventTypes).map(([item]) => item))
  const unknown = itemTypes.find((item) => !known.has(item))
  if (unknown !== undefined)
    throw graphError('SANDBOX', `The sandbox keeps no timeline items of the type ${unknown}.`)
  return issue.events.filter((event) => itemTypes.includes(eventTypes[event.kind][0]))
}

function graphEvent({ world }: GraphCall, event: TimelineEvent) {
  const [first = '', second = ''] = event.subject
  const common = {
    __typename: eventTypes[event.kind][1],
    id: nodeId('Event', event.id),
    createdAt: event.at,
    actor: graphLogin(world, event.actor),
  }
  switch (event.kind) {
    case 'comment-deleted':
      return { ...common, databaseId: event.id, deletedCommentAuthor: graphLogin(world, first) }
    case 'renamed':
      return { ...common, previousTitle: first, currentTitle: second }
    case 'labeled':
    case 'unlabeled':
      return { ...common, label: { name: first } }
    case 'force-pushed':
      return { ...common, beforeCommit: { oid: first }, afterCommit: { oid: second } }
    case 'closed':
    case 'reopened':
      return common
  }
}
