import { expect, test } from 'vitest'
import { applicableRules } from '../../../src/decide/approval/applicable-rules.js'
import { namedPrincipals } from '../../../src/decide/approval/named-principals.js'
import { gitBlobOid } from '../../../src/decide/digest/git-blob-oid.js'
import { parseRequestType } from '../../../src/decide/request/parse-request-type.js'
import { must, problemsOf, typeText } from '../request/fixtures.js'

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
