import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { call } from './output.js'
import { repository } from './repository.js'

const form = `name: Team
description: Ask for a team
body:
  - { type: input, id: name, attributes: { label: Name }, validations: { required: true } }
  - { type: dropdown, id: size, attributes: { label: Size, options: [small, large] } }
`
const type = `name: team
title: Team
form: team.yml
fields: { name: { pattern: "^[a-z]+$" } }
approval:
  - from: [role:write, team:leads]
  - when: request.size == 'large'
    from: [role:admin]
    count: 2
changes:
  - file: teams.yaml
    at: [teams]
    item: \${{ request.name }}
`

/** A repository with one request type and these tests, each with its name and what follows it. */
function tested(...tests: readonly string[]): string {
  const list = tests.map((each, index) => `  - { name: test ${index + 1}, ${each} }\n`).join('')
  return repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/issueops/team.yml': `${type}${tests.length === 0 ? '' : 'tests:\n'}${list}`,
    'teams.yaml': 'teams: [core]\n',
  })
}

const small = 'answers: { name: docs, size: small }'
const none = 'existing: { teams.yaml: "teams: []" }'

async function outOf(...tests: readonly string[]) {
  const { code, out } = await call('test', tested(...tests))
  return { code, out }
}

test('tests that come out as expected are told in a line each', async () => {
  expect(
    await outOf(
      `${small}, expect: { approvers: ["team:leads,  role:write"] }`,
      `${small}, expect: { plan: { teams.yaml: "teams: [core, docs]\\n" } }`,
      `${small}, ${none}, expect: { plan: { teams.yaml: [{ at: [teams, 0], new: docs }] } }`,
      'answers: { name: core, size: large }, expect: { plan: {}, approvers: ["2 of role:admin", "1 of role:write, team:leads"] }',
      'answers: { name: Docs }, expect: { problems: [request/pattern] }',
      'answers: { name: docs, size: huge }, expect: { problems: [form/option-unknown] }',
      `${small}, existing: {}, expect: { problems: [change/file-missing] }`,
    ),
  ).toEqual({
    code: 0,
    out: `✓ team: test 1
✓ team: test 2
✓ team: test 3
✓ team: test 4
✓ team: test 5
✓ team: test 6
✓ team: test 7

7 tests: all as expected
`,
  })
})

test('when a request ends is told as a difference where a test says otherwise', async () => {
  const expected = ['30 days', 'never', '2027-02-01T00:00:00Z']
  const list = expected.map(
    (ends, index) => `  - { name: test ${index + 1}, ${small}, expect: { ends: ${ends} } }`,
  )
  const root = repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/issueops/team.yml': `${type}expires: 30 days\ntests:\n${list.join('\n')}\n`,
    'teams.yaml': 'teams: [core]\n',
  })
  const { code, out } = await call('test', root)
  const differs = (ends: string) => `    The request ends at another time than expected.
      @@ -1,1 +1,1 @@
      -${ends}
      +30 days after the merge
`
  expect([code, out]).toEqual([
    1,
    `✓ team: test 1
✗ team: test 2
${differs('never')}✗ team: test 3
${differs('2027-02-01T00:00:00Z')}
3 tests: 2 otherwise than expected
`,
  ])
  expect(await outOf(`${small}, expect: { ends: never }`)).toMatchObject({ code: 0 })
})

/** The outcome of tests of the type, whose requests end as `expires` says. */
async function later(expires: string, ...tests: readonly string[]) {
  const list = tests.map((each, index) => `  - { name: test ${index + 1}, ${each} }\n`).join('')
  const { code, out } = await call(
    'test',
    '--json',
    repository({
      '.github/ISSUE_TEMPLATE/team.yml': form,
      '.github/issueops/team.yml': `${type}${expires}tests:\n${list}`,
      'teams.yaml': '# Ours\nteams: [core]   # since 2019\n',
    }),
  )
  const told = JSON.parse(out) as { tests: { differences: { what: string; diff: string | null }[] }[] }
  return { code, differences: told.tests.map(({ differences }) => differences) }
}

const month = 'expires: 30 days\n'
const untilMay = 'expires: 2027-05-31\n'
const empty = 'expect: { afterwards: {} }'
const stays = 'expect: { afterwards: in-force }'

