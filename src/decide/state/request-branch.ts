import type { IssueNumber } from '../../model/ids.js'

/** The name of a request's own branch, as in `issueops/42-namespace`. */
export function requestBranch(issue: IssueNumber, type: string): string {
  return `issueops/${issue}-${type}`
}
