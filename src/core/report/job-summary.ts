import type { Decision } from '../../model/decision.js'
import type { Outcome } from '../../model/fact.js'
import type { Instant } from '../../model/instant.js'
import { blocks, bullets, code, joined, type Markdown, markdown, table } from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** One issue a run looked at. */
export interface SummaryRow {
  readonly issue: number
  readonly decision: Decision | null
  readonly outcomes: readonly Outcome[]
  /** When it should have ended; null and left out where nothing is overdue. */
  readonly overdue?: Instant | null
}

/** Branches listed in a summary: whoever may push may push many. */
const branchesShownMax = 10

/**
 * The summary of a job: a table of the issues looked at, and every write.
 * @param passedOver branches that are named like one of a request, and belong to none.
 */
export function jobSummary(looked: readonly SummaryRow[], passedOver: readonly string[] = []): string {
  const rows = looked.map(({ issue, decision, outcomes }) => [
    markdown`#${issue}`,
    stateText(decision),
    code((decision?.reasons ?? []).join(', ')),
    markdown`${outcomes.length}`,
  ])
  const writes = looked.flatMap(({ issue, outcomes }) =>
    outcomes.map(({ key, did }) => markdown`#${issue}: ${did} ${code(key)}`),
  )
  return blocks(
    markdown`### IssueOps`,
    rows.length === 0
      ? markdown`No open issue is a request.`
      : table(['Issue', 'State', 'Reasons', 'Writes'], rows),
    overdueText(looked),
    writes.length === 0 ? markdown`Nothing had to be written.` : bullets(writes),
    passedOverText(passedOver),
  ).source
}

/** Where a request is, and in which stage where it has some. */
function stateText(decision: Decision | null): Markdown {
  const state = code(decision?.state ?? 'ignored')
  const stage = decision?.plan?.stage
  return stage === undefined ? state : markdown`${state} in ${code(stage)}`
}

/** What stands longer than anybody approved, and why. */
function overdueText(looked: readonly SummaryRow[]): Markdown | null {
  const late = looked.flatMap(({ issue, decision, overdue }) =>
    overdue == null ? [] : [{ issue, decision, overdue }],
  )
  if (late.length === 0) return null
  const rows = late.map(({ issue, decision, overdue }) => [
    markdown`#${issue}`,
    markdown`${momentWords(overdue)}`,
    markdown`${decision?.problems.at(-1)?.what ?? 'It waits for an approval or a merge.'}`,
  ])
  return blocks(
    markdown`**⌛ Overdue:** these should have ended, and what they changed still stands.`,
    table(['Issue', 'Ended on', 'What is in the way'], rows),
  )
}

function passedOverText(branches: readonly string[]): Markdown | null {
  if (branches.length === 0) return null
  const shown = joined(branches.slice(0, branchesShownMax).map(code), ', ')
  const more = branches.length - branchesShownMax
  return markdown`Passed over, because no issue can have their number: ${shown}${more > 0 ? ` and ${more} more` : ''}.`
}
