import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { GitHubError } from '../github/errors.js'
import type { SettingsReader } from '../github/settings-reader.js'
import type { RepositoryRef } from '../model/ids.js'
import type { Policy } from '../model/policy.js'
import type {
  GeneralSettings,
  Observed,
  ObservedSettings,
  OtherTarget,
  Refusal,
  SettingsNeeds,
  TeamAccess,
  WorkflowState,
} from '../model/settings.js'
import type { MergeMethod } from '../model/snapshot.js'
import { fields, flag, optionalFields, text } from './answer.js'
import { observeBranchRules, observeLedgerRules } from './observe-branch-rules.js'
import { observeBranchSignals } from './observe-branch-signals.js'
import { observeContent } from './observe-content.js'
import { tryRead } from './try-read.js'

/**
 * Reads the settings of a repository that decide whether requests can work there. What the token may not see is unknown, never “off”.
 * @param needsOf what the request types make worth looking at.
 * @throws GitHubError when GitHub fails, or when the rate is limited.
 */
export async function observeSettings(
  reader: SettingsReader,
  needsOf: (policy: Policy | null, here: GeneralSettings) => SettingsNeeds,
): Promise<ObservedSettings> {
  const { repository } = reader
  const general = await observeGeneral(reader)
  if (!general.known || 'refused' in general.value) return unread(repository, general)
  const content = await observeContent(reader)
  const needs = needsOf(content.known ? content.value.policy : null, general.value)
  const [issueCreation, actionsMayOpenPulls, workflowStates, targets, ledger, teams, otherTargets, signals] =
    await Promise.all([
      observeIssueCreation(reader),
      observeActions(reader),
      observeWorkflows(reader),
      Promise.all(needs.branches.map((branch) => observeBranchRules(reader, branch))),
      observeLedgerRules(reader, ledgerBranch),
      Promise.all(needs.teams.map((slug) => observeTeam(reader, slug))),
      Promise.all(needs.repositories.map((target) => observeTarget(reader, target))),
      Promise.all(needs.signals.map((each) => observeBranchSignals(reader, each))),
    ])
  return {
    repository,
    general,
    content,
    issueCreation,
    actionsMayOpenPulls,
    workflowStates,
    targets,
    ledger,
    teams,
    otherTargets,
    signals,
  }
}

/** A token GitHub does not take, and a repository it does not show, are findings; the rest of GitHub's failures are not the reader's. */
async function observeGeneral(reader: SettingsReader): Promise<Observed<GeneralSettings | Refusal>> {
  const { owner, name } = reader.repository
  try {
    return { known: true, value: decodeGeneral(await reader.settings(reader.repository)) }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    const { failure, detail } = error
    if (failure === 'forbidden') return { known: false, why: `GitHub refuses to say (${detail})` }
    if (failure === 'unauthorised') return refused('GitHub does not take this token')
    if (failure !== 'not-found') throw error
    return refused(`${owner}/${name} does not exist, or this token may not see it`)
  }
}

function refused(why: string): Observed<Refusal> {
  return { known: true, value: { refused: why } }
}

const untold = 'GitHub tells it only to tokens that may push'

function decodeGeneral(answer: unknown): GeneralSettings {
  const repository = fields(answer, 'the repository')
  const told = (value: unknown, why: string): Observed<boolean> =>
    typeof value === 'boolean' ? { known: true, value } : { known: false, why }
  const methods: readonly (readonly [MergeMethod, unknown])[] = [
    ['squash', repository.allow_squash_merge],
    ['merge', repository.allow_merge_commit],
    ['rebase', repository.allow_rebase_merge],
  ]
  return {
    url: text(repository.html_url, 'the page of the repository'),
    defaultBranch: text(repository.default_branch, 'the default branch'),
    archived: repository.archived === true,
    issues: told(repository.has_issues, 'GitHub does not tell it'),
    autoMerge: told(repository.allow_auto_merge, untold),
    mergeMethods: methods.every(([, on]) => typeof on === 'boolean')
      ? { known: true, value: methods.flatMap(([method, on]) => (on === true ? [method] : [])) }
      : { known: false, why: untold },
  }
}

