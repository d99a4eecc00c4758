import { expect, test } from 'vitest'
import { diagnose } from '../../../../src/core/advice/doctor/diagnose.js'
import { oid } from '../../../../src/model/ids.js'
import type {
  Barrier,
  BranchRules,
  Bypass,
  Check,
  ObservedSettings,
  RepositoryContent,
  SeenSignals,
} from '../../../../src/model/settings.js'
import type { Signal } from '../../../../src/model/signal.js'
import { problemsOn } from '../../../architecture/catalogue.js'
import {
  callerPath,
  clock,
  content,
  demands,
  events,
  file,
  gate,
  general,
  known,
  ledger,
  policy,
  rules,
  settings,
  sweepPath,
  typeText,
  untold,
  url,
  workflow,
} from './settings.js'

type Row = readonly [
  code: Check['code'],
  state: Check['state'],
  rule: string,
  given: Partial<ObservedSettings>,
  says: string,
]

const withType = (more: string) => content({ policy: policy(typeText(more)) })
const queueType = (caller: string) =>
  content({
    policy: policy(typeText('merge: queue\n')),
    workflows: [file(callerPath, workflow(caller)), file(sweepPath, workflow(clock))],
  })
const workflows = (...list: RepositoryContent['workflows']) => content({ workflows: list })
const sweepFile = file(sweepPath, workflow(clock))
const callerFile = file(callerPath, workflow(events))
const codeowners = (text: string | null): Partial<ObservedSettings> => ({
  content: content({
    codeowners:
      text === null
        ? [{ kind: 'unreadable', path: '.github/CODEOWNERS', why: 'too-large' }]
        : [{ kind: 'text', path: '.github/CODEOWNERS', mode: '100644', oid: file('', '').blob, text }],
  }),
})
const person = (change: Partial<RepositoryContent> = {}) => content({ viewer: 'carol', ...change })
const noApp = content({
  workflows: [file(callerPath, workflow(events, false)), file(sweepPath, workflow(clock, false))],
})
const past = (people: Bypass['people'], name = 'ruleset “Main”'): Bypass => ({
  name,
  url: `${url}/rules/7`,
  people,
})
const barrier = (letsViewerPast: boolean | null, letsAnAppPast: boolean | null): Barrier => ({
  name: 'ruleset “Ledger”',
  url: `${url}/rules/7`,
  letsViewerPast,
  letsAnAppPast,
})
const team = (members: ObservedSettings['teams'][number]['members']) => [{ slug: 'platform', members }]
const gitops = { owner: 'acme', name: 'gitops' }
const state = (caller: string) =>
  known([
    { path: callerPath, state: caller },
    { path: sweepPath, state: 'active' },
  ])

/** Requests of one type end after thirty days. */
const ending = (more = '', files: RepositoryContent['workflows'] = [callerFile, sweepFile]) =>
  content({ policy: policy(typeText(`expires: 30 days\n${more}`)), workflows: files })
const reviewed = (reviewers: BranchRules['reviewers']) =>
  rules({ demands: [demands({ reviews: 1 })], ...(reviewers === undefined ? {} : { reviewers }) })

/** Requests of one type are merged in a window. */
const inWindows = (files: RepositoryContent['workflows'] = [callerFile, sweepFile]) => {
  const calendar = file(
    '.github/issueops/calendar.yml',
    'zone: UTC\nwindows: { day: { allow: [{ hours: 08:00-18:00 }] } }\n',
  )
  const own = policy(typeText('windows: [day]\n'))
  return content({ policy: { ...own, types: [...own.types, calendar] }, workflows: files })
}
/** Requests of one type may be emergencies. */
const urgent = (files: RepositoryContent['workflows'] = [callerFile, sweepFile]) =>
  content({
    policy: policy(
      typeText(
        'emergency: { when: "requester.login == \'mona\'", approval: [{ from: [role:maintain] }], review: { within: 1 day, from: [role:admin] } }\n',
      ),
    ),
    workflows: files,
  })

/** Requests of one type pass through two stages. */
const staged = (files: RepositoryContent['workflows'] = [callerFile, sweepFile], more = '') =>
  content({
    policy: policy(
      typeText(`stages: [{ name: staging }, { name: production, target: { branch: live } }]\n${more}`),
    ),
    workflows: files,
  })
const callerThatReads = file(callerPath, workflow(events, true, 'statuses, deployments'))
const sweepThatReads = file(sweepPath, workflow(clock, true, 'statuses, deployments'))
/** Requests of one type wait for a signal. */
const waiting = (
  by: string,
  files: RepositoryContent['workflows'] = [callerThatReads, sweepThatReads],
  viewer = 'acme-issueops[bot]',
) => content({ policy: policy(typeText(`reached: { by: [${by}] }\n`)), workflows: files, viewer })
const apps = '{ status: "kustomization/apps/*", app: flux }'
const said = (name: string, more: Partial<Signal> = {}): Signal => ({
  kind: 'status',
  name,
  app: 'flux',
  state: 'success',
  commit: oid('c'.repeat(40)),
  at: '2026-11-20T12:00:00Z',
  url: null,
  ...more,
})
const onMain = (seen: ObservedSettings['signals'][number]['seen']): Partial<ObservedSettings> => ({
  signals: [{ repository: null, branch: null, kinds: ['status'], seen }],
})
const saidOnMain = (...signals: readonly Signal[]) =>
  onMain(known({ kind: 'commits', commits: [{ commit: oid('c'.repeat(40)), signals }] }))
