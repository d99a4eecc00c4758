import { type Commit, readCommit } from '../git/commits.js'
import { Lacking } from '../lacking.js'
import { latestStatuses, verdictOfStatus } from '../world/checks.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { invalid, notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import {
  created,
  ok,
  optionalChoice,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  revisionOf,
} from './call.js'
import { pagedList, pageOf, paging } from './paging.js'
import { shapeSimpleStatus, shapeStatus } from './shape-check.js'
import { shapeRepository } from './shape-repository.js'

const base = '/repos/{owner}/{repo}'
/** Longest description of a status, in characters. Source: GitHub's 422 “description is too long (maximum is 140 characters)”. */
const descriptionLengthMax = 140

export const statusRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${base}/statuses/{sha}`,
    body: ['state', 'context', 'description', 'description|null', 'target_url', 'target_url|null'],
    handle: postStatus,
  },
  { method: 'GET', path: `${base}/commits/{ref}+/status`, query: paging, handle: combinedStatus },
  { method: 'GET', path: `${base}/commits/{ref}+/statuses`, query: paging, handle: listStatuses },
]

async function postStatus(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'statuses', 'write')
  const commit = await readCommit(repository.git, revisionOf(param(call, 'sha')))
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${param(call, 'sha')}`)
  const state = optionalChoice(body, 'state', ['error', 'failure', 'pending', 'success'])
  if (state === null) throw new Refusal(422, 'Invalid request.\n\n"state" wasn\'t supplied.')
  const description = optionalText(body, 'description')
  if (description !== null && [...description].length > descriptionLengthMax) {
    throw invalid(
      'Status',
      'description',
      'custom',
      `description is too long (maximum is ${descriptionLengthMax} characters)`,
    )
  }
  const targetUrl = optionalText(body, 'target_url')
  if (targetUrl !== null && !/^https?:\/\//.test(targetUrl))
    throw new Lacking(`a status cannot lead to ${targetUrl}`)
  const status = {
    id: world.nextId('status'),
    sha: commit.oid,
    context: optionalText(body, 'context') ?? 'default',
    state,
    description,
    targetUrl,
    creator: identity.account.login,
    at: world.clock.now(),
  }
  repository.data.statuses.push(status)
  return created(shapeStatus(world, repository, status))
}

async function readable(
  call: RestCall,
): Promise<{ readonly repository: Repository; readonly commit: Commit }> {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'statuses')
  const commit = await readCommit(repository.git, revisionOf(param(call, 'ref')))
  if (commit === null) throw notFound()
  return { repository, commit }
}

/** Everything that was ever said of a commit, newest first. */
async function listStatuses(call: RestCall): Promise<RestAnswer> {
  const { repository, commit } = await readable(call)
  const found = repository.data.statuses.filter(({ sha }) => sha === commit.oid)
  return pagedList(call, found.toReversed(), (status) => shapeStatus(call.world, repository, status))
}

/** What was said last under each context. */
async function combinedStatus(call: RestCall): Promise<RestAnswer> {
  const { repository, commit } = await readable(call)
  const latest = latestStatuses(repository, commit.oid)
  const verdicts = latest.map(verdictOfStatus)
  const page = pageOf(call, latest)
  const answer = {
    state: combined(verdicts),
    sha: commit.oid,
    total_count: latest.length,
    statuses: page.items.map((status) => shapeSimpleStatus(call.world, repository, status)),
    repository: shapeRepository(call.world, repository),
    commit_url: `${repository.apiUrl}/commits/${commit.oid}`,
    url: `${repository.apiUrl}/commits/${commit.oid}/status`,
  }
  return { ...ok(answer), headers: page.headers }
}

/** Source: REST docs, “Get the combined status for a specific reference”. */
function combined(verdicts: readonly ReturnType<typeof verdictOfStatus>[]): string {
  if (verdicts.includes('failure')) return 'failure'
  return verdicts.length === 0 || verdicts.includes('pending') ? 'pending' : 'success'
}
