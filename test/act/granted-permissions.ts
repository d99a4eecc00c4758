import type { Permissions } from '../../src/sandbox/world/tokens.js'
import { readWorkflow, type Workflow } from './read-workflow.js'

/** A workflow that GitHub refuses to start, and what its page says. */
export class StartupFailure extends Error {}

const levels = ['none', 'read', 'write']

/**
 * What the `GITHUB_TOKEN` of a workflow may do: act hands one token to all jobs and knows no permissions. A called workflow may ask for
 * less than its caller was given, never for more. Source: GitHub docs, “Reusable workflows reference”, access and permissions.
 * @param called the workflow that a `uses:` names, or null where there is none to read, which the runner will say.
 * @throws StartupFailure as GitHub does when a called workflow asks for more.
 */
export function grantedPermissions(caller: string, called: (uses: string) => Workflow | null): Permissions {
  const workflow = readWorkflow(caller)
  const [first = {}, ...others] = Object.values(workflow?.jobs ?? {}).map((job) => {
    const own = permissionsOf(job.permissions ?? workflow?.permissions)
    const asked = job.uses === undefined ? null : called(job.uses)
    return asked === null ? own : narrowed(own, asked)
  })
  if (others.some((each) => JSON.stringify(each) !== JSON.stringify(first)))
    throw new Error('act hands all jobs the same token, so all jobs have to ask for the same permissions')
  return first
}

function narrowed(own: Permissions, { jobs, permissions }: Workflow): Permissions {
  const wanted: Record<string, 'read' | 'write' | 'none'> = {}
  for (const [name, job] of Object.entries(jobs ?? {})) {
    for (const [permission, level] of Object.entries(permissionsOf(job.permissions ?? permissions))) {
      const given = own[permission] ?? 'none'
      if (levels.indexOf(level) > levels.indexOf(given))
        throw new StartupFailure(
          `The job ${name} asks for ${permission}: ${level}, but is only allowed ${permission}: ${given}.`,
        )
      wanted[permission] = level
    }
  }
  return wanted
}

function permissionsOf(value: unknown): Permissions {
  if (typeof value !== 'object' || value === null)
    throw new Error('every workflow has to say its permissions')
  return { ...value } as Permissions
}
