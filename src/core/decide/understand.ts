import { fullName } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import type { Problem, Problems } from '../../model/problem.js'
import {
  type FinalRecord,
  isAccepted,
  isOutcome,
  isOver,
  isReview,
  type LedgerRecord,
  type OutcomeRecord,
  type RecordedRequest,
} from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, ObservedIssue } from '../../model/snapshot.js'
import { parseSubmission } from '../form/parse-submission.js'
import { carriedOut, chapterEnds, outcomeOf } from '../ledger/own-standing.js'
import { endPassed } from '../request/end-of.js'
import type { BrokenType, Candidate, ReadPolicy } from '../request-type/read-policy.js'
import { type Selection, selectType } from '../request-type/select-type.js'
import { firstStage, inStage } from '../request-type/stages.js'
import { type ReadableRequest, type RequestReading, readRequest, type UnreadText } from './read-request.js'

/** What an issue is, as far as its text, the policy and the ledger tell; nothing about its pull request yet. */
export type Understanding =
  /** No request of ours: nothing is ever written. */
  | { readonly kind: 'ignored' }
  | Finished
  /** A maintainer has to mend something before anything can be decided. */
  | { readonly kind: 'held'; readonly type: RequestType | null; readonly problems: Problems }
  /** The requester has to mend something. */
  | ({ readonly kind: 'invalid'; readonly type: RequestType } & UnreadText)
  | UnderstoodRequest

/** The ledger holds a final decision. */
export interface Finished {
  readonly kind: 'finished'
  /** The end of the last chapter. */
  readonly record: FinalRecord
  /** What became of a merge, where that was told since. */
  readonly outcome: OutcomeRecord | null
  /** The merge of which word is waited for, or was; null where there is none. */
  readonly carried: CarriedOut | null
}

export interface CarriedOut {
  readonly record: FinalRecord
  /** What became of it; null where that is not known. */
  readonly outcome: OutcomeRecord | null
}

export interface UnderstoodRequest extends ReadableRequest {
  /** Whoever asks for it: who filed the issue, or in a later chapter who began that. */
  readonly author: Person
  /** What a chapter after the merge is about; null in the first, where the issue says it. */
  readonly later: LaterChapter | null
}

/** What is asked for once something was merged. */
export type LaterChapter = {
  /** What was recorded of the request. */
  readonly recorded: RecordedRequest
} & (
  | {
      readonly does: 'take-back'
      /** What is taken back, oldest first. */
      readonly merges: readonly FinalRecord[]
    }
  | {
      readonly does: 'restore'
      /** What is put back as it was merged, oldest first. */
      readonly merges: readonly FinalRecord[]
    }
  /** No file changes. */
  | { readonly does: 'extend'; readonly merges: readonly FinalRecord[] }
  | {
      readonly does: 'next-stage'
      /** The end of the stage before. */
      readonly before: FinalRecord
    }
)

/** What the text of an issue says, whatever the ledger knows of it: which types it fits, and what it asks for where that is one. */
export interface IssueText {
  readonly selection: Selection
  /** Null where it fits none or several, or the account behind it is gone. */
  readonly asked: RequestReading | null
}

/** Reads the text of an issue against the policy. */
export function readText(
  issue: Pick<ObservedIssue, 'body' | 'labels' | 'author'>,
  policy: ReadPolicy,
): IssueText {
  const selection = selectType(policy.candidates, issue, policy.others)
  if (selection.kind !== 'one' || issue.author === null) return { selection, asked: null }
  const { body, author: requester } = issue
  return { selection, asked: readRequest(selection, { body, requester, submission: selection.submission }) }
}

/** What is known of an issue without reading its text, or null. */
export function restingIssue({
  ledger,
  issue,
}: FirstLook): Extract<Understanding, { kind: 'ignored' }> | Finished | null {
  const last = ledger.records.at(-1)
  if (last !== undefined && isOver(last)) return finishedBy([...ledger.earlier, ...ledger.records])
  // Of an issue that is gone only an end goes on: that needs nobody's word.
  if (issue.gone === true && last?.predicate.cause.kind !== 'ended') return { kind: 'ignored' }
  // An issue that was closed before it was ever a request, perhaps long before the toolkit came, is left alone.
  return last === undefined && issue.state === 'closed' ? { kind: 'ignored' } : null
}

/** How a request stands whose last chapter is over. @param records of all its chapters, oldest first. */
export function finishedBy(records: readonly LedgerRecord[]): Finished {
  // The review of an emergency says nothing of what became of it, nor does what was let go of since.
  const last = records.findLast((each) => !isReview(each) && !isAccepted(each))
  const record = chapterEnds(records).at(-1)
  if (last === undefined || record === undefined) throw new Error('a chapter is over that has not ended')
  const about = carriedOut(records)
  return {
    kind: 'finished',
    record,
    outcome: isOutcome(last) ? last : null,
    carried: about === null ? null : { record: about, outcome: outcomeOf(records, about.predicate.chapter) },
  }
}

/** What the text of an issue that goes on means beside the policy and the ledger. Total: every snapshot has exactly one understanding. */
export function understand(snapshot: FirstLook, policy: ReadPolicy, text: IssueText): Understanding {
  const { author } = snapshot.issue
  const known = knownCandidate(snapshot, policy, text)
  if (known.kind !== 'candidate') return known
  const written = known.candidate.type
  const type = inStage(written, firstStage(written))
  const trouble = untrusted(snapshot, type)
  if (trouble !== null) return { kind: 'held', type, problems: trouble }
  if (author === null) return { kind: 'held', type, problems: [authorGone] }
  const { body } = snapshot.issue
  return understandText(
    known.asked ?? readRequest(known.candidate, { body, requester: author }),
    author,
    snapshot.viewer.observedAt,
  )
}

