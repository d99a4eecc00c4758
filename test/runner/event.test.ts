import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readEvent } from '../../src/runner/event.js'

const folder = mkdtempSync(join(tmpdir(), 'issueops-event-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each<[string, unknown, unknown]>([
  ['an issue event', { issue: { number: 42 } }, { kind: 'issue', issue: 42 }],
  ['a comment', { issue: { number: 7 }, comment: { body: '/approve' } }, { kind: 'issue', issue: 7 }],
  [
    'a pull request of a request',
    { pull_request: { number: 43, head: { ref: 'issueops/42-namespace' } } },
    { kind: 'issue', issue: 42 },
  ],
  [
    'a check suite on the branch of a request',
    { check_suite: { head_branch: 'issueops/42-namespace' } },
    { kind: 'issue', issue: 42 },
  ],
  [
    'any other pull request',
    { pull_request: { number: 43, head: { ref: 'feature/issueops/42-x' } } },
    { kind: 'nothing' },
  ],
  ['a schedule', { schedule: '7 * * * *' }, { kind: 'sweep' }],
  ['an empty payload', {}, { kind: 'sweep' }],
])('%s tells which issue to look at, or none', (_, payload, issue) => {
  const path = join(folder, 'event.json')
  writeFileSync(path, JSON.stringify(payload))
  expect(readEvent(path)).toEqual(issue)
})

test('without an event file every issue is looked at', () => {
  expect(readEvent(undefined)).toEqual({ kind: 'sweep' })
})
