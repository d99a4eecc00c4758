import type { components } from '@octokit/openapi-types'
import {
  type Mergeability,
  type PullIssue,
  pullCommits,
  pullFiles,
  toldMergeability,
} from '../world/pulls.js'
import { accountOf, findRepository, type Repository, type World } from '../world/world.js'
import { shapeLogin } from './shape-account.js'
import { associationOf, shapeLabel } from './shape-issue.js'
import { shapeRepository } from './shape-repository.js'
import { issuePageUrl, nodeId } from './urls.js'

type Schemas = components['schemas']

/** A pull request in a list: without mergeability and counts. */
export function shapePullSimple(
  world: World,
  repository: Repository,
  issue: PullIssue,
): Schemas['pull-request-simple'] {
  return { ...commonPart(world, repository, issue), state: issue.state }
}

/** A pull request on its own. */
export async function shapePull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  pending: boolean,
): Promise<Schemas['pull-request']> {
  const files = await pullFiles(repository, issue)
  const commits = await pullCommits(repository, issue)
  const known: Mergeability = pending
    ? { mergeable: null, state: 'unknown' }
    : await toldMergeability(repository, issue)
  const { merged } = issue.pull
  return {
    ...commonPart(world, repository, issue),
    state: issue.state,
    merged: merged !== null,
    mergeable: known.mergeable,
    rebaseable: known.mergeable,
    mergeable_state: known.state,
    merged_by: merged === null ? null : shapeLogin(world, merged.by),
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

function commonPart(world: World, repository: Repository, issue: PullIssue) {
  const api = repository.apiUrl
  const { pull, number } = issue
  const page = issuePageUrl(repository, number, true)
  const href = (path: string) => ({ href: `${api}${path}` })
  const head = findRepository(world, pull.headRepository) ?? repository
  const end = (at: Repository, ref: string, sha: string) => ({
    label: `${at.owner}:${ref}`,
    ref,
    sha,
    user: shapeLogin(world, at.owner),
    repo: shapeRepository(world, at),
  })
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number,
    url: `${api}/pulls/${number}`,
    html_url: page,
    diff_url: `${repository.remoteUrl}/pull/${number}.diff`,
    patch_url: `${repository.remoteUrl}/pull/${number}.patch`,
    issue_url: `${api}/issues/${number}`,
    commits_url: `${api}/pulls/${number}/commits`,
    review_comments_url: `${api}/pulls/${number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${pull.headOid}`,
    title: issue.title,
    body: issue.body === '' ? null : issue.body,
    locked: false,
    draft: pull.draft,
    user: shapeLogin(world, issue.author),
    labels: issue.labels.map((name) => labelPart(repository, name)),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.commit ?? pull.testMerge?.commit ?? null,
    head: end(head, pull.headBranch, pull.headOid),
    base: end(repository, pull.baseBranch, pull.baseOid),
    author_association: associationOf(world, repository, accountOf(world, issue.author)),
    auto_merge:
      pull.autoMerge === null
        ? null
        : {
            enabled_by: shapeLogin(world, pull.autoMerge.by),
            merge_method: pull.autoMerge.method,
            commit_title: pull.autoMerge.title ?? '',
            commit_message: pull.autoMerge.message ?? '',
          },
    _links: {
      self: href(`/pulls/${number}`),
      html: { href: page },
      issue: href(`/issues/${number}`),
      comments: href(`/issues/${number}/comments`),
      review_comments: href(`/pulls/${number}/comments`),
      review_comment: href('/pulls/comments{/number}'),
      commits: href(`/pulls/${number}/commits`),
      statuses: href(`/statuses/${pull.headOid}`),
    },
  }
}

function labelPart(repository: Repository, name: string) {
  const label = shapeLabel(repository, name)
  return { ...label, description: label.description ?? '' }
}
