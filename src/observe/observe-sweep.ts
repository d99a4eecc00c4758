import { causeAgeMax } from '../core/ledger/check-chapter.js'
import type { SweepView } from '../core/sweep/turns.js'
import type { ListedIssue, Reader } from '../github/reader.js'
import { issueNumber } from '../model/ids.js'
import { secondsAfter } from '../model/instant.js'
import { issuesOfBranches } from '../model/request-branch.js'
import { issuesElsewhere } from './issues-elsewhere.js'
import { type Due, observeDue } from './observe-due.js'
import { isRequest, isWorthALook } from './worth-a-look.js'

/** What a sweep finds to look at. */
export interface SweepLook {
  readonly due: Due
  readonly view: SweepView
  /** The open issues as they are listed. */
  readonly open: readonly ListedIssue[]
  /** Branches named like one of a request, by no number an issue can have. */
  readonly passedOver: readonly string[]
}

/**
 * What the time asks for, the open issues, closed ones on which somebody may have asked for something lately, and those whose branch is still there: their end may have been
 * cut off.
 * @throws GitHubError
 */
export async function observeSweep(reader: Reader): Promise<SweepLook> {
  const [due, open, branches, there] = await Promise.all([
    observeDue(reader),
    reader.openIssues(),
    reader.requestBranches(),
    issuesElsewhere(reader),
  ])
  const touched = await reader.touchedIssues(secondsAfter(due.at, -causeAgeMax))
  const here = issuesOfBranches(branches)
  return {
    due,
    open,
    view: {
      due: due.items,
      open: open.filter(isWorthALook).map(({ number }) => issueNumber(number)),
      touched: touched.filter(isRequest).map(({ number }) => issueNumber(number)),
      branches: [...here.issues, ...there.issues],
    },
    passedOver: [...here.passedOver, ...there.passedOver],
  }
}
