import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { issueOfEvent } from '../../src/runner/event.js'

const folder = mkdtempSync(join(tmpdir(), 'issueops-event-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['an issue event', { issue: { number: 42 } }, 42],
  ['a comment', { issue: { number: 7 }, comment: { body: '/approve' } }, 7],
  [
    'a pull request of a request',
    { pull_request: { number: 43, head: { ref: 'issueops/42-namespace' } } },
    42,
  ],
  ['a check suite on the branch of a request', { check_suite: { head_branch: 'issueops/42-namespace' } }, 42],
  ['any other pull request', { pull_request: { number: 43, head: { ref: 'feature/issueops/42-x' } } }, null],
  ['a schedule', { schedule: '7 * * * *' }, null],
  ['an empty payload', {}, null],
])('%s tells which issue to look at, or none', (_, payload, issue) => {
  const path = join(folder, 'event.json')
  writeFileSync(path, JSON.stringify(payload))
  expect(issueOfEvent(path)).toBe(issue)
})

test('without an event file every issue is looked at', () => {
  expect(issueOfEvent(undefined)).toBe(null)
})
