import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { storyOfTest } from '../../src/cli/simulate/story-of-test.js'
import { states } from '../../src/model/decision.js'
import { call } from './output.js'
import { repository } from './repository.js'

const form = `name: Team
description: Ask for a team
body:
  - { type: input, id: name, attributes: { label: Name }, validations: { required: true } }
`
const tests = `tests:
  - { name: refused, answers: {}, expect: { problems: [request/required] } }
  - { name: unchanged, answers: { name: core }, expect: { plan: {} } }
  - { name: a team is made, requester: mona, answers: { name: docs }, expect: { approvers: [x] } }
`
const checkout = (rest: string, approval = '[{ from: [role:maintain] }]') =>
  repository({
    '.github/ISSUE_TEMPLATE/team.yml': form,
    '.github/issueops/team.yml': `name: team
title: Team
form: team.yml
approval: ${approval}
changes: [{ file: teams.yaml, at: [teams], item: "\${{ request.name }}" }]
${rest}`,
    'teams.yaml': 'teams: [core]\n',
    'secret.txt': 'not part of the story',
  })

test('the first test that is accepted and changes something is played from issue to merge', async () => {
  const { code, out, err } = await call('simulate', '--repo', checkout(tests), '--type', 'team')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('# Team: a team is made\n')
  expect(out).toContain('## 1. mona files the issue “Team”')
  expect(out).toContain('## 2. alice comments\n\n> /approve')
  expect(out).toContain('The request is merged and the issue closed.')
  expect(out).toContain('    +teams: [core, docs]')
})

test('--trace also tells what each round read, decided and wrote', async () => {
  const asked = ['--repo', checkout(tests), '--type', 'team', '--trace']
  const { code, out } = await call('simulate', ...asked)
  const [, filed = '', approved = ''] = out.split(/^## \d\. .*: what the toolkit read, decided and wrote$/m)
  expect(code).toBe(0)
  expect(filed).toContain(`
- round 1
  - read: a team with name="docs"
  - seen: commands none; 0 records
  - decided: awaiting-approval (`)
  expect(filed).toMatch(/ {2}- writes: .*ensure-branch:issueops\/1-team/)
  expect(approved).toContain('seen: commands alice (')
  expect(approved).toMatch(/- decided: approved \(.*\)\n {2}- writes: .*merge-pull:2/)
  expect(approved).toMatch(/- read: finished: merged\n.*\n {2}- decided: merged .*\n {2}- writes: none\n*$/)
  const { trace } = JSON.parse((await call('simulate', ...asked, '--json')).out)
  expect(trace[0][0]).toMatchObject({ read: 'a team with name="docs"', records: 0, details: true })
})

test('every rule has people of its own: named ones first, then members of its team or holders of its role, never the requester', () => {
  const story = storyOfTest(
    checkout(
      `requesters: [team:developers]\n${tests}`,
      '[{ from: [mona, hubot, team:leads], count: 3 }, { from: [role:admin], count: 2 }]',
    ),
    'team',
  )
  expect({
    steps: story.steps.map(({ who, does }) => `${who} ${does}`),
    people: Object.fromEntries(story.people),
    teams: Object.fromEntries(story.teams),
    files: [...story.files.keys()].sort(),
  }).toEqual({
    steps: [
      'mona files',
      'hubot comments',
      'alice comments',
      'bob comments',
      'carol comments',
      'dave comments',
    ],
    people: { mona: 'read', hubot: 'write', alice: 'write', bob: 'write', carol: 'admin', dave: 'admin' },
    teams: { developers: ['mona'], leads: ['alice', 'bob'] },
    files: ['.github/ISSUE_TEMPLATE/team.yml', '.github/issueops/team.yml', 'teams.yaml'],
  })
})

test.each([
  ['all of a group', '[{ all: [{ from: [team:a], count: 2 }, { from: [role:admin] }] }]', 4],
  [
    'the first of those of which one is enough',
    '[{ any: [{ from: [hubot] }, { from: [team:a], count: 3 }] }]',
    2,
  ],
  ['nobody', `[{ when: "request.name != 'core'", automatic: true }]`, 1],
  ['the whole plan by its digest', '[{ from: [role:write], require-digest: full }]', 2],
  ['what a policy file says', '{ use: policies/two.yml }', 3],
])('the story ends merged where the rules ask for %s', async (_title, approval, steps) => {
  const root = checkout(tests, approval)
  mkdirSync(join(root, '.github/issueops/policies'))
  writeFileSync(join(root, '.github/issueops/policies/two.yml'), '- { from: [team:b], count: 2 }\n')
  const { out, err } = await call('simulate', '--repo', root, '--type', 'team', '--json')
  const { state, steps: played } = JSON.parse(out)
  expect({ err, state, steps: played.length }).toEqual({ err: '', state: 'merged', steps })
})

test('the manifests a test brings are those of its story', () => {
  const bringing = tests.replace('requester: mona', 'existing: { teams.yaml: "teams: []" }')
  expect(storyOfTest(checkout(bringing), 'team').files.get('teams.yaml')).toBe('teams: []')
})

test.each([['there is no such type', '', 'nope', 'There is: team.']])(
  'without a story it says why: %s',
  async (_title, rest, type, why) => {
    const { code, out, err } = await call('simulate', '--repo', checkout(rest), '--type', type)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(why) })
  },
)

