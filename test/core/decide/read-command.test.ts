import { expect, test } from 'vitest'
import { readCommand } from '../../../src/core/decide/read-command.js'
import { read } from '../../../src/core/decide/reading.js'
import { type ApprovalRule, excludables } from '../../../src/model/request-type.js'
import type { ObservedComment } from '../../../src/model/snapshot.js'
import { body } from '../../acceptance/given.js'
import { approval, record } from '../ledger/forged.js'
import { at, authority, comment, team, user } from './given.js'
import { beginning, observe } from './world.js'

const rules: readonly ApprovalRule[] = [
  {
    number: 1,
    when: null,
    needs: {
      kind: 'people',
      from: [{ kind: 'team', slug: 'platform' }],
      count: 2,
      not: excludables,
      validFor: null,
      requireDigest: 'none',
    },
  },
]
const known = authority({ teams: [team('platform', [user('bob').id, user('alice').id])] })
const unseen = authority({ teams: [{ team: 'platform', known: false, why: 'it is hidden' }] })
const snapshot = observe(beginning(body()))

function judged(said: ObservedComment | null, people = known) {
  const { state, reason, as } = readCommand(read(snapshot), said, rules, people)
  return { state, reason, as }
}

test.each<[string, ObservedComment | null, object]>([
  [
    'one approval of two',
    comment(user('bob'), '/approve'),
    { state: 'authorised', reason: 'comment/authorised', as: ['team:platform'] },
  ],
  [
    'the requester',
    comment(user('alice'), '/approve'),
    { state: 'refused', reason: 'approval/self-approval', as: [] },
  ],
  [
    'a stranger',
    comment(user('mallory'), '/approve'),
    { state: 'refused', reason: 'approval/not-authorised', as: [] },
  ],
  [
    'a stranger who rejects',
    comment(user('mallory'), '/reject no'),
    { state: 'refused', reason: 'command/not-permitted', as: [] },
  ],
  [
    'an edited comment',
    comment(user('bob'), '/reject no', { lastEditedAt: at('11:00') }),
    { state: 'refused', reason: 'command/edited-comment', as: [] },
  ],
  [
    'a hidden comment',
    comment(user('bob'), '/approve', { minimized: true }),
    { state: 'refused', reason: 'approval/hidden-comment', as: [] },
  ],
  [
    'a comment of our own',
    comment(user('bob'), '/approve', { own: true }),
    { state: 'none', reason: 'comment/no-command', as: [] },
  ],
  ['a comment that is gone', null, { state: 'none', reason: 'comment/gone', as: [] }],
])('%s', (_, said, expected) => {
  expect(judged(said)).toEqual(expected)
})

test('what could not be found out is unknown, for an approval and for a rejection', () => {
  for (const text of ['/approve', '/reject no'])
    expect(judged(comment(user('bob'), text), unseen)).toEqual({
      state: 'unknown',
      reason: 'approval/authority-unknown',
      as: [],
    })
})

test('the requester stops a request and ends it with /withdraw, and rejects only as somebody whom a rule names', () => {
  const apart = authority({ teams: [team('platform', [user('bob').id])] })
  const states = (text: string, people = apart) => judged(comment(user('alice'), text), people)
  expect(states('/hold').as).toEqual(['requester'])
  expect(states('/withdraw').as).toEqual(['requester'])
  expect(states('/reject no')).toEqual({ state: 'refused', reason: 'command/not-permitted', as: [] })
  expect(states('/reject no', known).as).toEqual(['team:platform'])
})

test('a maintainer releases a request; of everybody else, and of a requester who is one, it depends on who holds it', () => {
  const roles = (login: string, role: 'maintain' | 'write') =>
    authority({ roles: [{ login, known: true, id: user(login).id, role }] })
  const depends = { state: 'unknown', reason: 'approval/authority-unknown', as: [] }
  expect(judged(comment(user('dave'), '/unhold'), roles('dave', 'maintain'))).toEqual({
    state: 'authorised',
    reason: 'comment/authorised',
    as: ['role:maintain'],
  })
  expect(judged(comment(user('dave'), '/unhold'), roles('dave', 'write'))).toEqual(depends)
  expect(judged(comment(user('alice'), '/unhold'), roles('alice', 'maintain'))).toEqual(depends)
})

test('somebody else’s /withdraw is refused, also where the ledger has it as a hold', () => {
  const said = comment(user('bob'), '/withdraw')
  const { id: number, createdAt, body: text } = said
  const held = record(1, 'hold', {
    evidence: [
      approval({ command: 'withdraw', comment: number, createdAt, body: text, person: user('bob') }),
    ],
  })
  for (const records of [[], [held]]) {
    const { state, refusal } = readCommand(
      read({ ...snapshot, ledger: { ...snapshot.ledger, records } }),
      said,
      rules,
      known,
    )
    expect({ state, refusal }).toEqual({
      state: 'refused',
      refusal: {
        code: 'command/not-permitted',
        what: 'Only the requester can withdraw a request.',
        fix: 'An approver can comment /reject with a reason instead.',
      },
    })
  }
})

test('an approval that is on record as taken back is not let again', () => {
  const revoked = record(1, 'revoked', { evidence: [approval({ comment: 1, person: user('bob') })] })
  const taken = { ...snapshot, ledger: { ...snapshot.ledger, records: [revoked] } }
  const { state, reason } = readCommand(read(taken), comment(user('bob'), '/approve'), rules, known)
  expect({ state, reason }).toEqual({ state: 'refused', reason: 'approval/revoked' })
})

test('without rules nobody is authorised, and the command is told all the same', () => {
  const { state, reason, command } = readCommand(
    read(snapshot),
    comment(user('bob'), '/approve'),
    null,
    known,
  )
  expect({ state, reason, command }).toEqual({
    state: 'none',
    reason: 'state/no-request',
    command: { name: 'approve', prefix: null },
  })
})

test('a rejection elsewhere on the issue does not speak for this comment', () => {
  const issue = {
    ...snapshot.issue,
    comments: [comment(user('bob'), '/reject no')],
    state: 'closed' as const,
  }
  const other = readCommand(
    read({ ...snapshot, issue }),
    comment(user('mallory'), '/reject no'),
    rules,
    known,
  )
  expect(other.reason).toBe('command/not-permitted')
})
