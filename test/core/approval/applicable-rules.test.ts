import { expect, test } from 'vitest'
import { applicableRules } from '../../../src/core/approval/applicable-rules.js'
import { namedPrincipals } from '../../../src/core/approval/named-principals.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { must, parseRequestType, problemsOf, typeText } from '../request-type/fixtures.js'

const policyPath = '.github/issueops/policies/prod.yml'
const source = (approval: string) => ({
  path: '.github/issueops/namespace.yml',
  blob: null,
  text: typeText('').replace('[{ from: [team:platform] }]', approval),
})
const context = { request: new Map([['cpu', 2]]), requester: { login: 'alice' } }
const rulesOf = (approval: string) => applicableRules(must(parseRequestType(source(approval))), context)
const found = (approval: string) => problemsOf(rulesOf(approval)).map(({ code, file }) => ({ code, file }))
const file = '.github/issueops/namespace.yml'

test('the rules apply whose condition holds, in the order of the file', () => {
  const rules = rulesOf(
    '[{ from: [a] }, { when: request.cpu > 2, from: [b] }, { when: request.cpu <= 2, from: [c] }]',
  )
  expect(must(rules).map(({ number }) => number)).toEqual([1, 3])
})

test('without a rule that applies nobody could approve, and that is said', () => {
  expect(found('[{ when: request.cpu > 2, from: [a] }]')).toEqual([{ code: 'approval/no-rule', file }])
})

test('a condition that is neither true nor false, or cannot be evaluated, holds the request', () => {
  expect(found('[{ when: request.cpu, from: [a] }, { from: [b] }]')).toEqual([
    { code: 'approval/when-not-boolean', file },
  ])
  const failing = problemsOf(rulesOf('[{ when: "fromJSON(\'x\')", from: [a] }, { from: [b] }]'))
  expect(failing).toHaveLength(1)
})

test('a problem of rules in a policy file names that file', () => {
  const text = '[{ when: request.cpu > 2, from: [a] }]'
  const policy = { path: policyPath, blob: gitBlobOid(text), text }
  const type = must(parseRequestType(source('{ use: policies/prod.yml }'), [policy]))
  expect(problemsOf(applicableRules(type, context))).toMatchObject([
    { code: 'approval/no-rule', file: policyPath },
  ])
})

test('everyone is named whom a rule or a group names by themselves', () => {
  const rules = must(
    rulesOf('[{ from: [a, codeowners] }, { any: [{ from: [team:b] }, { all: [{ from: [role:admin] }] }] }]'),
  )
  expect(namedPrincipals(rules)).toEqual([
    { kind: 'user', login: 'a' },
    { kind: 'team', slug: 'b' },
    { kind: 'role', role: 'admin' },
  ])
})

test.each([
  ['an empty field is not taken for a small one', 'request.cpu <= 2', 'approval/when-empty'],
  ['nor where it stands on the other side', '2 >= request.cpu', 'approval/when-empty'],
  ['nor where the answer is turned round', '!(request.cpu > 2)', 'approval/when-empty'],
  ['nor for a large one', 'request.cpu < 2 || request.cpu > 8', 'approval/when-empty'],
  ['nor for none', 'request.cpu == 0', 'approval/when-empty'],
  ['nor for another number', 'request.cpu != 4', 'approval/when-empty'],
  ['nor for a no', 'request.cpu == false', 'approval/when-empty'],
  ['nor where it was made a text', "format('{0}', request.cpu) <= 2", 'approval/when-empty'],
  ['nor for another text', "request.cpu != 'many'", 'approval/when-empty'],
  ['nor is it in a text', "contains('0, 1, 2', request.cpu)", 'approval/when-empty'],
  ['unless the condition says first what empty means', "request.cpu == '' || request.cpu <= 2", 'applies'],
  ['also where empty means no', "request.cpu != '' && request.cpu <= 2", 'approval/no-rule'],
  ['and an empty field may be named as such', "request.cpu == ''", 'applies'],
])('where a rule approves without a person, %s', (_, when, outcome) => {
  const empty = { ...context, request: new Map([['cpu', null]]) }
  const rules = applicableRules(
    must(parseRequestType(source(`[{ when: "${when}", automatic: true }]`))),
    empty,
  )
  expect(rules.ok ? 'applies' : rules.problems.map(({ code }) => code).join()).toBe(outcome)
})

test('a rule that approves without a person says which field it misses, by its label', () => {
  const type = must(
    parseRequestType(source('[{ when: "contains(\'1, 2\', request.cpu)", automatic: true }]')),
  )
  const request = new Map([['cpu', null]])
  expect(
    problemsOf(applicableRules(type, { ...context, request, labels: new Map([['cpu', 'CPUs']]) })),
  ).toEqual([
    {
      code: 'approval/when-empty',
      file,
      field: 'cpu',
      what: "Approval rule 1 approves without a person where contains('1, 2', request.cpu), and “CPUs” was left empty.",
      fix: `The requester has to edit the issue and fill it in. So that it cannot be left empty, a maintainer makes the field required in the form, or says in ${file} what empty means, as in request.cpu != '' && contains('1, 2', request.cpu).`,
    },
  ])
})

test('a text that is no number is none where a rule approves without a person', () => {
  const type = must(parseRequestType(source('[{ when: "!(request.cpu > 2)", automatic: true }]')))
  const request = new Map([['cpu', 'many']])
  expect(problemsOf(applicableRules(type, { ...context, request })).map(({ code }) => code)).toEqual([
    'approval/when-unfit',
  ])
})

test('where people have to approve, an empty field is 0, as in all expressions', () => {
  const type = must(parseRequestType(source('[{ when: request.cpu <= 2, from: [a] }]')))
  expect(must(applicableRules(type, { ...context, request: new Map([['cpu', null]]) }))).toHaveLength(1)
})

test('a filled-in field is compared as ever where a rule approves without a person', () => {
  expect(must(rulesOf('[{ when: request.cpu <= 2, automatic: true }]'))).toHaveLength(1)
  expect(found('[{ when: request.cpu < 2, automatic: true }]')).toEqual([{ code: 'approval/no-rule', file }])
})
