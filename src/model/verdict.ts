import type { Person } from './person.js'
import type { CodesOf } from './problem.js'
import type { Code } from './problem-codes.js'
import type { DigestDemand, LeftOut, Principal, Role } from './request-type.js'
import type { ObservedComment } from './snapshot.js'

/** Whether the people who must approve have, and if not, what is missing. */
export interface Verdict {
  /**
   * `unknown` means it could not be found out; it is treated like pending, but says so. `unreachable` means that nobody's approval could
   * ever suffice.
   */
  readonly state: 'satisfied' | 'pending' | 'unknown' | 'unreachable'
  /** Every approval rule that applies to this request, in the order of the file. */
  readonly root: GroupReason
  /** Approvals that count for nothing, with the reason. */
  readonly refused: readonly RefusedVote[]
}

/** Why a node of the approval rules is where it is. Codes are public API. */
export type ReasonCode = Extract<
  Code,
  | 'approval/satisfied'
  | 'approval/automatic'
  | 'approval/missing'
  | 'approval/authority-unknown'
  | 'approval/unreachable-quorum'
  | 'approval/no-codeowner'
>

export type Reason = GroupReason | PeopleReason | AutomaticReason

export interface GroupReason {
  readonly kind: 'all' | 'any'
  readonly code: ReasonCode
  readonly of: readonly Reason[]
}

/** What some people's approvals amount to. */
export interface PeopleReason {
  readonly kind: 'people'
  readonly code: ReasonCode
  readonly from: readonly ResolvedApprover[]
  readonly count: number
  readonly not: readonly LeftOut[]
  /** In seconds; null without an end. */
  readonly validFor: number | null
  readonly requireDigest: DigestDemand
  /** The touched files whose code owners `from` holds; null where the rule does not ask for code owners. */
  readonly files: readonly string[] | null
  /** One for each person that counts. */
  readonly approvals: readonly Approval[]
  /** How many different people it still waits for. */
  readonly missing: number
  /** How many different people could approve at most; null where nobody can tell. */
  readonly available: number | null
  /** Why it could not be found out whether some approval counts, in sentences without an end; empty where nothing is unknown. */
  readonly unknown: readonly string[]
  /** Who is named and could not approve now; left out where there is nobody. */
  readonly lacking?: readonly LackingRole[]
}

/** Somebody who is named, by a rule or by CODEOWNERS, and has no role in the repository that is enough. */
export interface LackingRole {
  readonly login: string
  readonly by: 'rule' | 'codeowners'
  readonly least: Role
}

/** A rule that asks for nobody. */
export interface AutomaticReason {
  readonly kind: 'automatic'
  readonly code: 'approval/automatic'
  readonly rule: number
  readonly when: string
}

/** Whom a rule names, once code owners are looked up. */
export type ResolvedApprover =
  | Principal
  /** A user whom CODEOWNERS names; like GitHub, the toolkit takes only those with write access for owners. */
  | { readonly kind: 'owner'; readonly login: string }
  /** An owner that belongs to no account that can be looked up. */
  | { readonly kind: 'unresolved'; readonly name: string; readonly why: string }
  /** Code owners that are not named where others can read it than the repository of CODEOWNERS; `nobody` where none of them can be looked up. */
  | { readonly kind: 'undisclosed'; readonly nobody?: true }
  /** CODEOWNERS could not be read. */
  | { readonly kind: 'unreadable'; readonly why: string }

/** An approval that counts for a node. */
export interface Approval {
  readonly person: Person
  readonly comment: ObservedComment
  readonly role: Role | null
  /** The principals it counts as, as in `team:platform`; `self:requester` or `self:editor` where the rule lets these approve. */
  readonly as: readonly string[]
}

/** Why an approval or another command has no effect. Codes are public API. */
export type RefusalCode =
  | CodesOf<'command'>
  | Extract<
      CodesOf<'approval'>,
      | 'approval/self-approval'
      | 'approval/not-authorised'
      | 'approval/authority-unknown'
      | 'approval/edited-comment'
      | 'approval/hidden-comment'
      | 'approval/before-publication'
      | 'approval/plan-replaced'
      | 'approval/request-edited'
      | 'approval/digest-mismatch'
      | 'approval/comment-gone'
      | 'approval/digest-required'
      | 'approval/expired'
      | 'approval/unapproved'
      | 'approval/revoked'
      | 'approval/on-hold'
    >

/**
 * What a refusal is where it is no plain no: `unclear`, it could not be found out, and the next run may know better; `taken-back`, by whoever
 * had given it.
 */
export type RefusalKind = 'unclear' | 'taken-back'

export interface RefusedVote {
  readonly code: RefusalCode
  readonly kind?: RefusalKind
  readonly person: Person
  readonly comment: ObservedComment
  /** What is the matter, one sentence in plain text. */
  readonly what: string
  /** What to do next, one sentence in plain text. */
  readonly fix: string
}
