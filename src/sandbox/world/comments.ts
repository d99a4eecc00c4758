import type { Identity } from './identity.js'
import { checkBody, editText } from './issues.js'
import { invalid, notFound, Refusal } from './refusal.js'
import { note } from './timeline.js'
import type { Comment, Issue, Repository, World } from './world.js'

/** Most comments of an issue. Source: GitHub's 403 "Commenting is disabled on issues with more than 2500 comments". */
const commentsMax = 2500

/** @throws Refusal 422 when the body is longer than GitHub takes. */
export function addComment(world: World, identity: Identity, issue: Issue, body: string): Comment {
  if (body.trim() === '') throw invalid('IssueComment', 'body', 'missing_field')
  checkBody('IssueComment', body)
  if (issue.comments.length >= commentsMax) {
    throw new Refusal(403, 'Commenting is disabled on issues with more than 2500 comments')
  }
  const at = world.clock.now()
  const comment: Comment = {
    id: world.nextId('comment'),
    author: identity.account.login,
    body,
    lastEditedAt: null,
    editor: null,
    edits: [],
    createdAt: at,
    updatedAt: at,
    minimized: false,
    app: identity.kind === 'app' ? identity.app.id : null,
  }
  issue.comments.push(comment)
  issue.updatedAt = at
  return comment
}

export interface CommentPlace {
  readonly issue: Issue
  readonly comment: Comment
}

/** @throws Refusal 404 when there is no such comment. */
export function commentOf(repository: Repository, id: number): CommentPlace {
  for (const issue of repository.data.issues.values()) {
    const comment = issue.comments.find((one) => one.id === id)
    if (comment !== undefined) return { issue, comment }
  }
  throw notFound()
}

/** The same text again is no edit. @throws Refusal 422 when the body is longer than GitHub takes. */
export function editComment(
  world: World,
  identity: Identity,
  { issue, comment }: CommentPlace,
  body: string,
): void {
  if (body.trim() === '') throw invalid('IssueComment', 'body', 'missing_field')
  checkBody('IssueComment', body)
  if (!editText(world, identity, comment, comment.author, comment.createdAt, body)) return
  comment.updatedAt = world.clock.now()
  issue.updatedAt = world.clock.now()
}

/** Leaves only a note that a comment was deleted, as GitHub does. */
export function deleteComment(world: World, identity: Identity, { issue, comment }: CommentPlace): void {
  issue.comments.splice(issue.comments.indexOf(comment), 1)
  note(world, identity, issue, 'comment-deleted', [comment.author])
}