const lacking: SeenSignals = { kind: 'lacking', permission: 'statuses: read' }

/** Each check where it is fine, where it is not, and where nobody can tell. */
const table: readonly Row[] = [
  ['doctor/token', 'fine', 'the token reads the repository', {}, 'reads acme/platform'],
  [
    'doctor/token',
    'wrong',
    'GitHub shows the token nothing',
    { general: known({ refused: 'acme/platform does not exist, or this token may not see it' }) },
    'may not see it',
  ],
  [
    'doctor/token',
    'unknown',
    'an organization keeps the token out',
    { general: untold('GitHub refuses to say (SAML enforcement)') },
    'SAML enforcement',
  ],
  ['doctor/issues', 'fine', 'issues are on', {}, 'Issues are on'],
  [
    'doctor/issues',
    'wrong',
    'issues are off',
    { general: general({ issues: known(false) }) },
    'Issues are off',
  ],
  [
    'doctor/issues',
    'wrong',
    'an archive takes no issue',
    { general: general({ archived: true }) },
    'archived',
  ],
  [
    'doctor/issues',
    'unknown',
    'nobody says',
    { general: general({ issues: untold() }) },
    'the token lacks it',
  ],
  ['doctor/issue-creation', 'fine', 'everybody files', {}, 'Whoever can read the repository can file'],
  [
    'doctor/issue-creation',
    'fine',
    'only people who may write are asked to file anyway',
    {
      issueCreation: known('collaborators'),
      content: content({ policy: policy(typeText('requesters: [role:write, role:admin]\n')) }),
    },
    'every request type asks for no less',
  ],
  [
    'doctor/issue-creation',
    'warning',
    'issue creation is restricted, and people without write are to ask',
    {
      issueCreation: known('collaborators'),
      content: content({ policy: policy(typeText('requesters: [role:write, role:read]\n')) }),
    },
    'Only people who may write can file issues',
  ],
  [
    'doctor/issue-creation',
    'warning',
    'issue creation is restricted, and nobody says who asks',
    { issueCreation: known('collaborators') },
    'Only people who may write can file issues',
  ],
  [
    'doctor/issue-creation',
    'unknown',
    'an old server does not know the setting',
    { issueCreation: untold('GitHub did not tell who may file issues') },
    'GitHub did not tell who may file issues',
  ],
  ['doctor/actions-pull-requests', 'fine', 'the switch is on', { content: noApp }, 'is on'],
  [
    'doctor/actions-pull-requests',
    'fine',
    'an App needs no switch',
    { actionsMayOpenPulls: known(false) },
    'name a GitHub App',
  ],
  [
    'doctor/actions-pull-requests',
    'wrong',
    'the switch is off and there is no App',
    { content: noApp, actionsMayOpenPulls: known(false) },
    'cannot open the pull request',
  ],
  [
    'doctor/actions-pull-requests',
    'unknown',
    'only administrators are told',
    { content: noApp, actionsMayOpenPulls: untold('the token lacks the permission “administration: read”') },
    'administration: read',
  ],
  ['doctor/files', 'fine', 'the request types are right', {}, 'The request type of'],
  [
    'doctor/files',
    'wrong',
    'without a request type every issue is ignored',
    { content: content({ policy: { types: [], forms: [], policies: [], templates: [] } }) },
    'no request type',
  ],
  [
    'doctor/files',
    'unknown',
    'a file is too large for GitHub to give',
    { content: content({ policy: policy(null) }) },
    '.github/issueops/dns.yml',
  ],
  ['doctor/files', 'unknown', 'the token reads no files', { content: untold() }, 'the token lacks it'],
  [
    'type/unknown-key',
    'wrong',
    'a mistake in a request type keeps its own code',
    { content: withType('targt: 1\n') },
    '.github/issueops/dns.yml, line 4',
  ],
  ['doctor/code-owners', 'fine', 'one line covers .github', {}, 'Code owners cover'],
  [
    'doctor/code-owners',
    'warning',
    'nobody owns the request types',
    codeowners('/.github/workflows/ @acme/platform\n'),
    '.github/issueops/dns.yml, .github/ISSUE_TEMPLATE/dns.yml, .github/CODEOWNERS:',
  ],
  [
    'doctor/code-owners',
    'warning',
    'a later line may take an owner away',
    codeowners('* @acme/platform\n.github/workflows/issueops.yml\n'),
    'No code owner is named for .github/workflows/issueops.yml:',
  ],
  [
    'doctor/code-owners',
    'unknown',
    'CODEOWNERS cannot be read',
    codeowners(null),
    'whole text of .github/CODEOWNERS',
  ],
  ['doctor/caller', 'fine', 'a workflow calls the toolkit', {}, callerPath],
  [
    'doctor/caller',
    'wrong',
    'no workflow calls the toolkit',
    { content: workflows(sweepFile) },
    'No workflow',
  ],
  [
    'doctor/caller',
    'wrong',
    'a call in a comment is none',
    {
      content: workflows(file('.github/workflows/x.yml', workflow(events).replace('    uses', '    # uses'))),
    },
    'No workflow',
  ],
  [
    'doctor/caller',
    'warning',
    'edits and deletions wake nobody',
    {
      content: workflows(
        file(callerPath, workflow('  issues:\n  issue_comment: { types: [created] }\n')),
        sweepFile,
      ),
    },
    'edited or deleted',
  ],
  [
    'doctor/caller',
    'unknown',
    'a workflow cannot be read',
    { content: workflows(file(callerPath, null)) },
    `whole text of ${callerPath}`,
  ],
  [
    'doctor/caller',
    'unknown',
    'a workflow is no YAML',
    { content: workflows(file(callerPath, `${workflow(events)}  : [`)) },
    'does not read as a workflow',
  ],
  [
    'doctor/merge-group',
    'fine',
    'the queue wakes the toolkit',
    { content: queueType(`${events}  merge_group:\n`) },
    'wakes the toolkit',
  ],
  ['doctor/merge-group', 'wrong', 'the queue wakes nobody', { content: queueType(events) }, 'merge_group'],
  [
    'doctor/merge-group',
    'unknown',
    'a workflow cannot be read',
    { content: content({ policy: policy(typeText('merge: queue\n')), workflows: [file(callerPath, null)] }) },
    'whole text',
  ],
  ['doctor/sweep', 'fine', 'the sweep is in a file of its own', {}, sweepPath],
  ['doctor/sweep', 'warning', 'there is no sweep', { content: workflows(callerFile) }, 'by “schedule”'],
  [
    'doctor/sweep',
    'warning',
    'the sweep shares the file of the events',
    { content: workflows(file(callerPath, workflow(events + clock))) },
    '60 quiet days',
  ],
  ['doctor/sweep', 'unknown', 'the token reads no files', { content: untold() }, 'the token lacks it'],
  ['doctor/workflows-on', 'fine', 'the workflows are on', {}, 'switched on'],
  [
    'doctor/workflows-on',
    'wrong',
    'a quiet repository lost its schedule',
    { workflowStates: state('disabled_inactivity') },
    '60 quiet days',
  ],
  [
    'doctor/workflows-on',
    'wrong',
    'somebody switched it off',
    { workflowStates: state('disabled_manually') },
    'disabled_manually',
  ],
  [
    'doctor/workflows-on',
    'unknown',
    'the states are not told',
    { workflowStates: untold() },
    'the token lacks it',
  ],
  [
    'doctor/workflows-on',
    'unknown',
    'GitHub does not list it',
    { workflowStates: known([]) },
    'does not list',
  ],
  ['doctor/target-branch', 'fine', 'the branch is there', {}, 'main, which is there'],
  [
    'doctor/target-branch',
    'wrong',
    'the branch is not',
    { targets: [rules({ exists: known(false) })] },
    'no such',
  ],
  ['doctor/target-branch', 'unknown', 'nobody says', { targets: [rules({ exists: untold() })] }, 'lacks it'],
  ['doctor/gate-required', 'fine', 'a ruleset demands the gate', {}, 'main requires'],
  [
    'doctor/gate-required',
    'fine',
    'what is seen is enough, whatever else is not',
    { targets: [rules({ checks: [untold(), known([{ name: gate, app: 1 }])] })] },
    'main requires',
  ],
  [
    'doctor/gate-required',
    'warning',
    'another check is not the gate',
    { targets: [rules({ checks: [known([{ name: 'ci', app: 4242 }])] })] },
    'nobody approved',
  ],
  [
    'doctor/gate-required',
    'unknown',
    'an old server knows no rulesets',
    { targets: [rules({ checks: [untold('the server is too old'), known([])] })] },
    'the server is too old',
  ],
  ['doctor/gate-source', 'fine', 'the gate has one source', {}, '(4242)'],
  [
    'doctor/gate-source',
    'warning',
    'anybody may report the gate',
    { targets: [rules({ checks: [known([{ name: gate, app: 'any' }])] })] },
    'from anybody',
  ],
  [
    'doctor/gate-source',
    'wrong',
    'GitHub Actions is the source and an App reports',
    { targets: [rules({ checks: [known([{ name: gate, app: 15368 }])] })] },
    'no request could ever be merged',
  ],
  [
    'doctor/gate-source',
    'fine',
    'GitHub Actions is the source and reports',
    { content: noApp, targets: [rules({ checks: [known([{ name: gate, app: 15368 }])] })] },
    '(15368)',
  ],
  [
    'doctor/gate-source',
    'unknown',
    'an old server knows no sources',
    { targets: [rules({ checks: [known([{ name: gate, app: 'untold' }])] })] },
    'does not tell the source',
  ],
  [
    'doctor/required-checks',
    'fine',
    'an App starts the checks of its pull requests',
    {
      targets: [
        rules({
          checks: [
            known([
              { name: gate, app: 4242 },
              { name: 'test', app: 15368 },
            ]),
          ],
        }),
      ],
    },
    'a GitHub App, whose pull requests start workflows',
  ],
  [
    'doctor/required-checks',
    'fine',
    'GITHUB_TOKEN reports the gate itself, and an App of somebody else starts without a workflow',
    {
      content: noApp,
      targets: [
        rules({
          checks: [
            known([
              { name: gate, app: 15368 },
              { name: 'scan', app: 99 },
            ]),
          ],
        }),
      ],
    },
    'no check that a workflow would have to report',
  ],
  [
    'doctor/required-checks',
    'wrong',
    'with GITHUB_TOKEN no workflow starts, and a check of GitHub Actions waits for ever',
    { content: noApp, targets: [rules({ checks: [known([{ name: 'test', app: 15368 }])] })] },
    'main requires “test”, and the toolkit acts as GITHUB_TOKEN, on whose pull requests no workflow starts by itself',
  ],
  [
    'doctor/required-checks',
    'warning',
    'whose check it is may not be said: it may wait for ever',
    {
      content: noApp,
      targets: [
        rules({ checks: [known([{ name: 'test', app: 'any' }]), known([{ name: 'lint', app: 'untold' }])] }),
      ],
    },
    'main requires “test” and “lint”',
  ],
  [
    'doctor/required-checks',
    'unknown',
    'the required checks are not known',
    { content: noApp, targets: [rules({ checks: [untold('the server is too old')] })] },
    'the server is too old',
  ],
  [
    'doctor/required-checks',
    'unknown',
    'nothing says whom the toolkit acts as',
    { content: untold('the token lacks the permission “contents: read”') },
    'contents: read',
  ],
  ['doctor/up-to-date', 'fine', 'the policy is on', {}, 'is on'],
  [
    'doctor/up-to-date',
    'fine',
    'one ruleset says so, whatever another does',
    { targets: [rules({ demands: [untold(), demands({ upToDate: false }), demands()] })] },
    'is on',
  ],
  [
    'doctor/up-to-date',
    'fine',
    'a merge queue tests every merge anyway',
    { targets: [rules({ demands: [demands({ upToDate: false, mergeQueue: true })] })] },
    'has a merge queue',
  ],
  [
    'doctor/up-to-date',
    'warning',
    'the policy is off',
    { targets: [rules({ demands: [demands({ upToDate: false })] })] },
    'nobody approved',
  ],
  [
    'doctor/up-to-date',
    'unknown',
    'classic protection is only shown to administrators',
    { targets: [rules({ demands: [demands({ upToDate: false }), untold()] })] },
    'lacks it',
  ],
  ['doctor/reviews', 'fine', 'no review is asked for', {}, 'no review'],
  [
    'doctor/reviews',
    'warning',
    'reviews of both kinds are asked for',
    { targets: [rules({ demands: [demands({ reviews: 2 }), demands({ codeOwnerReview: true })] })] },
    '2 approving reviews and a review of code owners',
  ],
  [
    'doctor/reviews',
    'warning',
    'a team has to approve changes of some files',
    {
      targets: [
        rules({
          demands: [
            demands({ teamReviews: [{ team: 12, approvals: 2, patterns: ['clusters/**', '*.tf'] }] }),
          ],
        }),
      ],
    },
    'asks for 2 reviews of the team 12 for files like clusters/**, *.tf, which the toolkit cannot give',
  ],
  [
    'doctor/bypass',
    'fine',
    'only teams, roles and apps are let past',
    { targets: [rules({ bypasses: known([past([])]) })] },
    'No single person may bypass the rules of main.',
  ],
  [
    'doctor/bypass',
    'warning',
    'single people are let past',
    { targets: [rules({ bypasses: known([past([]), past([1001, 1002])]) })] },
    'The ruleset “Main” lets single people past (the account 1001, the account 1002): they can merge there what they like, without anybody who approves.',
  ],
  [
    'doctor/bypass',
    'warning',
    'many people are let past by branch protection',
    {
      targets: [rules({ bypasses: known([past(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'branch protection')]) })],
    },
    'The branch protection lets single people past (a, b, c, d, e and 2 more)',
  ],
  [
    'doctor/bypass',
    'warning',
    'single people may write the ledger',
    { ledger: ledger({ bypasses: known([past([1001], 'ruleset “Ledger”')]) }) },
    'The ruleset “Ledger” lets single people past (the account 1001): they can write records there, and take them out',
  ],
  [
    'doctor/bypass',
    'unknown',
    'the list is not shown to this token',
    { targets: [rules({ bypasses: known([past([]), past(null)]) })] },
    'this token may not see the bypass list of the ruleset “Main”',
  ],
  [
    'doctor/bypass',
    'unknown',
    'nobody says who is let past',
    { targets: [rules({ bypasses: untold() })] },
    'lacks it',
  ],
  ['doctor/reviews', 'unknown', 'nobody says', { targets: [rules({ demands: [untold()] })] }, 'lacks it'],
  ['doctor/merge-methods', 'fine', 'the first way is allowed', {}, '“squash”, which is allowed'],
  [
    'doctor/merge-methods',
    'wrong',
    'the repository allows no way',
    { general: general({ mergeMethods: known([]) }) },
    'no way of merging',
  ],
  [
    'doctor/merge-methods',
    'wrong',
    'the branch refuses the first way',
    { targets: [rules({ demands: [demands({ mergeMethods: ['rebase'] })] })] },
    'refuse it',
  ],
  [
    'doctor/merge-methods',
    'unknown',
    'only those who may push are told',
    { general: general({ mergeMethods: untold() }) },
    'lacks it',
  ],
  [
    'doctor/auto-merge',
    'fine',
    'auto-merge is allowed',
    { content: withType('merge: auto\n') },
    'is allowed',
  ],
  [
    'doctor/auto-merge',
    'warning',
    'auto-merge is wanted and not allowed',
    { content: withType('merge: auto\n'), general: general({ autoMerge: known(false) }) },
    'does not allow',
  ],
  [
    'doctor/auto-merge',
    'unknown',
    'only those who may push are told',
    { content: withType('merge: auto\n'), general: general({ autoMerge: untold() }) },
    'lacks it',
  ],
  [
    'doctor/merge-queue',
    'fine',
    'the queue is there',
    { content: queueType(events), targets: [rules({ demands: [demands({ mergeQueue: true })] })] },
    'has the merge queue',
  ],
  ['doctor/merge-queue', 'wrong', 'the queue is not there', { content: queueType(events) }, 'never merged'],
  [
    'doctor/merge-queue',
    'wrong',
    'the branch wants a queue and the type does not',
    { targets: [rules({ demands: [demands({ mergeQueue: true })] })] },
    '“merge: now”, which GitHub refuses',
  ],
  [
    'doctor/merge-queue',
    'unknown',
    'classic protection does not tell',
    { content: queueType(events), targets: [rules({ demands: [demands({ mergeQueue: null })] })] },
    'classic branch protection',
  ],
  [
    'doctor/target',
    'fine',
    'the other repository is read',
    { otherTargets: [{ repository: gitops, reads: known(true) }] },
    'reads acme/gitops',
  ],
  [
    'doctor/target',
    'wrong',
    'the other repository is not seen',
    { otherTargets: [{ repository: gitops, reads: known(false) }] },
    'does not see it',
  ],
  [
    'doctor/target',
    'unknown',
    'GitHub refuses to say',
    { otherTargets: [{ repository: gitops, reads: untold() }] },
    'lacks it',
  ],
  ['doctor/team', 'fine', 'the team is read', {}, 'can be read'],
  ['doctor/team', 'wrong', 'there is no such team', { teams: team(known('missing')) }, 'no team platform'],
  ['doctor/team', 'wrong', 'the App may not read it', { teams: team(known('forbidden')) }, 'may not read'],
  [
    'doctor/team',
    'unknown',
    'what a person may not read the App might',
    { content: person(), teams: team(known('forbidden')) },
    'your own token',
  ],
  ['doctor/team', 'unknown', 'GitHub refuses to say', { teams: team(untold()) }, 'lacks it'],
  ['doctor/ledger-protected', 'fine', 'the ledger stays', {}, 'can neither be deleted'],
  [
    'doctor/ledger-protected',
    'warning',
    'one of the two rules is not enough',
    { ledger: ledger({ demands: [demands({ forbidsForcePush: false })] }) },
    'can be rewritten',
  ],
  [
    'doctor/ledger-protected',
    'unknown',
    'nobody says',
    { ledger: ledger({ demands: [untold()] }) },
    'lacks it',
  ],
  ['doctor/ledger-push', 'fine', 'nothing is in the way', {}, 'No ruleset keeps'],
  [
    'doctor/ledger-push',
    'fine',
    'the App’s own token is let past',
    { ledger: ledger({ barriers: known([barrier(true, null)]) }) },
    'may append',
  ],
  [
    'doctor/ledger-push',
    'wrong',
    'the App’s own token is not let past, whoever else is',
    { ledger: ledger({ barriers: known([barrier(false, true)]) }) },
    'ruleset “Ledger” keeps',
  ],
  [
    'doctor/ledger-push',
    'wrong',
    'no App is on the list that an administrator sees',
    { content: person(), ledger: ledger({ barriers: known([barrier(true, false)]) }) },
    'ruleset “Ledger” keeps',
  ],
  [
    'doctor/ledger-push',
    'unknown',
    'a person’s own right says nothing of the App',
    { content: person(), ledger: ledger({ barriers: known([barrier(true, null)]) }) },
    'may not see the bypass list',
  ],
  ['doctor/ledger-push', 'unknown', 'nobody says', { ledger: ledger({ barriers: untold() }) }, 'lacks it'],
  ['doctor/ends', 'fine', 'nothing asks for a person', { content: ending() }, 'without a person'],
  [
    'doctor/ends',
    'fine',
    'a queue and required checks end by themselves',
    {
      content: ending('merge: queue\n'),
      targets: [
        rules({ demands: [demands({ mergeQueue: true })], checks: [known([{ name: 'ci', app: 'any' }])] }),
      ],
    },
    'without a person',
  ],
  [
    'type/expires-manual',
    'wrong',
    'somebody merges ends by hand',
    { content: ending('merge: manual\n') },
    'stay until a person merges its removal',
  ],
  [
    'doctor/ends',
    'wrong',
    'the App has to be reviewed',
    { content: ending(), targets: [reviewed(known([barrier(false, null)]))] },
    'asks for reviews on main, and does not let the toolkit past',
  ],
  [
    'doctor/ends',
    'fine',
    'the App may do without reviews',
    { content: ending(), targets: [reviewed(known([barrier(true, null)]))] },
    'without a person',
  ],
  [
    'doctor/ends',
    'unknown',
    'nobody tells whether the App may',
    { content: ending(''), targets: [reviewed(known([barrier(null, null)]))] },
    'may not see the bypass list',
  ],
  [
    'doctor/ends',
    'unknown',
    'nobody tells what asks',
    { content: ending(), targets: [reviewed(undefined)] },
    'not told',
  ],
  [
    'doctor/ends',
    'unknown',
    'nobody tells of reviews',
    { content: ending(), targets: [rules({ demands: [untold()] })] },
    'lacks it',
  ],
  [
    'doctor/ends',
    'unknown',
    'the branch is elsewhere',
    { content: ending('target: { repository: acme/gitops }\n'), targets: [] },
    'not read from here',
  ],
  [
    'doctor/windows',
    'wrong',
    'nothing looks when a window opens',
    { content: inWindows([callerFile]) },
    'before somebody happens to write on the issue',
  ],
  [
    'doctor/windows',
    'unknown',
    'a workflow cannot be read, so nobody knows whether anything looks when a window opens',
    { content: inWindows([file(callerPath, null)]) },
    'a sweep looks when a window opens',
  ],
  ['doctor/windows', 'fine', 'a sweep looks when a window opens', { content: inWindows() }, 'first sweep'],
  [
    'doctor/ends',
    'wrong',
    'no clock wakes the toolkit',
    { content: ending('', [callerFile]) },
    'no workflow calls the toolkit by “schedule”',
  ],
  [
    'doctor/ends',
    'wrong',
    'others write to the ledger',
    { content: ending(), ledger: ledger({ restrictsUpdates: known(false) }) },
    'whoever may write can write to issueops/ledger',
  ],
  [
    'doctor/ends',
    'unknown',
    'nobody tells who writes to the ledger',
    { content: ending(), ledger: ledger({ restrictsUpdates: untold() }) },
    'lacks it',
  ],
  [
    'doctor/ends',
    'wrong',
    'every workflow is the toolkit',
    {
      content: ending('', [
        file(callerPath, workflow(events, false)),
        file(sweepPath, workflow(clock, false)),
      ]),
    },
    'the toolkit acts as GITHUB_TOKEN',
  ],
  [
    'doctor/emergencies',
    'fine',
    'nothing is in the way',
    { content: urgent() },
    'wait for those who approve them',
  ],
  [
    'doctor/emergencies',
    'wrong',
    'the branch asks for other reviews',
    { content: urgent(), targets: [reviewed(known([barrier(false, null)]))] },
    'an emergency that was approved waits until somebody else reviews its pull request',
  ],
  [
    'doctor/emergencies',
    'unknown',
    'nobody tells who asks for reviews',
    { content: urgent(), targets: [reviewed(undefined)] },
    'what asks for the reviews is not told',
  ],
  [
    'doctor/emergencies',
    'wrong',
    'no sweep sees that a review is missing',
    { content: urgent([callerFile]) },
    'nobody hears that a review is missing',
  ],
  ['doctor/stages', 'fine', 'the toolkit alone writes to the ledger', { content: staged() }, 'carried out'],
  [
    'doctor/stages',
    'wrong',
    'others write to the ledger',
    { content: staged(), ledger: ledger({ restrictsUpdates: known(false) }) },
    'Requests that pass through stages are on hold: whoever may write can write to issueops/ledger, and nothing else says which stage',
  ],
  [
    'doctor/stages',
    'wrong',
    'every workflow is the toolkit',
    {
      content: staged([file(callerPath, workflow(events, false)), file(sweepPath, workflow(clock, false))]),
    },
    'the toolkit acts as GITHUB_TOKEN',
  ],
  [
    'doctor/stages',
    'unknown',
    'nobody tells who writes to the ledger',
    { content: staged(), ledger: ledger({ restrictsUpdates: untold() }) },
    'lacks it',
  ],
  [
    'doctor/reached',
    'fine',
    'it was said of a commit',
    { content: waiting(apps), ...saidOnMain(said('kustomization/apps/0c9c2e41')) },
    'is said of the commits',
  ],
  [
    'doctor/reached',
    'warning',
    'nobody says anything there',
    { content: waiting(apps), ...saidOnMain() },
    'said of none of the last commits of the default branch (1 were looked at). Nothing of the kinds that are waited for was said there.',
  ],
  [
    'doctor/reached',
    'wrong',
    'the App lacks the permission',
    { content: waiting(apps), ...onMain(known(lacking)) },
    'this token lacks “statuses: read”',
  ],
  [
    'doctor/reached',
    'unknown',
    'somebody’s own token lacks the permission',
    {
      content: waiting(apps, [callerThatReads, sweepThatReads], 'carol'),
      ...onMain(known(lacking)),
    },
    'the token lacks the permission “statuses: read”',
  ],
  [
    'doctor/reached',
    'unknown',
    'GitHub does not tell',
    { content: waiting(apps), ...onMain(untold()) },
    'lacks it',
  ],
  [
    'doctor/reached',
    'wrong',
    'the branch of another repository is not there',
    {
      content: content({
        policy: policy(
          typeText(
            'target: { repository: acme/gitops, branch: live }\nreached: { by: [{ check: smoke }] }\n',
          ),
        ),
      }),
      signals: [
        {
          repository: gitops,
          branch: 'live',
          kinds: ['check'],
          seen: known({ kind: 'commits', commits: [] }),
        },
      ],
    },
    'of the commits of live of acme/gitops, and there is no such branch',
  ],
  [
    'doctor/reached',
    'wrong',
    'no clock wakes the toolkit',
    {
      content: waiting(apps, [callerThatReads]),
      ...saidOnMain(said('kustomization/apps/0c9c2e41')),
    },
    'nobody notices what is not said in time',
  ],
]

