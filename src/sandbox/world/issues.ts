import { Lacking } from '../lacking.js'
import { type Identity, mayWrite } from './identity.js'
import { addLabels } from './labels.js'
import { invalid, notFound, Refusal } from './refusal.js'
import { note } from './timeline.js'
import type { Issue, Repository, Text, World } from './world.js'

/** Longest body of an issue or comment, in characters. Source: knowledge of GitHub's 422 "body is too long (maximum is 65536 characters)". */
export const bodyLengthMax = 65_536
/** Longest title, in characters. Source: GitHub's 422 "title is too long (maximum is 256 characters)". */
const titleLengthMax = 256

export interface NewIssue {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
}

/** Labels that somebody without triage rights asks for are dropped without a word, as on GitHub. */
export function openIssue(world: World, identity: Identity, repository: Repository, wanted: NewIssue): Issue {
  if (!repository.issuesOn) throw new Refusal(410, 'Issues has been disabled in this repository.')
  if (repository.issueCreation !== 'ALL' && !mayWrite(world, identity, repository, 'issues', 'write'))
    throw new Lacking(
      'how GitHub refuses an issue where creation is restricted to collaborators is not known here',
    )
  checkTitle(wanted.title)
  checkBody('Issue', wanted.body)
  const issue = newIssue(world, identity, repository, wanted, null)
  // What somebody may not set is dropped without a word: labels without triage, new labels without write.
  if (mayWrite(world, identity, repository, 'issues', 'triage')) {
    const makes = mayWrite(world, identity, repository, 'issues', 'write')
    const known = wanted.labels.filter((name) => makes || repository.data.labels.has(name.toLowerCase()))
    addLabels(world, identity, repository, issue, known)
  }
  return issue
}

/** An issue, or the issue side of a pull request. */
export function newIssue(
  world: World,
  identity: Identity,
  repository: Repository,
  wanted: Omit<NewIssue, 'labels'>,
  pull: Issue['pull'],
): Issue {
  const at = world.clock.now()
  const issue: Issue = {
    id: world.nextId('issue'),
    number: repository.data.nextNumber,
    title: wanted.title,
    body: wanted.body,
    lastEditedAt: null,
    editor: null,
    edits: [],
    author: identity.account.login,
    state: 'open',
    stateReason: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
    labels: [],
    comments: [],
    events: [],
    pull,
  }
  repository.data.nextNumber += 1
  repository.data.issues.set(issue.number, issue)
  return issue
}

/** @throws Refusal 404 when there is no issue or pull request with this number. */
export function issueOf(repository: Repository, number: number): Issue {
  const issue = repository.data.issues.get(number)
  if (issue === undefined) throw notFound()
  return issue
}

/** Another title is an event, not an edit of the text. */
export function editTitle(world: World, identity: Identity, issue: Issue, title: string): void {
  checkTitle(title)
  if (title === issue.title) return
  note(world, identity, issue, 'renamed', [issue.title, title])
  issue.title = title
}

/** The same text again is no edit. @throws Refusal 422 when the body is longer than GitHub takes. */
export function editBody(world: World, identity: Identity, issue: Issue, body: string): void {
  checkBody('Issue', body)
  if (editText(world, identity, issue, issue.author, issue.createdAt, body))
    issue.updatedAt = world.clock.now()
}

/** Closes or reopens; an issue that is in that state already takes over the new reason at most. */
export function setState(
  world: World,
  identity: Identity,
  issue: Issue,
  state: Issue['state'],
  reason: Issue['stateReason'],
): void {
  if (state === issue.state) {
    if (state === 'closed' && reason !== null) issue.stateReason = reason
    return
  }
  note(world, identity, issue, state === 'closed' ? 'closed' : 'reopened', [])
  issue.state = state
  issue.closedAt = state === 'closed' ? world.clock.now() : null
  issue.closedBy = state === 'closed' ? identity.account.login : null
  if (issue.pull !== null) return
  issue.stateReason = state === 'closed' ? (reason ?? 'completed') : 'reopened'
}

/** Whether the text changed: writing what is there already is no edit on GitHub. */
export function editText(
  world: World,
  identity: Identity,
  text: Text,
  author: string,
  createdAt: string,
  body: string,
): boolean {
  if (text.body === body) return false
  if (text.edits.length === 0) text.edits.push({ at: createdAt, editor: author, body: text.body })
  const at = world.clock.now()
  text.edits.push({ at, editor: identity.account.login, body })
  text.body = body
  text.lastEditedAt = at
  text.editor = identity.account.login
  return true
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw invalid('Issue', 'title', 'missing_field')
  if ([...title].length > titleLengthMax) {
    throw invalid('Issue', 'title', 'custom', `title is too long (maximum is ${titleLengthMax} characters)`)
  }
}

/** @throws Refusal 422 when the body is too long. */
export function checkBody(resource: string, body: string): void {
  if ([...body].length > bodyLengthMax) {
    throw invalid(resource, 'body', 'custom', `body is too long (maximum is ${bodyLengthMax} characters)`)
  }
}
