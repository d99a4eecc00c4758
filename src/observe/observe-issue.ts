import { ledgerBranch, ledgerFolder } from '../core/ledger/ledger-branch.js'
import { locksPath } from '../core/ledger/lock-form.js'
import { peoplePath } from '../core/ledger/people.js'
import { recordFolder } from '../core/ledger/record-path.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import { type IssueNumber, issueNumber } from '../model/ids.js'
import type { Person } from '../model/person.js'
import type { CommentDeletion, FirstLook, ObservedIssue, ObservedLedger } from '../model/snapshot.js'
import {
  demandWhole,
  type Fields,
  fields,
  nodes,
  objectId,
  optionalFields,
  optionalText,
  person,
  personSelection,
  text,
  whole,
  word,
} from './answer.js'
import { besideSelection, decodeLedger, recordsSelection } from './decode-ledger.js'
import { decodeRepository, repositorySelection } from './decode-repository.js'
import { commentSelection, commentsPerPage, decodeComments, inOrder, olderThan } from './observe-comments.js'
import { decodePolicy, policySelection } from './observe-policy.js'

/** Most edits read; beyond it the editors count as incomplete, and somebody unknown stands among them. */
const editsMax = 100
/** Deletions of comments that are read, the latest; they cost no call of their own. A comment whose deletion lies before them is just gone. */
const deletionsRead = 50

/** One query reads the issue, the policy and the ledger: an event that concerns no request costs nothing else. */
const issueQuery = `
  query Issue($owner: String!, $name: String!, $number: Int!, $ledger: String!, $people: String!, $locks: String!, $branches: String!) {
    viewer { login }
    repository(owner: $owner, name: $name) {
      url ${repositorySelection}
      ${policySelection('HEAD')}
      branches: refs(refPrefix: "refs/heads/", query: $branches, first: 20) { nodes { name target { oid } } }
      ledger: ref(qualifiedName: "refs/heads/${ledgerBranch}") { target { oid } }
      ledgerAbove: ref(qualifiedName: "refs/heads/${ledgerFolder}") { name }
      ledgerBelow: refs(refPrefix: "refs/heads/${ledgerBranch}/", first: 1) { nodes { name } }
      records: object(expression: $ledger) ${recordsSelection}
      people: object(expression: $people) ${besideSelection}
      locks: object(expression: $locks) ${besideSelection}
      issue(number: $number) {
        number url title body state stateReason createdAt lastEditedAt
        author ${personSelection}
        userContentEdits(first: ${editsMax}) { totalCount nodes { editor ${personSelection} } }
        labels(first: 100) { nodes { name } }
        comments(last: ${commentsPerPage}) ${commentSelection}
        deletions: timelineItems(itemTypes: [COMMENT_DELETED_EVENT], last: ${deletionsRead}) {
          nodes { ... on CommentDeletedEvent { createdAt actor ${personSelection} deletedCommentAuthor ${personSelection} } }
        }
        closings: timelineItems(itemTypes: [CLOSED_EVENT], last: 1) {
          nodes { ... on ClosedEvent { createdAt actor { __typename login } } }
        }
      }
    }
  }`

/**
 * The first step of observing: everything about an issue but its pull request and manifests. Null when there is no such issue;
 * a pull request is not an issue.
 * @throws GitHubError
 */
export async function observeIssue(reader: Reader, number: IssueNumber): Promise<FirstLook | null> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the issue', issueQuery, {
    owner,
    name,
    number,
    ledger: `refs/heads/${ledgerBranch}:${recordFolder(number)}`,
    people: `refs/heads/${ledgerBranch}:${peoplePath}`,
    locks: `refs/heads/${ledgerBranch}:${locksPath}`,
    branches: `issueops/${number}-`,
  })
  demandWhole(answer, 'the issue', isNoIssue)
  const data = fields(answer.data, 'the issue')
  const viewer = text(fields(data.viewer, 'the viewer').login, 'the login of the token')
  const repository = fields(data.repository, 'the repository')
  const issue = optionalFields(repository.issue, 'the issue')
  const branch = optionalFields(repository.defaultBranchRef, 'the default branch')
  if (branch === null) return null
  const home = decodeRepository(repository, branch)
  const ledger = decodeLedger(repository, home, number)
  const seen =
    issue === null ? leftOf(ledger, text(repository.url, 'the address')) : decodeIssue(issue, viewer)
  if (seen === null) return null
  return {
    viewer: { login: viewer, observedAt: answer.date },
    repository: home,
    issue: seen,
    policy: decodePolicy(repository),
    ledger,
    branches: decodeBranches(repository, number),
  }
}

