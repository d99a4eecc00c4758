import type { LedgerRecord } from '../../model/record.js'

/** The commit that was merged and the branch it was merged into, as a ledger has them. */
export interface Landing {
  /** As many digits as people read. */
  readonly commit: string
  readonly branch: string
  readonly pull: number
}

/** Where something was merged; null for a record of anything else. */
export function landingOf({ predicate: { merge, plan, pull } }: LedgerRecord): Landing | null {
  if (merge === null) return null
  const branch = merge.into ?? plan?.branch ?? 'the target branch'
  return { commit: merge.commit.slice(0, 12), branch, pull: pull?.number ?? 0 }
}

/** How what was merged is taken back, half a sentence in plain text. */
export function wayBack({ commit, branch, pull }: Landing, issue: number): string {
  return `revert commit ${commit} on ${branch} (the button Revert of pull request ${pull}, git revert, or issueops undo --issue ${issue})`
}
