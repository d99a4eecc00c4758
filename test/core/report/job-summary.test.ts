import { expect, test } from 'vitest'
import { jobSummary } from '../../../src/core/report/job-summary.js'

test('branches that belong to no request are said once, and not more than ten of them', () => {
  const branches = Array.from({ length: 12 }, (_, index) => `issueops/99999999999${index}-x`)
  const summary = jobSummary([], branches)
  expect(summary.split('no issue can have their number')).toHaveLength(2)
  expect(summary).toContain('`issueops/999999999990-x`')
  expect(summary).toContain('and 2 more')
  expect(summary).not.toContain('issueops/9999999999911-x')
})

test('without such branches nothing is said of them', () => {
  expect(jobSummary([])).not.toContain('number')
})
