/** What a sandbox starts with. Everything else comes from people acting and tokens writing. */
export interface SandboxSeed {
  /** The instant at which the story begins, as in `2026-11-02T09:00:00Z`. */
  readonly now: string
  /** Seconds that pass before each act of a person; 60 unless given. */
  readonly secondsPerAct?: number
  /** Seconds that pass before each write of a token; 0 unless given, because writes that are sent together arrive in any order. */
  readonly secondsPerWrite?: number
  readonly users: readonly SeedUser[]
  readonly organization?: SeedOrganization
  readonly repositories: readonly SeedRepository[]
  /** Called with every request and its answer, in the order of the answers. */
  readonly record?: (exchange: Exchange) => void
  /** Where to listen on the loopback address; a free port unless given. */
  readonly port?: number
  /** Calls an hour of every token, to see a limit reached early; GitHub's own limits unless given. */
  readonly hourlyLimit?: number
}

export interface SeedUser {
  readonly login: string
  /** Unless given, ids count up from 1001 in the order of the list. */
  readonly id?: number
  readonly type?: 'User' | 'Bot'
}

export interface SeedOrganization {
  readonly login: string
  readonly id?: number
  /** They administer every repository of the organization. */
  readonly owners?: readonly string[]
  /** Members beside the owners and the members of teams. */
  readonly members?: readonly string[]
  /** What every member may do in every repository; `read` unless given, as on GitHub. */
  readonly baseRole?: RoleName
  readonly teams: readonly SeedTeam[]
}

export interface SeedTeam {
  readonly slug: string
  readonly members: readonly string[]
  /** `owner/name` → role that the team gives its members. */
  readonly repositories?: Readonly<Record<string, RoleName>>
}

/** GitHub's repository roles. Source: GitHub docs, "Repository roles for an organization". */
export type RoleName = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'
export type MergeMethodName = 'merge' | 'squash' | 'rebase'

export interface SeedRepository {
  readonly owner: string
  readonly name: string
  /** `public` unless given. */
  readonly visibility?: 'public' | 'private'
  /** `main` unless given. */
  readonly defaultBranch?: string
  /** Path → content of the first commit on the default branch. */
  readonly files: ReadonlyMap<string, SeedFile>
  readonly collaborators?: Readonly<Record<string, RoleName>>
  /** Names of the labels that are there from the beginning. */
  readonly labels?: readonly string[]
  /** Rules of the default branch and of the ledger's. They bind everybody but whom they let past. */
  readonly protection?: SeedProtection
  /** All three unless given. */
  readonly allowedMergeMethods?: readonly MergeMethodName[]
  readonly deleteBranchOnMerge?: boolean
  /** Whether auto-merge may be turned on; off unless given, as on GitHub. */
  readonly autoMergeAllowed?: boolean
  /** `owner/name` of the repository this one is a fork of. It starts with the same commits and `files` on top. */
  readonly forkOf?: string
  readonly settings?: SeedSettings
}

export interface SeedSettings {
  readonly actionsMayCreatePullRequests?: boolean
  /**
   * GitHub finds out whether a pull request can be merged once somebody asks, and after each move of its base or head anew: the
   * first to ask hears that it is unknown. Off unless given, so that a story has no more calls than it is about.
   */
  readonly mergeabilityWhenAsked?: boolean
  /** Whether people can file issues; they can unless given. */
  readonly issues?: boolean
  /** GitHub's word for who may file issues; everybody unless given. */
  readonly issueCreation?: 'ALL' | 'COLLABORATORS_ONLY'
  /** Path of a workflow → GitHub's word for its being switched off, as in `disabled_inactivity`. */
  readonly workflowStates?: Readonly<Record<string, string>>
}

export interface SeedProtection {
  readonly requiredChecks?: readonly (string | RequiredCheck)[]
  /** Whether a pull request has to hold everything of the branch before it is merged; like on GitHub only where a check is required. */
  readonly upToDate?: boolean
  /** Approving reviews by people who may write, beside the author. */
  readonly requiredReviews?: number
  /** Whether the default branch takes changes only through its merge queue. */
  readonly mergeQueue?: boolean
  /** Whether the bypass list of the default branch's ruleset names administrators; it is empty unless given. */
  readonly administratorsBypass?: boolean
  /** A ruleset that keeps the ledger branch from being deleted and rewritten. */
  readonly ledger?: LedgerProtection
}

export interface LedgerProtection {
  /** Whether nobody may push at all but who is let past. */
  readonly restrictUpdates: boolean
  /** Ids of the Apps it lets past. */
  readonly bypass: readonly number[]
}

/** A required check with its expected source: the id of the App whose runs alone count, or null for anybody's. */
export interface RequiredCheck {
  readonly name: string
  readonly app: number | null
}

export type SeedFile =
  | string
  | { readonly content: string | Uint8Array; readonly mode?: '100644' | '100755' | '120000' }

/** One request and its answer, as a contract test wants them. */
export interface Exchange {
  readonly method: string
  /** Path with its query, as sent. */
  readonly url: string
  /** The documented path, as in `/repos/{owner}/{repo}`, or null when the sandbox has no such route. */
  readonly route: string | null
  readonly requestBody: unknown
  readonly status: number
  readonly responseBody: unknown
}
