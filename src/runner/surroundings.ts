import { context } from '@actions/github'
import { type RepositoryRef, repositoryRef } from '../model/ids.js'

/** What the runner tells an action of where it runs. Source: “Default environment variables” in GitHub's documentation. */
export interface Surroundings {
  readonly repository: RepositoryRef
  /** REST base, as in `https://api.github.com`; GitHub Enterprise Server has its own. */
  readonly apiUrl: string
  readonly graphqlUrl: string
  /** The payload of the event, which is only ever a hint. */
  readonly event: unknown
  /** The commit the workflow runs for, or empty. */
  readonly sha: string
  /** Where a checkout would be. */
  readonly workspace: string
  /** Where files for later steps may be put. */
  readonly temp: string
}

/** @throws with a sentence for the log when the runner did not say which repository this is. */
export function readSurroundings(env: NodeJS.ProcessEnv): Surroundings {
  const { owner, repo } = context.repo
  return {
    repository: repositoryRef(`${owner}/${repo}`),
    apiUrl: context.apiUrl,
    graphqlUrl: context.graphqlUrl,
    event: context.payload,
    sha: context.sha ?? '',
    workspace: env.GITHUB_WORKSPACE ?? process.cwd(),
    temp: env.RUNNER_TEMP ?? '',
  }
}
