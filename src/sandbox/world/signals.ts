/** What is said of commits: check runs, commit statuses, and deployments with their states. */

export type CheckStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'

export interface CheckRun {
  readonly id: number
  readonly suite: number
  readonly app: number
  readonly headSha: string
  name: string
  status: CheckStatus
  conclusion: CheckConclusion | null
  startedAt: string
  completedAt: string | null
  externalId: string
  detailsUrl: string | null
  output: { title: string | null; summary: string | null; text: string | null }
}

export interface Status {
  readonly id: number
  readonly sha: string
  readonly context: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
  readonly at: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  /** As it was given: a branch, a tag or a commit. */
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly description: string | null
  /** Whether the environment is made for this deployment alone. */
  readonly transient: boolean
  readonly production: boolean
  readonly creator: string
  /** App that made it. */
  readonly app: number | null
  readonly at: string
  /** Oldest first. */
  readonly statuses: DeploymentStatus[]
}

export interface DeploymentStatus {
  readonly id: number
  readonly state: DeploymentState
  readonly description: string
  readonly logUrl: string
  readonly environmentUrl: string
  readonly creator: string
  readonly app: number | null
  readonly at: string
}

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending'
  | 'success'
