import type { Decision } from '../../model/decision.js'
import type { Outcome } from '../../model/fact.js'
import { blocks, bullets, code, markdown, table } from '../markdown/markdown.js'

/** One issue a run looked at. */
export interface SummaryRow {
  readonly issue: number
  readonly decision: Decision | null
  readonly outcomes: readonly Outcome[]
}

/** The summary of a job: a table of the issues looked at, and every write. */
export function jobSummary(looked: readonly SummaryRow[]): string {
  const rows = looked.map(({ issue, decision, outcomes }) => [
    markdown`#${issue}`,
    code(decision?.state ?? 'ignored'),
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
    writes.length === 0 ? markdown`Nothing had to be written.` : bullets(writes),
  ).source
}
