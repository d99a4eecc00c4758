import type { IssueNumber, Oid, RepositoryRef } from './ids.js'
import type { FinalRecord } from './record.js'
import type { ExpectedSignal } from './signal.js'

/** What the first look shows to be needed before an issue can be decided. */
export type Needs =
  /** The comments before those that were read first; GitHub's cursor. */
  { readonly kind: 'comments'; readonly before: string } | DetailNeeds

/** The second look; all of it can be asked for at once. */
export interface DetailNeeds extends PeopleNeeds {
  readonly kind: 'details'
  /** Where branch, pull request and manifests are; null is the repository of the issue. */
  readonly repository: RepositoryRef | null
  /** How the branches of requests of the issue's repository begin there. */
  readonly prefix: string
  /** The request's own branch. */
  readonly branch: string
  /** The branch the manifests are read from and merged into; null is the default branch of another repository. */
  readonly target: string | null
  readonly paths: readonly string[]
  /** Whether it matters who may write to the ledger; left out where it does not. */
  readonly ledgerRules?: true
  /** The records, by number, of merges whose files are looked at because somebody accepts what was changed in them; left out where nobody does. */
  readonly accepting?: readonly number[]
}

/** What only the second look shows to be needed as well. */
export type FurtherNeeds =
  /** Members of teams that only a file of the details has named. */
  | { readonly kind: 'teams'; readonly teams: TeamNeeds }
  /** Other open requests touch files of this one: which places does the ledger say they change? */
  | { readonly kind: 'other-records'; readonly issues: readonly IssueNumber[] }
  /** The pull request is merged: what did its commit change, and does it stand on the branch the plan is for? */
  | ({ readonly kind: 'merge' } & MergeNeeds)
  /** Merges are to be taken back: what stood there before, and who else has written there? */
  | ({ readonly kind: 'history' } & HistoryNeeds)
  /** A merge is due that the type limits: what was merged within a day? */
  | ({ readonly kind: 'lately' } & LatelyNeeds)
  /** A stage follows another: what was merged in that, and what stands there at the paths from which this one copies? */
  | ({ readonly kind: 'predecessor' } & PredecessorNeeds)
  /** Something is waited for after a merge: what was said of it? */
  | ({ readonly kind: 'outcome' } & OutcomeNeeds)

/** What is read of a request that is to be taken back. */
export interface HistoryNeeds {
  /** The ledger at this commit, with the records of everybody. */
  readonly ledger: Oid
  /** What was merged, oldest first. */
  readonly merges: readonly FinalRecord[]
  /** Files in which others may have written, where nothing was merged of which that could be told. */
  readonly files?: readonly TargetFile[]
}

export interface LatelyNeeds {
  /** The ledger at this commit, with the records of everybody. */
  readonly ledger: Oid
  /** The name of the type that is limited. */
  readonly type: string
}

export interface PredecessorNeeds {
  /** The end of the stage before; without a merge where no file had to change in it. */
  readonly before: FinalRecord
  /** Where it was carried out; null is the repository of the issue. */
  readonly repository: RepositoryRef | null
  /** The paths from which the next stage copies. */
  readonly sources: readonly string[]
}

export interface OutcomeNeeds {
  /** Where it was merged; null is the repository of the issue. */
  readonly repository: RepositoryRef | null
  readonly branch: string
  /** The merge commit. */
  readonly commit: Oid
  readonly by: readonly ExpectedSignal[]
}

/** A file of some target, as a ledger names it. */
export interface TargetFile {
  /** Null is the repository of the ledger, which is the same under whatever name a record has it. */
  readonly repository: string | null
  readonly branch: string
  readonly path: string
}

export interface MergeNeeds {
  readonly commit: Oid
  /** The branch the plan is for. */
  readonly branch: string
  /** The planned paths. */
  readonly paths: readonly string[]
}

/** Whose roles and memberships matter. What is read of them is bounded, whoever wrote however much. */
export interface PeopleNeeds {
  /** Logins whose role matters, the most important first. */
  readonly people: readonly string[]
  /** Whether there are more of them than are asked about one by one, so that everybody who has a role is listed. */
  readonly everyone: boolean
  /** Logins that rules and fields name: whose are they now? */
  readonly accounts: readonly string[]
  readonly teams: TeamNeeds
}

/** Team slugs, and the logins to look for among their members. */
export type TeamNeeds = readonly { readonly slug: string; readonly logins: readonly string[] }[]