test('after its end, or taken back, every byte is as before the request; and a second before, nothing is', async () => {
  expect(
    await later(
      month,
      `${small}, after: 30 days, ${empty}`,
      `${small}, after: 5 weeks, expect: { ends: 30 days, approvers: ["1 of role:write, team:leads"] }`,
      `${small}, after: 719 hours, ${stays}`,
      `${small}, rollback: true, ${empty}`,
      `${small}, rollback: true, expect: { afterwards: { teams.yaml: "# Ours\\nteams: [core]   # since 2019\\n" } }`,
    ),
  ).toEqual({ code: 0, differences: [[], [], [], [], []] })
  expect(
    await later(
      untilMay,
      `${small}, after: 2027-06-01T00:00:00Z, ${empty}`,
      `${small}, after: 2027-05-31T23:59:59Z, ${stays}`,
      `answers: { name: core, size: small }, after: 2027-05-31T23:59:59Z, ${stays}`,
    ),
  ).toEqual({ code: 0, differences: [[], [], []] })
  expect(await later('', `${small}, after: 52 weeks, ${stays}`)).toEqual({ code: 0, differences: [[]] })
})

test.each([
  [
    month,
    `after: 719 hours, ${empty}`,
    'The request was expected to have ended by then, and it is in force: it ends 30 days after the merge.',
  ],
  [
    month,
    `after: 30 days, ${stays}`,
    'The request was expected to be in force then, and it has ended: it ends 30 days after the merge.',
  ],
  [
    '',
    `after: 30 days, ${empty}`,
    'The request was expected to have ended by then, and it is in force: it ends never.',
  ],
  [
    untilMay,
    `after: 30 days, ${empty}`,
    'The request ends 2027-06-01T00:00:00Z, with which “after” cannot be compared: where the end is a moment, write a moment there too, and else a time from the merge.',
  ],
  [
    month,
    'rollback: true, expect: { afterwards: { teams.yaml: "teams: []" } }',
    'teams.yaml is something else afterwards than expected.',
  ],
  [
    month,
    'rollback: true, expect: { afterwards: { teams.yaml: } }',
    'teams.yaml was expected to be gone afterwards, and it is there.',
  ],
  [
    month,
    'rollback: true, expect: { afterwards: { other.yaml: "" } }',
    'other.yaml was expected to be otherwise afterwards, and the request does not touch it.',
  ],
])('what is left later and was not expected is told: %s%s', async (expires, test, what) => {
  const { code, differences } = await later(expires, `${small}, ${test}`)
  expect([code, differences.map((each) => each.map((difference) => difference.what))]).toEqual([1, [[what]]])
})

test('what the manifests say already is not in force, so nothing of it is taken back', async () => {
  const { differences } = await later(month, `answers: { name: core, size: small }, rollback: true, ${empty}`)
  expect(differences).toEqual([
    [{ what: 'Nothing is taken back, because the request changes nothing.', diff: null }],
  ])
})

test.each([
  [`after: 30 days, rollback: true, ${empty}`, 'A test has both after and rollback'],
  ['after: 30 days, expect: { problems: [request/pattern] }', 'A test expects problems'],
  [empty, '“afterwards” says what is left, and nothing happens after the merge.'],
  [`rollback: true, ${stays}`, 'A request that is taken back is not in force.'],
  [`after: 2027-02-30T00:00:00Z, ${empty}`, 'and there is no such moment'],
  [`after: a while, ${empty}`, 'as in 30 days or 2027-02-01T00:00:00Z'],
  ['after: 30 days, expect: { afterwards: ended }', 'in-force'],
])('a test whose later cannot be is a problem of its type: %s', async (said, told) => {
  const { code, out } = await outOf(`${small}, ${said}`)
  expect(code).toBe(1)
  expect(out).toContain(told)
})

test('a text that comes out otherwise is shown as a difference', async () => {
  expect(await outOf(`${small}, ${none}, expect: { plan: { teams.yaml: "teams: [dosc]" } }`)).toEqual({
    code: 1,
    out: `✗ team: test 1
    teams.yaml becomes something else than expected.
      @@ -1,1 +1,2 @@
      -teams: [dosc]
      \\ No newline at end of file
      +teams:
      +  - docs
      \\ No newline at end of file

1 test: 1 otherwise than expected
`,
  })
})

