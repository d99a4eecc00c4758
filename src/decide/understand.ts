import { fullName } from '../model/ids.js'
import type { Person } from '../model/person.js'
import type { Problem, Problems, Result } from '../model/problem.js'
import { finalDecisions, type LedgerRecord } from '../model/record.js'
import type { RequestType } from '../model/request-type.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Submission } from '../model/submission.js'
import { parseSubmission } from './form/parse-submission.js'
import { type Asked, type ReadableRequest, readRequest } from './read-request.js'
import { type BrokenType, type Candidate, type ReadPolicy, readPolicy } from './request/read-policy.js'
import { selectType } from './request/select-type.js'

/** What an issue is, as far as its text, the policy and the ledger tell; nothing about its pull request yet. */
export type Understanding =
  /** No request of ours: nothing is ever written. */
  | { readonly kind: 'ignored' }
  /** The ledger holds a final decision. */
  | { readonly kind: 'finished'; readonly record: LedgerRecord }
  /** A maintainer has to mend something before anything can be decided. */
  | { readonly kind: 'held'; readonly type: RequestType | null; readonly problems: Problems }
  /** The requester has to mend something. */
  | { readonly kind: 'invalid'; readonly type: RequestType; readonly problems: Problems }
  | UnderstoodRequest

export interface UnderstoodRequest extends ReadableRequest {
  readonly author: Person
}

/** Reads an issue against the policy and the ledger. Total: every snapshot has exactly one understanding. */
export function understand(snapshot: Snapshot): Understanding {
  const last = snapshot.ledger.records.at(-1)
  if (last !== undefined && finalDecisions.includes(last.predicate.decision))
    return { kind: 'finished', record: last }
  // An issue that was closed before it was ever a request, perhaps long before the toolkit came, is left alone.
  if (last === undefined && snapshot.issue.state === 'closed') return { kind: 'ignored' }
  const policy = readPolicy(snapshot.policy)
  const candidate = candidateOf(snapshot, policy, last)
  if (candidate.kind !== 'candidate') return candidate
  const { type } = candidate
  const trouble = untrusted(snapshot, type)
  if (trouble !== null) return { kind: 'held', type, problems: trouble }
  const { author } = snapshot.issue
  if (author === null) return { kind: 'held', type, problems: [authorGone] }
  return understandText(candidate, author, { body: snapshot.issue.body, submission: candidate.submission })
}

/** What a text asks for as a request of somebody; the ledger and other request types are not looked at. */
export function understandText(
  candidate: Candidate,
  author: Person,
  text: Omit<Asked, 'requester'>,
): Understanding {
  const read = readRequest(candidate, { ...text, requester: author })
  return read.kind === 'request' ? { ...read, author } : read
}

/** A request type with its form, and the text of an issue read against that form. */
export type Selected = Candidate & { readonly kind: 'candidate'; readonly submission: Result<Submission> }

function candidateOf(
  snapshot: Snapshot,
  policy: ReadPolicy,
  last: LedgerRecord | undefined,
): Selected | Exclude<Understanding, UnderstoodRequest> {
  const selection = selectType(policy.candidates, snapshot.issue, policy.others)
  switch (selection.kind) {
    case 'one':
      return { ...selection, kind: 'candidate' }
    case 'ambiguous':
      return { kind: 'held', type: null, problems: [ambiguous(selection.types)] }
    case 'none':
      return last === undefined ? brokenType(snapshot, policy) : knownType(snapshot, policy, last)
  }
}

/** The issue fits no working request type. If it fits the form of a broken one, staying silent would lose it. */
function brokenType(snapshot: Snapshot, policy: ReadPolicy): Exclude<Understanding, UnderstoodRequest> {
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
  snapshot: Snapshot,
  policy: ReadPolicy,
  last: LedgerRecord,
): Selected | Exclude<Understanding, UnderstoodRequest> {
  const candidate = policy.candidates.find(({ type }) => type.name === last.predicate.request.type)
  if (candidate !== undefined) {
    return {
      ...candidate,
      kind: 'candidate',
      submission: parseSubmission(candidate.form, snapshot.issue.body, candidate.type.reading),
    }
  }
  const broken = policy.broken.find(
    ({ path }) => path === `.github/issueops/${last.predicate.request.type}.yml`,
  )
  return { kind: 'held', type: null, problems: broken?.problems ?? [typeGone(last.predicate.request.type)] }
}

/** Why a request that reads well cannot be gone on with, or null. */
function untrusted(snapshot: Snapshot, type: RequestType): Problems | null {
  const before = snapshot.ledger.records.at(-1)?.predicate.request.type
  if (before !== undefined && before !== type.name) return [typeChanged(before, type)]
  const proposed = snapshot.ledger.records.findLast(({ predicate }) => predicate.pull !== null)
  const there = proposed?.predicate.plan?.repository
  const now = fullName(type.target.repository ?? snapshot.repository)
  const moved = there !== undefined && there.toLowerCase() !== now.toLowerCase()
  return moved ? [targetChanged(there, now, type)] : null
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

function targetChanged(before: string, now: string, type: RequestType): Problem {
  return {
    code: 'state/target-changed',
    file: type.path,
    what: `This request was proposed in ${before}, and its request type names ${now} by now.`,
    fix: `A maintainer has to change target back in ${type.path}, or the requester comments /withdraw and files the request again.`,
  }
}