test('each caller has to say that statuses and deployments are read; checks are read anyway', () => {
  const found = (by: string, files: RepositoryContent['workflows']) =>
    diagnose(
      settings({
        content: waiting(by, files),
        ...saidOnMain(said('kustomization/apps/1'), said('a', { kind: 'check' })),
      }),
      gate,
    )
      .filter(({ code }) => code === 'doctor/reached')
      .map(({ state: how, what, where }) => [how, what, where?.menu])
  const sweepThatReadsOthers = file(sweepPath, workflow(clock, true, 'checks, deployments'))
  const own = file(
    sweepPath,
    `on:\n${clock}jobs:\n  a:\n    steps:\n      - uses: acme/issueops/actions/reconcile@0123456\n`,
  )
  const missing = (path: string) =>
    `Requests wait for statuses, and ${path} does not say under “signals” that they are read, so the toolkit may not see them.`
  expect(found(apps, [callerFile, sweepThatReadsOthers])).toEqual([
    ['wrong', missing(callerPath), `Code → ${callerPath}`],
    ['wrong', missing(sweepPath), `Code → ${sweepPath}`],
  ])
  expect(found(apps, [file(callerPath, workflow(events, false)), own])).toEqual([
    [
      'wrong',
      `Requests wait for statuses, and by ${callerPath} the toolkit acts as GITHUB_TOKEN, which reads checks alone.`,
      `Code → ${callerPath}`,
    ],
  ])
  expect(found('{ check: a, app: flux }', [callerFile, sweepFile]).map(([how]) => how)).toEqual(['fine'])
})

