import { misdirected, pointToIssue } from '../core/decide/point-to-issue.js'
import type { Reader } from '../github/reader.js'
import type { Writer } from '../github/writer.js'
import type { CommentedPull } from '../model/commented-pull.js'
import type { IssueNumber } from '../model/ids.js'
import { issueOfBranch } from '../model/request-branch.js'
import { type Role, roles } from '../model/request-type.js'
import { observeCommentedPull } from '../observe/observe-commented-pull.js'

/** Most people whose role is looked up before somebody is told where to write; a crowd of passers-by costs no more. */
const lookedUpMax = 3

/**
 * Tells whoever gave a command on the pull request of a request where it counts, once for each pull request. Pull requests of forks and of
 * other people get nothing, whatever their branches are called.
 * @returns whether it was told now.
 * @throws GitHubError
 */
export async function pointOut(reader: Reader, writer: Writer, number: IssueNumber): Promise<boolean> {
  const pull = await observeCommentedPull(reader, number)
  const issue = pull === null ? null : issueOfBranch(pull.branch)
  if (pull === null || issue === null || misdirected(pull).length === 0) return false
  const body = pointToIssue(pull, issue, pull.private ? new Map() : await rolesOf(reader, pull))
  if (body === null) return false
  await writer.createComment(number, body)
  return true
}

async function rolesOf(reader: Reader, pull: CommentedPull): Promise<ReadonlyMap<string, Role>> {
  const logins = [...new Set(misdirected(pull).map(({ person }) => person.login))].slice(0, lookedUpMax)
  const found = await Promise.all(
    logins.map(async (login) => {
      const answer = await reader.permission(login)
      const role = roles.find((each) => each === answer?.roleName || each === answer?.permission)
      return [login, role ?? 'none'] as const
    }),
  )
  return new Map(found)
}