test.each([
  ['the type has no test', '', 'has no test whose request is accepted and changes something'],
  [
    'the request is refused',
    'tests: [{ name: a, answers: {}, expect: { approvers: [x] } }]\n',
    'The request of the test “a” is refused',
  ],
  ['the type cannot be used', 'nonsense: 1\n', '[type/unknown-key]'],
])('what keeps a story from being told can be fixed, and is said: %s', async (_title, rest, why) => {
  const root = checkout(rest)
  const { code, out, err } = await call('simulate', '--repo', root, '--type', 'team')
  expect({ code, out, err }).toEqual({ code: 1, out: expect.stringContaining(why), err: '' })
  const told = await call('simulate', '--repo', root, '--type', 'team', '--json')
  expect([told.code, JSON.parse(told.out).ok]).toEqual([1, false])
})

test.each([[[]], [['--repo', 'x']], [['folder', '--type', 'team']]])(
  'a scenario or a request type has to be named, and not both: %j',
  async (args) => {
    const { code, out, err } = await call('simulate', ...args)
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining('Usage: issueops simulate'),
    })
  },
)

test('the story says whose manifests it plays', async () => {
  const root = checkout(tests)
  const { out } = await call('simulate', '--repo', root, '--type', 'team')
  expect(out).toContain(`\nPlayed on the manifests of ${root}: teams.yaml.\n`)
  const own = checkout(tests.replace('requester: mona', 'existing: { teams.yaml: "teams: []" }'))
  expect((await call('simulate', '--repo', own, '--type', 'team')).out).toContain(
    `\nPlayed on what the test “a team is made” gives under existing, not on the manifests of ${own}: teams.yaml.\n`,
  )
})

const scenario = (ends: string) =>
  repository({
    'given/story.yml': `title: Asked for
repository: acme/platform
people: { mona: read, bob: maintain }
${ends}story:
  - mona: files
    title: Team
    form: team.yml
    answers: { name: docs }
`,
    'given/repository/.github/ISSUE_TEMPLATE/team.yml': form,
    'given/repository/.github/issueops/team.yml': `name: team
title: Team
form: team.yml
approval: [{ from: [role:maintain] }]
changes: [{ file: teams.yaml, at: [teams], item: "\${{ request.name }}" }]
`,
    'given/repository/teams.yaml': 'teams: [core]\n',
  })

test.each([
  ['', 0, ''],
  ['ends: awaiting-approval\n', 0, ''],
  ['ends: merged\n', 1, 'The story was to end merged, and it ends awaiting-approval.\n'],
])('a scenario with “%s” that ends waiting ends with %i', async (ends, code, err) => {
  const ended = await call('simulate', scenario(ends))
  expect({ code: ended.code, err: ended.err }).toEqual({ code, err })
})

test('a story of a checkout that is not merged ends with 1 and says so', async () => {
  const root = checkout(tests.replace('requester: mona, ', ''), '[{ from: [codeowners] }]')
  const { code, err } = await call('simulate', '--repo', root, '--type', 'team')
  expect({ code, err }).toEqual({ code: 1, err: 'The story was to end merged, and it ends held.\n' })
})

test('a state that is none is a mistake of the scenario', async () => {
  const folder = scenario('ends: mergd\n')
  expect(await call('simulate', folder)).toEqual({
    code: 2,
    out: '',
    err: `${folder}/given/story.yml, line 4
  “ends” is “mergd”.
  → Did you mean merged? Write one of: ${states.join(', ')}. [type/value]
`,
  })
})

