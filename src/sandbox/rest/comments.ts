import { addComment, commentOf, deleteComment, editComment } from '../world/comments.js'
import type { Identity } from '../world/identity.js'
import type { Comment } from '../world/world.js'
import {
  created,
  noContent,
  numberParam,
  ok,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'
import { demandIssueWrite, issueIn, readable } from './issues.js'
import { pagedList, paging } from './paging.js'
import { instant } from './query.js'
import { shapeComment } from './shape-issue.js'

const base = '/repos/{owner}/{repo}'

export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${base}/issues/{issue_number}/comments`,
    query: ['since', ...paging],
    handle: listComments,
  },
  { method: 'POST', path: `${base}/issues/{issue_number}/comments`, body: ['body'], handle: postComment },
  { method: 'GET', path: `${base}/issues/comments/{comment_id}`, handle: getComment },
  { method: 'PATCH', path: `${base}/issues/comments/{comment_id}`, body: ['body'], handle: patchComment },
  { method: 'DELETE', path: `${base}/issues/comments/{comment_id}`, handle: removeComment },
]

function listComments(call: RestCall): RestAnswer {
  const repository = readable(call)
  const issue = issueIn(call, repository)
  const since = instant(call.query, 'since')
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
