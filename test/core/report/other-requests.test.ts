import { expect, test } from 'vitest'
import { type OtherRequestsView, otherRequests } from '../../../src/core/report/other-requests.js'
import { issueNumber, pullNumber } from '../../../src/model/ids.js'

const text = (view: OtherRequestsView) => otherRequests(view)?.source ?? null

function named(issue: number, ...places: readonly (readonly [path: string, at: string])[]) {
  return {
    issue: issueNumber(issue),
    pull: pullNumber(issue + 1),
    places: places.map(([path, at]) => ({ path, at })),
  }
}

const consequence =
  'Whichever is merged first, the others are planned anew on top of it, and the approvals they have by then no longer count.'

test('approvers read which other requests change the same place, and what comes of it', () => {
  const requests = [named(12, ['clusters/prod/shop.yaml', '/spec/replicas'], ['apps/web.yaml', ''])]
  expect(text({ requests, looked: 'all' })).toBe(
    [
      '| Other open request | Changes the same place |',
      '| --- | --- |',
      '| #12 (pull request #13) | `clusters/prod/shop.yaml` → `/spec/replicas`, `apps/web.yaml` |',
      '',
      consequence,
    ].join('\n'),
  )
})

test('where there are none, nothing is said', () => {
  expect(text({ requests: [], looked: 'all' })).toBe(null)
})

test('where others could not be looked at, that is said, with and without some that are named', () => {
  const part =
    'More requests are open, or they change more files, than were looked at: others may change the same places too.'
  expect(text({ requests: [], looked: 'part' })).toBe(part)
  expect(text({ requests: [named(12, ['a.yaml', ''])], looked: 'part' })).toContain(
    `${consequence}\n\n${part}`,
  )
  expect(text({ requests: [], looked: 'unknown' })).toBe(
    'GitHub did not tell which other requests are open: some may change the same places.',
  )
})

test('ten requests and five places of each are named, and how many there are beside them', () => {
  const places = Array.from({ length: 7 }, (_, index) => ['a.yaml', `/${index}`] as const)
  const requests = Array.from({ length: 13 }, (_, index) => named(index + 1, ...places))
  const lines = text({ requests, looked: 'all' })?.split('\n') ?? []
  expect(lines.filter((line) => line.startsWith('| #'))).toHaveLength(10)
  expect(lines[2]).toContain('`a.yaml` → `/4`, 2 more |')
  expect(lines[12]).toBe('| 3 more | – |')
})

test('a path or a line of a file is shown as it is: it mentions nobody, breaks no table and is cut when it is long', () => {
  const line = `/{"line":"@acme/owners | ${'x'.repeat(300)}"}`
  const shown = text({ requests: [named(1, ['CODEOWNERS', line])], looked: 'all' }) ?? ''
  expect(shown.split('\n')[2]).toMatch(
    /^\| #1 \(pull request #2\) \| `CODEOWNERS` → `.*@acme\/owners \\\| x+ …` \|$/,
  )
  expect(shown.length).toBeLessThan(600)
})
