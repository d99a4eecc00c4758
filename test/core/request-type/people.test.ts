import { expect, test } from 'vitest'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { namedPeople } from '../../../src/core/request-type/named-people.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { namedTwiceProblems } from '../../../src/core/request-type/people-problems.js'
import type { Json } from '../../../src/model/json.js'
import { form, must, problemsOf, typeText } from './fixtures.js'

const ofPeople = form(
  ['name', 'cpu']
    .map((id) => `  - { type: input, id: ${id}, attributes: { label: ${id === 'name' ? 'Name' : 'CPU'} } }\n`)
    .join(''),
)
const typed = (approval: string, more = '') =>
  locateRequestType({
    path: '.github/issueops/namespace.yml',
    blob: null,
    text: `${typeText('').replace('[{ from: [team:platform] }]', approval)}${more}`,
  })
const fixes = (approval: string) => problemsOf(typed(approval)).map(({ code, fix }) => [code, fix])
const checked = (approval: string, more = '') =>
  checkRequestType(must(typed(approval, more)), ofPeople).map(({ code, what }) => [code, what])

test.each([
  ['maintain', 'role:maintain'],
  ['Maintain', 'role:maintain'],
  ['maintainers', 'role:maintain'],
  ['mantainers', 'role:maintain'],
  ['write', 'role:write'],
  ['admin', 'role:admin'],
  ['read', 'role:read'],
  ['none', 'role:read'],
  ['triage', 'role:triage'],
  ['owners', 'role:admin'],
  ['everyone', 'role:read'],
  ['code-owners', 'codeowners'],
  ['codeowner', 'codeowners'],
  ['codeownres', 'codeowners'],
  ['role-maintain', 'role:maintain'],
  ['role-Admin', 'role:admin'],
])('a forgotten prefix gives the approval to no stranger: %s is asked about as %s', (word, meant) => {
  expect(fixes(`[{ from: [${word}] }]`)).toEqual([
    [
      'type/principal-word',
      `Did you mean ${meant}? If an account of that name is meant, write ${word}#<id>; “gh api users/${word} --jq .id” prints the id.`,
    ],
  ])
})

test.each([
  ['team-platform', 'team:platform'],
  ['Team-Platform', 'team:platform'],
  ['team_platform', 'team:platform'],
  ['teams-db-admins', 'team:db-admins'],
  ['roles-write', 'role:write'],
  ['role_admin', 'role:admin'],
  ['role-mantain', 'role:maintain'],
  ['user-ann', 'ann'],
  ['login-ann', 'ann'],
  ['anybody', 'role:read'],
  ['members', 'team:<slug>'],
])('a prefix without its colon is none: %s is asked about as %s', (word, meant) => {
  expect(fixes(`[{ from: [${word}] }]`)).toEqual([
    ['type/principal-word', expect.stringContaining(`Did you mean ${meant}? `)],
  ])
  expect(problemsOf(typed('[{ from: [octocat] }]', `requesters: [${word}]\n`))).toHaveLength(1)
})

test.each([
  ['acme/leads', 'team:leads'],
  ['@acme/leads', 'team:leads'],
  ['@acme/Team Leads', 'team:team-leads'],
  ['https://github.com/orgs/acme/teams/leads', 'team:leads'],
  ['team:acme/leads', 'team:leads'],
  ['team:@acme/leads', 'team:leads'],
  ['team:Leads', 'team:leads'],
  ['Team:leads', 'team:leads'],
  ['team leads', 'team:leads'],
  ['team/leads', 'team:leads'],
  ['team: leads', 'team:leads'],
  ['group:leads', 'team:leads'],
  ['@octocat', 'octocat'],
  ['https://github.com/octocat', 'octocat'],
  ['user:octocat', 'octocat'],
  ['user ann', 'ann'],
  ['user:@ann#12', 'ann#12'],
  ['role maintain', 'role:maintain'],
  ['Role:maintain', 'role:maintain'],
  ['role:Maintainer', 'role:maintain'],
  ['@maintainers', 'role:maintain'],
  ['@codeowners', 'codeowners'],
  ['code owners', 'codeowners'],
  ['CODEOWNERS', 'codeowners'],
])('“%s” is no way to name anybody, and %s is what it most likely means', (word, meant) => {
  expect(fixes(`[{ from: ["${word}"] }]`)).toEqual([
    [expect.stringMatching(/^type\/principal/), expect.stringContaining(`Did you mean ${meant}?`)],
  ])
})