test.each([
  [
    'a place with another value',
    `${small}, expect: { plan: { teams.yaml: [{ at: [teams, 1], new: web }] } }`,
    [
      {
        what: 'teams.yaml becomes something else than expected.',
        diff: expect.stringContaining('+at: ["teams",1], new: "docs"'),
      },
    ],
  ],
  [
    'a place that was there before, where the test says so',
    `${small}, expect: { plan: { teams.yaml: [{ at: [teams, 1], old: web, new: docs }] } }`,
    [
      {
        what: 'teams.yaml becomes something else than expected.',
        diff: expect.stringContaining('-at: ["teams",1], old: "web", new: "docs"'),
      },
    ],
  ],
  [
    'a place more than expected',
    `${small}, expect: { plan: { teams.yaml: [{ at: [teams, 1], new: docs }, { at: [teams, 2], new: x }] } }`,
    [
      {
        what: 'teams.yaml becomes something else than expected.',
        diff: expect.stringContaining('-at: ["teams",2], new: "x"'),
      },
    ],
  ],
  [
    'a file nobody expected',
    `${small}, expect: { plan: {} }`,
    [
      {
        what: 'teams.yaml is changed, which was not expected.',
        diff: expect.stringContaining('+teams: [core, docs]'),
      },
    ],
  ],
  [
    'a file that stays as it is',
    `answers: { name: core }, expect: { plan: { teams.yaml: "x" } }`,
    [{ what: 'teams.yaml was expected to change, and it stays as it is.', diff: null }],
  ],
  [
    'a file that is not deleted',
    `${small}, expect: { plan: { teams.yaml: null } }`,
    [{ what: 'teams.yaml was expected to be deleted, and it is changed.', diff: null }],
  ],
  [
    'other approvers',
    'answers: { name: docs, size: large }, expect: { approvers: ["2 of role:admin"] }',
    [
      {
        what: 'Others have to approve than expected.',
        diff: expect.stringContaining('+1 of role:write, team:leads'),
      },
    ],
  ],
  [
    'another count',
    'answers: { name: docs, size: large }, expect: { approvers: ["role:admin", "role:write, team:leads"] }',
    [{ what: 'Others have to approve than expected.', diff: expect.stringContaining('-1 of role:admin\n') }],
  ],
  [
    'a refusal of an accepted request',
    `${small}, expect: { problems: [request/pattern] }`,
    [
      {
        what: 'The request was expected to be refused with request/pattern, and it is accepted.',
        diff: null,
      },
    ],
  ],
  [
    'an accepted request that is refused',
    'answers: { name: Docs }, expect: { approvers: ["role:write"] }',
    [
      {
        what: 'The request was expected to be accepted, and it is refused.',
        diff: expect.stringContaining('[request/pattern]\n'),
      },
    ],
  ],
  [
    'other problems',
    'answers: { name: Docs }, expect: { problems: [request/range] }',
    [{ what: 'The problems are others than expected.', diff: expect.stringContaining('+request/pattern') }],
  ],
])('is found and said: %s', async (_title, entry, differences) => {
  const { code, out } = await call('test', tested(entry), '--json')
  expect({ code, ...JSON.parse(out) }).toEqual({
    code: 1,
    ok: false,
    tests: [{ type: 'team', name: 'test 1', ok: false, differences }],
    untested: [],
    problems: [],
  })
})

test('where nothing at all was tried, nothing is as expected, and it is said how to write a test', async () => {
  expect(await outOf()).toEqual({
    code: 1,
    out: '- team: has no tests\n\nThere is no test, so nothing was tried. Write one under tests: of a request type, with answers: and expect:, as docs/request-tests.md shows\n',
  })
})

test('a request type without tests beside one that has some is named, and is no failure', async () => {
  const root = repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/ISSUE_TEMPLATE/other.yml': form.replaceAll('Name', 'Word').replace('name: Team', 'name: Other'),
    '.github/issueops/team.yml': `${type}tests:\n  - { name: a, ${small}, ${none}, expect: { approvers: ["team:leads, role:write"] } }\n`,
    '.github/issueops/other.yml': type.replace('name: team', 'name: other').replace('team.yml', 'other.yml'),
  })
  const { code, out } = await call('test', root)
  expect(out).toContain('- other: has no tests')
  expect({ code, last: out.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    last: '1 test: all as expected',
  })
})

test('a request type that cannot be used is a failure, with its problems', async () => {
  const root = repository({ '.github/issueops/team.yml': type })
  const { code, out } = await call('test', root)
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('[type/form-missing]') })
  expect(out).toMatch(/\nThere is no test, so nothing was tried\. .*; not every request type can be used\n$/)
})

test('a folder without request types is wrong usage, so that no pipeline tests nothing', async () => {
  const { code, out, err } = await call('test', repository())
  expect({ code, out, err }).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining('has no request types'),
  })
})

test.each([
  ['nothing is expected', `${small}, expect: {}`, 'type/test'],
  ['problems and a plan', `${small}, expect: { problems: [a], plan: {} }`, 'type/test'],
  ['an unknown key', `${small}, expct: {}`, 'type/unknown-key'],
  ['no answers', 'expect: { plan: {} }', 'type/missing'],
  ['no expectation', small, 'type/missing'],
  ['an answer that is a map', 'answers: { name: { a: b } }, expect: { plan: {} }', 'type/value'],
  ['an existing file that is no text', `${small}, existing: { a: [b] }, expect: { plan: {} }`, 'type/value'],
  ['a file that is a map', `${small}, expect: { plan: { teams.yaml: { a: b } } }`, 'type/value'],
  ['a place without a way', `${small}, expect: { plan: { teams.yaml: [{ new: b }] } }`, 'type/missing'],
  ['approvers that are no list', `${small}, expect: { approvers: octocat }`, 'type/value'],
])(
  'a test that cannot be read is a problem of the request type, with its line: %s',
  async (_title, entry, code) => {
    const { out } = await call('lint', tested(entry), '--json')
    const { problems } = JSON.parse(out)
    expect(problems.map((each: { code: string }) => each.code)).toContain(code)
    for (const { line } of problems) expect(line).toBe(15)
  },
)