test('everything that is wrong with a story is told at once, each with its line and what was meant', async () => {
  const folder = repository({
    'given/story.yml': `title: Asked for
repository: acme
people: { mona: read, bob: mantain }
auto-merg: true
story:
  - mona: files
    title: Team
    form: team.yml
  - bob: coments
    text: /approve
  - bob: comments
    txt: /approve
  - bob: waits
    hours: long
  - waits: { hours: 1 }
`,
  })
  const { code, err } = await call('simulate', folder)
  const told = err
    .split(/^.*\/given\/story\.yml, line /m)
    .slice(1)
    .map((each) => each.replace(/(?:The keys are|Write one of): .*\./, '…'))
  expect({ code, told }).toEqual({
    code: 2,
    told: [
      '4\n  “auto-merg” is not a key of a story.\n  → Did you mean auto-merge? … [type/unknown-key]\n',
      '2\n  “repository” is “acme”.\n  → Write owner and name of a repository, as in acme/gitops. [type/value]\n',
      '3\n  “people/bob” is “mantain”.\n  → Did you mean maintain? … [type/value]\n',
      '6\n  The text of the issue has to be answers to a form, or a body.\n  → Write form: and answers:, as in { form: namespace.yml, answers: { name: payments } }, or body: alone. [type/missing]\n',
      '9\n  “story/1/bob” is “coments”.\n  → Did you mean comments? … [type/value]\n',
      '12\n  “txt” is not a key of story/2.\n  → Did you mean text? … [type/unknown-key]\n',
      '11\n  The key “text” is missing.\n  → Add it, as in text: /approve. [type/missing]\n',
      '14\n  “story/3/hours” is “long”.\n  → Write a whole number of at least 1. [type/value]\n',
      '15\n  “waits” is what somebody does, and the step does not say who.\n  → Begin it with who does it, as in bob: waits; what else it says stands in lines of its own below. [type/value]\n',
    ],
  })
})

test('what is wrong with what a system says is told with its line, and what was meant', async () => {
  const folder = repository({
    'given/story.yml': `title: Asked for
repository: acme/platform
people: { mona: read }
story:
  - signal: { statuss: apps, state: success }
  - signal: { status: apps, check: smoke, state: success }
  - signal: { status: apps, state: succes, on: merge }
  - signal: { status: apps, state: success }
    unsen: true
  - signal: apps
`,
  })
  const { code, err } = await call('simulate', folder)
  const told = err
    .split(/^.*\/given\/story\.yml, line /m)
    .slice(1)
    .map((each) => each.replace(/(?:The keys are|Write one of): .*\./, '…'))
  const fix =
    'Write one of them with its name, as in { status: kustomization/apps, state: success, app: flux }, or check: or deployment: in its place.'
  const neither = `A signal has to be a commit status, a check run or a deployment.\n  → ${fix} [type/missing]\n`
  expect({ code, told }).toEqual({
    code: 2,
    told: [
      '5\n  “statuss” is not a key of story/0/signal.\n  → Did you mean status? … [type/unknown-key]\n',
      `5\n  ${neither}`,
      `6\n  ${neither}`,
      '7\n  “story/2/signal/state” is “succes”.\n  → Did you mean success? … [type/value]\n',
      '9\n  “unsen” is not a key of story/3.\n  → Did you mean unseen? … [type/unknown-key]\n',
      expect.stringMatching(/^10\n {2}“story\/4\/signal” is “apps”\./),
    ],
  })
})

test('nothing can be said of a request that is not merged', async () => {
  const folder = scenario('')
  const file = join(folder, 'given/story.yml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}  - signal: { check: smoke, state: success }\n`)
  expect(await call('simulate', folder)).toEqual({
    code: 2,
    out: '',
    err: 'Nothing of issue 1 is merged yet of which a system could speak.\n',
  })
})

test('a story takes from the one it extends what it does not say, and what neither says is missing in it', async () => {
  const folder = repository({
    'base/given/story.yml': 'repository: acme/platform\npeople: { mona: read }\nends: held\n',
    'base/given/repository/a.txt': 'base\n',
    'base/given/repository/b.txt': 'base\n',
    'own/given/story.yml':
      'title: Own\nextends: base\nends: ignored\nstory:\n  - mona: files\n    title: T\n    body: Hi\n',
    'own/given/repository/b.txt': 'own\n',
    'short/given/story.yml': 'extends: base\ntitel: T\nstory: []\n',
  })
  expect(readStory(join(folder, 'own'))).toMatchObject({
    title: 'Own',
    repository: { owner: 'acme', name: 'platform' },
    people: new Map([['mona', 'read']]),
    ends: 'ignored',
    visibility: 'private',
    files: new Map([
      ['a.txt', 'base\n'],
      ['b.txt', 'own\n'],
    ]),
    steps: [{ who: 'mona', does: 'files', issue: 1, unseen: false, text: { kind: 'body', body: 'Hi' } }],
  })
  const { code, err } = await call('simulate', join(folder, 'short'))
  expect([code, err.match(/short.*line \d|“.*”.*/g)]).toEqual([
    2,
    [
      'short/given/story.yml, line 2',
      '“titel” is not a key of a story.',
      'short/given/story.yml, line 1',
      '“title” is missing.',
    ],
  ])
})

test('a fault of the story that is extended is told with the file it stands in', async () => {
  const folder = repository({
    'base/given/story.yml': 'people: { mona: mantain }\n',
    'own/given/story.yml': 'extends: base\n',
  })
  const { err } = await call('simulate', join(folder, 'own'))
  expect(err).toContain(
    'base/given/story.yml, line 1\n  “people/mona” is “mantain”.\n  → Did you mean maintain?',
  )
})
