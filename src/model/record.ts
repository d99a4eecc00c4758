import type { Opening } from './calendar.js'
import type { End } from './end.js'
import type { Digest, IssueNumber, Oid, PullNumber } from './ids.js'
import type { Instant } from './instant.js'
import type { JsonObject } from './json.js'
import type { FileMode } from './manifest.js'
import type { Person } from './person.js'
import type { PathStep, PlannedEmergency, Resource, Together } from './plan.js'
import type { DigestDemand, Role } from './request-type.js'
import type { Signal } from './signal.js'

/**
 * What was decided. `begun`: a later chapter has begun, and why; `approval-given`: somebody's approval was counted, and more are needed;
 * `approved`: all that are needed; `revoked`: approvals that were recorded do not count any more; `unchanged`: the manifests were already as
 * requested; `failed`: something was merged that is not the plan, or not where the plan is for, or what was merged did not work; `reached`: what was
 * merged has arrived; `reviewed`: an emergency was looked at afterwards, and confirmed; `lapsed`: the chapter gave way to another; `accepted`: what somebody
 * has changed since the merge may stay.
 */
export const recordedDecisions = [
  'begun',
  'proposed',
  'approval-given',
  'approved',
  'revoked',
  'hold',
  'unhold',
  'merged',
  'reached',
  'reviewed',
  'unchanged',
  'failed',
  'rejected',
  'withdrawn',
  'lapsed',
  'accepted',
] as const
export type RecordedDecision = (typeof recordedDecisions)[number]

/** The decisions that end a chapter. */
const finalDecisions = [
  'merged',
  'reached',
  'unchanged',
  'failed',
  'rejected',
  'withdrawn',
  'lapsed',
] as const satisfies readonly RecordedDecision[]
export type FinalDecision = (typeof finalDecisions)[number]

/**
 * The version of records. A shape that old readers would misread gets a new number; one more field that takes nothing back does not.
 * Source: the in-toto Attestation Framework, “Parsing rules”.
 */
export const recordVersion = 2
export const recordPredicateType = `urn:issueops:decision:v${recordVersion}` as const

/**
 * One decision with the evidence copied at that moment, in the shape of an in-toto Statement.
 * Source: the in-toto Attestation Framework, “Statement layer specification”, v1.
 */
export interface LedgerRecord<Decided extends RecordedDecision = RecordedDecision> {
  readonly _type: 'https://in-toto.io/Statement/v1'
  readonly subject: readonly Subject[]
  readonly predicateType: typeof recordPredicateType
  readonly predicate: Predicate<Decided>
}

/** A record that ends its chapter. */
export type FinalRecord = LedgerRecord<FinalDecision>

export function isFinal(record: LedgerRecord): record is FinalRecord {
  return finalDecisions.some((each) => each === record.predicate.decision)
}

/** A record of what became of a merge: it follows the record of that in the same chapter, and takes nothing of it back. */
export type OutcomeRecord = LedgerRecord<'reached' | 'failed'>

export function isOutcome(record: LedgerRecord): record is OutcomeRecord {
  return record.predicate.outcome !== undefined
}

/** A record of the review of an emergency: it follows the record of its merge, and ends nothing. */
export type ReviewRecord = LedgerRecord<'reviewed'>

export function isReview(record: LedgerRecord): record is ReviewRecord {
  return record.predicate.decision === 'reviewed'
}

/** A record that lets go of places of a merge: it stands between two chapters, and ends none. */
export type AcceptedRecord = LedgerRecord<'accepted'>

export function isAccepted(record: LedgerRecord): record is AcceptedRecord {
  return record.predicate.decision === 'accepted'
}

/** Whether a record is the last one of a chapter that is over. */
export function isOver(record: LedgerRecord): boolean {
  return isFinal(record) || isReview(record) || isAccepted(record)
}

export interface Subject {
  readonly name: string
  readonly digest: { readonly [algorithm: string]: string }
}

/** What a record is about: the issue as it read then, and once it is merged, the branch with what was merged. */
export function subjectsOf({ repository, issue, request, plan, merge }: Predicate): readonly Subject[] {
  const filed: Subject = { name: `${repository}#${issue}`, digest: { sha256: request.bodySha256 } }
  if (merge === null || plan === null) return [filed]
  const merged: Subject = {
    name: `${plan.repository}@refs/heads/${merge.into}`,
    digest: { gitCommit: merge.commit, gitTree: merge.tree },
  }
  return [merged, filed]
}

