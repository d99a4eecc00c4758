import { readCommit } from '../git/commits.js'
import { isAncestor } from '../git/history.js'
import { readRef } from '../git/refs.js'
import { Lacking } from '../lacking.js'
import { rollup } from '../world/checks.js'
import { saidBy, setDeploymentState } from '../world/deployments.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Deployment, DeploymentState } from '../world/signals.js'
import type { Repository } from '../world/world.js'
import {
  created,
  numberParam,
  ok,
  optionalChoice,
  optionalFlag,
  optionalList,
  optionalText,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
  revisionOf,
} from './call.js'
import { pagedList, paging } from './paging.js'
import { shapeDeployment, shapeDeploymentStatus } from './shape-deployment.js'

const base = '/repos/{owner}/{repo}/deployments'

const states: readonly DeploymentState[] = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
]

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: base,
    body: [
      'ref',
      'task',
      'auto_merge',
      'required_contexts',
      'environment',
      'description',
      'description|null',
      'transient_environment',
      'production_environment',
    ],
    handle: postDeployment,
  },
  {
    method: 'GET',
    path: base,
    query: ['sha', 'ref', 'task', 'environment', ...paging],
    handle: listDeployments,
  },
  { method: 'GET', path: `${base}/{deployment_id}`, handle: getDeployment },
  {
    method: 'POST',
    path: `${base}/{deployment_id}/statuses`,
    body: ['state', 'log_url', 'description', 'environment_url', 'auto_inactive'],
    handle: postStatus,
  },
  { method: 'GET', path: `${base}/{deployment_id}/statuses`, query: paging, handle: listStatuses },
]

async function postDeployment(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'deployments', 'write')
  const ref = requiredText(body, 'ref')
  const commit = await readCommit(repository.git, revisionOf(ref))
  if (commit === null) throw new Refusal(422, `No ref found for: ${ref}`)
  await demandUpToDate(repository, commit.oid, optionalFlag(body, 'auto_merge') ?? true)
  demandContexts(repository, commit.oid, optionalList(body, 'required_contexts'))
  const environment = optionalText(body, 'environment') ?? 'production'
  const deployment: Deployment = {
    id: world.nextId('deployment'),
    sha: commit.oid,
    ref,
    task: optionalText(body, 'task') ?? 'deploy',
    environment,
    description: optionalText(body, 'description'),
    transient: optionalFlag(body, 'transient_environment') ?? false,
    production: optionalFlag(body, 'production_environment') ?? environment === 'production',
    ...saidBy(world, identity),
    statuses: [],
  }
  repository.data.deployments.push(deployment)
  return created(shapeDeployment(world, repository, deployment))
}

/** GitHub merges the default branch into what lags behind it, unless it is told not to; that merge only GitHub can make. */
async function demandUpToDate(repository: Repository, sha: string, autoMerge: boolean): Promise<void> {
  const tip = autoMerge ? await readRef(repository.git, `refs/heads/${repository.defaultBranch}`) : null
  if (tip !== null && !(await isAncestor(repository.git, tip, sha)))
    throw new Lacking('a commit behind the default branch can only be deployed with auto_merge: false')
}

/** GitHub refuses what has not succeeded everywhere, in words that are not documented. */
function demandContexts(repository: Repository, sha: string, required: readonly unknown[] | null): void {
  if (required !== null && required.length > 0) throw new Lacking('required_contexts can only be empty')
  const state = rollup(repository, sha)
  if (required === null && state !== null && state !== 'success')
    throw new Lacking('a commit that has not succeeded can only be deployed with required_contexts: []')
}

/** Newest first. */
function listDeployments(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'deployments')
  const { query } = call
  const wanted = {
    sha: query.get('sha'),
    ref: query.get('ref'),
    task: query.get('task'),
    environment: query.get('environment'),
  }
  const found = repository.data.deployments.filter((deployment) =>
    (['sha', 'ref', 'task', 'environment'] as const).every(
      (key) => wanted[key] === null || wanted[key] === deployment[key],
    ),
  )
  return pagedList(call, found.toReversed(), (deployment) =>
    shapeDeployment(call.world, repository, deployment),
  )
}

function deploymentIn(call: RestCall, repository: Repository): Deployment {
  const id = numberParam(call, 'deployment_id')
  const found = repository.data.deployments.find((deployment) => deployment.id === id)
  if (found === undefined) throw notFound()
  return found
}

function getDeployment(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'deployments')
  return ok(shapeDeployment(call.world, repository, deploymentIn(call, repository)))
}

function postStatus(call: RestCall): RestAnswer {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'deployments', 'write')
  const deployment = deploymentIn(call, repository)
  const state = optionalChoice(body, 'state', states)
  if (state === null) throw new Refusal(422, 'Invalid request.\n\n"state" wasn\'t supplied.')
  const status = setDeploymentState(world, identity, repository, deployment, {
    state,
    description: shortText(call, 'description'),
    logUrl: urlIn(call, 'log_url'),
    environmentUrl: urlIn(call, 'environment_url'),
    autoInactive: optionalFlag(body, 'auto_inactive') ?? true,
  })
  const answer = shapeDeploymentStatus(world, repository, deployment, status)
  return { ...created(answer), headers: { location: answer.url } }
}

/** Longest description, in characters. Source: REST docs, “Create a deployment status”. */
const descriptionLengthMax = 140

function shortText({ body }: RestCall, field: string): string {
  const text = optionalText(body, field) ?? ''
  if ([...text].length > descriptionLengthMax)
    throw new Lacking(`${field} can only have ${descriptionLengthMax} characters`)
  return text
}

function urlIn({ body }: RestCall, field: string): string {
  const url = optionalText(body, field) ?? ''
  if (url !== '' && !/^https?:\/\//.test(url)) throw new Lacking(`${field} cannot be ${url}`)
  return url
}

/** Newest first. */
function listStatuses(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'deployments')
  const deployment = deploymentIn(call, repository)
  return pagedList(call, deployment.statuses.toReversed(), (status) =>
    shapeDeploymentStatus(call.world, repository, deployment, status),
  )
}
