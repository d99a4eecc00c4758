import type { Reader } from '../github/reader.js'
import type { IssueNumber } from '../model/ids.js'
import type { FirstLook, ObservedComment } from '../model/snapshot.js'
import {
  demandWhole,
  type Fields,
  fields,
  flag,
  nodes,
  optionalText,
  person,
  personSelection,
  text,
  whole,
} from './answer.js'

/** Most comments a page of GitHub's holds. Source: “Rate limits and query limits for the GraphQL API”. */
export const commentsPerPage = 100
/** Most pages read; GitHub takes 2,500 comments on an issue. */
const pagesMax = 25
/** What is read of comments. */
export const commentSelection = `{
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes { databaseId body createdAt lastEditedAt isMinimized viewerDidAuthor author ${personSelection} editor ${personSelection} }
}`

const commentsQuery = `
  query Comments($owner: String!, $name: String!, $number: Int!, $before: String) {
    repository(owner: $owner, name: $name) {
      issue(number: $number) { comments(last: ${commentsPerPage}, before: $before) ${commentSelection} }
    }
  }`

/**
 * Reads the older comments of an issue, page by page.
 * @throws GitHubError
 */
export async function observeComments(
  reader: Reader,
  snapshot: FirstLook,
  first: string,
): Promise<FirstLook> {
  const { issue } = snapshot
  const { comments, before, count } = await readPages(reader, issue.number, first, pagesMax - 1)
  const all = inOrder([...comments, ...issue.comments])
  // Between two pages comments come and go: those that came are newer than the first page, and those that went are not missed.
  const commentCount = Math.min(issue.commentCount, count ?? issue.commentCount)
  return { ...snapshot, issue: { ...issue, comments: all, olderComments: before, commentCount } }
}

/**
 * All comments of an issue, oldest first, and nothing else of it.
 * @throws GitHubError
 */
export async function observeAllComments(
  reader: Reader,
  number: IssueNumber,
): Promise<readonly ObservedComment[]> {
  const { comments } = await readPages(reader, number, null, pagesMax)
  return inOrder(comments)
}

async function readPages(reader: Reader, number: IssueNumber, first: string | null, most: number) {
  const { owner, name } = reader.repository
  let before = first
  let comments: readonly ObservedComment[] = []
  let count: number | null = null
  for (let read = 0; read < most; read += 1) {
    const answer = await reader.query('read the comments', commentsQuery, { owner, name, number, before })
    demandWhole(answer, 'the comments', () => false)
    const repository = fields(fields(answer.data, 'the comments').repository, 'the repository')
    const page = fields(fields(repository.issue, 'the issue').comments, 'the comments')
    comments = [...decodeComments(page), ...comments]
    before = olderThan(page)
    count = whole(page.totalCount, 'the number of comments')
    if (before === null) break
  }
  return { comments, before, count }
}

/** Where to read on towards older comments, or null. */
export function olderThan(page: Fields): string | null {
  const info = fields(page.pageInfo, 'the pages of comments')
  const more = flag(info.hasPreviousPage, 'whether there are more comments')
  return more ? text(info.startCursor, 'the place of a page') : null
}

/** Comments as they were written. */
export function inOrder(comments: readonly ObservedComment[]): readonly ObservedComment[] {
  return [...comments].sort((a, b) => a.id - b.id)
}

/** The comments of a page. */
export function decodeComments(page: Fields): readonly ObservedComment[] {
  return nodes(page, 'the comments').map((comment) => ({
    id: whole(comment.databaseId, 'the id of a comment'),
    body: text(comment.body, 'the text of a comment'),
    createdAt: text(comment.createdAt, 'when a comment was written'),
    lastEditedAt: optionalText(comment.lastEditedAt, 'when a comment was last edited'),
    editor: person(comment.editor, 'who edited a comment'),
    author: person(comment.author, 'the author of a comment'),
    own: flag(comment.viewerDidAuthor, 'whether a comment is our own'),
    minimized: flag(comment.isMinimized, 'whether a comment is hidden'),
  }))
}