test.each([
  [
    'the last part of a name is missing',
    '{ status: kustomization/apps, app: flux }',
    'status: kustomization/apps/*',
  ],
  [
    'a star does not stand for two parts',
    '{ status: "kustomization/*", app: flux }',
    'status: kustomization/**',
  ],
  ['another app says it', '{ status: "kustomization/apps/*" }', 'app: flux'],
  ['it is of another kind', '{ check: "kustomization/apps/*", app: flux }', 'status: kustomization/apps/*'],
  ['it is misspelt', '{ status: "kustomisation/apps/*", app: flux }', 'status: kustomization/apps/*'],
])('a signal that nobody sends is told with what may be meant: %s', (_, by, meant) => {
  const given = settings({ content: waiting(by), ...saidOnMain(said('kustomization/apps/0c9c2e41')) })
  const [found, ...more] = diagnose(given, gate).filter(({ code }) => code === 'doctor/reached')
  expect({ found, more }).toMatchObject({
    found: {
      state: 'warning',
      what: expect.stringContaining('Said there is the status “kustomization/apps/0c9c2e41” of flux.'),
      fix: `Did you mean ${meant}? Correct it under reached: in the request type, or have it sent: a request waits for it in vain otherwise.`,
      where: { menu: 'Code → .github/issueops/dns.yml' },
    },
    more: [],
  })
})