function unread(repository: RepositoryRef, general: ObservedSettings['general']): ObservedSettings {
  const unknown = { known: false, why: 'the repository was not read' } as const
  return {
    repository,
    general,
    content: unknown,
    issueCreation: unknown,
    actionsMayOpenPulls: unknown,
    workflowStates: unknown,
    targets: [],
    ledger: {
      branch: ledgerBranch,
      exists: unknown,
      checks: [],
      demands: [],
      barriers: unknown,
      restrictsUpdates: unknown,
    },
    teams: [],
    otherTargets: [],
    signals: [],
  }
}

const issueCreationQuery = `
  query IssueCreation($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { issueCreationPolicy }
  }`

const creationPolicies: ReadonlyMap<unknown, 'everyone' | 'collaborators'> = new Map([
  ['ALL', 'everyone'],
  ['COLLABORATORS_ONLY', 'collaborators'],
])

/**
 * A query of its own: a server that does not know the field yet refuses the whole of it. Source: “Repository admins can now restrict issue creation to
 * collaborators only”, GitHub's announcement of June 2026.
 */
async function observeIssueCreation(reader: SettingsReader): Promise<ObservedSettings['issueCreation']> {
  const policy = await tryRead(async () => {
    const { owner, name } = reader.repository
    const { data } = await reader.query('tell who may file issues', issueCreationQuery, { owner, name })
    const repository = optionalFields(fields(data, 'the answer').repository, 'the repository')
    return creationPolicies.get(repository?.issueCreationPolicy)
  })
  if (!policy.known) return policy
  return policy.value === undefined
    ? { known: false, why: 'GitHub does not tell it' }
    : { known: true, value: policy.value }
}

/** Source: REST reference, “Get default workflow permissions for a repository”: the one switch covers creating and approving. */
function observeActions(reader: SettingsReader): Promise<Observed<boolean>> {
  return tryRead(async () => {
    const answer = fields(await reader.workflowPermissions(), 'what Actions may do')
    return flag(answer.can_approve_pull_request_reviews, 'whether Actions may create pull requests')
  })
}

function observeWorkflows(reader: SettingsReader): Promise<Observed<readonly WorkflowState[]>> {
  return tryRead(async () =>
    (await reader.workflows()).map((each) => {
      const workflow = fields(each, 'a workflow')
      return {
        path: text(workflow.path, 'the path of a workflow'),
        state: text(workflow.state, 'the state of a workflow'),
      }
    }),
  )
}

const teamQuery = `
  query Team($owner: String!, $slug: String!) {
    organization(login: $owner) { team(slug: $slug) { slug members(first: 1) { totalCount } } }
  }`

/** A team that a token may not see is answered like one that does not exist, but for Apps, which GitHub tells so. */
async function observeTeam(reader: SettingsReader, slug: string): Promise<TeamAccess> {
  const members = await tryRead(async () => {
    const variables = { owner: reader.repository.owner, slug }
    const { data, errors } = await reader.query('read a team', teamQuery, variables)
    const organization = optionalFields(fields(data, 'the answer').organization, 'the organization')
    const team = optionalFields(organization?.team, 'the team')
    if (errors.some(({ type }) => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES')) return 'forbidden'
    return team === null ? 'missing' : 'readable'
  })
  return { slug, members }
}

function unseen(error: unknown): boolean {
  return error instanceof GitHubError && error.failure === 'not-found'
}

async function observeTarget(reader: SettingsReader, repository: RepositoryRef): Promise<OtherTarget> {
  const reads = await tryRead(async () => {
    try {
      await reader.settings(repository)
      return true
    } catch (error) {
      if (unseen(error)) return false
      throw error
    }
  })
  return { repository, reads }
}
