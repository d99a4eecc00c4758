import type { Identity } from './identity.js'
import type { Deployment, DeploymentStatus } from './signals.js'
import type { Repository, World } from './world.js'

/** What is new about a state that somebody sets. */
type NewDeploymentStatus = Pick<DeploymentStatus, 'state' | 'description' | 'logUrl' | 'environmentUrl'> & {
  /** Whether earlier deployments to the same environment come to their end by it. */
  readonly autoInactive: boolean
}

/**
 * Sets the state of a deployment. A success makes earlier ones to the same environment inactive that had succeeded, where the environment is neither
 * transient nor the production. Source: REST docs, “Create a deployment status”, `auto_inactive`.
 */
export function setDeploymentState(
  world: World,
  identity: Identity,
  repository: Repository,
  deployment: Deployment,
  { autoInactive, ...said }: NewDeploymentStatus,
): DeploymentStatus {
  const add = (to: Deployment, status: Omit<NewDeploymentStatus, 'autoInactive'>): DeploymentStatus => {
    const made = { id: world.nextId('deployment-status'), ...status, ...saidBy(world, identity) }
    to.statuses.push(made)
    return made
  }
  const made = add(deployment, said)
  if (said.state !== 'success' || !autoInactive) return made
  for (const other of repository.data.deployments) {
    const before = other.id < deployment.id && other.environment === deployment.environment
    if (!before || other.transient || other.production || stateOf(other) !== 'success') continue
    add(other, { state: 'inactive', description: '', logUrl: '', environmentUrl: '' })
  }
  return made
}

/** Null while nobody has set one. */
function stateOf({ statuses }: Deployment): DeploymentStatus['state'] | null {
  return statuses.at(-1)?.state ?? null
}

/** Who says something, and when. */
export function saidBy(world: World, identity: Identity): Pick<DeploymentStatus, 'creator' | 'app' | 'at'> {
  return {
    creator: identity.account.login,
    app: identity.kind === 'app' ? identity.app.id : null,
    at: world.clock.now(),
  }
}