test('what is like nothing that is said is told with the first of what is', () => {
  const signals = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => said(`helm/${name}`))
  const given = settings({ content: waiting(apps), ...saidOnMain(...signals, said('helm/a')) })
  const found = diagnose(given, gate).filter(({ code }) => code === 'doctor/reached')
  expect(found).toMatchObject([
    {
      what: 'Requests of “DNS” wait for the status “kustomization/apps/*” of flux, which was said of none of the last commits of the default branch (1 were looked at). Said there is the status “helm/a” of flux, the status “helm/b” of flux, the status “helm/c” of flux, the status “helm/d” of flux, the status “helm/e” of flux and 2 more.',
      fix: expect.stringMatching(/^Correct it/),
    },
  ])
})

test('of each stage its own name is looked for, and of a field of the request any', () => {
  const by =
    'reached: { by: [{ deployment: "${{ stage.name }}" }, { check: "smoke (${{ request.name }})" }] }\n'
  const smoke = said('smoke (zone-7)', { kind: 'check', app: 'github-actions' })
  const staging = said('staging', { kind: 'deployment', app: 'github-actions' })
  const seen = (branch: string | null, ...signals: readonly Signal[]) => ({
    repository: null,
    branch,
    kinds: ['check', 'deployment'] as const,
    seen: known({ kind: 'commits', commits: [{ commit: smoke.commit, signals }] } as const),
  })
  const given = settings({
    content: staged([callerThatReads, sweepThatReads], by),
    signals: [seen(null, staging, smoke), seen('live', staging, smoke)],
  })
  const found = diagnose(given, gate).filter(({ code }) => code === 'doctor/reached')
  expect(found.map(({ what }) => what)).toEqual([
    'Requests of “DNS” wait for the deployment to “production” of github-actions, which was said of none of the last commits of live (1 were looked at). Said there is the deployment to “staging” of github-actions.',
  ])
})

