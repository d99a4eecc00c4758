import { expect, test } from 'vitest'
import { type Cited, type CitedIssue, citedFaults } from '../../../src/core/ledger/check-cited.js'
import type { CommentDeletion } from '../../../src/model/snapshot.js'
import { alice, approval, bob, carol, commitId, plan, record } from './forged.js'

/** The approval of bob, as GitHub has it. */
const there = {
  id: 9,
  body: '/approve',
  createdAt: '2026-11-20T09:40:00Z',
  lastEditedAt: null,
  author: bob,
} as const

const whole: CitedIssue = { comments: [there], deletions: [], wholeDeletions: true }
const merged = commitId(95)
const cited = (more: Partial<Cited> = {}): Cited => ({
  issues: new Map([[42, whole]]),
  pulls: new Map([[43, merged]]),
  trees: new Map([[merged, commitId(96)]]),
  ...more,
})
const issues = (more: Partial<CitedIssue>) => ({ issues: new Map([[42, { ...whole, ...more }]]) })

/** What is found of a merge that rests on the approval of bob, where GitHub has something else than was recorded. */
function found(more: Partial<Cited>, of = record(3, 'merged')) {
  const { faults, notes } = citedFaults(of, cited(more))
  return [...faults, ...notes].map(({ code, what }) => `${code}: ${what}`)
}

test('a record is sound whose comments, pull request and commit GitHub has as it says', () => {
  expect(found({})).toEqual([])
})

test('of an issue that cannot be read, nothing is said', () => {
  expect(found({ issues: new Map([[42, null]]) })).toEqual([])
  expect(found({ issues: new Map() })).toEqual([])
})

test.each<[string, Partial<CitedIssue['comments'][number]>, string]>([
  ['is somebody else’s', { author: carol }, 'ledger/comment-differs: Comment 9 is by carol, and not by bob.'],
  [
    'was written at another time',
    { createdAt: '2026-11-20T09:41:00Z' },
    'ledger/comment-differs: Comment 9 was written at 2026-11-20T09:41:00Z, and not at 2026-11-20T09:40:00Z.',
  ],
  [
    'has another text, though nobody has edited it',
    { body: '/explain' },
    'ledger/comment-differs: Comment 9 has another text than the record keeps, and was never edited.',
  ],
  [
    'was edited later',
    { body: 'Hm.', lastEditedAt: '2026-11-20T11:00:00Z' },
    "ledger/comment-edited: Comment 9 of issue 42, bob's /approve, was edited later; the record keeps what it said.",
  ],
])('a cited comment is told of that %s', (_, change, told) => {
  expect(found(issues({ comments: [{ ...there, ...change }] }))).toEqual([told])
})

test('an account that is gone contradicts nothing', () => {
  expect(found(issues({ comments: [{ ...there, author: null }] }))).toEqual([])
})

const missing =
  'ledger/comment-missing: Comment 9 of bob, which the record cites, does not exist, and GitHub knows of no comment of theirs that was deleted.'
const deleted =
  "ledger/comment-deleted: Comment 9 of issue 42, bob's /approve, was deleted later; the record keeps what it said."
const deletion = (more: Partial<CommentDeletion>): CommentDeletion => ({
  author: bob,
  by: bob,
  at: '2026-11-20T12:00:00Z',
  ...more,
})

test.each<[string, Partial<CitedIssue>, string]>([
  ['GitHub knows of no deletion', {}, missing],
  ['another person’s comment was deleted', { deletions: [deletion({ author: alice })] }, missing],
  ['somebody’s was deleted whose account is gone', { deletions: [deletion({ author: null })] }, missing],
  ['the deletion came before it', { deletions: [deletion({ at: '2026-11-20T09:39:59Z' })] }, missing],
  ['a comment of theirs was deleted since', { deletions: [deletion({ by: carol })] }, deleted],
  ['there are more deletions than were read', { wholeDeletions: false }, deleted],
])('of a cited comment that is not there, where %s, that is told', (_, more, told) => {
  expect(found(issues({ comments: [], ...more }))).toEqual([told])
})

test.each<[string, Partial<Cited>, string]>([
  ['there is none of that number', { pulls: new Map([[43, 'missing']]) }, 'There is no pull request 43.'],
  [
    'it was never merged',
    { pulls: new Map([[43, null]]) },
    `Pull request 43 was merged as nothing, and not as ${merged}.`,
  ],
  [
    'it was merged as another commit',
    { pulls: new Map([[43, commitId(5)]]) },
    `Pull request 43 was merged as ${commitId(5)}, and not as ${merged}.`,
  ],
  ['there is no such commit', { trees: new Map([[merged, null]]) }, `There is no commit ${merged}.`],
  [
    'its commit holds something else',
    { trees: new Map([[merged, commitId(5)]]) },
    `The commit ${merged} holds another tree than the record says.`,
  ],
])('of a recorded pull request, where %s, that is found', (_, more, what) => {
  expect(found(more)).toEqual([`ledger/merge-missing: ${what}`])
})

test('what was merged in another repository is not looked for in this one', () => {
  const elsewhere = record(3, 'merged', { plan: { ...plan, repository: 'acme/cluster' } })
  expect(found({ pulls: new Map([[43, 'missing']]) }, elsewhere)).toEqual([])
})

test('what a record proposes is not looked for as if it were merged', () => {
  const proposed = record(1, 'proposed', { evidence: [approval()] })
  expect(found({ pulls: new Map([[43, null]]), trees: new Map() }, proposed)).toEqual([])
})
