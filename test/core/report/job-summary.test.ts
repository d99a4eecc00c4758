import { expect, test } from 'vitest'
import { jobSummary, type SummaryRow } from '../../../src/core/report/job-summary.js'
import type { DueWhy } from '../../../src/model/due.js'
import { issueNumber } from '../../../src/model/ids.js'

const swept = { found: [], waiting: [], passedOver: [] }
const turns = (count: number, why: DueWhy | 'open') =>
  Array.from({ length: count }, (_, index) => ({ issue: issueNumber(index + 1), why, at: null }))

/** Requests that were looked at: nothing was written to them, and they are overdue since one day after the other. */
const overdue = (count: number): readonly SummaryRow[] =>
  Array.from({ length: count }, (_, index) => ({
    issue: index + 1,
    decision: null,
    outcomes: [],
    overdue: `20${10 + (index % 80)}-11-20T00:00:00Z`,
  }))

test('a sweep says what it found, what it wrote to, what is overdue, and what it left by number and kind', () => {
  const found = [...turns(3, 'end'), ...turns(1, 'warning'), ...turns(12, 'open')]
  const waiting = [...turns(2, 'end'), ...turns(7, 'open')]
  expect(jobSummary(overdue(1), { ...swept, found, waiting })).toBe(`### IssueOps

- **Found:** 3 ends that have come, 1 end that comes soon, 12 open issues
- **Written to:** 0 of 1 requests looked at
- **Overdue:** 1

**⌛ Overdue:** these should have ended, and what they changed still stands.

| Issue | Ended on | What is in the way |
| --- | --- | --- |
| #1 | 2010-11-20 at 00:00 UTC | It waits for an approval or a merge. |

**⏭️ 9 more wait for the next sweep:** 2 ends that have come, 7 open issues. GitHub lets a token make only so many calls an hour.

| Issue | State | Reasons | Writes |
| --- | --- | --- | --- |
| #1 | \`ignored\` | \`  \` | 0 |

Nothing had to be written.`)
})

test('a summary of 3,000 is as short as one of 50, with those first that are overdue for longest', () => {
  const summary = jobSummary(overdue(3000), { ...swept, found: turns(3000, 'end') })
  expect(summary.split('\n').length).toBeLessThan(130)
  expect(summary.split('… and 2950 more; the log has all of them.')).toHaveLength(3)
  expect(summary).toContain('2010-11-20')
  expect(summary).not.toContain('2089-11-20')
})

test('a run about one request says nothing of sweeps', () => {
  expect(jobSummary(overdue(1))).not.toMatch(/Found|sweep/)
})

test('branches that belong to no request are said once, and not more than ten of them', () => {
  const branches = Array.from({ length: 12 }, (_, index) => `issueops/99999999999${index}-x`)
  const summary = jobSummary([], { ...swept, passedOver: branches })
  expect(summary.split('no issue can have their number')).toHaveLength(2)
  expect(summary).toContain('`issueops/999999999990-x`')
  expect(summary).toContain('and 2 more')
  expect(summary).not.toContain('issueops/9999999999911-x')
})

test('without such branches nothing is said of them', () => {
  expect(jobSummary([])).not.toContain('number')
})