/**
 * What a text asks for as a request of somebody; the ledger and other request types are not looked at. A request whose end has passed is none,
 * also where it was when its approvers saw it.
 * @param now by GitHub's clock.
 */
export function understandText(asked: RequestReading, author: Person, now: Instant): Understanding {
  if (asked.kind !== 'request') return asked
  const passed = endPassed(asked, now)
  if (passed === null) return { ...asked, author, later: null }
  const kind = passed.by === 'requester' ? 'invalid' : 'held'
  return { kind, type: asked.type, problems: [passed.problem] }
}

interface KnownCandidate {
  readonly kind: 'candidate'
  readonly candidate: Candidate
  readonly asked: RequestReading | null
}

function knownCandidate(
  snapshot: FirstLook,
  policy: ReadPolicy,
  { selection, asked }: IssueText,
): KnownCandidate | Exclude<Understanding, UnderstoodRequest> {
  const last = snapshot.ledger.records.at(-1)
  switch (selection.kind) {
    case 'one':
      return { kind: 'candidate', candidate: selection, asked }
    case 'ambiguous':
      return { kind: 'held', type: null, problems: [ambiguous(selection.types)] }
    case 'none':
      return last === undefined ? brokenType(snapshot, policy) : knownType(policy, last)
  }
}

/** The issue fits no working request type. If it fits the form of a broken one, staying silent would lose it. */
function brokenType(snapshot: FirstLook, policy: ReadPolicy): Exclude<Understanding, UnderstoodRequest> {
  const meant = policy.broken.find((broken) => fits(broken, snapshot.issue.body))
  return meant === undefined ? { kind: 'ignored' } : { kind: 'held', type: null, problems: meant.problems }
}

/** As in `selectType`, a body without half of the form's sections is none of the form's. */
function fits({ form, reading }: BrokenType, body: string): boolean {
  const submission = form === null ? null : parseSubmission(form, body, reading)
  if (submission === null || !submission.ok) return false
  const { fields } = submission.value
  return fields.filter(({ lines }) => lines !== null).length * 2 > fields.length
}

/** The ledger knows the issue as a request, but its text fits no form any more. */
function knownType(
  policy: ReadPolicy,
  last: LedgerRecord,
): KnownCandidate | Exclude<Understanding, UnderstoodRequest> {
  const candidate = policy.candidates.find(({ type }) => type.name === last.predicate.request.type)
  if (candidate !== undefined) return { kind: 'candidate', candidate, asked: null }
  const broken = policy.broken.find(
    ({ path }) => path === `.github/issueops/${last.predicate.request.type}.yml`,
  )
  return { kind: 'held', type: null, problems: broken?.problems ?? [typeGone(last.predicate.request.type)] }
}

/** Why a request that reads well cannot be gone on with, or null. */
function untrusted(snapshot: FirstLook, type: RequestType): Problems | null {
  const before = snapshot.ledger.records.at(-1)?.predicate.request.type
  if (before !== undefined && before !== type.name) return [typeChanged(before, type)]
  const moved = movedFrom(snapshot.ledger.records, type)
  return moved === null
    ? null
    : [targetChanged(moved, type, 'the requester comments /withdraw and files the request again')]
}

/** Two repositories: the one where a chapter was proposed, and the one its type names by now. */
export interface Moved {
  readonly before: string
  readonly now: string
}

/** Whether a chapter was proposed in another repository than its type names by now: the pull request there would be left open, approved or not. */
export function movedFrom(records: readonly LedgerRecord[], { target }: RequestType): Moved | null {
  const proposed = records.findLast(({ predicate }) => predicate.pull !== null)?.predicate
  if (proposed === undefined || proposed.plan === null) return null
  const before = proposed.plan.repository
  const now = target.repository === null ? proposed.repository : fullName(target.repository)
  return before.toLowerCase() === now.toLowerCase() ? null : { before, now }
}

function typeChanged(before: string, type: RequestType): Problem {
  return {
    code: 'state/type-changed',
    what: `This request was proposed as ${before}, and its text now reads as ${type.name}.`,
    fix: 'The requester has to edit the issue back, or to close it and file a new request with the other form.',
  }
}

const authorGone: Problem = {
  code: 'state/requester-gone',
  what: 'The account that filed this request is gone, so nobody can be shown to be somebody else than the requester.',
  fix: 'Somebody who still needs it has to file the request again, and a maintainer closes this issue.',
}

function ambiguous(types: readonly RequestType[]): Problem {
  return {
    code: 'state/ambiguous-type',
    what: `This issue fits the forms of several request types: ${types.map((type) => type.path).join(', ')}.`,
    fix: 'A maintainer has to give the forms different labels or headings, so that one of them fits.',
  }
}

function typeGone(name: string): Problem {
  return {
    code: 'state/type-gone',
    what: `The request type ${name}, under which this request was proposed, is not on the default branch any more.`,
    fix: 'A maintainer has to restore the request type, or close this issue to withdraw the request.',
  }
}

/** @param otherwise what can be done where the target is not changed back. */
export function targetChanged({ before, now }: Moved, type: RequestType, otherwise: string): Problem {
  return {
    code: 'state/target-changed',
    file: type.path,
    what: `This request was proposed in ${before}, and its request type names ${now} by now.`,
    fix: `A maintainer has to change target back in ${type.path}, or ${otherwise}.`,
  }
}
