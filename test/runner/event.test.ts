import { expect, test } from 'vitest'
import { issueOfBranch, issuesOfBranches } from '../../src/model/request-branch.js'
import { readEvent } from '../../src/runner/event.js'

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
    'a check run on the branch of a request',
    { check_run: { check_suite: { head_branch: 'issueops/42-namespace' } } },
    { kind: 'issue', issue: 42 },
  ],
  [
    "a workflow's run on the branch of a request",
    { workflow_run: { head_branch: 'issueops/42-namespace' } },
    { kind: 'issue', issue: 42 },
  ],
  [
    'a commit status on several branches, a request’s among them',
    { state: 'success', branches: [{ name: 'main' }, { name: 'issueops/42-namespace' }] },
    { kind: 'issue', issue: 42 },
  ],
  [
    'a commit status on other branches',
    { sha: 'a'.repeat(40), state: 'success', branches: [{ name: 'main' }] },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'a check run on another branch',
    { check_run: { head_sha: 'a'.repeat(40), check_suite: { head_branch: 'main' } } },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'a check suite on another branch',
    { check_suite: { head_sha: 'a'.repeat(40), head_branch: 'main' } },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    "a workflow's run on another branch",
    { workflow_run: { head_sha: 'a'.repeat(40), head_branch: 'main' } },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'the state of a deployment of another branch',
    { deployment_status: { state: 'success' }, deployment: { sha: 'a'.repeat(40), ref: 'main' } },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'the state of a deployment of a commit',
    { deployment_status: {}, deployment: { sha: 'a'.repeat(40), ref: 'a'.repeat(40) } },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'the state of a deployment of another commit than that of the workflow that makes it',
    {
      deployment_status: {},
      deployment: { sha: 'a'.repeat(40), ref: 'main' },
      workflow_run: { head_sha: 'b'.repeat(40), head_branch: 'main' },
    },
    { kind: 'commit', commit: 'a'.repeat(40) },
  ],
  [
    'the state of a deployment of a request',
    { deployment_status: {}, deployment: { sha: 'a'.repeat(40), ref: 'issueops/42-namespace' } },
    { kind: 'issue', issue: 42 },
  ],
  ['a commit that is none', { sha: 'HEAD', branches: [{ name: 'main' }] }, { kind: 'nothing' }],
  ['a commit status on no branch', { state: 'success', branches: [] }, { kind: 'nothing' }],
  ['a check suite on no branch', { check_suite: { head_branch: null } }, { kind: 'nothing' }],
  [
    'a pull request of another repository’s request',
    { pull_request: { number: 43, head: { ref: 'issueops/42-requests-1a2b3c4d/7-namespace' } } },
    { kind: 'nothing' },
  ],
  [
    'any other pull request',
    { pull_request: { number: 43, head: { ref: 'feature/issueops/42-x' } } },
    { kind: 'nothing' },
  ],
  ['a schedule', { schedule: '7 * * * *' }, { kind: 'sweep' }],
  ['an empty payload', {}, { kind: 'sweep' }],
])('%s tells which issue to look at, or none', (_, payload, issue) => {
  expect(readEvent(payload)).toEqual(issue)
})

test('without an event every issue is looked at', () => {
  expect(readEvent(undefined)).toEqual({ kind: 'sweep' })
})

test('a branch in another repository is read back with the prefix of the requesting one, and with no other', () => {
  const branch = 'issueops/acme-requests-63a87f59/42-namespace'
  expect(issueOfBranch(branch, 'issueops/acme-requests-63a87f59/')).toBe(42)
  expect(issueOfBranch(branch, 'issueops/acme-other-0a1b2c3d/')).toBe(null)
  expect(issueOfBranch(branch)).toBe(null)
})

test.each(['issueops/999999999999999-x', 'issueops/2147483648-x', 'issueops/0-x', 'issueops/042-x'])(
  'a branch by a number no issue can have is a request’s no more than any other: %s',
  (branch) => {
    expect(issueOfBranch(branch)).toBe(null)
    expect(readEvent({ pull_request: { head: { ref: branch } } })).toEqual({ kind: 'nothing' })
  },
)

test('the sweep tells branches of requests from those whose number no issue can have', () => {
  const branches = [
    'issueops/ledger',
    'issueops/42-namespace',
    'issueops/2147483647-x',
    'issueops/999999999999999-x',
    'issueops/0-x',
    'issueops/acme-x-1/7-y',
  ]
  expect(issuesOfBranches(branches)).toEqual({
    issues: [42, 2147483647],
    passedOver: ['issueops/999999999999999-x', 'issueops/0-x'],
  })
})
