import type { Person } from './person.js'
import type { Principal, Role } from './request-type.js'
import type { ObservedComment } from './snapshot.js'

/** Whether the people who must approve have, and if not, what is missing. */
export interface Verdict {
  /** `unknown` means it could not be found out; it is treated like pending, but says so. */
  readonly state: 'satisfied' | 'pending' | 'unknown'
  /** The approval rules that apply to this request, in the order of the file. */
  readonly rules: readonly RuleVerdict[]
  /** Approvals that do not count, with the reason. */
  readonly refused: readonly RefusedVote[]
}

export interface RuleVerdict {
  readonly from: readonly Principal[]
  readonly count: number
  readonly approvals: readonly Approval[]
}

/** An approval that counts for a rule. */
export interface Approval {
  readonly person: Person
  readonly comment: ObservedComment
  readonly role: Role | null
  /** The principals it counts as, as in `team:platform`. */
  readonly as: readonly string[]
}

/** Why an approval or another command has no effect. Codes are public API. */
export type RefusalCode =
  | 'approval/self-approval'
  | 'approval/not-authorised'
  | 'approval/authority-unknown'
  | 'approval/edited-comment'
  | 'approval/hidden-comment'
  | 'approval/before-publication'
  | 'approval/request-edited'
  | 'approval/digest-mismatch'
  | 'approval/comment-gone'
  | 'command/bad-argument'
  | 'command/contradictory'
  | 'command/unknown'
  | 'command/not-permitted'
  | 'command/edited-comment'
  | 'command/finished'

export interface RefusedVote {
  readonly code: RefusalCode
  readonly person: Person
  readonly comment: ObservedComment
  /** What is the matter, one sentence in plain text. */
  readonly what: string
  /** What to do next, one sentence in plain text. */
  readonly fix: string
}
