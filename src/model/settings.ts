import type { RepositoryRef } from './ids.js'
import type { ObservedFile } from './manifest.js'
import type { Policy, PolicyFile } from './policy.js'
import type { ProblemCode } from './problem-codes.js'
import type { SignalKind, SignalledCommit } from './signal.js'
import type { MergeMethod } from './snapshot.js'

/** Something that was found out, or why it could not be: half a sentence, without an end. */
export type Observed<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string }

/** What GitHub tells about a repository's settings, as far as the token may see them. The input of `diagnose`. */
export interface ObservedSettings {
  readonly repository: RepositoryRef
  /** A word of GitHub's where the token does not read the repository at all. */
  readonly general: Observed<GeneralSettings | Refusal>
  readonly content: Observed<RepositoryContent>
  /** Who may file issues: everybody who can read the repository, or only who may write there. */
  readonly issueCreation: Observed<'everyone' | 'collaborators'>
  /** Whether “Allow GitHub Actions to create and approve pull requests” is on. */
  readonly actionsMayOpenPulls: Observed<boolean>
  readonly workflowStates: Observed<readonly WorkflowState[]>
  /** The branches of this repository that requests are merged into. */
  readonly targets: readonly BranchRules[]
  readonly ledger: LedgerRules
  /** The teams that request types and policies name, each with whether its members can be read. */
  readonly teams: readonly TeamAccess[]
  /** The other repositories that request types have as their target, each with whether the token reads it. */
  readonly otherTargets: readonly OtherTarget[]
  /** What was said of the last commits of the branches where request types wait for something. */
  readonly signals: readonly BranchSignals[]
}

export interface Refusal {
  readonly refused: string
}

export interface GeneralSettings {
  /** The repository's page, as in `https://github.com/acme/platform`. */
  readonly url: string
  readonly defaultBranch: string
  readonly archived: boolean
  readonly issues: Observed<boolean>
  /** The first of these is the one the toolkit merges with. */
  readonly mergeMethods: Observed<readonly MergeMethod[]>
  readonly autoMerge: Observed<boolean>
}

/** What the default branch holds, and who asked. */
export interface RepositoryContent {
  /** Login of the token's account; an App's ends in `[bot]`. */
  readonly viewer: string
  readonly policy: Policy
  /** The files of `.github/workflows`. */
  readonly workflows: readonly PolicyFile[]
  /** What stands at each place where GitHub looks for CODEOWNERS. */
  readonly codeowners: readonly ObservedFile[]
  readonly ledgerExists: boolean
}

/** A workflow as Actions has it; one that is switched off starts for no event. */
export interface WorkflowState {
  readonly path: string
  /** GitHub's word: `active`, `disabled_inactivity`, `disabled_manually`, …. */
  readonly state: string
}

/** What has to hold for a branch. Rulesets and classic branch protection both count, so each is one entry of the lists. */
export interface BranchRules {
  readonly branch: string
  readonly exists: Observed<boolean>
  readonly checks: readonly Observed<readonly DemandedCheck[]>[]
  readonly demands: readonly Observed<BranchDemands>[]
  /** Whom the rulesets, and classic protection, let past; left out where nothing protects the branch. */
  readonly bypasses?: Observed<readonly Bypass[]>
  /** What demands reviews, each with whether the toolkit may merge without them; left out where nothing is seen to. */
  readonly reviewers?: Observed<readonly Barrier[]>
}

/** The people, one by one, whom a rule of a branch does not hold for. */
export interface Bypass {
  /** As in `ruleset “Main”`. */
  readonly name: string
  readonly url: string | null
  /** A login, or the id of an account where that is all GitHub tells; null where the token may not see the list. */
  readonly people: readonly (string | number)[] | null
}

/** A required status check. */
export interface DemandedCheck {
  readonly name: string
  /** The only App whose word counts, where one is named; an old server does not tell. */
  readonly app: number | 'any' | 'untold'
}

export interface BranchDemands {
  /** A pull request has to be up to date with the branch before it is merged. */
  readonly upToDate: boolean
  /** Approving reviews on the pull request. */
  readonly reviews: number
  readonly codeOwnerReview: boolean
  /** Reviews of teams for some files; left out where there are none. */
  readonly teamReviews?: readonly TeamReview[]
  /** Null where classic protection does not tell. */
  readonly mergeQueue: boolean | null
  /** The ways of merging it leaves. */
  readonly mergeMethods: readonly MergeMethod[]
  readonly forbidsDeletion: boolean
  readonly forbidsForcePush: boolean
}

/** A team that has to approve changes of files that fit one of these patterns. */
export interface TeamReview {
  /** The team's id; rulesets do not tell its name. */
  readonly team: number
  readonly approvals: number
  readonly patterns: readonly string[]
}

export interface LedgerRules extends BranchRules {
  /** Rulesets, and classic protection, that keep a plain commit from being pushed; each with whether the toolkit may do so all the same. */
  readonly barriers: Observed<readonly Barrier[]>
  /** Whether a ruleset lets only those push whom it lets past. */
  readonly restrictsUpdates: Observed<boolean>
}

export interface Barrier {
  /** As in `ruleset “Ledger”`. */
  readonly name: string
  readonly url: string | null
  /** Whether the account of this token is let past; only an App's answer says anything about the toolkit. */
  readonly letsViewerPast: boolean | null
  /** Whether some App is; null where the token may not see the list. */
  readonly letsAnAppPast: boolean | null
}

/** `missing`: the organization has no such team that this token could see. */
export interface TeamAccess {
  readonly slug: string
  readonly members: Observed<'readable' | 'missing' | 'forbidden'>
}

export interface OtherTarget {
  readonly repository: RepositoryRef
  readonly reads: Observed<boolean>
}

/** What was said of the last commits of a branch, by whomever and under whatever name. */
export interface BranchSignals extends SignalsNeeds {
  readonly seen: Observed<SeenSignals>
}

/** `lacking`: the token may not see them for lack of a permission, as in `statuses: read`; null where GitHub does not tell which. */
export type SeenSignals =
  | { readonly kind: 'commits'; readonly commits: readonly SignalledCommit[] }
  | { readonly kind: 'lacking'; readonly permission: string | null }

/** Of which branch signals are looked at, and which kinds of them. */
export interface SignalsNeeds {
  /** Null is the repository itself. */
  readonly repository: RepositoryRef | null
  /** Null is the default branch. */
  readonly branch: string | null
  readonly kinds: readonly SignalKind[]
}

/** What has to be looked up once the request types are known. */
export interface SettingsNeeds {
  readonly branches: readonly string[]
  readonly teams: readonly string[]
  readonly repositories: readonly RepositoryRef[]
  readonly signals: readonly SignalsNeeds[]
}

/** The outcome of one check, for a person and for a machine. */
export interface Check {
  /** As in `doctor/gate-required`; the same whatever comes of it. Public API. */
  readonly code: ProblemCode
  readonly state: 'fine' | 'warning' | 'wrong' | 'unknown'
  /** What was looked at and how it stands, one sentence in plain text. */
  readonly what: string
  /** What to do, one sentence in plain text; null where all is well. */
  readonly fix: string | null
  readonly where: Where | null
}

/** Where a person clicks. */
export interface Where {
  /** The way through GitHub's menus, as in `Settings → General → Features`. */
  readonly menu: string
  readonly url: string | null
}
