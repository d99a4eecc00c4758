import { type IssueNumber, isNumbered, issueNumber } from './ids.js'

/**
 * The request a branch belongs to, by its name, as in `issueops/42-namespace`; null for any other branch, also for that of a request
 * filed in another repository.
 * @param prefix how the branches of the requests begin.
 */
export function issueOfBranch(branch: unknown, prefix = 'issueops/'): IssueNumber | null {
  if (typeof branch !== 'string' || !branch.startsWith(prefix)) return null
  const match = /^([1-9][0-9]{0,9})-[^/]+$/.exec(branch.slice(prefix.length))
  const number = Number(match?.[1])
  return isNumbered(number) ? issueNumber(number) : null
}

/**
 * The requests that some branches belong to, and the branches that are named like one of a request by no number an issue can have: the
 * sweep passes these over, and says so.
 */
export function issuesOfBranches(
  branches: readonly string[],
  prefix = 'issueops/',
): { readonly issues: readonly IssueNumber[]; readonly passedOver: readonly string[] } {
  const named = branches.filter(
    (branch) => branch.startsWith(prefix) && /^\d+-/.test(branch.slice(prefix.length)),
  )
  return {
    issues: named.flatMap((branch) => issueOfBranch(branch, prefix) ?? []),
    passedOver: named.filter((branch) => issueOfBranch(branch, prefix) === null),
  }
}
