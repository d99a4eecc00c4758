import { expect, test } from 'vitest'
import { lintPolicy } from '../../../../src/core/advice/lint/lint-policy.js'
import { gitBlobOid } from '../../../../src/core/text/git-oid.js'

const form = `name: Namespace
description: Ask for a namespace.
body:
  - type: input
    id: name
    attributes: { label: Name }
    validations: { required: true }
`
const changes = 'changes: [{ file: "teams/${{ request.name }}.yaml", content: { a: 1 } }]\n'

function notes(rest: string, policy = '') {
  const file = (path: string, text: string) => ({ path, text, blob: gitBlobOid(text) })
  const found = lintPolicy({
    forms: [file('.github/ISSUE_TEMPLATE/namespace.yml', form)],
    types: [
      file(
        '.github/issueops/namespace.yml',
        `name: namespace\ntitle: Namespace\nform: namespace.yml\n${rest}${changes}`,
      ),
    ],
    policies: policy === '' ? [] : [file('.github/issueops/policies/access.yml', policy)],
    templates: [],
  })
  expect(found.problems).toEqual([])
  return found.notes
}

test('a bare login in a rule is told: whose account it means, that it takes a role, and how to name the account', () => {
  expect(notes('approval:\n  - from: [octocat, role:maintain]\n')).toEqual([
    {
      code: 'type/login-bare',
      file: '.github/issueops/namespace.yml',
      line: 5,
      what: '“octocat” means the account that has this login when the toolkit first meets it; its approval counts only with a role in the repository, read at least.',
      fix: 'Nothing has to be mended; to say which account is meant, whoever takes the login later, write octocat#<id>; “gh api users/octocat --jq .id” prints the id.',
    },
  ])
})

test('a rule that lets outsiders in, and a list of those who may file, say so in their words', () => {
  const rule = 'approval: [{ from: [octocat], outside: true }]\n'
  expect(notes(`requesters: [mona]\n${rule}`).map(({ line, what }) => [line, what])).toEqual([
    [
      4,
      '“mona” means the account that has this login when the toolkit first meets it; it may file requests also without a role.',
    ],
    [
      5,
      '“octocat” means the account that has this login when the toolkit first meets it; it approves also without a role in the repository.',
    ],
  ])
})

test('each login is told once, wherever groups name it, and on the line of its policy file', () => {
  expect(
    notes(
      'approval:\n  use: policies/access.yml\n',
      '- all: [{ from: [octocat] }, { from: [OctoCat, team:leads] }]\n',
    ).map(({ file, line }) => [file, line]),
  ).toEqual([['.github/issueops/policies/access.yml', 1]])
})

test('accounts, teams, roles and code owners need no word', () => {
  expect(notes('approval: [{ from: ["octocat#583231", team:a, role:write, codeowners] }]\n')).toEqual([])
})
