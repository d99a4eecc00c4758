import { branchPrefix } from '../core/decide/request-branch.js'
import { readPolicy } from '../core/request-type/read-policy.js'
import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import { fullName } from '../model/ids.js'
import { issuesOfBranches } from '../model/request-branch.js'
import { observePolicy } from './observe-policy.js'

/**
 * Requests of this repository that have a branch in another one. A target out of reach must not stop the sweep; its requests say so themselves.
 * @throws GitHubError when the request types cannot be read.
 */
export async function issuesElsewhere(reader: Reader): Promise<ReturnType<typeof issuesOfBranches>> {
  const { candidates } = readPolicy(await observePolicy(reader, 'HEAD'))
  const named = candidates.flatMap(({ type }) => type.target.repository ?? [])
  const targets = new Map(named.map((target) => [fullName(target).toLowerCase(), target]))
  targets.delete(fullName(reader.repository).toLowerCase())
  const found = await Promise.all(
    [...targets.values()].map(async (target) => {
      const prefix = branchPrefix(reader.repository, target)
      const branches = await reader.at(target).requestBranches().catch(noneOfGitHub)
      return issuesOfBranches(branches, prefix)
    }),
  )
  return {
    issues: found.flatMap(({ issues }) => issues),
    passedOver: found.flatMap(({ passedOver }) => passedOver),
  }
}

function noneOfGitHub(error: unknown): readonly string[] {
  if (error instanceof GitHubError) return []
  throw error
}