/** What the records tell of an issue that is gone; null where there are none. */
function leftOf({ earlier, records }: ObservedLedger, repository: string): ObservedIssue | null {
  const predicate = (earlier.at(-1) ?? records.at(-1))?.predicate
  if (predicate === undefined) return null
  const { issue: number, request } = predicate
  return {
    gone: true,
    number,
    url: `${repository}/issues/${number}`,
    title: '',
    body: '',
    state: 'closed',
    stateReason: null,
    createdAt: request.filedAt,
    lastEditedAt: request.bodyLastEditedAt,
    author: request.requester,
    editors: request.editors,
    labels: [],
    comments: [],
    olderComments: null,
    commentCount: 0,
    deletions: [],
    closing: null,
  }
}

/** GitHub answers an error beside the null when there is no issue of that number, or when it is a pull request. */
function isNoIssue({ path, type }: QueryAnswer['errors'][number]): boolean {
  return type === 'NOT_FOUND' && path.join('.') === 'repository.issue'
}

const reasons = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not-planned',
  DUPLICATE: 'duplicate',
  REOPENED: 'reopened',
} as const

function decodeIssue(issue: Fields, viewer: string): ObservedIssue {
  const number = issueNumber(whole(issue.number, 'the number of the issue'))
  const comments = fields(issue.comments, 'the comments')
  return {
    number,
    url: text(issue.url, 'the address of the issue'),
    title: text(issue.title, 'the title of the issue'),
    body: text(issue.body, 'the text of the issue'),
    state: word(issue.state, { OPEN: 'open', CLOSED: 'closed' }, 'the state of the issue'),
    stateReason:
      issue.stateReason === null ? null : word(issue.stateReason, reasons, 'why the issue is closed'),
    createdAt: text(issue.createdAt, 'when the issue was filed'),
    lastEditedAt: optionalText(issue.lastEditedAt, 'when the issue was last edited'),
    author: person(issue.author, 'the author of the issue'),
    editors: decodeEditors(
      optionalFields(issue.userContentEdits, 'the edits of the issue'),
      issue.lastEditedAt !== null,
    ),
    labels: nodes(issue.labels, 'the labels').map((label) => text(label.name, 'the name of a label')),
    comments: inOrder(decodeComments(comments)),
    olderComments: olderThan(comments),
    commentCount: whole(comments.totalCount, 'the number of comments'),
    deletions: decodeDeletions(issue.deletions),
    closing: issue.state === 'CLOSED' ? decodeClosing(issue.closings, viewer) : null,
  }
}

function decodeDeletions(items: unknown): readonly CommentDeletion[] {
  return nodes(items, 'the deletions of comments').map((event) => ({
    by: person(event.actor, 'who deleted a comment'),
    author: person(event.deletedCommentAuthor, 'whose comment was deleted'),
    at: text(event.createdAt, 'when a comment was deleted'),
  }))
}

/** The last closing. GraphQL gives a bot's login without the brackets that others give it. */
function decodeClosing(items: unknown, viewer: string): ObservedIssue['closing'] {
  const last = nodes(items, 'when the issue was closed').at(-1)
  if (last === undefined) return null
  const actor = optionalFields(last.actor, 'who closed the issue')
  const own = actor !== null && loginOf(actor) === viewer
  return { at: text(last.createdAt, 'when the issue was closed'), own }
}

function loginOf(actor: Fields): string {
  const login = text(actor.login, 'who closed the issue')
  return actor.__typename === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login
}

/** Who edited the body. Edits that are not told in full leave somebody unknown among the editors. */
function decodeEditors(edits: Fields | null, edited: boolean): readonly (Person | null)[] {
  if (edits === null) return edited ? [null] : []
  const known = nodes(edits, 'the edits of the issue').map((edit) =>
    person(edit.editor, 'who edited the issue'),
  )
  const complete = whole(edits.totalCount, 'the number of edits') <= known.length
  return complete && (known.length > 0 || !edited) ? known : [...known, null]
}

/** GitHub's search finds names that merely contain what is asked for. */
function decodeBranches(repository: Fields, number: IssueNumber): FirstLook['branches'] {
  return nodes(repository.branches, 'the branches')
    .map((branch) => ({
      name: text(branch.name, 'the name of a branch'),
      head: objectId(fields(branch.target, 'the tip of a branch').oid, 'the tip of a branch'),
    }))
    .filter(({ name }) => name.startsWith(`issueops/${number}-`) && name.split('/').length === 2)
}
