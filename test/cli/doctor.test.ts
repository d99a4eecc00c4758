import { afterEach, expect, test, vi } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedRepository } from '../../src/sandbox/seed.js'
import {
  callerPath,
  clock,
  events,
  formText,
  owners,
  sweepPath,
  typeText,
  workflow,
} from '../core/advice/doctor/settings.js'
import { acme } from '../sandbox/acme.js'
import { call } from './output.js'

let sandbox: Sandbox
afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox.close()
})

const files = {
  '.github/issueops/dns.yml': typeText(),
  '.github/ISSUE_TEMPLATE/dns.yml': formText,
  '.github/CODEOWNERS': owners,
  [callerPath]: workflow(events),
  [sweepPath]: workflow(clock),
}

const appId = 4242

function seed(change: Partial<SeedRepository>, texts: Readonly<Record<string, string>> = files) {
  return acme({ files: new Map(Object.entries(texts)), ...change })
}

const settled: Partial<SeedRepository> = {
  protection: {
    upToDate: true,
    requiredChecks: [{ name: 'issueops / approved', app: appId }],
    ledger: { restrictUpdates: true, bypass: [appId] },
  },
}

const grants = {
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  members: 'read',
} as const

async function open(given: ReturnType<typeof seed>): Promise<void> {
  sandbox = await createSandbox(given)
  vi.stubEnv('GITHUB_API_URL', sandbox.url)
}

function actAsApp(
  more: Readonly<Record<string, 'read'>> = { administration: 'read', actions: 'read' },
): void {
  const repositories = ['acme/gitops']
  const permissions = { ...grants, ...more }
  vi.stubEnv(
    'GITHUB_TOKEN',
    sandbox.appToken({ slug: 'acme-issueops', id: appId, repositories, permissions }),
  )
}

test('a repository that is set up as the documentation says is fine, and nothing is written', async () => {
  await open(seed(settled))
  actAsApp()
  const { result, cost } = await sandbox.measure(() => call('doctor', 'acme/gitops'))
  expect(cost.writes).toBe(0)
  expect({ code: result.code, err: result.err }).toEqual({ code: 0, err: '' })
  await expect(result.out).toMatchFileSnapshot('doctor/fine.txt')
})

test('a repository where little is set up is told all of it, with the places to click', async () => {
  await open(
    seed(
      {
        autoMergeAllowed: false,
        protection: { requiredChecks: ['issueops / approved'], requiredReviews: 1 },
        settings: {
          issues: false,
          actionsMayCreatePullRequests: false,
          workflowStates: { [callerPath]: 'disabled_manually' },
        },
      },
      {
        ...files,
        '.github/issueops/dns.yml': typeText('merge: queue\n').replace('team:platform', 'team:platfrom'),
        '.github/issueops/access.yml': 'name: access\n',
        '.github/CODEOWNERS': '/zones.yaml @acme/platform\n',
        [callerPath]: workflow('  issues:\n  issue_comment: { types: [created] }\n', false),
        [sweepPath]: 'on: push\n',
      },
    ),
  )
  vi.stubEnv('GITHUB_TOKEN', sandbox.userToken('carol'))
  const result = await call('doctor', 'acme/gitops')
  expect({ code: result.code, err: result.err }).toEqual({ code: 1, err: '' })
  await expect(result.out).toMatchFileSnapshot('doctor/broken.txt')
})

test('issue creation that is restricted to collaborators is read from GitHub', async () => {
  await open(seed({ ...settled, settings: { issueCreation: 'COLLABORATORS_ONLY' } }))
  actAsApp()
  const { code, out } = await call('doctor', 'acme/gitops')
  expect(code).toBe(1)
  expect(out).toContain('⚠️ Only people who may write can file issues')
})

const staged = {
  ...files,
  [callerPath]: workflow(events, true, 'statuses'),
  [sweepPath]: workflow(clock, true, 'statuses'),
  '.github/issueops/dns.yml':
    typeText(`stages: [{ name: staging }, { name: production, target: { branch: live } }]
reached: { by: [{ status: kustomization/apps, app: flux }] }
`),
}

