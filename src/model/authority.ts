import type { UserId } from './ids.js'
import type { Role } from './request-type.js'

/** Roles, team memberships and accounts, looked up now for everyone who matters. */
export interface Authority {
  readonly roles: readonly RoleOf[]
  /** Whether everybody who has a role is among the roles, so that whoever is not among them has none. */
  readonly everyone: boolean
  readonly teams: readonly MembersOf[]
  /** Whose the logins are now that rules and fields name. */
  readonly accounts: readonly AccountOf[]
  /** Whose they were when the toolkit first met them, as the ledger has it. */
  readonly known: readonly KnownPerson[]
}

/** The account that has a login, null where no person's account has it, or why it could not be found out. */
export type AccountOf =
  | { readonly login: string; readonly known: true; readonly id: UserId | null }
  | { readonly login: string; readonly known: false; readonly why: string }

/** A login and the account that had it when it was first met: logins can be given up and taken by somebody else, ids cannot. */
export interface KnownPerson {
  /** In lower case. */
  readonly login: string
  readonly id: UserId
}

/** A role somebody was given, or why it could not be found out. That anybody can read a public repository is no role. */
export type RoleOf =
  | { readonly login: string; readonly known: true; readonly id: UserId | null; readonly role: Role }
  | { readonly login: string; readonly known: false; readonly why: string }

/** Which of the people asked about are members, or why it could not be found out. */
export type MembersOf =
  | {
      readonly team: string
      readonly known: true
      readonly members: readonly UserId[]
      /** Whether these are all members of the team, and not only those among the people asked about. */
      readonly whole: boolean
      /** The people asked about. */
      readonly asked: readonly string[]
      /** What the team itself may do in the repository, or null where GitHub did not tell. */
      readonly access: Role | null
    }
  | { readonly team: string; readonly known: false; readonly why: string }
