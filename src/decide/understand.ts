import type { Change } from '../model/change.js'
import type { Form } from '../model/form.js'
import { fullName } from '../model/ids.js'
import type { Person } from '../model/person.js'
import type { Problem, Problems, Result } from '../model/problem.js'
import { finalDecisions, type LedgerRecord } from '../model/record.js'
import type { Request } from '../model/request.js'
import type { ApprovalRule, RequestType } from '../model/request-type.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Submission } from '../model/submission.js'
import { applicableRules } from './approval/applicable-rules.js'
import { resolveChanges } from './change/resolve-changes.js'
import { parseSubmission } from './form/parse-submission.js'
import { findSecret } from './request/find-secret.js'
import { type BrokenType, type Candidate, type ReadPolicy, readPolicy } from './request/read-policy.js'
import { selectType } from './request/select-type.js'
import { validateRequest } from './request/validate-request.js'

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

export interface UnderstoodRequest {
  readonly kind: 'request'
  readonly type: RequestType
  readonly form: Form
  readonly submission: Submission
  readonly request: Request
  readonly author: Person
  readonly rules: readonly ApprovalRule[]
  readonly changes: readonly Change[]
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
  return readRequest({ ...candidate, author, body: snapshot.issue.body })
}

/** A request type with its form, and the text of an issue read against that form. */
export type Selected = Candidate & { readonly kind: 'candidate'; readonly submission: Result<Submission> }

function candidateOf(
  snapshot: Snapshot,
  policy: ReadPolicy,
  last: LedgerRecord | undefined,
): Selected | Exclude<Understanding, UnderstoodRequest> {
  const selection = selectType(policy.candidates, snapshot.issue)
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

/** What a text of a request type asks for, or what has to be mended first; the ledger and other request types are not looked at. */
export function readRequest(
  selected: Selected & { readonly author: Person; readonly body: string },
): Understanding {
  const { type, form, author, body, submission } = selected
  if (!submission.ok) return { kind: 'invalid', type, problems: withoutSecrets(submission.problems, body) }
  const request = validateRequest(type, form, submission.value, author)
  if (!request.ok) return { kind: 'invalid', type, problems: request.problems }
  const context = { request: request.value.values, requester: { login: author.login } }
  const rules = applicableRules(type, context)
  if (!rules.ok) return { kind: 'held', type, problems: rules.problems }
  const changes = resolveChanges(type, context)
  if (!changes.ok) return { kind: 'invalid', type, problems: labelled(changes.problems, form) }
  return {
    kind: 'request',
    type,
    form,
    author,
    submission: submission.value,
    request: request.value,
    rules: rules.value,
    changes: changes.value,
  }
}

/** Problems quote what was submitted. Where anything of it looks like a secret, only that is said, so that no comment copies it. */
export function withoutSecrets(problems: Problems, body: string): Problems {
  const secret = findSecret(body)
  return secret === null ? problems : [secretPasted(secret)]
}

/** Problems of a path know the field by its id; people know it by its label. */
function labelled(problems: Problems, form: Form): Problems {
  const [first, ...more] = problems
  return [withLabel(first, form), ...more.map((problem) => withLabel(problem, form))]
}

function withLabel(problem: Problem, form: Form): Problem {
  const field = form.fields.find((each) => each.id === problem.field)
  return field === undefined || problem.label !== undefined ? problem : { ...problem, label: field.label }
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
    fix: 'Edit the issue back, or close it and file a new request with the other form.',
  }
}

function secretPasted(secret: string): Problem {
  return {
    code: 'request/secret',
    what: `The text of this issue holds what looks like ${secret}.`,
    fix: 'Treat it as known to others and revoke it now, then edit the issue, name the secret instead of pasting it, and delete the old revision from the edit history.',
  }
}

const authorGone: Problem = {
  code: 'state/requester-gone',
  what: 'The account that filed this request is gone, so nobody can be shown to be somebody else than the requester.',
  fix: 'File the request again and close this issue.',
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
