import { describe, expect, test } from 'vitest'
import { type ApprovalInput, evaluateApproval } from '../../../src/core/approval/evaluate-approval.js'
import { peopleReasons } from '../../../src/core/approval/people-reasons.js'
import type { Authority } from '../../../src/model/authority.js'
import { digest, oid, userId } from '../../../src/model/ids.js'
import type { ApprovalRule, Approver } from '../../../src/model/request-type.js'
import type { ObservedComment, ObservedIssue } from '../../../src/model/snapshot.js'
import { at, authority, comment, issue, team, user } from '../decide/given.js'

const planDigest = digest('ab'.repeat(32))
const head = oid('1'.repeat(40))
const publication = { checkRun: 7, digest: planDigest, head, at: at('09:30') }
const platform = { kind: 'team', slug: 'platform' } as const

/** A rule that takes so many people, with the defaults of everything else. */
function rule(from: readonly Approver[], count = 1): ApprovalRule {
  const not = ['requester', 'editors', 'committers'] as const
  return {
    number: 1,
    when: null,
    needs: { kind: 'people', from, count, not, validFor: null, requireDigest: 'none' },
  }
}

/** Bob and carol are in team platform; everybody's role is known. The plan was published at 09:30. */
function given(
  facts: {
    readonly comment?: Partial<ObservedComment>
    readonly issue?: Partial<ObservedIssue>
    readonly by?: string
    readonly prefix?: string
  } & Partial<Omit<ApprovalInput, 'issue'>> = {},
): ApprovalInput {
  const person = user(facts.by ?? 'bob')
  const body = facts.prefix === undefined ? '/approve' : `/approve ${facts.prefix}`
  return {
    rules: [rule([platform])],
    votes: [
      {
        person,
        comment: comment(person, body, facts.comment),
        command: { name: 'approve', prefix: facts.prefix ?? null },
      },
    ],
    named: [],
    authority: authority({
      roles: ['alice', 'bob', 'carol', 'dave'].map((login) => ({
        login,
        known: true,
        id: user(login).id,
        role: login === 'dave' ? 'read' : 'write',
      })),
      accounts: ['carol', 'dave'].map((login) => ({ login, known: true, id: user(login).id })),
      teams: [
        team('platform', [user('alice').id, user('bob').id, user('carol').id], {
          whole: false,
          asked: ['dave'],
        }),
      ],
    }),
    digest: planDigest,
    publication,
    now: at('10:05'),
    revoked: [],
    owners: [],
    ...facts,
    issue: issue(facts.issue),
  }
}

test('an unedited approval by an entitled person after the publication suffices, with its evidence', () => {
  const verdict = evaluateApproval(given())
  expect(verdict).toEqual({
    state: 'satisfied',
    root: {
      kind: 'all',
      code: 'approval/satisfied',
      of: [
        {
          kind: 'people',
          code: 'approval/satisfied',
          from: [platform],
          count: 1,
          not: ['requester', 'editors', 'committers'],
          validFor: null,
          requireDigest: 'none',
          files: null,
          approvals: [
            {
              person: user('bob'),
              comment: comment(user('bob'), '/approve'),
              role: 'write',
              as: ['team:platform'],
            },
          ],
          missing: 0,
          available: null,
          unknown: [],
        },
      ],
    },
    refused: [],
  })
})

test('whoever is named by login and has no role in the repository is told so', () => {
  const dave = { kind: 'user', login: 'dave' } as const
  const input = given({ by: 'dave', rules: [rule([platform, dave])] })
  const roles = [{ login: 'dave', known: true, id: user('dave').id, role: 'none' } as const]
  const [refused] = evaluateApproval({ ...input, authority: { ...input.authority, roles } }).refused
  expect(refused).toMatchObject({
    code: 'approval/not-authorised',
    what: 'This person is named among the approvers, but has no role in the repository.',
  })
  const [stranger] = evaluateApproval(given({ by: 'dave' })).refused
  expect(stranger?.what).toBe('This person is not among those who may approve this request.')
})

