import { expect, test } from 'vitest'
import { automaticReason, recordedRules } from '../../../src/core/decide/recorded-rules.js'
import type { PeopleReason, Verdict } from '../../../src/model/verdict.js'
import { comment, user } from './given.js'
import { blocked, published, rest, says } from './played.js'
import { policyOf, typeText } from './world.js'

test('a counted approval is recorded with the rules it was weighed by', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  expect(world.records.map(({ predicate }) => predicate.rules)).toEqual([
    undefined,
    [
      {
        kind: 'people',
        from: ['team:platform'],
        count: 2,
        not: ['requester', 'editors', 'committers'],
        validFor: null,
        requireDigest: 'none',
        files: null,
      },
    ],
  ])
})

const people: PeopleReason = {
  kind: 'people',
  code: 'approval/satisfied',
  from: [
    { kind: 'owner', login: 'bob' },
    { kind: 'owner', login: 'carol' },
    { kind: 'team', slug: 'leads' },
  ],
  count: 1,
  not: ['requester'],
  validFor: 60,
  requireDigest: 'full',
  files: ['secret/a.yaml'],
  approvals: [
    { person: user('bob'), comment: comment(user('bob'), '/approve'), role: 'write', as: ['codeowner:bob'] },
  ],
  missing: 0,
  available: 2,
  unknown: [],
}
const verdict: Verdict = {
  state: 'satisfied',
  refused: [],
  root: {
    kind: 'all',
    code: 'approval/satisfied',
    of: [
      { kind: 'any', code: 'approval/satisfied', of: [people] },
      { kind: 'automatic', code: 'approval/automatic', rule: 2, when: 'request.cpu <= 2' },
    ],
  },
}
const told = { kind: 'people', count: 1, not: ['requester'], validFor: 60, requireDigest: 'full' }
const automatic = { kind: 'automatic', rule: 2, when: 'request.cpu <= 2' }

test('rules are recorded as they were evaluated: groups, code owners by name, what asks for nobody', () => {
  const from = ['codeowner:bob', 'codeowner:carol', 'team:leads']
  expect(recordedRules(verdict, false)).toEqual([
    { kind: 'any', of: [{ ...told, from, files: ['secret/a.yaml'] }] },
    automatic,
  ])
})

test('where the ledger has more readers than CODEOWNERS, only those are named who approved', () => {
  expect(recordedRules(verdict, true)).toEqual([
    { kind: 'any', of: [{ ...told, from: ['codeowner:bob', 'codeowners'], files: [] }] },
    automatic,
  ])
})

test('why nobody had to approve is said in words as well', () => {
  expect(automaticReason('.github/issueops/namespace.yml', [{ rule: 2, when: 'request.cpu <= 2' }])).toBe(
    'Approved without a person, as approval rule 2 (request.cpu <= 2) of .github/issueops/namespace.yml says.',
  )
})

test('approval rules that come back after others are told to the approvers, and are on record', () => {
  const strict = typeText.replace('count: 2', 'count: 3')
  const world = published('prod')
  const returned = () => world.records.map(({ predicate }) => predicate.request.rulesReturned)
  const status = () => world.comments.find(({ own }) => own)?.body ?? ''
  world.policy = policyOf(strict)
  rest(world, blocked)
  expect(returned()).toEqual([undefined, undefined])
  expect(status()).not.toContain('approval/rules-returned')
  world.policy = policyOf(typeText)
  rest(world, blocked)
  expect(returned()).toEqual([undefined, undefined, true])
  expect(status()).toContain('approval/rules-returned')
  says(world, 'bob', '/approve', blocked)
  expect(returned().at(-1)).toBe(true)
})
