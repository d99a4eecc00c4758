import type { Clock } from '../clock.js'
import type { Git } from '../git/open-git.js'
import type { LedgerProtection, MergeMethodName, RequiredCheck, RoleName } from '../seed.js'
import type { CheckRun, Deployment, Status } from './signals.js'

/**
 * The state of the sandbox. It is mutable, unlike everything else in this project: it stands for GitHub.
 * What can be rolled back by a fault is in `RepositoryData` alone, as plain data that can be cloned; people are named by login.
 */
export interface World {
  readonly clock: Clock
  /** Where the sandbox listens: the beginning of the addresses in its answers. */
  readonly apiUrl: string
  readonly accounts: Map<string, Account>
  readonly organization: Organization | null
  /** By lower-case `owner/name`. */
  readonly repositories: Map<string, Repository>
  readonly apps: Map<number, App>
  readonly nextId: (kind: IdKind) => number
}

/** Ids count up per kind, so that writes of different kinds that arrive together do not change each other's ids. */
export type IdKind =
  | 'account'
  | 'repository'
  | 'team'
  | 'issue'
  | 'pull'
  | 'comment'
  | 'label'
  | 'event'
  | 'check-run'
  | 'check-suite'
  | 'status'
  | 'deployment'
  | 'deployment-status'
  | 'token'

export interface Account {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  readonly createdAt: string
}

export interface App {
  readonly id: number
  readonly slug: string
  /** Login of its bot, as in `github-actions[bot]`. */
  readonly bot: string
}

export interface Organization {
  readonly login: string
  readonly owners: ReadonlySet<string>
  /** Lower-case logins of everyone in it. */
  readonly members: ReadonlySet<string>
  readonly baseRole: RoleName
  readonly teams: ReadonlyMap<string, Team>
}

export interface Team {
  readonly id: number
  readonly slug: string
  readonly members: ReadonlySet<string>
  /** Lower-case `owner/name` → role. */
  readonly repositories: ReadonlyMap<string, RoleName>
}

export interface Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly private: boolean
  readonly defaultBranch: string
  readonly git: Git
  /** Its address in the API. */
  readonly apiUrl: string
  /** Where a program that follows it would find the repository itself: on the sandbox, not on github.com. */
  readonly remoteUrl: string
  readonly createdAt: string
  /** Lower-case login → role. */
  readonly collaborators: Map<string, RoleName>
  readonly requiredChecks: readonly RequiredCheck[]
  /** Whether its required checks are only taken of heads that hold everything of the branch. */
  readonly upToDate: boolean
  readonly requiredReviews: number
  readonly mergeQueue: boolean
  /** Whether the rules of the default branch let administrators past. */
  readonly administratorsBypass: boolean
  readonly autoMergeAllowed: boolean
  readonly mergeMethods: readonly MergeMethodName[]
  readonly deleteBranchOnMerge: boolean
  readonly actionsMayCreatePullRequests: boolean
  /** Whether it takes somebody to ask before GitHub finds out if a pull request can be merged. */
  readonly mergeabilityWhenAsked: boolean
  readonly issuesOn: boolean
  readonly issueCreation: 'ALL' | 'COLLABORATORS_ONLY'
  /** Path → state, of workflows that are not active. */
  readonly workflowStates: ReadonlyMap<string, string>
  /** Lower-case `owner/name` of what it is a fork of. */
  readonly forkOf: string | null
  data: RepositoryData
}

export interface RepositoryData {
  /** The ruleset of the ledger's branch; null where it has none. */
  ledgerProtection: LedgerProtection | null
  /** Issues and pull requests share the numbers. */
  readonly issues: Map<number, Issue>
  /** By lower-case name. */
  readonly labels: Map<string, Label>
  readonly checkRuns: CheckRun[]
  readonly statuses: Status[]
  readonly deployments: Deployment[]
  /** Events `repository_dispatch` that were made, oldest first. */
  readonly dispatches: { readonly event: string; readonly payload: unknown }[]
  /** Commits that GitHub signed. */
  readonly signed: Set<string>
  nextNumber: number
  pushedAt: string
}