test('a code owner without write access is told so, and who can give it', () => {
  const codeowners = { kind: 'codeowners' } as const
  const owners = [{ path: 'a.yaml', owners: [{ kind: 'owner', login: 'dave' } as const] }]
  const input = given({ by: 'dave', rules: [rule([codeowners])], owners })
  const roles = [{ login: 'dave', known: true, id: user('dave').id, role: 'read' } as const]
  const { root, refused } = evaluateApproval({ ...input, authority: { ...input.authority, roles } })
  expect(refused).toMatchObject([
    {
      code: 'approval/not-authorised',
      what: 'This person is a code owner of the changed files, but has no write access to the repository.',
      fix: 'An administrator has to give this person the role write in the repository, or another code owner has to comment /approve.',
    },
  ])
  expect(root.of).toMatchObject([{ lacking: [{ login: 'dave', by: 'codeowners', least: 'write' }] }])
})

test.each<[string, Parameters<typeof given>[0], string]>([
  [
    'whose comment was edited, by whomever',
    { comment: { lastEditedAt: at('10:01') } },
    'approval/edited-comment',
  ],
  ['whose comment was hidden', { comment: { minimized: true } }, 'approval/hidden-comment'],
  ['of the requester, member of the team or not', { by: 'alice' }, 'approval/self-approval'],
  [
    'of somebody who edited the request',
    { issue: { editors: [user('bob')], lastEditedAt: at('09:10') } },
    'approval/self-approval',
  ],
  ['of somebody the rules do not name', { by: 'dave' }, 'approval/not-authorised'],
  ['before the plan was published', { comment: { createdAt: at('09:29') } }, 'approval/before-publication'],
  [
    'in the very second the plan was published',
    { comment: { createdAt: at('09:30') } },
    'approval/before-publication',
  ],
  ['while nothing is published', { publication: null }, 'approval/before-publication'],
  ['before the request was edited', { issue: { lastEditedAt: at('10:30') } }, 'approval/request-edited'],
  [
    'in the very second the request was edited',
    { issue: { lastEditedAt: at('10:00') } },
    'approval/request-edited',
  ],
  ['that is on record as taken back', { revoked: [1] }, 'approval/revoked'],
  ['that names another plan', { prefix: 'cd'.repeat(6) }, 'approval/digest-mismatch'],
  ['while an editor of the request is unknown', { issue: { editors: [null] } }, 'approval/authority-unknown'],
  ['while the requester is unknown', { issue: { author: null } }, 'approval/authority-unknown'],
])('an approval %s does not count, and says why', (_, facts, code) => {
  const verdict = evaluateApproval(given(facts))
  expect(verdict.refused.map((each) => each.code)).toEqual([code])
  expect(peopleReasons(verdict.root).map((node) => node.approvals)).toEqual([[]])
  expect(verdict.state).toBe(code === 'approval/authority-unknown' ? 'unknown' : 'pending')
  expect(verdict.refused[0]?.fix).toMatch(/^[A-Z].*\.$/)
})

test('an approval that names the plan counts', () => {
  expect(evaluateApproval(given({ prefix: 'ab'.repeat(6) })).state).toBe('satisfied')
})

test('an edit of the request before the approval does not matter, times being compared as moments', () => {
  const earlier = { issue: { lastEditedAt: '2026-11-20T10:00:00+01:00', editors: [user('alice')] } }
  expect(evaluateApproval(given(earlier)).state).toBe('satisfied')
})

test.each([
  [
    'the team cannot be seen',
    authority({ teams: [{ team: 'platform', known: false, why: 'the token cannot see it' }] }),
  ],
  ['the team was not looked up', authority({})],
])('when %s, the approval is neither counted nor called unauthorised', (_, known) => {
  const verdict = evaluateApproval(given({ authority: known }))
  expect(verdict.state).toBe('unknown')
  expect(verdict.refused.map((each) => each.code)).toEqual(['approval/authority-unknown'])
})

test('a role counts from its rung upwards, and only for the account that wrote the comment', () => {
  const rules = [rule([{ kind: 'role', role: 'maintain' }])]
  const role = (name: 'write' | 'maintain' | 'admin', id = user('bob').id) =>
    authority({ roles: [{ login: 'bob', known: true, id, role: name }] })
  expect(evaluateApproval(given({ rules, authority: role('write') })).state).toBe('pending')
  expect(evaluateApproval(given({ rules, authority: role('maintain') })).state).toBe('satisfied')
  expect(evaluateApproval(given({ rules, authority: role('admin') })).state).toBe('satisfied')
  expect(evaluateApproval(given({ rules, authority: role('admin', user('mallory').id) })).state).toBe(
    'unknown',
  )
})

