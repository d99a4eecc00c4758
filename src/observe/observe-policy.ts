import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import type { Policy } from '../model/snapshot.js'
import { demandWhole, fields, optionalFields } from './answer.js'
import { decodePolicy, policySelection } from './decode-policy.js'

function policyQuery(commit: string): string {
  return `
  query Policy($owner: String!, $name: String!, $commit: String!) {
    repository(owner: $owner, name: $name) {
      commit: object(expression: $commit) { __typename }
      ${policySelection(commit)}
    }
  }`
}

/**
 * The request types and forms at a commit, in one read.
 * @param commit a commit id, or `HEAD` for the tip of the default branch.
 * @throws GitHubError `not-found` when there is no such commit.
 */
export async function observePolicy(reader: Reader, commit: string): Promise<Policy> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the request types and forms', policyQuery(commit), {
    owner,
    name,
    commit,
  })
  demandWhole(answer, 'the request types and forms', () => false)
  const repository = fields(fields(answer.data, 'the policy').repository, 'the repository')
  if (optionalFields(repository.commit, 'the commit') === null) {
    throw new GitHubError({
      failure: 'not-found',
      operation: `find the commit ${commit}`,
      status: 200,
      detail: 'there is no such commit',
      permission: 'contents: read',
      write: false,
      cause: undefined,
    })
  }
  return decodePolicy(repository)
}
