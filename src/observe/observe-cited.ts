import type { Cited, CitedIssue } from '../core/ledger/check-cited.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import { issueNumber } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import {
  demandWhole,
  type Fields,
  fields,
  nodes,
  optionalFields,
  person,
  personSelection,
  text,
  whole,
} from './answer.js'
import {
  commentSelection,
  commentsPerPage,
  decodeComments,
  observeAllComments,
  olderThan,
} from './observe-comments.js'

/** Issues asked about in one query: with 100 comments each, a document that GitHub answers in time. */
const issuesAtOnce = 10
/** Deletions of comments read of each issue, the latest. */
const deletionsRead = 100

/**
 * Looks up what records name: the comments they cite, the pull requests and the merge commits. One query for every ten issues, and one for
 * each further hundred comments of an issue. What the token may not read stays out, and is told as not looked at.
 * @throws GitHubError
 */
export async function observeCited(reader: Reader, records: readonly LedgerRecord[]): Promise<Cited> {
  const byIssue = new Map<number, LedgerRecord[]>()
  for (const record of records) {
    const { issue } = record.predicate
    byIssue.set(issue, [...(byIssue.get(issue) ?? []), record])
  }
  const numbers = [...byIssue.keys()]
  const issues = new Map<number, CitedIssue | null>()
  const pulls = new Map<number, string | null | 'missing'>()
  const trees = new Map<string, string | null>()
  for (let from = 0; from < numbers.length; from += issuesAtOnce) {
    const some = numbers.slice(from, from + issuesAtOnce)
    const named = namedBy(some.flatMap((number) => byIssue.get(number) ?? []))
    const answer = await reader.query('look up what the records name', documentOf(some, named), {
      owner: reader.repository.owner,
      name: reader.repository.name,
    })
    demandWhole(answer, 'what the records name', isTold)
    const repository = fields(fields(answer.data, 'what the records name').repository, 'the repository')
    for (const number of some) issues.set(number, await decodeIssue(reader, repository, number))
    for (const number of named.pulls) {
      const pull = decodePull(repository, answer.errors, number)
      if (pull !== undefined) pulls.set(number, pull)
    }
    for (const commit of named.commits) {
      const found = optionalFields(repository[`c${commit}`], 'a merge commit')
      trees.set(
        commit,
        found === null ? null : text(fields(found.tree, 'the tree of a commit').oid, 'a tree'),
      )
    }
  }
  return { issues, pulls, trees }
}

interface Named {
  readonly pulls: readonly number[]
  readonly commits: readonly string[]
}

/** Pull requests and merge commits in the repository of the issues. */
function namedBy(records: readonly LedgerRecord[]): Named {
  const here = records.filter(
    ({ predicate: { plan, repository } }) => plan?.repository.toLowerCase() === repository.toLowerCase(),
  )
  return {
    pulls: [...new Set(here.flatMap(({ predicate }) => predicate.pull?.number ?? []))],
    commits: [...new Set(here.flatMap(({ predicate }) => predicate.merge?.commit ?? []))],
  }
}

/** Only numbers and ids that were read as such become part of the document. */
function documentOf(issues: readonly number[], { pulls, commits }: Named): string {
  const parts = [
    ...issues.map(
      (number) => `i${number}: issue(number: ${number}) {
        comments(last: ${commentsPerPage}) ${commentSelection}
        deletions: timelineItems(itemTypes: [COMMENT_DELETED_EVENT], last: ${deletionsRead}) {
          totalCount
          nodes { ... on CommentDeletedEvent { createdAt actor ${personSelection} deletedCommentAuthor ${personSelection} } }
        }
      }`,
    ),
    ...pulls.map((number) => `p${number}: pullRequest(number: ${number}) { mergeCommit { oid } }`),
    ...commits.map((commit) => `c${commit}: object(oid: "${commit}") { ... on Commit { tree { oid } } }`),
  ]
  return `query Cited($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { ${parts.join('\n')} }
  }`
}

/** What is not there, and what the token may not read, is told by itself. */
function isTold({ path, type }: QueryAnswer['errors'][number]): boolean {
  return path[0] === 'repository' && path.length > 1 && (type === 'NOT_FOUND' || type === 'FORBIDDEN')
}

async function decodeIssue(reader: Reader, repository: Fields, number: number): Promise<CitedIssue | null> {
  const issue = optionalFields(repository[`i${number}`], 'an issue')
  if (issue === null) return null
  const page = fields(issue.comments, 'the comments')
  const comments =
    olderThan(page) === null ? decodeComments(page) : await observeAllComments(reader, issueNumber(number))
  const deletions = nodes(issue.deletions, 'the deletions of comments').map((event) => ({
    by: person(event.actor, 'who deleted a comment'),
    author: person(event.deletedCommentAuthor, 'whose comment was deleted'),
    at: text(event.createdAt, 'when a comment was deleted'),
  }))
  const { totalCount } = fields(issue.deletions, 'the deletions of comments')
  const wholeDeletions = whole(totalCount, 'the number of deletions') <= deletions.length
  return { comments, deletions, wholeDeletions }
}

/** Undefined where the token may not read pull requests. */
function decodePull(
  repository: Fields,
  errors: QueryAnswer['errors'],
  number: number,
): string | null | 'missing' | undefined {
  const pull = optionalFields(repository[`p${number}`], 'a pull request')
  if (pull !== null) {
    const commit = optionalFields(pull.mergeCommit, 'a merge commit')
    return commit === null ? null : text(commit.oid, 'a merge commit')
  }
  const missing = errors.some(({ path, type }) => path[1] === `p${number}` && type === 'NOT_FOUND')
  return missing ? 'missing' : undefined
}
