import { oid } from '../../../../src/model/ids.js'
import type { PolicyFile } from '../../../../src/model/policy.js'
import type {
  BranchDemands,
  BranchRules,
  GeneralSettings,
  LedgerRules,
  Observed,
  ObservedSettings,
  RepositoryContent,
} from '../../../../src/model/settings.js'

export const gate = 'issueops / approved'
export const url = 'https://github.com/acme/platform'

export function known<T>(value: T): Observed<T> {
  return { known: true, value }
}

export function untold(why = 'the token lacks it'): { readonly known: false; readonly why: string } {
  return { known: false, why }
}

export function file(path: string, text: string | null): PolicyFile {
  return { path, text, blob: oid('0'.repeat(40)) }
}

export const formText = `name: DNS
description: For tests
body:
  - type: input
    id: name
    attributes: { label: Zone }
    validations: { required: true }
`

/** A request type that is right in itself; `more` adds lines to it. */
export function typeText(more = ''): string {
  return `name: dns
title: DNS
form: dns.yml
${more}approval: [{ from: [team:platform] }]
changes: [{ file: zones.yaml, at: [zones], item: "\${{ request.name }}" }]
`
}

export const callerPath = '.github/workflows/issueops.yml'
export const sweepPath = '.github/workflows/issueops-sweep.yml'

/** A workflow that is woken by these events; `app` names an App, `signals` what is read of merge commits. */
export function workflow(on: string, app = true, signals = ''): string {
  const read = signals === '' ? '' : `      signals: ${signals}\n`
  const named = app ? `    with:\n      app-client-id: X\n${read}` : ''
  return `on:\n${on}jobs:\n  a:\n    uses: acme/issueops/.github/workflows/issueops.yml@0123456\n${named}`
}

export const events = `  issues:
  issue_comment: { types: [created, edited, deleted] }
`
export const clock = '  schedule: [{ cron: "17 * * * *" }]\n'

export const owners = '/.github/ @acme/platform\n'

export function content(change: Partial<RepositoryContent> = {}): Observed<RepositoryContent> {
  return known({
    viewer: 'acme-issueops[bot]',
    policy: policy(typeText()),
    workflows: [file(callerPath, workflow(events)), file(sweepPath, workflow(clock))],
    codeowners: [
      { kind: 'text', path: '.github/CODEOWNERS', mode: '100644', oid: oid('0'.repeat(40)), text: owners },
      { kind: 'absent', path: 'CODEOWNERS' },
      { kind: 'absent', path: 'docs/CODEOWNERS' },
    ],
    ledgerExists: true,
    ...change,
  })
}

export function policy(type: string | null): RepositoryContent['policy'] {
  return {
    types: [file('.github/issueops/dns.yml', type)],
    forms: [file('.github/ISSUE_TEMPLATE/dns.yml', formText)],
    policies: [],
    templates: [],
  }
}

export function demands(change: Partial<BranchDemands> = {}): Observed<BranchDemands> {
  return known({
    upToDate: true,
    reviews: 0,
    codeOwnerReview: false,
    mergeQueue: false,
    mergeMethods: ['squash', 'merge', 'rebase'],
    forbidsDeletion: true,
    forbidsForcePush: true,
    ...change,
  })
}

export function rules(change: Partial<BranchRules> = {}): BranchRules {
  return {
    branch: 'main',
    exists: known(true),
    checks: [known([{ name: gate, app: 4242 }])],
    demands: [demands()],
    ...change,
  }
}

export function ledger(change: Partial<LedgerRules> = {}): LedgerRules {
  return {
    ...rules({ branch: 'issueops/ledger', checks: [] }),
    barriers: known([]),
    restrictsUpdates: known(true),
    ...change,
  }
}

/** @param open what the repository's own settings say. */
export function general(open: Partial<GeneralSettings> = {}): ObservedSettings['general'] {
  return known({
    url,
    defaultBranch: 'main',
    archived: false,
    issues: known(true),
    mergeMethods: known(['squash', 'merge', 'rebase'] as const),
    autoMerge: known(true),
    ...open,
  })
}

/** A repository where all is well, or nearly. */
export function settings(change: Partial<ObservedSettings> = {}): ObservedSettings {
  return {
    repository: { owner: 'acme', name: 'platform' },
    general: general(),
    content: content(),
    issueCreation: known('everyone'),
    actionsMayOpenPulls: known(true),
    workflowStates: known([
      { path: callerPath, state: 'active' },
      { path: sweepPath, state: 'active' },
    ]),
    targets: [rules()],
    ledger: ledger(),
    teams: [{ slug: 'platform', members: known('readable') }],
    otherTargets: [],
    signals: [],
    ...change,
  }
}
