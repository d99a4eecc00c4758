import type { Beside } from './change.js'
import type { Oid, RepositoryRef, UserId } from './ids.js'
import type { Json, JsonSchema } from './json.js'
import type { ExpectedSignal, Reached } from './signal.js'
import type { SubmissionOptions } from './submission.js'

/**
 * One file `.github/issueops/<name>.yml`: everything a form cannot say about a kind of request.
 * Values of type {@link Template} may contain `${{ … }}` expressions in their leaf strings.
 */
export interface RequestType extends OwnApproval {
  /** Path in the repository, as in `.github/issueops/namespace.yml`. */
  readonly path: string
  /** The blob it was read from; null where it does not come from git. */
  readonly blob: Oid | null
  /** Lower-case words joined by `-`; part of the branch name. */
  readonly name: string
  readonly title: string
  /** File name of the issue form below `.github/ISSUE_TEMPLATE/`. */
  readonly form: string
  /** Who may ask; null means everyone who can read a private repository, and triage upwards in a public one. */
  readonly requesters: readonly Principal[] | null
  readonly target: Target
  /** JSON Schema per form field id, on top of what the form says. */
  readonly fields: ReadonlyMap<string, JsonSchema>
  readonly rules: readonly Rule[]
  readonly merge: MergeMode
  readonly changes: readonly ChangeTemplate[]
  /** `present` or `absent` after evaluation; the default of every change. */
  readonly ensure: Template
  /** How its issues are read against the form. */
  readonly reading: SubmissionOptions
  /** Globs of the paths its plans may touch; null or none for every path that may be written at all. */
  readonly paths?: readonly string[] | null
  /** When its requests end; left out where they never do. */
  readonly expires?: Expiry
  /** How long before the end it is said once that it is near, in seconds. */
  readonly warn?: number
  /** What `/extend` may ask for; left out where an end stays what it was. */
  readonly extend?: Extension
  /** The stages a request passes through, in order, at least two; left out where it is carried out at once. */
  readonly stages?: readonly Stage[]
  /** What has to be said after a merge, in which expressions may stand in the names; left out where nothing is waited for. */
  readonly reached?: Reached<ExpectedSignal>
  /** How much its requests may change within a day, and at once; left out where that is as much as they like. */
  readonly limits?: Limits
  /** The windows of the calendar that all have to be open for a merge, by name; left out where any time will do. */
  readonly windows?: readonly string[]
  /** Who approves a `/rollback`; left out where those do who approve a request. */
  readonly rollback?: OwnApproval
  /** False where it is not told what becomes of the places its requests have written; left out where it is. */
  readonly watch?: boolean
  /** Which requests are approved by fewer people and reviewed afterwards; left out where none are. */
  readonly emergency?: Emergency
  /** After how long without an answer what is asked for is withdrawn, in seconds; left out where it waits for as long as it takes. */
  readonly lifetime?: number
  /** When those who are waited for are reminded; left out where they are told once. */
  readonly remind?: Reminding
  /** The files of `.github/issueops/templates/` its changes were read from; none where there are none. */
  readonly templates?: readonly TemplateFile[]
}

/** Who must approve something. */
export interface OwnApproval {
  readonly approval: readonly ApprovalRule[]
  /** The file the approval rules come from, as in `.github/issueops/policies/prod.yml`; null where they stand in the request type. */
  readonly policy: { readonly path: string; readonly blob: Oid } | null
}

/** Fewer people approve what cannot wait, and others review it once it is merged. */
export interface Emergency {
  /** The expression, without the `${{ }}` around it, that says whether a request is one. */
  readonly when: string
  /** Who approves it instead of those who approve any other request. */
  readonly approval: OwnApproval
  readonly review: Review
}

/** What is asked for after the merge of an emergency. */
export interface Review {
  /** How long after the merge it is due, in seconds. */
  readonly within: number
  readonly from: readonly Principal[]
  /** How many different people have to confirm it. */
  readonly count: number
}

/** When requests end, before evaluation. */
export interface Expiry {
  /** A day, a moment, or a time from the merge, after evaluation. */
  readonly at: string
  /** The time zone whose day a day is, by its name in the IANA database; null for UTC. */
  readonly zone: string | null
  /** Whether a request has no end where everything that `at` is made of was left empty. */
  readonly optional: boolean
}

