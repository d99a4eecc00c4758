import type { QueryAnswer, Reader } from '../github/reader.js'
import { ledgerBranch } from '../ledger/ledger-branch.js'
import { type IssueNumber, issueNumber } from '../model/ids.js'
import type { Person } from '../model/person.js'
import type {
  MergeMethod,
  ObservedComment,
  ObservedIssue,
  ObservedRepository,
  Policy,
  PolicyFile,
  Snapshot,
} from '../model/snapshot.js'
import {
  demandWhole,
  type Fields,
  fields,
  flag,
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
import { decodeFiles, filesSelection } from './decode-files.js'
import { decodeLedger } from './decode-ledger.js'

/** Most comments a page of GitHub's holds. Source: “Rate limits and query limits for the GraphQL API”. */
const commentsPerPage = 100
/** Most pages read; GitHub takes 2,500 comments on an issue. */
const pagesMax = 25
/** Most edits read; beyond it the editors count as incomplete, and somebody unknown stands among them. */
const editsMax = 100

const commentSelection = `{
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes { databaseId body createdAt lastEditedAt isMinimized viewerDidAuthor author ${personSelection} }
}`

/** The folders of the policy, each read one level deep. Source of the first: GitHub's documentation, “Configuring issue templates”. */
const policyFolders = {
  forms: '.github/ISSUE_TEMPLATE',
  types: '.github/issueops',
  policies: '.github/issueops/policies',
  templates: '.github/issueops/templates',
} as const satisfies Readonly<Record<keyof Policy, string>>

const policySelection = Object.entries(policyFolders)
  .map(([alias, folder]) => `${alias}: object(expression: "HEAD:${folder}") ${filesSelection}`)
  .join('\n      ')

/** One query reads the issue, the policy and the ledger: an event that concerns no request costs nothing else. */
const issueQuery = `
  query Issue($owner: String!, $name: String!, $number: Int!, $ledger: String!, $branches: String!) {
    viewer { login }
    repository(owner: $owner, name: $name) {
      id databaseId isPrivate squashMergeAllowed mergeCommitAllowed rebaseMergeAllowed autoMergeAllowed
      owner { login } name
      defaultBranchRef { name target { oid } }
      ${policySelection}
      branches: refs(refPrefix: "refs/heads/", query: $branches, first: 20) { nodes { name target { oid } } }
      ledger: ref(qualifiedName: "refs/heads/${ledgerBranch}") { target { oid } }
      records: object(expression: $ledger) ${filesSelection}
      issue(number: $number) {
        number url title body state stateReason createdAt lastEditedAt
        author ${personSelection}
        userContentEdits(first: ${editsMax}) { totalCount nodes { editor ${personSelection} } }
        labels(first: 100) { nodes { name } }
        comments(last: ${commentsPerPage}) ${commentSelection}
      }
    }
  }`

const commentsQuery = `
  query Comments($owner: String!, $name: String!, $number: Int!, $before: String!) {
    repository(owner: $owner, name: $name) {
      issue(number: $number) { comments(last: ${commentsPerPage}, before: $before) ${commentSelection} }
    }
  }`

/**
 * The first step of observing: everything about an issue but its pull request and manifests. Null when there is no such issue;
 * a pull request is not an issue.
 * @throws GitHubError
 */
export async function observeIssue(reader: Reader, number: IssueNumber): Promise<Snapshot | null> {
  const { owner, name } = reader.repository
  const ledger = `refs/heads/${ledgerBranch}:issues/${number}`
  const answer = await reader.query('read the issue', issueQuery, {
    owner,
    name,
    number,
    ledger,
    branches: `issueops/${number}-`,
  })
  demandWhole(answer, 'the issue', isNoIssue)
  const data = fields(answer.data, 'the issue')
  const repository = fields(data.repository, 'the repository')
  const issue = optionalFields(repository.issue, 'the issue')
  const branch = optionalFields(repository.defaultBranchRef, 'the default branch')
  if (issue === null || branch === null) return null
  return {
    viewer: {
      login: text(fields(data.viewer, 'the viewer').login, 'the login of the token'),
      observedAt: answer.date,
    },
    repository: decodeRepository(repository, branch),
    issue: decodeIssue(issue),
    policy: decodePolicy(repository),
    ledger: decodeLedger(repository, reader, number),
    branches: decodeBranches(repository, number),
    details: null,
  }
}

/** GitHub answers an error beside the null when there is no issue of that number, or when it is a pull request. */
function isNoIssue({ path, type }: QueryAnswer['errors'][number]): boolean {
  return type === 'NOT_FOUND' && path.join('.') === 'repository.issue'
}

function decodeRepository(repository: Fields, branch: Fields): ObservedRepository {
  const allowed: readonly (readonly [MergeMethod, unknown])[] = [
    ['squash', repository.squashMergeAllowed],
    ['merge', repository.mergeCommitAllowed],
    ['rebase', repository.rebaseMergeAllowed],
  ]
  return {
    id: whole(repository.databaseId, 'the id of the repository'),
    nodeId: text(repository.id, 'the node id of the repository'),
    owner: text(fields(repository.owner, 'the owner').login, 'the owner'),
    name: text(repository.name, 'the name of the repository'),
    private: flag(repository.isPrivate, 'whether the repository is private'),
    defaultBranch: text(branch.name, 'the default branch'),
    commit: objectId(
      fields(branch.target, 'the tip of the default branch').oid,
      'the tip of the default branch',
    ),
    mergeMethods: allowed.flatMap(([method, on]) =>
      flag(on, `whether ${method} is allowed`) ? [method] : [],
    ),
    autoMergeAllowed: flag(repository.autoMergeAllowed, 'whether auto-merge is allowed'),
  }
}

const reasons = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not-planned',
  DUPLICATE: 'duplicate',
  REOPENED: 'reopened',
} as const

