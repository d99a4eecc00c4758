import type { components } from '@octokit/openapi-types'
import { isPull } from '../world/pulls.js'
import type { CheckRun, Status } from '../world/signals.js'
import type { Repository, World } from '../world/world.js'
import { shapeApp, shapeLogin } from './shape-account.js'
import { nodeId, repositoryPageUrl } from './urls.js'

type Schemas = components['schemas']

/** Source: GitHub's OpenAPI description, schema check-run. */
export function shapeCheckRun(world: World, repository: Repository, run: CheckRun): Schemas['check-run'] {
  const url = `${repository.apiUrl}/check-runs/${run.id}`
  const page = `${repositoryPageUrl(repository)}/runs/${run.id}`
  const app = world.apps.get(run.app)
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    name: run.name,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    external_id: run.externalId,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: run.suite },
    app: app === undefined ? null : shapeApp(world, app),
    pull_requests: pullsWithHead(repository, run.headSha),
  }
}

function pullsWithHead(repository: Repository, sha: string): Schemas['pull-request-minimal'][] {
  const api = repository.apiUrl
  const repo = { id: repository.id, url: api, name: repository.name }
  return [...repository.data.issues.values()]
    .filter(isPull)
    .filter((issue) => issue.state === 'open' && issue.pull.headOid === sha)
    .map(({ number, pull }) => ({
      id: pull.id,
      number,
      url: `${api}/pulls/${number}`,
      head: { ref: pull.headBranch, sha: pull.headOid, repo },
      base: { ref: pull.baseBranch, sha: pull.baseOid, repo },
    }))
}

/** Source: GitHub's OpenAPI description, schema simple-commit-status. */
export function shapeSimpleStatus(
  world: World,
  repository: Repository,
  status: Status,
): Schemas['simple-commit-status'] {
  const { creator: _, ...simple } = shapeStatus(world, repository, status)
  return simple
}

/** Source: GitHub's OpenAPI description, schema status. */
export function shapeStatus(world: World, repository: Repository, status: Status): Schemas['status'] {
  return {
    url: `${repository.apiUrl}/statuses/${status.sha}`,
    avatar_url: shapeLogin(world, status.creator).avatar_url,
    id: status.id,
    node_id: nodeId('Status', status.id),
    state: status.state,
    description: status.description ?? '',
    target_url: status.targetUrl ?? '',
    context: status.context,
    created_at: status.at,
    updated_at: status.at,
    creator: shapeLogin(world, status.creator),
  }
}