export interface Predicate<Decided extends RecordedDecision = RecordedDecision> {
  readonly decision: Decided
  /** Counts an issue's records from 1 without a gap. */
  readonly sequence: number
  /** Counts an issue's chapters from 1 without a gap. */
  readonly chapter: number
  /** Why the chapter began: the same in all its records. */
  readonly cause: Cause
  /** The ledger commit this record was appended to. */
  readonly previous: Oid
  /** As in `acme/platform`. */
  readonly repository: string
  /** GitHub's id of it, which stays when the repository is renamed. */
  readonly repositoryId: number
  readonly issue: IssueNumber
  readonly observedAt: Instant
  readonly request: RecordedRequest
  readonly plan: RecordedPlan | null
  readonly pull: RecordedPull | null
  /** The approval rules that applied, where approvals were weighed; every one of them has to be satisfied. */
  readonly rules?: readonly RecordedRule[]
  /** The approvals that were counted or stopped counting, or the comment that rejected, withdrew, held or released. */
  readonly evidence: readonly Evidence[]
  /** How many seconds the approved request had waited for nothing but windows, which `valid-for` does not count; left out where it counts all. */
  readonly waited?: number
  readonly merge: RecordedMerge | null
  /** What was said of the merge, where that is what is recorded: `reached`, or `failed` where it was merged as planned and did not work. */
  readonly outcome?: RecordedOutcome
  /** Of which places of a merge is let go, where that is what is recorded. */
  readonly accepted?: Acceptance
  /** That nobody had answered, where the toolkit itself has withdrawn what was asked for. */
  readonly unanswered?: Unanswered
  /** Why, in one sentence, where the decision alone does not say it. */
  readonly reason: string | null
}

/** How long what was asked for has waited for an answer. */
export interface Unanswered {
  /** When it was asked for, or answered last. */
  readonly since: Instant
  /** How long its type lets it wait, in seconds. */
  readonly lifetime: number
}

/**
 * What began a chapter, which says as well what it is about. `asked`: the issue form; `ended`: GitHub's clock has passed the end of the request;
 * `taken-back`: `/rollback`, or an emergency whose review was refused, by `/reject`, or did not come; `restored`: `/restore`; `extended`: `/extend`; `stage`: the stage before is done, or `/promote`.
 */
export type Cause =
  | { readonly kind: 'asked' }
  | { readonly kind: 'ended'; readonly at: Instant }
  | ({ readonly kind: 'taken-back' } & StageTakenBack & CommandCause & RefusedReview)
  /** The review of an emergency was due at that moment, and nobody had given it. */
  | { readonly kind: 'taken-back'; readonly stage?: string; readonly overdue: Instant }
  /** The stage is left out where the request has none. */
  | ({ readonly kind: 'restored'; readonly stage?: string } & CommandCause)
  | ({ readonly kind: 'extended'; readonly until: Instant } & CommandCause)
  | ({ readonly kind: 'stage'; readonly stage: string } & CommandCause)
  | { readonly kind: 'stage'; readonly stage: string; readonly after: 'merged' | 'reached' }
export type CauseKind = Cause['kind']

/** Which stage is taken back; nothing where the request has none. */
interface StageTakenBack {
  readonly stage?: string
  /** The stage the command names, where others that came after it have to be taken back first: the same command is the cause of a chapter for each. */
  readonly downTo?: string
}

interface RefusedReview {
  /** The command is the `/reject` of somebody who reviews an emergency; left out where it is a `/rollback`. */
  readonly review?: 'refused'
}

/** A command that began a chapter; in which words, the evidence of the record says that begins it. */
export interface CommandCause {
  /** The comment with the command; no other chapter has it for its cause. */
  readonly comment: number
  readonly by: Person
  /** As it was given, or null. */
  readonly reason: string | null
}

/**
 * An approval rule that applied to a request, as it was evaluated. With the evidence it says whether enough of the right people had
 * approved, so that nobody has to believe the word “approved”.
 */
export type RecordedRule =
  | { readonly kind: 'all' | 'any'; readonly of: readonly RecordedRule[] }
  | RecordedPeople
  /** A rule that asks for nobody, by its number in the file, from 1, with its condition. */
  | { readonly kind: 'automatic'; readonly rule: number; readonly when: string }

/** Some people of whom `count` had to approve; code owners are looked up. */
export interface RecordedPeople {
  readonly kind: 'people'
  /** Whom it names, as in `team:platform`, `role:maintain`, `codeowner:octocat`; code owners whom nobody may read here are `codeowners`. */
  readonly from: readonly string[]
  readonly count: number
  readonly not: readonly string[]
  /** In seconds; null without an end. */
  readonly validFor: number | null
  readonly requireDigest: DigestDemand
  /** The touched files whose code owners `from` holds; null where the rule does not ask for code owners. */
  readonly files: readonly string[] | null
}