test('two tests of one name are a problem', async () => {
  const one = `  - { name: one, ${small}, expect: { plan: {} } }\n`
  const root = repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/issueops/team.yml': `${type}tests:\n${one}${one}`,
  })
  const { out } = await call('lint', root)
  expect(out).toContain('Two tests are called “one”.')
})

test('an answer to a question the form does not ask is found by the linter, with what was meant; requests go on', async () => {
  const root = tested('answers: { nane: docs }, expect: { plan: {} }')
  const { code, out } = await call('lint', root)
  expect({ code, out }).toEqual({
    code: 1,
    out: `.github/issueops/team.yml, line 15
  The test “test 1” answers “nane”, and the form team.yml has no such field.
  → Did you mean name? The fields are: name, size. [type/test-answer]
`,
  })
  expect((await call('test', root)).out).toContain('✗ team: test 1')
})

test('numbers are answered as they are written, and hostile names are names like any other', async () => {
  const root = tested(
    'answers: { name: 1.10 }, expect: { problems: [request/pattern] }',
    `${small}, existing: { __proto__: a, ../x: b }, expect: { plan: { __proto__: a } }`,
  )
  const { code, out } = await call('test', root, '--json')
  expect(code).toBe(1)
  expect(out).not.toContain('"ok": true')
})

test('groups, code owners and rules that ask for nobody are compared like any other', async () => {
  const approval = `approval:
  - any:
      - all: [{ from: [team:b, team:a], count: 2 }, { from: [codeowners] }]
      - from: [role:admin]
  - when: request.size == 'small'
    automatic: true
`
  const root = (approvers: string) =>
    repository({
      '.github/ISSUE_TEMPLATE/team.yml': form,
      '.github/issueops/team.yml': `${type.replace(/approval:[\s\S]*?(?=changes:)/, approval)}tests:
  - { name: test 1, ${small}, expect: { approvers: [${approvers}] } }\n`,
      'teams.yaml': 'teams: [core]\n',
    })
  const both = '"any (all (2 of team:a, team:b; 1 of codeowners); 1 of role:admin)"'
  expect((await call('test', root(`nobody, ${both}`))).code).toBe(0)
  expect((await call('test', root(`nobody, ${both.replace('2 of', '1 of')}`))).code).toBe(1)
  expect((await call('test', root(both))).code).toBe(1)
})

test('the tests of the documentation pass on the built-in request type they are about', async () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
  const page = readFileSync(join(root, 'docs/request-tests.md'), 'utf8')
  const documented = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const folder = repository()
  await call('new', 'dns-record', folder)
  const path = join(folder, '.github/issueops/dns-record.yml')
  const [type = ''] = readFileSync(path, 'utf8').split(/^tests:/m)
  writeFileSync(path, `${type}${documented}`)
  const { code, out } = await call('test', folder)
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('3 tests: all as expected') })
})

test('a request type that takes its content from a template is tested and played with it, and copies only from what a test brings', async () => {
  const more = type.replace(
    /changes:[\s\S]*/,
    `changes:
  - file: teams/\${{ request.name }}.md
    content-from: templates/team.md
  - file: prod.yaml
    at: [lead]
    copy: { from: staging.yaml }
`,
  )
  const root = repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/issueops/templates/team.md': '# A team\n',
    '.github/issueops/team.yml': `${more}tests:
  - name: from the repository
    ${small}
    expect: { plan: { teams/docs.md: "# A team\\n", prod.yaml: "lead: mona\\n" } }
  - name: from what is brought
    ${small}
    existing: { prod.yaml: "lead: x\\n", staging.yaml: "lead: hubot\\n" }
    expect: { plan: { teams/docs.md: "# A team\\n", prod.yaml: "lead: hubot\\n" } }
  - { name: nothing is brought, ${small}, existing: { prod.yaml: "lead: x" }, expect: { problems: [change/source-missing] } }
`,
    'prod.yaml': 'lead: x\n',
    'staging.yaml': 'lead: mona\n',
  })
  expect(await call('test', root)).toEqual({
    code: 0,
    out: '✓ team: from the repository\n✓ team: from what is brought\n✓ team: nothing is brought\n\n3 tests: all as expected\n',
    err: '',
  })
  const { out } = await call('simulate', '--repo', root, '--type', 'team', '--json')
  expect(JSON.parse(out).state).toBe('merged')
})