/** One of several targets a request passes through, in order. */
export interface Stage {
  /** Lower-case words joined by `-`. */
  readonly name: string
  /** Where its manifests live; null where they live where the request type says. */
  readonly target: Target | null
  /** Who approves it; null where those do who approve a request. */
  readonly approval: OwnApproval | null
  /** How much may be changed in it; left out where that is what the request type says of all stages together. */
  readonly limits?: Limits
  /** The windows in which it is merged; left out where they are those of the request type. */
  readonly windows?: readonly string[]
  /** What begins it once the stage before is done; of the first, nothing is asked. */
  readonly after: 'promote' | 'merged' | 'reached'
}

/** By how much an end may be moved, and who agrees to it. */
export interface Extension {
  /** How much later the end is at most after one `/extend`, in seconds. */
  readonly by: number
  /** How often a request may be extended. */
  readonly times: number
  /** Null where those approve who approve a request. */
  readonly approval: OwnApproval | null
}

/** When those who are waited for are told again, and who else is told then. */
export interface Reminding {
  /** How long somebody is waited for before they are reminded, in seconds. */
  readonly after: number
  /** Who is told where that did not help; null where nobody is. */
  readonly escalate: Escalation | null
}

export interface Escalation {
  /** How long somebody is waited for before others are told, in seconds. */
  readonly after: number
  /** Whom a comment can mention. They are told, and decide nothing that the approval rules do not let them. */
  readonly to: readonly Told[]
}

/** Somebody, or a team, whom a comment can mention. */
export type Told = Exclude<Principal, { readonly kind: 'role' }>

/** A file that holds the content of a change; the content itself is part of the request type by then. */
export interface TemplateFile {
  /** As in `.github/issueops/templates/namespace.yaml`. */
  readonly path: string
  /** The blob it was read from; null where it does not come from git. */
  readonly blob: Oid | null
  readonly text: string
}

/**
 * How an approved request is merged: by the toolkit at once, by GitHub as soon as its requirements are met, through the merge queue of the
 * target branch, or by a person.
 */
export const mergeModes = ['now', 'auto', 'queue', 'manual'] as const
export type MergeMode = (typeof mergeModes)[number]

/** JSON in whose leaf strings `${{ … }}` is evaluated; a leaf that is exactly one expression keeps the expression's type. */
export type Template = Json

/** Where the manifests live; null means this repository and its default branch. */
export interface Target {
  readonly repository: RepositoryRef | null
  readonly branch: string | null
}

/** A condition across fields; `message` is shown to the requester when it does not hold. */
export interface Rule {
  /** The expression without the `${{ }}` around it. */
  readonly assert: string
  readonly message: string
}

/** Somebody named by login, as in `octocat`, or by login and account, as in `octocat#583231`: a login can be given up and taken by somebody else. */
export interface NamedUser {
  readonly kind: 'user'
  readonly login: string
  /** The account that is meant; where it is not written, the one that had the login when the toolkit first met it. */
  readonly id?: UserId
  /** Whether they count without a role in the repository. */
  readonly outside?: true
}

/** A team by slug. */
export interface NamedTeam {
  readonly kind: 'team'
  readonly slug: string
  /** Whether CODEOWNERS names it: like GitHub, the toolkit takes only teams with write access for owners. */
  readonly owner?: true
}

/** Who an approval rule or `requesters` names. */
export type Principal =
  | NamedUser
  /** A team of the repository's organization, by slug. */
  | NamedTeam
  /** Everyone whose role in the repository is at least this one. */
  | { readonly kind: 'role'; readonly role: Role }

/** GitHub's repository roles, weakest first. Source: “Repository roles for an organization” in GitHub's documentation. */
export const roles = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whom an approval rule may name: `codeowners` are those GitHub's CODEOWNERS file names for the touched files. */
export type Approver = Principal | { readonly kind: 'codeowners' }

/**
 * Whom an approval rule may leave out. `committers` are left out whatever the rule says: a commit by anybody else on the request's branch
 * puts the request on hold.
 */
export const excludables = ['requester', 'editors', 'committers'] as const
export type Excludable = (typeof excludables)[number]

/** Whom an approval rule leaves out: somebody who had a hand in the request, or the people a field of it names, as in `request.person`. */
export type LeftOut = Excludable | NamingField
export type NamingField = `request.${string}`

/** How much of the plan digest an `/approve` must name: none of it, at least 12 digits, or all 64. */
export type DigestDemand = 'none' | 'prefix' | 'full'

