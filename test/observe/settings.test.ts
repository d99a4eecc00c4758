import { expect, test } from 'vitest'
import { GitHubError, type GitHubFailure } from '../../src/github/errors.js'
import type { SettingsReader } from '../../src/github/settings-reader.js'
import { observeBranchRules, observeLedgerRules } from '../../src/observe/observe-branch-rules.js'
import { observeContent } from '../../src/observe/observe-content.js'
import { observeSettings } from '../../src/observe/observe-settings.js'

/** GitHub's answers, word for word; what is not given is not found. */
interface Answers {
  readonly settings?: unknown
  readonly query?: unknown
  readonly branchRules?: readonly unknown[]
  readonly branch?: unknown
  readonly branchProtection?: unknown
  readonly ruleset?: unknown
  readonly failures?: Readonly<Record<string, GitHubFailure>>
}

function reader(answers: Answers): SettingsReader {
  const answer = async (name: keyof Answers) => {
    const failure = answers.failures?.[name] ?? (answers[name] === undefined ? 'not-found' : null)
    if (failure !== null) throw failed(failure)
    return answers[name]
  }
  const list = async (name: keyof Answers) => {
    const value = await answer(name)
    return Array.isArray(value) ? value : []
  }
  const unused = () => Promise.reject(new Error('not asked for'))
  return {
    repository: { owner: 'acme', name: 'platform' },
    oneToken: true,
    at: () => {
      throw new Error('not asked for')
    },
    settings: () => answer('settings'),
    query: async () => ({
      data: await answer('query'),
      errors: [],
      date: '2026-11-20T09:00:00Z',
    }),
    branchRules: () => list('branchRules'),
    branch: () => answer('branch'),
    branchProtection: () => answer('branchProtection'),
    ruleset: () => answer('ruleset'),
    workflowPermissions: () => Promise.reject(failed('forbidden')),
    workflows: () => Promise.reject(failed('forbidden')),
    permission: unused,
    blob: unused,
    archive: unused,
    commit: unused,
    comesAfter: unused,
    mergeBase: unused,
    openIssues: unused,
    touchedIssues: unused,
    tree: unused,
    requestBranches: unused,
  }
}

function failed(failure: GitHubFailure): GitHubError {
  const facts = { operation: 'tell it', permission: 'x: read', write: false, status: 400, detail: 'no' }
  return new GitHubError({ ...facts, failure, cause: undefined })
}

const open = {
  enabled: false,
  required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
}

test('rulesets add up: the checks of all, the strictest of each', async () => {
  const rules = [
    {
      type: 'required_status_checks',
      ruleset_id: 1,
      parameters: {
        strict_required_status_checks_policy: true,
        required_status_checks: [{ context: 'ci' }, { context: 'gate', integration_id: 4242 }],
      },
    },
    ...[0, 2].map((count) => ({
      type: 'pull_request',
      ruleset_id: 2,
      parameters: {
        required_approving_review_count: count,
        require_code_owner_review: count === 0,
        ...(count === 2 ? { allowed_merge_methods: ['merge', 'rebase'] } : {}),
      },
    })),
    { type: 'required_linear_history', ruleset_id: 2 },
    { type: 'merge_queue', ruleset_id: 3, parameters: {} },
    { type: 'non_fast_forward', ruleset_id: 3 },
  ]
  expect(
    await observeBranchRules(
      reader({
        branchRules: rules,
        branch: { protection: open },
        ruleset: { name: 'Main', bypass_actors: [] },
      }),
      'main',
    ),
  ).toEqual({
    branch: 'main',
    exists: { known: true, value: true },
    checks: [
      {
        known: true,
        value: [
          { name: 'ci', app: 'any' },
          { name: 'gate', app: 4242 },
        ],
      },
    ],
    demands: [
      {
        known: true,
        value: {
          upToDate: true,
          reviews: 2,
          codeOwnerReview: true,
          mergeQueue: true,
          mergeMethods: ['rebase'],
          forbidsDeletion: false,
          forbidsForcePush: true,
        },
      },
    ],
    bypasses: {
      known: true,
      value: [1, 2, 3].map(() => ({ name: 'ruleset “Main”', url: null, people: [] })),
    },
    reviewers: {
      known: true,
      value: [{ name: 'ruleset “Main”', url: null, letsViewerPast: null, letsAnAppPast: false }],
    },
  })
})

