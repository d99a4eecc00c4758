import { expect, test } from 'vitest'
import type { ListedIssue } from '../../src/github/reader.js'
import { isWorthALook } from '../../src/observe/worth-a-look.js'

const refused: ListedIssue = {
  number: 7,
  body: '',
  labels: ['bug', 'IssueOps:invalid'],
  association: 'NONE',
  updatedAt: '2026-11-20T10:00:00Z',
  listedAt: '2026-11-21T10:00:00Z',
}

test('what a stranger filed in vain costs the sweep nothing once nobody has touched it for a day', () => {
  expect(isWorthALook(refused)).toBe(false)
  expect(isWorthALook({ ...refused, association: 'FIRST_TIMER' })).toBe(false)
})

test.each<[string, Partial<ListedIssue>]>([
  ['was touched within a day', { updatedAt: '2026-11-20T10:00:01Z' }],
  ['was not answered yet', { labels: [] }],
  ['is in another state', { labels: ['issueops:held'] }],
  ['was filed by somebody with a part in the repository', { association: 'COLLABORATOR' }],
  ['was filed by somebody whose work was merged before', { association: 'CONTRIBUTOR' }],
])('an issue that %s is looked at', (_, facts) => {
  expect(isWorthALook({ ...refused, ...facts })).toBe(true)
})
