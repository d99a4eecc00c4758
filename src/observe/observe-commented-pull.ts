import type { Reader } from '../github/reader.js'
import type { CommentedPull } from '../model/commented-pull.js'
import { type IssueNumber, pullNumber } from '../model/ids.js'
import { demandWhole, fields, flag, optionalFields, text } from './answer.js'
import { commentSelection, decodeComments, inOrder } from './observe-comments.js'

const query = `
  query CommentedPull($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      isPrivate
      pullRequest(number: $number) {
        headRefName isCrossRepository viewerDidAuthor
        beginning: comments(first: 100) ${commentSelection}
        latest: comments(last: 100) ${commentSelection}
      }
    }
  }`

/**
 * A pull request with its conversation, or null where there is none of that number.
 * @throws GitHubError
 */
export async function observeCommentedPull(
  reader: Reader,
  number: IssueNumber,
): Promise<CommentedPull | null> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the pull request', query, { owner, name, number })
  demandWhole(answer, 'the pull request', ({ path, type }) => {
    return type === 'NOT_FOUND' && path.join('.') === 'repository.pullRequest'
  })
  const repository = fields(fields(answer.data, 'the pull request').repository, 'the repository')
  const pull = optionalFields(repository.pullRequest, 'the pull request')
  if (pull === null) return null
  const read = [pull.beginning, pull.latest].flatMap((page) => decodeComments(fields(page, 'the comments')))
  return {
    number: pullNumber(number),
    branch: text(pull.headRefName, 'the branch of a pull request'),
    own:
      flag(pull.viewerDidAuthor, 'whether a pull request is our own') &&
      !flag(pull.isCrossRepository, 'whether a pull request leaves the repository'),
    private: flag(repository.isPrivate, 'whether the repository is private'),
    comments: inOrder([...new Map(read.map((comment) => [comment.id, comment])).values()]),
  }
}