test('single people on a bypass list are told by account, whatever their mode; of teams, roles and apps nothing is', async () => {
  const rule = { type: 'deletion', ruleset_id: 7 }
  const actor = (type: string, id: number | null, mode = 'always') => ({
    actor_type: type,
    actor_id: id,
    bypass_mode: mode,
  })
  const ruleset = {
    name: 'Main',
    _links: { html: { href: 'https://github.com/acme/platform/rules/7' } },
    bypass_actors: [
      actor('User', 1001),
      actor('User', 1002, 'pull_request'),
      actor('User', 1003, 'exempt'),
      actor('Team', 5),
      actor('RepositoryRole', 5),
      actor('Integration', 4242),
      actor('DeployKey', null),
      actor('OrganizationAdmin', null),
    ],
  }
  const answers = { branchRules: [rule, rule], branch: { protection: open } }
  const told = (more: Answers) => observeBranchRules(reader({ ...answers, ...more }), 'main')
  expect((await told({ ruleset })).bypasses).toEqual({
    known: true,
    value: [
      {
        name: 'ruleset “Main”',
        url: 'https://github.com/acme/platform/rules/7',
        people: [1001, 1002, 1003],
      },
    ],
  })
  expect((await told({ ruleset: { name: 'Main' } })).bypasses).toEqual({
    known: true,
    value: [{ name: 'ruleset “Main”', url: null, people: null }],
  })
  expect((await told({ failures: { ruleset: 'forbidden' } })).bypasses).toMatchObject({ known: false })
  expect((await told({ branchRules: [] })).bypasses).toBeUndefined()
})

test('whom classic protection lets past without a pull request is told by login', async () => {
  const branchProtection = {
    required_pull_request_reviews: {
      bypass_pull_request_allowances: { users: [{ login: 'carol' }], teams: [{ slug: 'leads' }], apps: [] },
    },
  }
  const branch = { protection: { enabled: true } }
  const told = (more: Answers) => observeBranchRules(reader({ branchRules: [], branch, ...more }), 'main')
  expect((await told({ branchProtection })).bypasses).toEqual({
    known: true,
    value: [{ name: 'branch protection', url: null, people: ['carol'] }],
  })
  expect((await told({ branchProtection: {} })).bypasses).toEqual({
    known: true,
    value: [{ name: 'branch protection', url: null, people: [] }],
  })
  expect((await told({ failures: { branchProtection: 'forbidden' } })).bypasses).toMatchObject({
    known: false,
  })
})

test('reviews of a team for some files are told where an approval is asked for', async () => {
  const required = (id: number, approvals: number, patterns: readonly string[]) => ({
    reviewer: { id, type: 'Team' },
    minimum_approvals: approvals,
    file_patterns: patterns,
  })
  const rule = {
    type: 'pull_request',
    ruleset_id: 1,
    parameters: {
      required_approving_review_count: 0,
      require_code_owner_review: false,
      required_reviewers: [required(11, 0, ['*']), required(12, 2, ['clusters/**', '*.tf'])],
    },
  }
  const { demands } = await observeBranchRules(
    reader({ branchRules: [rule], branch: { protection: open } }),
    'main',
  )
  expect(demands).toMatchObject([
    {
      known: true,
      value: { reviews: 0, teamReviews: [{ team: 12, approvals: 2, patterns: ['clusters/**', '*.tf'] }] },
    },
  ])
})

const classic = {
  enabled: true,
  required_status_checks: {
    enforcement_level: 'everyone',
    contexts: ['a', 'b'],
    checks: [
      { context: 'a', app_id: 4242 },
      { context: 'b', app_id: null },
      { context: 'c', app_id: -1 },
    ],
  },
}