/** Some people of whom `count` must approve. */
export interface PeopleNode {
  readonly kind: 'people'
  readonly from: readonly Approver[]
  /** How many different people must approve, at least 1. */
  readonly count: number
  /** Whose approval does not count, though `from` names them. */
  readonly not: readonly LeftOut[]
  /** How long an approval counts, in seconds; null for as long as the plan stays. */
  readonly validFor: number | null
  readonly requireDigest: DigestDemand
}

/** Every one, or at least one, of several nodes has to be satisfied. */
export interface GroupNode {
  readonly kind: 'all' | 'any'
  readonly of: readonly ApprovalNode[]
}

export type ApprovalNode = PeopleNode | GroupNode

/** Who must approve. Every rule whose `when` holds must be satisfied; without a rule that applies nothing is approved. */
export interface ApprovalRule {
  /** Its place in the list, counted from 1: how people name it. */
  readonly number: number
  /** The expression without the `${{ }}` around it, or null for “always”. */
  readonly when: string | null
  /** `automatic` asks for nobody; only a rule with a `when` may be. */
  readonly needs: ApprovalNode | { readonly kind: 'automatic' }
}

/** One declared state of one place in one manifest, before evaluation. */
export type ChangeTemplate = ChangeTemplateBase &
  (
    | {
        readonly kind: 'file'
        readonly content: Template
        /** The path of the template file the content was read from, where it was. */
        readonly contentFrom?: string
      }
    | {
        readonly kind: 'value'
        readonly at: readonly PathStepTemplate[]
        readonly value: Template
        /** Expressions may stand in the key. */
        readonly beside?: Beside
      }
    | { readonly kind: 'copy'; readonly from: string; readonly of: CopyTemplate }
    | {
        readonly kind: 'item'
        readonly at: readonly PathStepTemplate[]
        readonly item: Template
        /** The key that identifies an item which is a map, as in `name`; null for scalar items. */
        readonly key: string | null
      }
    | { readonly kind: 'line'; readonly line: Template; readonly order: LineOrderTemplate }
  )

type WithoutBase<Change> = Change extends ChangeTemplate ? Omit<Change, keyof ChangeTemplateBase> : never
/** What a change declares, without where and when. */
export type StateTemplate = WithoutBase<ChangeTemplate>

interface ChangeTemplateBase {
  readonly file: string
  /** `present` or `absent` after evaluation; null means the request type's `ensure`. */
  readonly ensure: Template
  /** Which document of a YAML file with several: its `kind` and `metadata.name`, or its index from 0; null where there is one. */
  readonly document: Json
  /** The expression, without the `${{ }}` around it, that decides whether the change is asked for at all; null for “always”. */
  readonly when: string | null
  /**
   * What `item` stands for, one change each: an expression that gives the list, or the list itself; null for one change without an `item`.
   */
  readonly forEach: string | readonly string[] | null
  /** Path of a JSON Schema in the target repository; no expressions in it. */
  readonly validate: string | null
}

/** What of a file is copied: all of it, or places of the document that `document` of the change, or `fromDocument`, chooses. */
export type CopyTemplate =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'places'
      readonly places: readonly CopiedPlace[]
      /** Which document of the source; null for the same choice as in the file itself. */
      readonly fromDocument: Json
      readonly beside?: Beside
    }

/** A place of the source and the place in the file. */
export interface CopiedPlace {
  readonly from: readonly PathStepTemplate[]
  readonly to: readonly PathStepTemplate[]
}

/** Where a new line goes; expressions may stand in `after`. */
export type LineOrderTemplate =
  | { readonly by: 'end' }
  | { readonly by: 'sorted' }
  | { readonly by: 'after'; readonly line: string }

/** A key, an index, or a matcher that must hit exactly one item of a list, as in `{ name: app }`. */
export type PathStepTemplate = string | number | Readonly<Record<string, string | number | boolean>>

/** How much requests may change. What is left out is not limited. */
export interface Limits extends Amounts {
  /** What one request may change. */
  readonly atOnce?: { readonly files?: number | undefined; readonly places?: number | undefined }
  /** The stage that they are of; left out where they are those of the type, for all of its stages together. */
  readonly stage?: string
}

/** Requests that were merged within 24 hours, the files they changed, and the places in these. */
export interface Amounts {
  readonly requests?: number
  readonly files?: number
  readonly places?: number
}
