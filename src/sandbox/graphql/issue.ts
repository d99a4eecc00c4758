import { Lacking } from '../lacking.js'
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
import { type GraphCall, reads } from './call.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphLogin } from './people.js'

/** Source: GraphQL reference, object Issue. */
export function graphIssue(call: GraphCall, repository: Repository, issue: Issue) {
  return {
    __typename: 'Issue',
    ...issuePart(call, repository, issue),
    state: issue.state.toUpperCase(),
    stateReason: reads(
      ['enableDuplicate'],
      ({ enableDuplicate = false }: { readonly enableDuplicate?: boolean }) => {
        if (issue.stateReason === 'duplicate' && !enableDuplicate) {
          throw new Lacking('what stateReason is for a duplicate is only known with enableDuplicate')
        }
        return issue.stateReason?.toUpperCase() ?? null
      },
    ),
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
    repository: () => call.nodes.repository(call, repository),
    ...textPart(call, repository, issue, issue.author, issue.createdAt),
    labels: reads(bounds, (args: ConnectionArguments) =>
      connection(
        'labels',
        labelsOf(repository, issue),
        args,
        ({ id, color, description, node_id, name }) => ({
          id: node_id,
          databaseId: id,
          name,
          color,
          description,
        }),
      ),
    ),
    comments: reads(['orderBy.field', 'orderBy.direction', ...bounds], (args: CommentsArguments) =>
      connection('comments', orderedComments(issue, args), args, (comment) =>
        graphComment(call, repository, issue, comment),
      ),
    ),
    timelineItems: reads(['itemTypes[]', 'since', ...bounds], (args: TimelineArguments) =>
      connection('timelineItems', timelineOf(issue, args), args, (event) => graphEvent(call, event)),
    ),
  }
}

/** In the order in which they were made, unless asked otherwise. Source: GraphQL reference, `Issue.labels`. */
function labelsOf(repository: Repository, issue: Issue) {
  return issue.labels.map((name) => shapeLabel(repository, name)).sort((a, b) => Number(a.id) - Number(b.id))
}

interface CommentsArguments extends ConnectionArguments {
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null
}

function orderedComments(issue: Issue, { orderBy }: CommentsArguments): readonly Comment[] {
  if (orderBy === undefined || orderBy === null) return issue.comments
  const { field, direction } = orderBy
  if (field !== 'UPDATED_AT') throw new Lacking(`comments cannot be ordered by ${field} here`)
  const sorted = [...issue.comments].sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
  return direction === 'DESC' ? sorted.reverse() : sorted
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
    userContentEdits: reads(bounds, (args: ConnectionArguments) =>
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
    ),
  }
}

interface TimelineArguments extends ConnectionArguments {
  readonly itemTypes?: readonly string[] | null
  readonly since?: string | null
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

function timelineOf(issue: Issue, { itemTypes, since }: TimelineArguments): readonly TimelineEvent[] {
  if (itemTypes === undefined || itemTypes === null) {
    // The whole timeline has the comments, commits and reviews as well.
    throw new Lacking('the timeline is kept for named itemTypes alone')
  }
  const start = Date.parse(since ?? '1970-01-01T00:00:00Z')
  if (Number.isNaN(start)) throw new Lacking(`since cannot be ${since} here`)
  const known = new Set(Object.values(eventTypes).map(([item]) => item))
  const unknown = itemTypes.find((item) => !known.has(item))
  if (unknown !== undefined) throw new Lacking(`there are no timeline items of the type ${unknown}`)
  return issue.events.filter(
    (event) => itemTypes.includes(eventTypes[event.kind][0]) && Date.parse(event.at) >= start,
  )
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