test('classic protection counts beside rulesets; only administrators see all of it', async () => {
  const answers = { branchRules: [], branch: { protection: classic } }
  const protection = {
    required_status_checks: { ...classic.required_status_checks, strict: true },
    required_pull_request_reviews: { required_approving_review_count: 1, require_code_owner_reviews: true },
    required_linear_history: { enabled: true },
    allow_force_pushes: { enabled: true },
  }
  const checks = [
    { known: true, value: [] },
    {
      known: true,
      value: [
        { name: 'a', app: 4242 },
        { name: 'b', app: 'any' },
        { name: 'c', app: 'any' },
      ],
    },
  ]
  const all = await observeBranchRules(reader({ ...answers, branchProtection: protection }), 'main')
  expect(all.checks).toEqual(checks)
  expect(all.demands[1]).toEqual({
    known: true,
    value: {
      upToDate: true,
      reviews: 1,
      codeOwnerReview: true,
      mergeQueue: null,
      mergeMethods: ['squash', 'rebase'],
      forbidsDeletion: true,
      forbidsForcePush: false,
    },
  })
  const hidden = reader({ ...answers, failures: { branchProtection: 'forbidden' } })
  expect(await observeBranchRules(hidden, 'main')).toMatchObject({
    checks,
    demands: [{ known: true }, { known: false, why: 'the token lacks the permission “x: read”' }],
  })
})

test('a server from before rulesets and sources leaves them unknown', async () => {
  const protection = {
    enabled: true,
    required_status_checks: { enforcement_level: 'everyone', contexts: ['gate'] },
  }
  const found = await observeBranchRules(reader({ branch: { protection }, branchProtection: {} }), 'main')
  expect(found.checks).toEqual([
    { known: false, why: expect.stringContaining('the server is too old') },
    { known: true, value: [{ name: 'gate', app: 'untold' }] },
  ])
  const older = await observeBranchRules(reader({ branchRules: [], branch: { name: 'main' } }), 'main')
  expect(older.demands[1]).toEqual({
    known: false,
    why: 'GitHub does not tell whether the branch has classic protection',
  })
})

test('a branch that is not there is not protected by itself, only by rulesets', async () => {
  const found = await observeBranchRules(
    reader({ branchRules: [{ type: 'deletion', ruleset_id: 1 }] }),
    'gone',
  )
  expect(found).toMatchObject({
    exists: { known: true, value: false },
    checks: [{ known: true, value: [] }],
    demands: [{ known: true, value: { forbidsDeletion: true } }],
  })
})

test.each([
  [
    'an administrator sees the bypass list',
    { bypass_actors: [{ actor_type: 'Integration', bypass_mode: 'always' }] },
    null,
    true,
  ],
  [
    'only pull requests past the rule are no pushes',
    { bypass_actors: [{ actor_type: 'Integration', bypass_mode: 'pull_request' }] },
    null,
    false,
  ],
  [
    'people on the list are no App',
    { bypass_actors: [{ actor_type: 'Team', bypass_mode: 'always' }] },
    null,
    false,
  ],
  ['others see whether they are let past themselves', { current_user_can_bypass: 'exempt' }, true, null],
  ['others see that they are not', { current_user_can_bypass: 'pull_requests_only' }, false, null],
])('who may append to a guarded ledger: %s', async (_, more, letsViewerPast, letsAnAppPast) => {
  const rules = [
    { type: 'update', ruleset_id: 7 },
    { type: 'creation', ruleset_id: 7 },
    { type: 'deletion', ruleset_id: 8 },
  ]
  const answers = {
    branchRules: rules,
    branch: { protection: open },
    ruleset: { id: 7, name: 'Ledger', ...more },
  }
  expect((await observeLedgerRules(reader(answers), 'issueops/ledger')).barriers).toEqual({
    known: true,
    value: [{ name: 'ruleset “Ledger”', url: null, letsViewerPast, letsAnAppPast }],
  })
})

test('whom what asks for reviews lets past; rules that ask for none are not told of', async () => {
  const pull = (count: number, id: number) => ({
    type: 'pull_request',
    ruleset_id: id,
    parameters: { required_approving_review_count: count, require_code_owner_review: false },
  })
  const of = async (branchRules: readonly object[], more: object = {}) =>
    (
      await observeBranchRules(
        reader({
          branchRules,
          branch: { protection: open },
          ruleset: {
            id: 7,
            name: 'Main',
            bypass_actors: [{ actor_type: 'Integration', bypass_mode: 'always' }],
          },
          ...more,
        }),
        'main',
      )
    ).reviewers
  expect(await of([pull(0, 7), { type: 'deletion', ruleset_id: 7 }])).toBe(undefined)
  expect(await of([pull(0, 7), pull(1, 8)])).toEqual({
    known: true,
    value: [{ name: 'ruleset “Main”', url: null, letsViewerPast: null, letsAnAppPast: true }],
  })
  expect(await of([pull(1, 8)], { failures: { ruleset: 'forbidden' } })).toMatchObject({ known: false })
  const reviews = {
    required_approving_review_count: 1,
    bypass_pull_request_allowances: { apps: [{ slug: 'x' }] },
  }
  const protection = {
    branch: { protection: classic },
    branchProtection: { required_pull_request_reviews: reviews },
  }
  expect(await of([], protection)).toEqual({
    known: true,
    value: [{ name: 'branch protection', url: null, letsViewerPast: null, letsAnAppPast: true }],
  })
})

