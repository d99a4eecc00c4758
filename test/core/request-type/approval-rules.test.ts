import { expect, test } from 'vitest'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { form, must, parseRequestType, problemsOf, typeText } from './fixtures.js'

const path = '.github/issueops/namespace.yml'
const policyPath = '.github/issueops/policies/prod.yml'
const withApproval = (text: string) => typeText('').replace('[{ from: [team:platform] }]', text)
const source = (approval: string) => ({ path, blob: null, text: withApproval(approval) })
const policy = (text: string | null) => ({ path: policyPath, blob: gitBlobOid(text ?? ''), text })
const rulesOf = (approval: string) => must(parseRequestType(source(approval))).approval
const codesOf = (approval: string, ...files: readonly ReturnType<typeof policy>[]) =>
  problemsOf(parseRequestType(source(approval), files)).map(({ code, file, line }) => ({ code, file, line }))
const excluded = ['requester', 'editors', 'committers']

test('groups, code owners, age, digest and exclusions are read as written', () => {
  const text = `
  - all:
      - { from: [codeowners], count: 2, not: [editors], valid-for: 7 days, require-digest: full }
      - any: [{ from: [octocat] }, { from: [role:admin], not: [], valid-for: 1 hour, require-digest: true }]
  - { when: request.cpu <= 2, automatic: true }`
  const people = { kind: 'people', count: 1, not: excluded, validFor: null, requireDigest: 'none' }
  expect(rulesOf(text)).toEqual([
    {
      number: 1,
      when: null,
      needs: {
        kind: 'all',
        of: [
          {
            ...people,
            from: [{ kind: 'codeowners' }],
            count: 2,
            not: ['editors'],
            validFor: 7 * 86_400,
            requireDigest: 'full',
          },
          {
            kind: 'any',
            of: [
              { ...people, from: [{ kind: 'user', login: 'octocat' }] },
              {
                ...people,
                from: [{ kind: 'role', role: 'admin' }],
                not: [],
                validFor: 3600,
                requireDigest: 'prefix',
              },
            ],
          },
        ],
      },
    },
    { number: 2, when: 'request.cpu <= 2', needs: { kind: 'automatic' } },
  ])
})

test('rules may stand in a policy file, which is remembered with its blob', () => {
  const file = policy('- from: [team:leads]\n')
  const type = must(parseRequestType(source('{ use: policies/prod.yml }'), [file]))
  expect(type.policy).toEqual({ path: policyPath, blob: file.blob })
  expect(type.approval.map(({ needs }) => needs)).toMatchObject([{ from: [{ slug: 'leads' }] }])
  expect(must(parseRequestType(source('[{ from: [octocat] }]'), [file])).policy).toBeNull()
})

test.each([
  ['is not there', [], { code: 'type/policy-missing', file: path, line: 4 }],
  ['is empty', [policy('')], { code: 'type/yaml', file: policyPath, line: 1 }],
  ['holds an empty list', [policy('[]\n')], { code: 'type/approval-missing', file: policyPath, line: 1 }],
  ['holds nothing but a comment', [policy('# later\n')], { code: 'type/yaml', file: policyPath, line: 1 }],
  ['is no list', [policy('approval: []\n')], { code: 'type/value', file: policyPath, line: 1 }],
  [
    'has a key nobody knows',
    [policy('- { from: [octocat], min: 2 }\n')],
    { code: 'type/unknown-key', file: policyPath, line: 1 },
  ],
  ['is no YAML', [policy('\n- {')], { code: 'type/yaml', file: policyPath, line: 2 }],
  ['cannot be read', [policy(null)], { code: 'type/unreadable', file: policyPath, line: undefined }],
])('a policy file that %s makes the request type unusable, under its own name', (_, files, problem) => {
  expect(codesOf('{ use: policies/prod.yml }', ...files)).toEqual([problem])
})

test('a misspelt policy file is suggested', () => {
  const parsed = parseRequestType(source('{ use: policies/prd.yml }'), [policy('- from: [octocat]\n')])
  expect(problemsOf(parsed).map(({ fix }) => fix)).toEqual([
    'Did you mean policies/prod.yml? Name a .yml or .yaml file of .github/issueops/policies/; there is: policies/prod.yml.',
  ])
})

test('what a form can tell is checked in a policy file too, with its own lines', () => {
  const text =
    '# rules\n- when: request.sise == 1\n  from: [octocat]\n- any:\n    - { from: [octocat], count: 2 }\n'
  const located = must(locateRequestType(source('{ use: policies/prod.yml }'), [policy(text)]))
  const fields = form('  - { type: input, id: size, attributes: { label: Size } }\n')
  expect(checkRequestType(located, fields).map(({ code, file, line }) => ({ code, file, line }))).toEqual([
    { code: 'expression/unknown-field', file: policyPath, line: 2 },
    { code: 'type/approval-unreachable', file: policyPath, line: 5 },
  ])
})

test.each([
  ['{ automatic: true }', 'type/automatic'],
  ['{ when: request.a, automatic: true, from: [octocat] }', 'type/automatic'],
  ['{ when: request.a, automatic: yes }', 'type/value'],
  ['{ all: [{ from: [octocat] }], count: 2 }', 'type/approval-group'],
  ['{ all: [{ from: [octocat] }], any: [{ from: [octocat] }] }', 'type/approval-group'],
  ['{ from: [octocat], not: [requesters] }', 'type/value'],
  ['{ from: [octocat], valid-for: a while }', 'type/value'],
  ['{ from: [octocat], require-digest: short }', 'type/value'],
  ['{ count: 2 }', 'type/missing'],
  ['{ any: [{ all: [{ any: [{ all: [{ from: [octocat] }] }] }] }] }', null],
  ['{ any: [{ all: [{ any: [{ all: [{ any: [{ from: [octocat] }] }] }] }] }] }', 'type/approval-group'],
])('the rule %s: %s', (rule, code) => {
  expect(codesOf(`[${rule}]`)).toEqual(code === null ? [] : [{ code, file: path, line: 4 }])
})