export interface Label {
  readonly id: number
  readonly name: string
  readonly color: string
  readonly description: string | null
}

/** A body and what became of it. */
export interface Text {
  body: string
  lastEditedAt: string | null
  /** Login of the last editor. */
  editor: string | null
  /** Every version, the first included, once there has been an edit; oldest first. */
  readonly edits: Edit[]
}

export interface Edit {
  readonly at: string
  readonly editor: string
  readonly body: string
}

export interface Issue extends Text {
  readonly id: number
  readonly number: number
  title: string
  readonly author: string
  state: 'open' | 'closed'
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
  closedBy: string | null
  /** Names as given, in the order in which they were added. */
  labels: string[]
  readonly comments: Comment[]
  readonly events: TimelineEvent[]
  /** Null for an issue. */
  readonly pull: Pull | null
}

export interface Comment extends Text {
  readonly id: number
  readonly author: string
  readonly createdAt: string
  updatedAt: string
  minimized: boolean
  /** App that wrote it. */
  readonly app: number | null
}

export interface TimelineEvent {
  readonly id: number
  readonly kind:
    | 'closed'
    | 'reopened'
    | 'renamed'
    | 'comment-deleted'
    | 'labeled'
    | 'unlabeled'
    | 'force-pushed'
  readonly at: string
  readonly actor: string
  /** What the event is about: the label, the old title, the author of the deleted comment, or the old and the new head. */
  readonly subject: readonly string[]
}

export interface Pull {
  readonly id: number
  /** Lower-case `owner/name` of the repository of the head branch. */
  readonly headRepository: string
  readonly headBranch: string
  /** Follows the branch while the pull request is open. */
  headOid: string
  baseBranch: string
  /** Tip of the base branch when the pull request was opened or its head last moved; GitHub does not follow the base. */
  baseOid: string
  draft: boolean
  merged: PullMerge | null
  autoMerge: AutoMerge | null
  /** The merge GitHub tried by itself last. */
  testMerge: TestMerge | null
  queued: Queued | null
  /** Logins of those who approved on the page of the pull request. */
  readonly approvedBy: string[]
}

/** A merge of one head into one base, to see whether it can be merged. */
export interface TestMerge {
  readonly base: string
  readonly head: string
  /** Null: they conflict. */
  readonly commit: string | null
}

/** What GitHub was told to do once the requirements are met. */
export interface AutoMerge {
  readonly at: string
  readonly by: string
  readonly method: MergeMethodName
  readonly title: string | null
  readonly message: string | null
}

/** A place in the merge queue. */
export interface Queued {
  readonly at: string
  readonly by: string
  /** The head that was queued; another one loses the place. */
  readonly head: string
  /** The commit that is tested, and what it stands on; null until the queue has moved on. */
  group: { readonly commit: string; readonly onto: string } | null
}

export interface PullMerge {
  readonly at: string
  readonly by: string
  readonly commit: string
  /** Tip of the base branch just before. */
  readonly onto: string
}

/** How repositories are looked up: GitHub's names do not distinguish case. */
export function repositoryKey(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase()
}

/** Finds a repository by `owner/name`; upper and lower case do not matter. */
export function findRepository(world: World, fullName: string): Repository | null {
  return world.repositories.get(fullName.toLowerCase()) ?? null
}

/** By login, whatever its case; null if there is none. */
export function findAccount(world: World, login: string): Account | null {
  return world.accounts.get(login.toLowerCase()) ?? null
}

/** @throws if there is no such account; for logins that the sandbox itself stored. */
export function accountOf(world: World, login: string): Account {
  const account = findAccount(world, login)
  if (account === null) throw new Error(`the sandbox has no account ${JSON.stringify(login)}`)
  return account
}

/** As in `acme/gitops`. */
export function fullName(repository: Repository): string {
  return `${repository.owner}/${repository.name}`
}
