import type { Problem } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import { landingOf, wayBack } from '../report/next-step.js'

/** What was merged and is not what was asked for, and who has to act; none for any other end. */
export function failedProblems(record: FinalRecord): readonly Problem[] {
  const { decision, merge, issue } = record.predicate
  const landing = landingOf(record)
  if (decision !== 'failed' || landing === null) return []
  return [
    {
      code: 'state/failed',
      what: `Pull request ${landing.pull} was merged into ${landing.branch}, and that is not what was asked for. ${merge?.findings.join(' ') ?? ''}`.trim(),
      fix: `A maintainer has to look at it, and either ${wayBack(landing, issue)}, or keep it knowingly; then close the issue.`,
    },
  ]
}
