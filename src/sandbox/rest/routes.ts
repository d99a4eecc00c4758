import { archiveRoutes } from './archives.js'
import type { Route } from './call.js'
import { checkRoutes } from './checks.js'
import { commentRoutes } from './comments.js'
import { commitRoutes } from './commits.js'
import { contentRoutes } from './contents.js'
import { deploymentRoutes } from './deployments.js'
import { dispatchRoutes } from './dispatches.js'
import { gitDataRoutes } from './git-data.js'
import { gitRefRoutes } from './git-refs.js'
import { issueRoutes } from './issues.js'
import { labelRoutes } from './labels.js'
import { pullRoutes } from './pulls.js'
import { repositoryRoutes } from './repositories.js'
import { settingsRoutes } from './settings.js'
import { statusRoutes } from './statuses.js'

/** Everything of GitHub's REST API that the sandbox has; `isPending` as in {@link pullRoutes}. */
export function restRoutes(isPending: () => boolean): readonly Route[] {
  return [
    ...repositoryRoutes,
    ...issueRoutes,
    ...commentRoutes,
    ...labelRoutes,
    ...contentRoutes,
    ...archiveRoutes,
    ...gitDataRoutes,
    ...gitRefRoutes,
    ...commitRoutes,
    ...pullRoutes(isPending),
    ...checkRoutes,
    ...statusRoutes,
    ...deploymentRoutes,
    ...dispatchRoutes,
    ...settingsRoutes,
  ]
}

const repository = '/repos/{owner}/{repo}'

/** Routes of GitHub's that a greedy one of the sandbox's would take for a name with slashes; the contract test finds what is missing. */
export const fences: readonly string[] = [
  `${repository}/commits/{ref}+/branches-where-head`,
  `${repository}/commits/{ref}+/check-suites`,
  `${repository}/commits/{ref}+/comments`,
  `${repository}/commits/{ref}+/pulls`,
  `${repository}/branches/{branch}+/protection/{rest}+`,
]

/** The path of a route as GitHub documents it. */
export function documentedPath(route: Route): string {
  return route.path.replaceAll('}+', '}')
}