test('where requests wait for what nobody says, it is told what is said there, and where the branch of a stage is missing', async () => {
  await open(seed(settled, staged))
  const [commit] = (await sandbox.repository('acme/gitops').branches()).values()
  const flux = {
    slug: 'flux',
    id: 77,
    repositories: ['acme/gitops'],
    permissions: { statuses: 'write' },
  } as const
  const said = await fetch(`${sandbox.url}/repos/acme/gitops/statuses/${commit}`, {
    method: 'POST',
    headers: { authorization: `token ${sandbox.appToken(flux)}` },
    body: JSON.stringify({ context: 'kustomization/apps/0c9c2e41', state: 'success' }),
  })
  expect(said.status).toBe(201)
  actAsApp({ administration: 'read', actions: 'read', statuses: 'read' })
  const { result, cost } = await sandbox.measure(() => call('doctor', 'acme/gitops', '--json'))
  const checks: readonly { code: string; state: string; what: string; fix: string }[] = JSON.parse(
    result.out,
  ).checks
  const found = checks.filter(
    ({ code, state }) => code === 'doctor/stages' || (/reached|branch/.test(code) && state !== 'fine'),
  )
  expect(cost.writes).toBe(0)
  expect(found.map(({ code, state, what, fix }) => [code, state, what, fix])).toEqual([
    [
      'doctor/target-branch',
      'wrong',
      'Requests are to be merged into live, and there is no such branch.',
      'Create the branch, or name another one under target: in the request type.',
    ],
    [
      'doctor/stages',
      'fine',
      'Requests that pass through stages are carried out: nobody but the toolkit writes to issueops/ledger.',
      null,
    ],
    [
      'doctor/reached',
      'warning',
      'Requests of “DNS” wait for the status “kustomization/apps” of flux, which was said of none of the last commits of the default branch (1 were looked at). Said there is the status “kustomization/apps/0c9c2e41” of flux.',
      'Did you mean status: kustomization/apps/*? Correct it under reached: in the request type, or have it sent: a request waits for it in vain otherwise.',
    ],
    [
      'doctor/reached',
      'wrong',
      'Requests wait for what is said of the commits of live, and there is no such branch.',
      'Create the branch, or name another one under target: in the request type or its stage.',
    ],
  ])
})

test('an App that may not read what is waited for is told which permission it lacks', async () => {
  await open(seed(settled, staged))
  actAsApp()
  const { code, out } = await call('doctor', 'acme/gitops')
  expect(code).toBe(1)
  expect(out).toContain('of the default branch, and this token lacks “statuses: read”. [doctor/reached]')
})

test('what the token may not see is unknown, not wrong, and no failure', async () => {
  await open(seed(settled))
  actAsApp({})
  const { code, out } = await call('doctor', 'acme/gitops', '--json')
  const { ok, checks } = JSON.parse(out)
  const unknown = checks.filter(({ state }: { state: string }) => state === 'unknown')
  expect({ code, ok, unknown }).toEqual({
    code: 0,
    ok: true,
    unknown: [
      {
        code: 'doctor/workflows-on',
        state: 'unknown',
        what: 'It could not be found out whether the workflows that call the toolkit are switched on: the token lacks the permission “actions: read”.',
        fix: 'Look at the workflows under Actions; one that is off says so.',
        where: {
          menu: 'Actions → (the workflow) → ··· → Enable workflow',
          url: 'https://github.com/acme/gitops/actions',
        },
      },
      ...[
        { branch: 'main', name: 'Requests are approved', id: 5011 },
        { branch: 'issueops/ledger', name: 'Ledger', id: 5012 },
      ].map(({ branch, name, id }) => ({
        code: 'doctor/bypass',
        state: 'unknown',
        what: `It could not be found out whether no single person may bypass the rules of ${branch}: this token may not see the bypass list of the ruleset “${name}”.`,
        fix: 'Look for people on the bypass lists.',
        where: {
          menu: `Settings → Rules → Rulesets → (the ruleset for ${branch}) → Bypass list`,
          url: `https://github.com/acme/gitops/rules/${id}`,
        },
      })),
    ],
  })
})

test('a token that may not read files leaves unknown what stands in them', async () => {
  await open(seed({ ...settled, visibility: 'private' }))
  vi.stubEnv('GITHUB_TOKEN', sandbox.githubToken('acme/gitops', { issues: 'write' }))
  const { code, out } = await call('doctor', 'acme/gitops', '--json')
  const checks: readonly { code: string; state: string; what: string }[] = JSON.parse(out).checks
  const files = checks.find((check) => check.code === 'doctor/files')
  expect({ code, files, wrong: checks.filter(({ state }) => state === 'wrong') }).toMatchObject({
    code: 0,
    files: {
      state: 'unknown',
      what: 'It could not be found out whether the request types can be used: the token lacks the permission “contents: read”.',
    },
    wrong: [],
  })
})

test.each([
  ['a token that GitHub does not take', 'made-up', 'GitHub does not take this token.'],
  ['a stranger', 'eve', 'acme/gitops does not exist, or this token may not see it.'],
])('%s is told so', async (_, login, what) => {
  await open(seed(settled))
  vi.stubEnv('GITHUB_TOKEN', login === 'eve' ? sandbox.userToken('eve') : login)
  const { code, out } = await call('doctor', 'acme/gitops', '--json')
  expect({ code, checks: JSON.parse(out).checks }).toMatchObject({
    code: 1,
    checks: [{ code: 'doctor/token', state: 'wrong', what }],
  })
})

test('GitHub failing is no finding: it ends with 3', async () => {
  await open(seed(settled))
  actAsApp()
  // One that says so at once: a broken connection would be tried again for seconds.
  sandbox.faults.inject({ kind: 'secondary-rate-limit', retryAfter: 60 }, () => true, 100)
  expect(await call('doctor', 'acme/gitops')).toMatchObject({ code: 3, out: '' })
})

test('doctor refuses what is no repository', async () => {
  await open(seed(settled))
  expect(await call('doctor', 'acme')).toMatchObject({
    code: 2,
    err: expect.stringContaining('write it as in acme/platform'),
  })
})