test('one person counts once, however often and in whatever spelling they approve', () => {
  const base = given({ rules: [rule([platform], 2)] })
  const again = { ...user('bob'), login: 'BOB' }
  const votes = [
    ...base.votes,
    {
      person: again,
      comment: comment(again, '/approve', { id: 2 }),
      command: { name: 'approve', prefix: null } as const,
    },
  ]
  expect(peopleReasons(evaluateApproval({ ...base, votes }).root)[0]?.approvals).toHaveLength(1)
  expect(evaluateApproval({ ...base, votes }).state).toBe('pending')
})

test('every rule has to be satisfied; one approval may serve several', () => {
  const carol = { kind: 'user', login: 'Carol' } as const
  const rules = [rule([platform]), rule([carol])]
  expect(evaluateApproval(given({ rules })).state).toBe('pending')
  expect(evaluateApproval(given({ rules, by: 'carol' })).state).toBe('satisfied')
})

test('without a rule nothing is approved', () => {
  expect(evaluateApproval(given({ rules: [] })).state).toBe('pending')
})

test('an approval that does not count is not held against a later one that does', () => {
  const base = given({ comment: { createdAt: at('09:00') } })
  const bob = user('bob')
  const later = {
    person: bob,
    comment: comment(bob, '/approve', { id: 2 }),
    command: { name: 'approve', prefix: null } as const,
  }
  const verdict = evaluateApproval({ ...base, votes: [...base.votes, later] })
  expect(verdict.state).toBe('satisfied')
  expect(verdict.refused).toEqual([])
})

describe('whom a field names does not approve for themselves', () => {
  const field = 'request.person' as const
  const base = rule([platform])
  const rules = [{ ...base, needs: { ...base.needs, not: ['requester', field] as const } }]
  const known = (facts: Partial<Authority>) => ({ ...given({}).authority, ...facts })
  const now = (login: string, id: number | null) => ({
    accounts: [{ login, known: true as const, id: id === null ? null : userId(id) }],
  })
  const codes = (logins: readonly string[], facts: Partial<Authority> = {}) => {
    const verdict = evaluateApproval(given({ rules, named: [{ field, logins }], authority: known(facts) }))
    return [verdict.state, ...verdict.refused.map(({ code }) => code)]
  }

  test('by login, in whatever spelling, among several, and without an account that could be looked up', () => {
    expect(codes(['BOB'], now('bob', user('bob').id))).toEqual(['pending', 'approval/self-approval'])
    expect(codes(['carol', 'bob'], now('carol', user('carol').id))).toEqual([
      'pending',
      'approval/self-approval',
    ])
    expect(codes(['bob'], now('bob', 77))).toEqual(['pending', 'approval/self-approval'])
  })

  test('by account, under whatever name: the one that has the login now, and the one that was met by it first', () => {
    expect(codes(['robert'], now('robert', user('bob').id))).toEqual(['pending', 'approval/self-approval'])
    const met = { ...now('robert', 77), known: [{ login: 'robert', id: user('bob').id }] }
    expect(codes(['robert'], met)).toEqual(['pending', 'approval/self-approval'])
  })

  test('while the others may: an empty field names nobody, and somebody else is somebody else', () => {
    expect(codes([])).toEqual(['satisfied'])
    expect(codes(['carol'], now('carol', user('carol').id))).toEqual(['satisfied'])
  })

  test('a name that is nobody’s could be anybody’s, and a field nobody has read could name anybody', () => {
    expect(codes(['octcat'], now('octcat', null))).toEqual(['unknown', 'approval/authority-unknown'])
    expect(codes(['octcat'], { accounts: [] })).toEqual(['unknown', 'approval/authority-unknown'])
    expect(evaluateApproval(given({ rules, named: [] })).state).toBe('unknown')
  })

  test('and is not counted among those who could', () => {
    const two = [{ ...base, needs: { ...base.needs, count: 3, not: [field] as const } }]
    const whole = known({
      teams: [team('platform', [user('alice').id, user('bob').id, user('carol').id])],
      ...now('carol', user('carol').id),
    })
    const verdict = evaluateApproval(
      given({ rules: two, named: [{ field, logins: ['carol'] }], authority: whole }),
    )
    expect(verdict.state).toBe('unreachable')
  })
})