test.each(table)('%s is %s: %s', (code, expected, _, given, says) => {
  const found = diagnose(settings(given), gate).filter((check) => check.code === code)
  expect(found).toMatchObject([{ state: expected, what: expect.stringContaining(says) }])
})

test('where no request ends nothing is said of ends, and everything that keeps one is told at once', () => {
  const of = (given: Partial<ObservedSettings>) =>
    diagnose(settings(given), gate).filter(({ code }) => code === 'doctor/ends')
  const targets = [reviewed(known([barrier(false, null)]))]
  const open = { targets, ledger: ledger({ restrictsUpdates: known(false) }) }
  expect(of({ ...open, content: content({ workflows: [callerFile] }) })).toEqual([])
  expect(of({ ...open, content: ending('', [callerFile]) }).map(({ where }) => where?.menu)).toEqual([
    'Settings → Rules → Rulesets → (the ruleset for main) → Require a pull request before merging',
    'Code → .github → workflows',
    'Settings → Rules → Rulesets → (a ruleset for issueops/ledger) → Restrict updates',
  ])
})

test('whatever is not fine says what to do and where to click; a sentence ends with a full stop', () => {
  const checks = table.flatMap(([, , , given]) => diagnose(settings(given), gate))
  for (const check of checks) {
    expect(check.what).toMatch(/\.$/)
    if (check.state === 'fine') expect(check).toMatchObject({ fix: null, where: null })
    else
      expect(check).toMatchObject({
        fix: expect.stringMatching(/\.$/),
        where: { menu: expect.stringMatching(/→/) },
      })
  }
})

