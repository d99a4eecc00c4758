import type { QueryAnswer, Reader } from '../github/reader.js'
import { type IssueNumber, issueNumber, type Oid } from '../model/ids.js'
import { demandWhole, fields, flag, nodes, optionalFields, text, whole } from './answer.js'

/** Commits looked at from one back: what has landed before them waits for a word of its own, or for the sweep. */
const commitsMax = 20

const landedQuery = `
  query Landed($owner: String!, $name: String!, $commit: GitObjectID!) {
    repository(owner: $owner, name: $name) {
      object(oid: $commit) { ... on Commit {
        history(first: ${commitsMax}) { nodes {
          associatedPullRequests(first: 5) { nodes { headRefName merged isCrossRepository } }
        } }
      } }
    }
  }`

/**
 * The branches of the pull requests that were merged with a commit or shortly before it; those of forks are nobody's here. A commit that is not there
 * has none.
 * @throws GitHubError
 */
export async function observeLandedBranches(reader: Reader, commit: Oid): Promise<readonly string[]> {
  const { owner, name } = reader.repository
  const answer = await reader.query('find what was merged', landedQuery, { owner, name, commit })
  demandWhole(answer, 'what was merged', () => false)
  const repository = fields(fields(answer.data, 'what was merged').repository, 'the repository')
  const found = optionalFields(repository.object, 'the commit')
  if (found === null || found.history === undefined) return []
  const pulls = nodes(found.history, 'the commits before').flatMap(({ associatedPullRequests }) =>
    nodes(associatedPullRequests, 'the pull requests of a commit'),
  )
  const branches = pulls
    .filter((pull) => flag(pull.merged, 'a pull request') && !flag(pull.isCrossRepository, 'a pull request'))
    .map((pull) => text(pull.headRefName, 'the branch of a pull request'))
  return [...new Set(branches)]
}

/**
 * Those of some issues that are open; one that is gone is not.
 * @throws GitHubError
 */
export async function observeOpenAmong(
  reader: Reader,
  issues: readonly IssueNumber[],
): Promise<readonly IssueNumber[]> {
  if (issues.length === 0) return []
  const { owner, name } = reader.repository
  const selections = issues.map((issue) => `issue${issue}: issue(number: ${issue}) { number state }`)
  const document = `
    query Open($owner: String!, $name: String!) {
      repository(owner: $owner, name: $name) {
        ${selections.join('\n        ')}
      }
    }`
  const answer = await reader.query('read which issues are open', document, { owner, name })
  demandWhole(answer, 'which issues are open', isNoIssue)
  const repository = fields(fields(answer.data, 'which issues are open').repository, 'the repository')
  return issues.flatMap((issue) => {
    const found = optionalFields(repository[`issue${issue}`], 'an issue')
    return found?.state === 'OPEN' ? [issueNumber(whole(found.number, 'the number of an issue'))] : []
  })
}

/** GitHub answers an error beside the null where there is no issue of that number. */
function isNoIssue({ path, type }: QueryAnswer['errors'][number]): boolean {
  return type === 'NOT_FOUND' && /^repository\.issue\d+$/.test(path.join('.'))
}
