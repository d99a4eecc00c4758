import type { components } from '@octokit/openapi-types'
import type { Deployment, DeploymentStatus } from '../world/signals.js'
import type { Repository, World } from '../world/world.js'
import { shapeApp, shapeLogin } from './shape-account.js'
import { nodeId } from './urls.js'

type Schemas = components['schemas']

/** Source: GitHub's OpenAPI description, schema deployment. */
export function shapeDeployment(
  world: World,
  repository: Repository,
  deployment: Deployment,
): Schemas['deployment'] {
  const url = deploymentUrl(repository, deployment)
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: shapeLogin(world, deployment.creator),
    created_at: deployment.at,
    updated_at: deployment.statuses.at(-1)?.at ?? deployment.at,
    statuses_url: `${url}/statuses`,
    repository_url: repository.apiUrl,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: appOf(world, deployment.app),
  }
}

/** Source: GitHub's OpenAPI description, schema deployment-status. */
export function shapeDeploymentStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
): Schemas['deployment-status'] {
  const url = deploymentUrl(repository, deployment)
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: shapeLogin(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.at,
    updated_at: status.at,
    deployment_url: url,
    repository_url: repository.apiUrl,
    performed_via_github_app: appOf(world, status.app),
  }
}

function deploymentUrl(repository: Repository, { id }: Deployment): string {
  return `${repository.apiUrl}/deployments/${id}`
}

function appOf(world: World, id: number | null): Schemas['nullable-integration'] {
  const app = id === null ? undefined : world.apps.get(id)
  return app === undefined ? null : shapeApp(world, app)
}