test('where all is well, every check that applies is fine', () => {
  const checks = diagnose(settings(), gate)
  expect(checks.filter(({ state }) => state !== 'fine')).toEqual([])
  expect(checks.length).toBe(19)
})

test('checks that no request type asks for are left out', () => {
  const codes = diagnose(settings(), gate).map(({ code }) => code)
  expect(codes).not.toContain('doctor/auto-merge')
  expect(codes).not.toContain('doctor/merge-group')
  expect(codes).not.toContain('doctor/target')
  expect(codes).not.toContain('doctor/stages')
  expect(codes).not.toContain('doctor/reached')
})

test('every check has its entry, and a row where it is fine, where it is not, and where nobody can tell', () => {
  const codes = problemsOn('doctor.md')
  const kinds = new Map(
    codes.map((code) => [
      code,
      [
        ...new Set(
          table.filter((row) => row[0] === code).map(([, each]) => (each === 'warning' ? 'wrong' : each)),
        ),
      ].sort(),
    ]),
  )
  expect([...kinds]).toEqual(codes.map((code) => [code, ['fine', 'unknown', 'wrong']]))
})

test('a token that reads nothing gets one answer, not twenty guesses', () => {
  expect(
    diagnose(settings({ general: known({ refused: 'GitHub does not take this token' }) }), gate),
  ).toEqual([
    {
      code: 'doctor/token',
      state: 'wrong',
      what: 'GitHub does not take this token.',
      fix: 'Use a token that reads acme/platform: of a GitHub App that is installed there, or your own.',
      where: { menu: 'github.com → Settings → Developer settings → Personal access tokens', url: null },
    },
  ])
})