function decodeIssue(issue: Fields): ObservedIssue {
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
  }
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

/**
 * Reads the older comments of an issue, page by page.
 * @throws GitHubError
 */
export async function observeComments(reader: Reader, snapshot: Snapshot, first: string): Promise<Snapshot> {
  const { owner, name } = reader.repository
  const { number } = snapshot.issue
  let before: string | null = first
  let comments = snapshot.issue.comments
  for (let read = 1; before !== null && read < pagesMax; read += 1) {
    const answer = await reader.query('read the comments', commentsQuery, { owner, name, number, before })
    demandWhole(answer, 'the comments', () => false)
    const repository = fields(fields(answer.data, 'the comments').repository, 'the repository')
    const page = fields(fields(repository.issue, 'the issue').comments, 'the comments')
    comments = [...decodeComments(page), ...comments]
    before = olderThan(page)
  }
  return { ...snapshot, issue: { ...snapshot.issue, comments: inOrder(comments), olderComments: before } }
}

function olderThan(page: Fields): string | null {
  const info = fields(page.pageInfo, 'the pages of comments')
  const more = flag(info.hasPreviousPage, 'whether there are more comments')
  return more ? text(info.startCursor, 'the place of a page') : null
}

function inOrder(comments: readonly ObservedComment[]): readonly ObservedComment[] {
  return [...comments].sort((a, b) => a.id - b.id)
}

function decodeComments(page: Fields): readonly ObservedComment[] {
  return nodes(page, 'the comments').map((comment) => ({
    id: whole(comment.databaseId, 'the id of a comment'),
    body: text(comment.body, 'the text of a comment'),
    createdAt: text(comment.createdAt, 'when a comment was written'),
    lastEditedAt: optionalText(comment.lastEditedAt, 'when a comment was last edited'),
    author: person(comment.author, 'the author of a comment'),
    own: flag(comment.viewerDidAuthor, 'whether a comment is our own'),
    minimized: flag(comment.isMinimized, 'whether a comment is hidden'),
  }))
}

function decodePolicy(repository: Fields): Policy {
  return {
    types: decodeFiles(repository.types, 'the request types').filter(isYaml),
    forms: decodeFiles(repository.forms, 'the issue forms').filter(isYaml),
    policies: decodeFiles(repository.policies, 'the approval policies').filter(isYaml),
    templates: decodeFiles(repository.templates, 'the templates'),
  }
}

function isYaml({ path }: PolicyFile): boolean {
  return path.endsWith('.yml') || path.endsWith('.yaml')
}

/** GitHub's search finds names that merely contain what is asked for. */
function decodeBranches(repository: Fields, number: IssueNumber): Snapshot['branches'] {
  return nodes(repository.branches, 'the branches')
    .map((branch) => ({
      name: text(branch.name, 'the name of a branch'),
      head: objectId(fields(branch.target, 'the tip of a branch').oid, 'the tip of a branch'),
    }))
    .filter(({ name }) => name.startsWith(`issueops/${number}-`))
}