test.each([
  ['“restrict updates”', [{ type: 'update', ruleset_id: 7 }], true],
  ['nothing but its history', [{ type: 'deletion', ruleset_id: 7 }], false],
])('whether nobody else writes to the ledger: its rules are %s', async (_, branchRules, value) => {
  const answers = { branchRules, branch: { protection: open }, ruleset: { id: 7, name: 'Ledger' } }
  const { restrictsUpdates } = await observeLedgerRules(reader(answers), 'issueops/ledger')
  expect(restrictsUpdates).toEqual({ known: true, value })
})

test('classic protection of the ledger may hide who pushes', async () => {
  const answers = { branchRules: [], branch: { protection: classic }, branchProtection: {} }
  expect((await observeLedgerRules(reader(answers), 'issueops/ledger')).barriers).toMatchObject({
    known: false,
  })
})

const repository = { html_url: 'https://ghes.example/acme/platform', default_branch: 'main' }

test('what an old server leaves out of its answers is unknown, never off', async () => {
  const found = await observeSettings(reader({ settings: repository }), () => ({
    branches: [],
    teams: ['platform'],
    repositories: [{ owner: 'acme', name: 'gitops' }],
    signals: [],
  }))
  expect(found).toMatchObject({
    general: {
      value: { issues: { known: false }, mergeMethods: { known: false }, autoMerge: { known: false } },
    },
    content: { known: false },
    issueCreation: { known: false },
    actionsMayOpenPulls: { known: false, why: 'the token lacks the permission “x: read”' },
    workflowStates: { known: false },
    teams: [{ slug: 'platform', members: { known: false } }],
    otherTargets: [{ reads: { known: true, value: true } }],
  })
})

test.each([
  [
    'not-found',
    { known: true, value: { refused: 'acme/platform does not exist, or this token may not see it' } },
  ],
  ['unauthorised', { known: true, value: { refused: 'GitHub does not take this token' } }],
  ['forbidden', { known: false, why: 'GitHub refuses to say (no)' }],
] as const)('a repository that is %s is told, and nothing else is asked for', async (failure, general) => {
  const found = await observeSettings(reader({ failures: { settings: failure } }), () => {
    throw new Error('asked for more')
  })
  expect(found.general).toEqual(general)
})

test.each(['rate-limited', 'unavailable'] as const)('GitHub that is %s is no answer', async (failure) => {
  const never = () => ({ branches: [], teams: [], repositories: [], signals: [] })
  await expect(observeSettings(reader({ failures: { settings: failure } }), never)).rejects.toThrow(
    GitHubError,
  )
  await expect(observeBranchRules(reader({ failures: { branchRules: failure } }), 'main')).rejects.toThrow(
    GitHubError,
  )
})

test('CODEOWNERS that is a folder, is cut off or is not there is told apart', async () => {
  const blob = (text: string | null) => ({
    __typename: 'Blob',
    oid: '0'.repeat(40),
    text,
    isBinary: false,
    isTruncated: text === null,
  })
  const answer = {
    viewer: { login: 'carol' },
    repository: {
      ledger: null,
      codeowners0: { __typename: 'Tree' },
      codeowners1: blob(null),
      codeowners2: null,
    },
  }
  expect(await observeContent(reader({ query: answer }))).toMatchObject({
    known: true,
    value: {
      viewer: 'carol',
      ledgerExists: false,
      codeowners: [{ kind: 'blocked' }, { kind: 'unreadable' }, { kind: 'absent', path: 'docs/CODEOWNERS' }],
    },
  })
})