export interface RecordedRequest {
  readonly type: string
  readonly title: string
  readonly typeBlob: Oid
  readonly formBlob: Oid
  /** The file the approval rules came from; left out where they stood in the request type. */
  readonly policyBlob?: Oid
  /** Its approval rules are those of an earlier record of this request, and others were in force in between. */
  readonly rulesReturned?: true
  /** The template files the request type names; left out where it names none. */
  readonly templates?: readonly { readonly path: string; readonly blob: Oid }[]
  readonly digest: Digest
  readonly values: JsonObject
  /** When the issue was filed: nothing about the request is older. */
  readonly filedAt: Instant
  readonly bodySha256: Digest
  readonly bodyLastEditedAt: Instant | null
  readonly requester: Person
  readonly editors: readonly Person[]
}

export interface RecordedPlan {
  readonly digest: Digest
  /** As in `acme/gitops`. */
  readonly repository: string
  readonly branch: string
  readonly base: Oid
  readonly files: readonly RecordedFile[]
  /** When what it changes is taken back; left out where it never is. */
  readonly end?: End
  /** The stage of the request that it carries out; left out where requests of its type have none. */
  readonly stage?: string
  /** It was approved by fewer people than usual, and has to be reviewed; left out where it is no emergency. */
  readonly emergency?: PlannedEmergency
  /** More people can read the issue than the manifests: places are left out here, and the change is left out of comments. */
  readonly withheld?: true
  /** Requests that end by this one change, each of which has it on record; left out where it is of one alone. */
  readonly together?: Together
}

export interface RecordedFile {
  readonly path: string
  readonly change: 'create' | 'update' | 'delete'
  readonly mode: FileMode
  readonly before: Oid | null
  readonly after: Oid | null
  /** Which places of the file change. */
  readonly places: readonly RecordedPlace[]
}

/**
 * A place of a file, without what stood or stands there: by what it is called, never by where it stands. Of a list item without a key `at` is
 * the way to the list.
 */
export interface RecordedPlace {
  /** Where the file has several documents: the document by what it says it is, else by its position from 0. */
  readonly document?: number | Resource
  readonly at: readonly PathStep[]
  /** The digest of the list item, where nothing else tells it from the others. */
  readonly item?: Digest
  /** The digest of what stood there before; missing where nothing did, and where it is not told. */
  readonly before?: Digest
  /** The digest of what stands there since, as `before`. */
  readonly after?: Digest
}

export interface RecordedPull {
  readonly number: PullNumber
  readonly head: Oid
  readonly publication: {
    readonly checkRun: number
    readonly at: Instant
    /** Since when the very same plan was visible, where approvals rest on its publication on an earlier head. */
    readonly since?: Instant
  }
}

/** A comment that counted, as it stood then. */
export interface Evidence {
  readonly command: string
  readonly comment: number
  readonly person: Person
  /** The role in the repository at that moment, or null where it did not matter. */
  readonly role: Role | null
  /** The principals of the request type the person counted as, as in `team:platform`. */
  readonly as: readonly string[]
  readonly createdAt: Instant
  /** The comment's text, or null when it holds what looks like a secret, which must not be copied. */
  readonly body: string | null
  readonly bodySha256: Digest
}

export interface RecordedMerge {
  readonly commit: Oid
  readonly tree: Oid
  /** Whether exactly the planned files were merged: their contents, their modes, and no other file. */
  readonly exact: boolean
  /** The branch the pull request was merged into. */
  readonly into: string
  /** Whether the commit stands on the branch the plan is for. */
  readonly onTarget: boolean
  /** When, by GitHub's clock. */
  readonly at: Instant
  /** The windows that were open then, and from when until when all of them were; left out where its type names none, and where one was closed. */
  readonly window?: RecordedOpening
  /** What differs from the plan or from the rules, in sentences; empty when nothing does. */
  readonly findings: readonly string[]
}

/** An opening of windows; a bound that is null is more than a year away. */
export interface RecordedOpening extends Opening {
  readonly names: readonly string[]
}

/** What a system said of what was merged. */
export interface RecordedOutcome {
  /** What decided it: of `reached` everything that was waited for, of `failed` what failed. */
  readonly signals: readonly Signal[]
}

/** What somebody has changed since a merge, and what is to stay so: nobody owes these places to the request any more. */
export interface Acceptance {
  /** The number of the record that has the merge. */
  readonly of: number
  /** The commit of the target branch at which it was looked at. */
  readonly commit: Oid
  readonly files: readonly AcceptedFile[]
  /** As in a plan: more people can read the issue than the files, so that nothing of these is told there. */
  readonly withheld?: true
}

export interface AcceptedFile {
  readonly path: string
  /** What stood there; null where there was no file. */
  readonly found: Oid | null
  /** The places let go, word for word as the merge has them. */
  readonly places: readonly RecordedPlace[]
}
