import { expect, test } from 'vitest'
import { settingsNeeds } from '../../../../src/core/advice/doctor/settings-needs.js'
import { file, policy, typeText } from './settings.js'

const here = { owner: 'acme', name: 'platform' }
const needs = (type: string | null) =>
  settingsNeeds(type === null ? null : policy(type), { defaultBranch: 'trunk' }, here)

test('requests without a target are merged into the default branch', () => {
  expect(needs(typeText())).toEqual({
    branches: ['trunk'],
    teams: ['platform'],
    repositories: [],
    signals: [],
  })
})

test('a target of this repository names a branch, one of another repository is only looked at from afar', () => {
  expect(needs(typeText('target: { repository: ACME/platform, branch: live }\n')).branches).toEqual(['live'])
  expect(needs(typeText('target: { repository: acme/gitops, branch: live }\n'))).toEqual({
    branches: [],
    teams: ['platform'],
    repositories: [{ owner: 'acme', name: 'gitops' }],
    signals: [],
  })
})

test('teams of requesters and of approvers are looked up once each', () => {
  const second = file(
    '.github/issueops/z.yml',
    typeText('requesters: [team:developers, alice, role:write]\n').replace('dns', 'z'),
  )
  const both = policy(typeText())
  const found = settingsNeeds({ ...both, types: [...both.types, second] }, { defaultBranch: 'trunk' }, here)
  expect(found.teams).toEqual(['developers', 'platform'])
})

test('teams that approve only what comes after the merge are looked up too', () => {
  const later = `expires: 30 days
extend: { by: 30 days, approval: [{ from: [team:leads] }] }
rollback: { approval: [{ from: [team:operators] }] }
`
  expect(needs(typeText(later)).teams).toEqual(['leads', 'operators', 'platform'])
})

test('the target and the teams of each stage are looked up, and what is waited for there', () => {
  const staged = `stages:
  - { name: staging }
  - { name: canary, target: { branch: live }, approval: [{ from: [team:leads] }] }
  - { name: production, target: { repository: acme/gitops } }
reached: { by: [{ check: smoke }, { status: "kustomization/**", app: flux }] }
`
  const kinds = ['status', 'check']
  const gitops = { owner: 'acme', name: 'gitops' }
  expect(needs(typeText(staged))).toEqual({
    branches: ['trunk', 'live'],
    teams: ['leads', 'platform'],
    repositories: [gitops],
    signals: [
      { repository: null, branch: null, kinds },
      { repository: null, branch: 'live', kinds },
      { repository: gitops, branch: null, kinds },
    ],
  })
})

test.each([
  ['files that cannot be read', null],
  ['a request type that is broken', 'name: dns\n'],
])('with %s the default branch is looked at all the same', (_, type) => {
  expect(needs(type)).toEqual({ branches: ['trunk'], teams: [], repositories: [], signals: [] })
})
