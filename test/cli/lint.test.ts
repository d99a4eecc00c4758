import { expect, test } from 'vitest'
import { call } from './output.js'
import { repository } from './repository.js'

const form = `name: Team
description: Ask for a team.
body:
  - type: input
    id: name
    attributes: { label: Name }
    validations: { required: true }
`
const type = `name: team
title: Team
form: team.yml
approval: [{ from: [octocat] }]
changes: [{ file: "teams/\${{ request.name }}.yaml", content: { a: 1 } }]
`
const both = { '.github/ISSUE_TEMPLATE/team.yml': form, '.github/issueops/team.yml': type }

test.each<[string, Readonly<Record<string, string>>]>([
  ['nothing but a README', { 'README.md': '' }],
  [
    'a configuration of the chooser alone',
    { '.github/ISSUE_TEMPLATE/config.yml': 'blank_issues_enabled: false\n' },
  ],
  ['types in a folder that is not looked at', { 'issueops/team.yml': type }],
])('a folder with %s is not one in which nothing is wrong', async (_, files) => {
  const root = repository(files)
  const said = `There is nothing to check in ${root}: no issue form in .github/ISSUE_TEMPLATE and no request type in .github/issueops. “issueops init DIR” begins with both.\n`
  expect(await call('lint', root)).toEqual({ code: 2, out: '', err: said })
  expect(await call('lint', root, '--json')).toMatchObject({ code: 2, out: '' })
})

test('what is worth knowing is told beside, and fails nothing', async () => {
  const root = repository(both)
  const told = await call('lint', root)
  expect([told.code, told.err]).toEqual([0, ''])
  expect(told.out).toMatch(/^Worth knowing: \.github\/issueops\/team\.yml, line 4\n {2}“octocat” means /)
  expect(told.out).toMatch(/\n1 form and 1 request type: nothing to mend\.\n$/)
  const { ok, files, notes } = JSON.parse((await call('lint', root, '--json')).out)
  expect([ok, files, notes.map(({ code }: { code: string }) => code)]).toEqual([
    true,
    Object.keys(both),
    ['type/login-bare'],
  ])
})