test('a blank behind the colon makes a map of a principal, and that is said', () => {
  expect(fixes('[{ from: [team: platform] }]')).toEqual([
    [
      'type/principal',
      expect.stringContaining('Did you mean team:platform, without a blank behind the colon?'),
    ],
  ])
  expect(fixes('[{ from: [{ team: 7 }] }]')[0]?.[0]).toBe('type/value')
})

test.each([
  'octocat',
  'ann#1001',
  'maintain#12',
  'mona_acme#7',
  'adam',
  'reading',
  'hubot',
  'role-model',
  'teamwork',
  'userland',
  'teamster_acme',
  'bob-team',
])('%s names somebody', (word) => {
  expect(problemsOf(typed(`[{ from: [${word}] }]`))).toEqual([])
})

test.each(['ann#', 'ann#0', 'ann#01', 'ann#1e3', '#12', 'ann#9999999999999999', 'ann #1', 'team:x#1'])(
  '“%s” names nobody',
  (word) => {
    expect(problemsOf(typed(`[{ from: ["${word}"] }]`)).map(({ code }) => code)).toEqual(['type/principal'])
  },
)

test('a bare word that is the name of a team elsewhere in the policy is no login', () => {
  expect(
    checked('[{ from: [team:platform] }, { all: [{ from: [Platform] }, { from: [octocat] }] }]'),
  ).toEqual([
    [
      'type/principal-word',
      '“Platform” is the name of a team elsewhere, and here it stands for whoever has that login on GitHub.',
    ],
  ])
  expect(checked('[{ from: [team:platform, platform#12] }]')).toEqual([])
  expect(checked('[{ from: [team:platform] }]', 'requesters: [platform]\n')).toHaveLength(1)
})

test('somebody who is named twice in one list is found', () => {
  const twice = (from: string) =>
    namedTwiceProblems(must(typed(`[{ from: [${from}] }]`)).type).map(({ at }) => at)
  expect(twice('octocat, team:a, OctoCat')).toEqual(['approval/0/from/2'])
  expect(twice('octocat#7, mona#7')).toEqual(['approval/0/from/1'])
  expect(twice('team:a, team:a, role:read, role:read, codeowners, codeowners')).toHaveLength(3)
  expect(twice('octocat, mona, team:octocat, role:read, role:write')).toEqual([])
})

test('a rule leaves out whom a field names; a field that is not there, or names nobody, is a mistake', () => {
  const [rule] = must(typed('[{ from: [role:write], not: [requester, request.name] }]')).type.approval
  expect(rule?.needs).toMatchObject({ not: ['requester', 'request.name'] })
  expect(checked('[{ from: [role:write], not: [request.name] }]')).toEqual([])
  expect(checked('[{ from: [role:write], not: [request.nam] }]')).toEqual([
    ['type/field-unknown', 'The form namespace.yml has no field “nam”.'],
  ])
  expect(
    checked('[{ from: [role:write], not: [request.cpu] }]', 'fields: { cpu: { type: integer } }\n'),
  ).toEqual([['type/person-field', '“cpu” holds no text, so it names nobody whom the rule could leave out.']])
  expect(fixes('[{ from: [role:write], not: [user] }]')[0]?.[0]).toBe('type/value')
})

test.each<[Json, readonly string[] | null]>([
  ['bob', ['bob']],
  [' @Bob ', ['Bob']],
  ['https://github.com/bob', ['bob']],
  ['https://github.example/bob/', ['bob']],
  ['bob, @carol;dave\n- erin', ['bob', 'carol', 'dave', 'erin']],
  [
    ['bob', '@carol'],
    ['bob', 'carol'],
  ],
  [null, []],
  ['', []],
  ['  \n ', []],
  ['Bob Smith!', null],
  ['bob@example.com', null],
  ['bob#7', null],
  ['@acme/platform', null],
  ['ｂob', null],
  ['https://github.com/acme/platform', null],
  [['bob', 'the whole team.'], null],
])('of %j in a field that a rule leaves out, the logins are %j', (value, expected) => {
  const { approval } = must(typed('[{ from: [role:write], not: [request.name] }]')).type
  const read = namedPeople(approval, new Map([['name', value]]), ofPeople)
  expect(read.ok ? read.value : null).toEqual(
    expected === null ? null : [{ field: 'request.name', logins: expected }],
  )
})

test('a text that is nobody’s login has to be corrected by the requester', () => {
  const { approval } = must(typed('[{ from: [role:write], not: [request.name] }]')).type
  const read = namedPeople(approval, new Map([['name', 'Bob Smith?']]), ofPeople)
  expect(read.ok ? [] : read.problems).toMatchObject([
    { code: 'request/no-login', field: 'name', label: 'Name' },
  ])
})
