import { nodeId } from '../rest/urls.js'
import { latestStatuses, verdictOfStatus } from '../world/checks.js'
import type { Deployment, DeploymentStatus, Status } from '../world/signals.js'
import type { Repository } from '../world/world.js'
import { demandGraphRead, type GraphCall, reads } from './call.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphLogin } from './people.js'

/** Source: GraphQL reference, object Status; null where nobody has set one. */
export function graphStatus(call: GraphCall, repository: Repository, sha: string) {
  demandGraphRead(call, repository, 'statuses')
  const latest = latestStatuses(repository, sha)
  if (latest.length === 0) return null
  const verdicts = latest.map(verdictOfStatus)
  const worst = (['failure', 'pending'] as const).find((verdict) => verdicts.includes(verdict))
  return {
    id: nodeId('Status', sha),
    state: (worst ?? 'success').toUpperCase(),
    contexts: latest.map((status) => graphStatusContext(call, status)),
    context: reads(['name'], ({ name }: { readonly name: string }) => {
      const found = latest.find(({ context }) => context === name)
      return found === undefined ? null : graphStatusContext(call, found)
    }),
  }
}

/** Source: GraphQL reference, object StatusContext. */
function graphStatusContext(call: GraphCall, status: Status) {
  return {
    __typename: 'StatusContext',
    id: nodeId('StatusContext', status.id),
    context: status.context,
    state: status.state.toUpperCase(),
    description: status.description,
    targetUrl: status.targetUrl,
    createdAt: status.at,
    creator: graphLogin(call.world, status.creator),
  }
}

export interface DeploymentsArguments extends ConnectionArguments {
  readonly environments?: readonly string[] | null
  readonly orderBy?: { readonly field: 'CREATED_AT'; readonly direction: 'ASC' | 'DESC' } | null
}

export const deploymentsFields = ['environments[]', 'orderBy.field', 'orderBy.direction', ...bounds]

/** The deployments of a commit, oldest first unless asked otherwise. */
export function graphDeployments(
  call: GraphCall,
  repository: Repository,
  sha: string,
  args: DeploymentsArguments,
) {
  demandGraphRead(call, repository, 'deployments')
  const { environments, orderBy } = args
  const found = repository.data.deployments.filter(
    (deployment) =>
      deployment.sha === sha &&
      (environments === undefined || environments === null || environments.includes(deployment.environment)),
  )
  // They can be ordered by nothing but the moment they were made.
  const newestFirst = orderBy?.field === 'CREATED_AT' && orderBy.direction === 'DESC'
  return connection('deployments', newestFirst ? found.toReversed() : found, args, (deployment) =>
    graphDeployment(call, repository, deployment),
  )
}

/** Source: GraphQL reference, object Deployment. */
function graphDeployment(
  call: GraphCall,
  repository: Repository,
  deployment: Deployment,
): Record<string, unknown> {
  const last = deployment.statuses.at(-1)
  return {
    __typename: 'Deployment',
    id: nodeId('Deployment', deployment.id),
    databaseId: deployment.id,
    commitOid: deployment.sha,
    environment: deployment.environment,
    latestEnvironment: deployment.environment,
    originalEnvironment: deployment.environment,
    task: deployment.task,
    description: deployment.description,
    createdAt: deployment.at,
    updatedAt: last?.at ?? deployment.at,
    creator: graphLogin(call.world, deployment.creator),
    repository: () => call.nodes.repository(call, repository),
    latestStatus: () =>
      last === undefined ? null : graphDeploymentStatus(call, repository, deployment, last),
    statuses: reads(bounds, (args: ConnectionArguments) =>
      connection('statuses', deployment.statuses.toReversed(), args, (status) =>
        graphDeploymentStatus(call, repository, deployment, status),
      ),
    ),
  }
}

/** Source: GraphQL reference, object DeploymentStatus. */
function graphDeploymentStatus(
  call: GraphCall,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  return {
    id: nodeId('DeploymentStatus', status.id),
    state: status.state.toUpperCase(),
    description: status.description,
    environment: deployment.environment,
    environmentUrl: status.environmentUrl === '' ? null : status.environmentUrl,
    logUrl: status.logUrl === '' ? null : status.logUrl,
    createdAt: status.at,
    updatedAt: status.at,
    creator: graphLogin(call.world, status.creator),
    deployment: () => graphDeployment(call, repository, deployment),
  }
}
